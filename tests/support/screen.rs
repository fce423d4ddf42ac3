//! The program in a real terminal of a given size, its screen asserted on.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Write as _;
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::process::Child;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use super::Home;
use super::pipes::wait_for_exit;
use super::run::{Run, rcon};
use super::terminal::{Key, Look, Shown, show, signal};
use super::watched::Watched;

/// A program in a terminal. Dropping it kills the program.
pub(crate) struct Screen {
    child: Child,
    terminal: File,
    shown: Arc<Watched<Shown>>,
    patience: Duration,
    /// Where it lives.
    pub(crate) home: Home,
}

impl Screen {
    /// The program under test in a terminal of 80 × 24.
    pub(crate) fn start<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Self {
        rcon(args).start_on_screen(24, 80)
    }

    /// Types text; the newline in it is the Enter key.
    #[track_caller]
    pub(crate) fn type_text(&mut self, text: &str) -> &mut Self {
        let keys = text.replace('\n', "\r");
        self.terminal
            .write_all(keys.as_bytes())
            .unwrap_or_else(|error| panic!("the terminal takes no keys: {error}\n{self}"));
        self
    }

    /// Types bytes, which may be no text.
    #[track_caller]
    pub(crate) fn type_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.terminal
            .write_all(bytes)
            .unwrap_or_else(|error| panic!("the terminal takes no bytes: {error}\n{self}"));
        self
    }

    /// Presses a key.
    #[track_caller]
    pub(crate) fn key(&mut self, key: Key) -> &mut Self {
        self.terminal
            .write_all(&key.bytes())
            .unwrap_or_else(|error| panic!("the terminal takes no {key:?}: {error}\n{self}"));
        self
    }

    /// Waits until the screen is as `condition` wants it; `what` says what that
    /// is to whoever reads the failure.
    #[track_caller]
    pub(crate) fn wait_for(&self, what: &str, condition: impl Fn(&Shown) -> bool) -> &Self {
        let found = self.shown.wait(self.patience, |shown| {
            let found = condition(shown);
            (found || shown.ended).then_some(found)
        });
        let end = match found {
            Some(true) => return self,
            Some(false) => "before its end",
            None => "while it ran",
        };
        panic!("never on the screen {end}: {what}\n{self}");
    }

    /// Waits until `text` stands somewhere on the screen.
    #[track_caller]
    pub(crate) fn wait_text(&self, text: &str) -> &Self {
        self.wait_for(&format!("{text:?}"), |shown| {
            shown.screen().contents().contains(text)
        })
    }

    /// Waits until `text` has ever been sent to the terminal: it may have left the
    /// screen, between two looks at it, behind much else that came at once.
    #[track_caller]
    pub(crate) fn wait_sent(&self, text: &str) -> &Self {
        // A flood is not looked through from its beginning again and again.
        let seen = Cell::new(0);
        self.wait_for(&format!("{text:?}, ever"), |shown| {
            let mut sent = shown.raw[seen.get()..].windows(text.len());
            seen.set((shown.raw.len() + 1).saturating_sub(text.len()));
            sent.any(|part| part == text.as_bytes())
        })
    }

    /// Waits until the row of the cursor is exactly `row` up to the cursor,
    /// blanks at its end aside: a prompt, and what has been typed after it. A
    /// hint may follow.
    #[track_caller]
    pub(crate) fn wait_row(&self, row: &str) -> &Self {
        self.wait_for(&format!("the cursor in a row {row:?}"), |shown| {
            let (at, column) = shown.screen().cursor_position();
            let before = shown.screen().contents_between(at, 0, at, column);
            before.trim_end() == row.trim_end()
        })
    }

    /// Types `text`, and presses Tab until `shown` comes of it: names may still
    /// be on their way.
    #[track_caller]
    pub(crate) fn wait_tab(&mut self, text: &str, shown: &str) {
        self.type_text(text);
        let deadline = Instant::now() + self.patience;
        while !self.contents().contains(shown) {
            assert!(
                Instant::now() < deadline,
                "Tab never gives {shown:?}\n{self}"
            );
            self.key(Key::Tab);
            let some_time = Duration::from_millis(200);
            self.shown.wait(some_time, |screen| {
                screen.screen().contents().contains(shown).then_some(())
            });
        }
    }

    /// Waits until the editor has let go of the terminal: before, a Ctrl-C is a
    /// key that was typed ahead for the next prompt.
    #[track_caller]
    pub(crate) fn wait_let_go(&self) -> &Self {
        let deadline = Instant::now() + self.patience;
        let lets_go = || {
            tcgetattr(&self.terminal)
                .unwrap()
                .local_modes
                .contains(LocalModes::ISIG)
        };
        while !lets_go() {
            assert!(Instant::now() < deadline, "a line is still read\n{self}");
            std::thread::sleep(Duration::from_millis(1));
        }
        self
    }

    /// Everything on the screen.
    pub(crate) fn contents(&self) -> String {
        self.shown.look(|shown| shown.screen().contents())
    }

    /// The rows of the screen, without the blanks at their ends.
    pub(crate) fn rows(&self) -> Vec<String> {
        self.shown.look(Shown::rows)
    }

    /// The row and column of the cursor, from 0.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.shown.look(|shown| shown.screen().cursor_position())
    }

    /// How the first cell of `text` looks, where it last stands on the screen.
    #[track_caller]
    pub(crate) fn look_of(&self, text: &str) -> Look {
        let found = self.shown.look(|shown| {
            let rows = shown.rows();
            let (row, at) = rows
                .iter()
                .enumerate()
                .rev()
                .find_map(|(row, line)| Some((row, line.find(text)?)))?;
            let column = rows[row][..at].chars().count();
            shown.look(row.try_into().ok()?, column.try_into().ok()?)
        });
        found.unwrap_or_else(|| panic!("not on the screen: {text:?}\n{self}"))
    }

    /// Every byte that the program has sent to the terminal.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.shown.look(|shown| shown.raw.clone())
    }

    /// Fails if the program ever sent `bytes` to the terminal.
    #[track_caller]
    pub(crate) fn assert_never_sent(&self, bytes: &[u8]) {
        let raw = self.raw();
        let sent = raw.windows(bytes.len()).any(|part| part == bytes);
        assert!(
            !sent,
            "sent to the terminal: {}\n{self}",
            bytes.escape_ascii()
        );
    }

    /// Makes the terminal another size, as a user does to its window.
    pub(crate) fn resize(&self, rows: u16, columns: u16) {
        self.shown.update(|shown| {
            shown.parser.set_size(
                NonZeroU16::new(rows).unwrap(),
                NonZeroU16::new(columns).unwrap(),
            );
        });
        tcsetwinsize(&self.terminal, size(rows, columns)).unwrap();
    }

    /// Whether typed keys are shown by the terminal itself and arrive in
    /// whole lines, as a program finds it and should leave it.
    pub(crate) fn is_sane(&self) -> bool {
        let wanted = LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        let modes = tcgetattr(&self.terminal).unwrap().local_modes;
        let pasting = self.shown.look(|shown| shown.screen().bracketed_paste());
        modes.contains(wanted) && !pasting
    }

    /// Whether the cursor is hidden.
    pub(crate) fn hides_cursor(&self) -> bool {
        self.shown.look(|shown| shown.screen().hide_cursor())
    }

    /// The program's process number.
    #[cfg(target_os = "linux")]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, which: Signal) {
        signal(self.child.id(), which);
    }

    /// Waits for the program's end; its exit code, or 128 and the number of the
    /// signal that ended it, as a shell counts.
    #[track_caller]
    pub(crate) fn wait_exit(&mut self) -> i32 {
        use std::os::unix::process::ExitStatusExt as _;
        self.wait_for("its end", |shown| shown.ended);
        let deadline = Instant::now() + self.patience;
        let Some(status) = wait_for_exit(&mut self.child, deadline) else {
            panic!("still running, with nothing open\n{self}");
        };
        status
            .code()
            .or_else(|| status.signal().map(|number| 128 + number))
            .unwrap()
    }
}

