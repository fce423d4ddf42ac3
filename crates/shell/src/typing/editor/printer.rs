//! Text that arrives while a line is being typed.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// The most messages that wait; the oldest goes when there are more.
const MAX_WAITING: usize = 256;
/// The most bytes that wait.
const MAX_BYTES: usize = 1 << 20;

/// Prints above the prompt, and leaves the half-typed line as it is; between
/// prompts it writes at once. Cheap to clone, for use from any thread.
///
/// While a line is typed, printing never waits: during a search in the history
/// or a list of candidates the messages queue up, and past 256 of them, or one
/// MiB, the oldest are dropped and counted.
///
/// The text is written as it is: escaping it is the caller's part.
#[derive(Clone)]
pub(crate) struct Printer(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// Where text goes between prompts.
    out: Box<dyn Write + Send>,
    waiting: VecDeque<String>,
    waiting_bytes: usize,
    dropped: usize,
    /// A thread stands ready to print above the prompt.
    attached: bool,
    /// A prompt is there.
    editing: bool,
    closed: bool,
}

impl Printer {
    /// A printer that writes to `out` between prompts.
    pub(super) fn new(out: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Shared {
            state: Mutex::new(State {
                out: Box::new(out),
                waiting: VecDeque::new(),
                waiting_bytes: 0,
                dropped: 0,
                attached: false,
                editing: false,
                closed: false,
            }),
            changed: Condvar::new(),
        }))
    }

    /// Prints a text, with a line end if it has none.
    pub(crate) fn print(&self, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut text = text.to_owned();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let mut state = self.state();
        state.push(text);
        if state.editing {
            self.0.changed.notify_one();
        } else {
            state.flush();
        }
    }

    /// Starts the thread that prints above the prompt by `print`, which may
    /// block, and gives `false` once there is no editor any more.
    pub(super) fn attach(&self, mut print: impl FnMut(String) -> bool + Send + 'static) {
        let printer = self.clone();
        let thread = thread::Builder::new().name("printer".to_owned());
        let started = thread.spawn(move || {
            while let Some(text) = printer.next() {
                if !print(text) {
                    break;
                }
            }
            let mut state = printer.state();
            state.attached = false;
            state.editing = false;
        });
        self.state().attached = started.is_ok();
    }

    /// A prompt is there: from now on text goes above it.
    pub(super) fn enter(&self) {
        let mut state = self.state();
        state.editing = state.attached;
    }

    /// The prompt is gone.
    pub(super) fn leave(&self) {
        let mut state = self.state();
        state.editing = false;
        state.flush();
    }

    /// The editor is gone: the thread ends.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.editing = false;
        state.flush();
        self.0.changed.notify_all();
    }

    /// Waits for text that goes above a prompt; all there is, in one piece.
    fn next(&self) -> Option<String> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if state.editing && !state.waiting.is_empty() {
                return Some(state.take());
            }
            state = self
                .0
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing in here is left half-done by a panic.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn push(&mut self, text: String) {
        self.waiting_bytes += text.len();
        self.waiting.push_back(text);
        while self.waiting.len() > MAX_WAITING
            || (self.waiting_bytes > MAX_BYTES && self.waiting.len() > 1)
        {
            if let Some(oldest) = self.waiting.pop_front() {
                self.waiting_bytes -= oldest.len();
                self.dropped += 1;
            }
        }
    }

    fn take(&mut self) -> String {
        let mut text = match std::mem::take(&mut self.dropped) {
            0 => String::new(),
            dropped => format!("({dropped} earlier messages were dropped)\n"),
        };
        text.extend(self.waiting.drain(..));
        self.waiting_bytes = 0;
        text
    }

    fn flush(&mut self) {
        if !self.waiting.is_empty() {
            let text = self.take();
            // A terminal that is gone is noticed by whoever reads from it.
            let _ = self.out.write_all(text.as_bytes());
            let _ = self.out.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::mpsc::{self, Receiver, Sender};
    use std::time::Duration;

    use super::*;

    /// Hands on each write.
    struct Out(Sender<String>);

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            self.0.send(text).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn printer() -> (Printer, Receiver<String>) {
        let (sender, written) = mpsc::channel();
        (Printer::new(Out(sender)), written)
    }

    fn next(texts: &Receiver<String>) -> String {
        texts.recv_timeout(Duration::from_secs(10)).unwrap()
    }

    #[test]
    fn between_prompts_text_is_written_before_print_returns() {
        let (printer, written) = printer();
        printer.print("one");
        assert_eq!(written.try_recv().unwrap(), "one\n");
        printer.enter();
        printer.print("two\n");
        assert_eq!(written.try_recv().unwrap(), "two\n", "nothing is attached");
    }

    #[test]
    fn at_a_prompt_text_goes_above_it() {
        let (printer, written) = printer();
        let (sender, above) = mpsc::channel();
        printer.attach(move |text| sender.send(text).is_ok());
        printer.enter();
        printer.print("one");
        assert_eq!(next(&above), "one\n");
        printer.leave();
        printer.print("two");
        assert_eq!(next(&written), "two\n");
        printer.close();
        assert!(above.recv_timeout(Duration::from_secs(10)).is_err());
    }

    #[test]
    fn printing_never_waits_and_drops_the_oldest() {
        let (printer, written) = printer();
        // An editor that is busy: it takes a text, and goes on when it is told to.
        let (sender, above) = mpsc::sync_channel(0);
        let (go, wait) = mpsc::channel::<()>();
        printer.attach(move |text| sender.send(text).is_ok() && wait.recv().is_ok());
        printer.enter();
        printer.print("first");
        assert_eq!(next(&above), "first\n");
        for n in 0..MAX_WAITING + 3 {
            printer.print(&n.to_string());
        }
        go.send(()).unwrap();
        let text = next(&above);
        assert!(
            text.starts_with("(3 earlier messages were dropped)\n3\n4\n"),
            "{text}"
        );
        assert!(text.ends_with(&format!("\n{}\n", MAX_WAITING + 2)));
        let long = "x".repeat(MAX_BYTES);
        printer.print("short");
        printer.print(&long);
        printer.leave();
        let text = next(&written);
        assert!(text.starts_with("(1 earlier") && text.ends_with("x\n"));
    }
}
