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

/// Whether the terminal is hushed; see [`Hushed`].
static HUSHED: AtomicBool = AtomicBool::new(false);

/// Held while the shell runs: what is typed ahead of a prompt is not echoed
/// into a reply, and keys such as Ctrl-D reach the prompt as they are. Ctrl-C
/// still interrupts.
#[derive(Debug)]
#[must_use = "the terminal is put back when this is dropped"]
pub struct Hushed(());

impl Hushed {
    /// Hushes the terminal, if there is one.
    pub fn begin() -> Self {
        HUSHED.store(true, Ordering::SeqCst);
        platform::set_hushed(true);
        Self(())
    }
}

impl Drop for Hushed {
    fn drop(&mut self) {
        HUSHED.store(false, Ordering::SeqCst);
        platform::set_hushed(false);
    }
}

/// Held while something else than the editor reads from the terminal: a
/// password prompt, a pager, a program that a command starts.
#[derive(Debug)]
#[must_use = "the terminal is hushed again when this is dropped"]
pub struct Unhushed(());

impl Unhushed {
    /// Puts the terminal back as it was at the start, if it is hushed.
    pub fn begin() -> Self {
        if HUSHED.load(Ordering::SeqCst) {
            platform::set_hushed(false);
        }
        Self(())
    }
}

impl Drop for Unhushed {
    fn drop(&mut self) {
        if HUSHED.load(Ordering::SeqCst) {
            platform::set_hushed(true);
        }
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
    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp, tcsetattr,
    };

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

    /// Switches the terminal to these modes, or back to those of the start.
    pub(super) fn set_hushed(hushed: bool) {
        let Some(Some(saved)) = SAVED.get() else {
            return;
        };
        let mut settings = saved.settings.clone();
        if hushed {
            settings
                .local_modes
                .remove(LocalModes::ECHO | LocalModes::ICANON);
            settings.special_codes[SpecialCodeIndex::VMIN] = 1;
            settings.special_codes[SpecialCodeIndex::VTIME] = 0;
        }
        // A terminal that is gone shows nothing either.
        let _ = tcsetattr(&saved.terminal, OptionalActions::Now, &settings);
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

    /// The console neither echoes nor edits what is typed ahead.
    pub(super) fn set_hushed(_: bool) {}

    /// Ends the editor's modes; the console's own come back by themselves.
    pub fn restore() {
        let _ = std::io::stderr().write_all(super::parting());
    }
}

pub(super) use platform::remember;
pub use platform::restore;