impl Run {
    /// Starts it in a terminal of this size.
    pub(crate) fn start_on_screen(self, rows: u16, columns: u16) -> Screen {
        let size = pty_process::Size::new(rows, columns);
        self.start_in_terminal(size, rows, columns)
    }

    /// Starts it in a terminal that does not say how large it is.
    pub(crate) fn start_on_no_size(self) -> Screen {
        self.start_in_terminal(pty_process::Size::new(0, 0), 24, 80)
    }

    fn start_in_terminal(self, told: pty_process::Size, rows: u16, columns: u16) -> Screen {
        let (terminal, end) = pty_process::blocking::open().unwrap();
        terminal.resize(told).unwrap();
        let child = pty_process::blocking::Command::new(&self.program)
            .args(&self.args)
            .env_clear()
            .envs(self.environment())
            .spawn(end)
            .unwrap();
        let terminal = File::from(OwnedFd::from(terminal));
        Screen {
            child,
            shown: show(terminal.try_clone().unwrap(), rows, columns),
            terminal,
            patience: self.patience,
            home: self.home,
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // What ran is counted at a program's own end, where somebody counts it.
        if std::env::var_os("LLVM_PROFILE_FILE").is_some()
            && matches!(self.child.try_wait(), Ok(None))
        {
            signal(self.child.id(), Signal::TERM);
            wait_for_exit(&mut self.child, Instant::now() + Duration::from_secs(2));
        }
        // Both fail when it is gone already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl std::fmt::Display for Screen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (row, column) = self.cursor();
        writeln!(f, "the screen, cursor in row {row}, column {column}:")?;
        let rows = self.rows();
        let used = rows
            .iter()
            .rposition(|row| !row.is_empty())
            .map_or(0, |last| last + 1);
        for (number, line) in rows.iter().take(used.max(usize::from(row) + 1)).enumerate() {
            writeln!(f, "{number:2} |{line}")?;
        }
        Ok(())
    }
}

fn size(rows: u16, columns: u16) -> Winsize {
    Winsize {
        ws_row: rows,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}
