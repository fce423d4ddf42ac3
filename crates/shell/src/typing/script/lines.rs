//! Lines from a stream that may block for ever, standard input above all.
//!
//! A blocking read is not ended by Ctrl-C, so it happens on a thread. The
//! thread reads a line when it is asked for one, never ahead: what was not
//! asked for stays in the stream's buffer for whoever comes next.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rcon_proto::Cancel;
use zeroize::Zeroize as _;

use super::stdin::Stdin;
use crate::system::channel::{self, Receiver, RecvTimeoutError, Sender};
use crate::system::patience::SLICE;
use crate::system::terminal;

/// A stream of lines that are asked for one by one.
pub(crate) struct LineSource {
    is_terminal: bool,
    reader: Mutex<Reader>,
    /// The line that is read is a password.
    is_secret: Arc<AtomicBool>,
}

/// Why there is no line.
#[derive(Debug)]
pub(crate) enum LineError {
    /// Given up, by Ctrl-C as a rule. The line is there for the next call.
    Cancelled,
    /// Longer than the limit. It is read to its end and dropped.
    TooLong,
    /// The stream failed.
    Io(io::Error),
}

/// A line with its line ending, or nothing at the end of the stream.
type LineResult = Result<Option<Vec<u8>>, LineError>;

enum Reader {
    /// A stream that never keeps anybody waiting, and needs no thread.
    AtHand(Box<dyn BufRead + Send>),
    /// Nothing was asked for yet.
    Idle(Box<dyn FnOnce() -> Box<dyn BufRead> + Send>),
    Running {
        /// Takes the limit of the line that is wanted.
        requests: Sender<usize>,
        answers: Receiver<LineResult>,
        /// A line was asked for and not waited for to the end.
        owed: bool,
        /// The answer came before it was taken.
        ready: Option<LineResult>,
    },
    Ended,
}

impl LineSource {
    /// Standard input. One for the whole program: it has one buffer.
    pub(crate) fn stdin() -> Self {
        let is_secret = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_secret);
        Self {
            is_terminal: terminal::streams().stdin,
            is_secret,
            ..Self::open(move || Box::new(Stdin::lock(flag)))
        }
    }

    /// Any stream.
    pub(crate) fn over(stream: impl Read + Send + 'static) -> Self {
        Self::open(move || Box::new(BufReader::new(stream)))
    }

    /// A file on a disk, whose lines are all there.
    pub(crate) fn at_hand(file: impl Read + Send + 'static) -> Self {
        Self {
            is_terminal: false,
            reader: Mutex::new(Reader::AtHand(Box::new(BufReader::new(file)))),
            is_secret: Arc::default(),
        }
    }

    fn open(open: impl FnOnce() -> Box<dyn BufRead> + Send + 'static) -> Self {
        Self {
            is_terminal: false,
            reader: Mutex::new(Reader::Idle(Box::new(open))),
            is_secret: Arc::default(),
        }
    }

    /// Whether a person types these lines.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// The next line with its line ending, which the last one may lack;
    /// nothing at the end.
    ///
    /// # Errors
    ///
    /// A line of more than `limit` bytes, `cancel`, or the stream's own.
    pub(crate) fn next(&self, limit: usize, cancel: &Cancel) -> LineResult {
        loop {
            if cancel.is_cancelled() {
                return Err(LineError::Cancelled);
            }
            if self.is_ready(limit, SLICE) {
                return self.take(limit);
            }
        }
    }

    /// The next line, which is a password: no copy of it stays behind. To be
    /// asked for before any other line is.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub(crate) fn next_secret(&self, limit: usize, cancel: &Cancel) -> LineResult {
        self.is_secret.store(true, Ordering::SeqCst);
        let line = self.next(limit, cancel);
        self.is_secret.store(false, Ordering::SeqCst);
        line
    }

    /// Whether the next line, or the end, is there within this time. Asks for
    /// it, so that it is kept for the next call of [`next`](Self::next).
    pub(crate) fn is_ready(&self, limit: usize, patience: Duration) -> bool {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        if let Reader::Idle(_) = &*reader
            && let Reader::Idle(open) = std::mem::replace(&mut *reader, Reader::Ended)
        {
            *reader = start(open, Arc::clone(&self.is_secret));
        }
        let Reader::Running {
            requests,
            answers,
            owed,
            ready,
        } = &mut *reader
        else {
            return true;
        };
        if ready.is_some() {
            return true;
        }
        if !*owed && requests.send(limit).is_err() {
            *reader = Reader::Ended;
            return true;
        }
        *owed = true;
        match answers.recv_timeout(patience) {
            Ok(answer) => {
                *owed = false;
                *ready = Some(answer);
                true
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                *reader = Reader::Ended;
                true
            }
        }
    }

    /// The answer that is ready; at the end there is none.
    fn take(&self, limit: usize) -> LineResult {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *reader {
            Reader::AtHand(stream) => {
                let line = read_line(stream, limit, 0);
                // Asked again, it would fail again, without end.
                if matches!(line, Err(LineError::Io(_))) {
                    *reader = Reader::Ended;
                }
                line
            }
            Reader::Running { ready, .. } => ready.take().unwrap_or(Ok(None)),
            Reader::Idle(_) | Reader::Ended => Ok(None),
        }
    }
}

