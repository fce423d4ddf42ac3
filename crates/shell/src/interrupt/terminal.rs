//! The terminal as it was when the program started.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the editor may have switched the terminal's modes.
static EDITING: AtomicBool = AtomicBool::new(false);

/// Held while the editor reads a line: what has to be undone on the terminal
/// is then more than its settings.
///
/// ```
/// let editing = rcon_shell::interrupt::Editing::begin();
/// // … the editor reads a line …
/// drop(editing);
/// ```
#[derive(Debug)]
#[must_use = "the editor is taken to be done when this is dropped"]
pub struct Editing(());

impl Editing {
    /// The editor takes the terminal.
    pub fn begin() -> Self {
        EDITING.store(true, Ordering::SeqCst);
        Self(())
    }
}

impl Drop for Editing {
    fn drop(&mut self) {
        EDITING.store(false, Ordering::SeqCst);
    }
}

/// What ends the editor's own modes, once: bracketed paste off, the cursor
/// shown, a new line for whatever comes next.
fn parting() -> &'static [u8] {
    if EDITING.swap(false, Ordering::SeqCst) {
        b"\x1b[?2004l\x1b[?25h\r\n"
    } else {
        b""
    }
}

#[cfg(unix)]
mod platform {
    use std::fs::{File, OpenOptions};
    use std::io::Write as _;
    use std::sync::OnceLock;

    use rustix::process::getpgrp;
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};

    struct Saved {
        terminal: File,
        settings: Termios,
    }

    static SAVED: OnceLock<Option<Saved>> = OnceLock::new();

    /// The controlling terminal: standard input may be a pipe while a password
    /// is typed there.
    fn save() -> Option<Saved> {
        let terminal = OpenOptions::new()
            .read(true)
            .write(true)
            .open("/dev/tty")
            .ok()?;
        let settings = tcgetattr(&terminal).ok()?;
        Some(Saved { terminal, settings })
    }

    pub(in crate::interrupt) fn remember() {
        SAVED.get_or_init(save);
    }

    /// Puts the terminal back as it was at the start; without one nothing
    /// happens. For whoever ends the process without unwinding.
    pub fn restore() {
        let Some(Some(saved)) = SAVED.get() else {
            return;
        };
        // In the background the terminal is another's, and touching it would
        // stop this process instead of ending it.
        if tcgetpgrp(&saved.terminal).ok() != Some(getpgrp()) {
            return;
        }
        let _ = tcsetattr(&saved.terminal, OptionalActions::Now, &saved.settings);
        let _ = (&saved.terminal).write_all(super::parting());
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io::Write as _;

    pub(in crate::interrupt) fn remember() {}

    /// Ends the editor's modes; the console's own come back by themselves.
    pub fn restore() {
        let _ = std::io::stderr().write_all(super::parting());
    }
}

pub(super) use platform::remember;
pub use platform::restore;