impl fmt::Debug for LineSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineSource")
            .field("is_terminal", &self.is_terminal)
            .finish_non_exhaustive()
    }
}

fn start(open: Box<dyn FnOnce() -> Box<dyn BufRead> + Send>, is_secret: Arc<AtomicBool>) -> Reader {
    let (requests, wanted) = channel::channel();
    let (give, answers) = channel::channel();
    thread::spawn(move || {
        // Opened here: a locked standard input stays on its thread.
        let mut stream = open();
        while let Ok(limit) = wanted.recv() {
            // Growing would leave copies behind.
            let secret = is_secret.load(Ordering::SeqCst);
            let room = if secret { limit } else { 0 };
            let answer = read_line(&mut stream, limit, room);
            let end = matches!(answer, Ok(None) | Err(LineError::Io(_)));
            if give.send(answer).is_err() || end {
                return;
            }
        }
    });
    Reader::Running {
        requests,
        answers,
        owed: false,
        ready: None,
    }
}

/// What is left of a line that is too long is passed over, so that the next one
/// is found; up to here, in bytes.
const ENDLESS: usize = 64 << 20;

fn read_line(stream: &mut dyn BufRead, limit: usize, room: usize) -> LineResult {
    let mut line = Vec::with_capacity(room);
    let mut too_long = false;
    let mut passed = 0_usize;
    loop {
        let buffer = match stream.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(LineError::Io(error)),
        };
        let newline = buffer.iter().position(|byte| *byte == b'\n');
        let taken = newline.map_or(buffer.len(), |at| at + 1);
        let at_end = taken == 0 || newline.is_some();
        if too_long || line.len() + taken > limit {
            too_long = true;
            passed += taken;
            if passed > ENDLESS {
                let text = format!("a line goes on for more than {ENDLESS} bytes: this is no text");
                return Err(LineError::Io(io::Error::new(
                    io::ErrorKind::InvalidData,
                    text,
                )));
            }
            line.zeroize();
            if room > 0 {
                // A password: nothing that follows is of use.
                return Err(LineError::TooLong);
            }
            line = Vec::new();
        } else if !too_long {
            line.extend(buffer.iter().take(taken));
        }
        stream.consume(taken);
        if at_end {
            return match (too_long, line.is_empty()) {
                (true, _) => Err(LineError::TooLong),
                (false, true) => Ok(None),
                (false, false) => Ok(Some(line)),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &'static [u8], limit: usize) -> Vec<Option<Vec<u8>>> {
        let source = LineSource::over(bytes);
        let cancel = Cancel::new();
        let mut lines = Vec::new();
        loop {
            match source.next(limit, &cancel) {
                Ok(None) => return lines,
                Ok(line) => lines.push(line),
                Err(LineError::TooLong) => lines.push(None),
                Err(error) => panic!("{error:?}"),
            }
        }
    }

    #[test]
    fn lines_come_with_their_endings_and_the_last_may_lack_one() {
        let some = |text: &str| Some(text.as_bytes().to_vec());
        assert_eq!(all(b"a\r\n\nb", 10), [some("a\r\n"), some("\n"), some("b")]);
        assert_eq!(all(b"", 10), []);
    }

    #[test]
    fn a_line_past_the_limit_is_dropped_and_the_next_is_read() {
        let next = Some(b"ok\n".to_vec());
        assert_eq!(all(b"123456789\nok\n", 8), [None, next]);
    }

    /// Asked again and again, it would be told again and again.
    #[test]
    fn a_file_that_cannot_be_read_on_has_ended() {
        struct Stale;
        impl Read for Stale {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StaleNetworkFileHandle.into())
            }
        }
        for source in [LineSource::at_hand(Stale), LineSource::over(Stale)] {
            let cancel = Cancel::new();
            assert!(matches!(source.next(99, &cancel), Err(LineError::Io(_))));
            assert_eq!(source.next(99, &cancel).unwrap(), None);
        }
    }

    #[test]
    fn a_cancelled_wait_loses_no_line() {
        let (reader, mut writer) = io::pipe().unwrap();
        let source = LineSource::over(reader);
        let cancel = Cancel::new();
        cancel.cancel();
        assert!(matches!(
            source.next(99, &cancel),
            Err(LineError::Cancelled)
        ));
        cancel.reset();
        io::Write::write_all(&mut writer, b"one\ntwo\n").unwrap();
        assert_eq!(source.next(99, &cancel).unwrap(), Some(b"one\n".to_vec()));
        assert_eq!(source.next(99, &cancel).unwrap(), Some(b"two\n".to_vec()));
        drop(writer);
        assert_eq!(source.next(99, &cancel).unwrap(), None);
        assert_eq!(source.next(99, &cancel).unwrap(), None);
    }
}
