//! The terminal as it was when the program started.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

const OTHER_BEGIN: &[u8] = b"\x1b[?1049h\x1b[?25l";
const OTHER_END: &[u8] = b"\x1b[?25h\x1b[?1049l";

/// Whether the editor may have switched the terminal's modes.
static EDITING: AtomicBool = AtomicBool::new(false);

/// Held while the editor reads a line: what has to be undone on the terminal
/// is then more than its settings.
#[derive(Debug)]
#[must_use = "the editor is taken to be done when this is dropped"]
pub(crate) struct Editing(());

impl Editing {
    /// The editor takes the terminal.
    pub(crate) fn begin() -> Self {
        super::hold_terminal();
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
pub(crate) struct Hushed(());

impl Hushed {
    /// Hushes the terminal, if there is one.
    pub(crate) fn begin() -> Self {
        super::hold_terminal();
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
pub(crate) struct Unhushed(());

impl Unhushed {
    /// Puts the terminal back as it was at the start, if it is hushed.
    pub(crate) fn begin() -> Self {
        // Whoever reads may change its modes.
        super::hold_terminal();
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

/// Whether the terminal shows its other screen.
static OTHER_SCREEN: AtomicBool = AtomicBool::new(false);

/// The terminal's other screen, empty and without a cursor, until this is
/// dropped: what was there before is there again then.
#[derive(Debug)]
#[must_use = "the other screen goes when this is dropped"]
pub(crate) struct OtherScreen(());

impl OtherScreen {
    /// Switches to it.
    ///
    /// # Errors
    ///
    /// Standard output cannot be written.
    pub(crate) fn enter() -> io::Result<Self> {
        super::hold_terminal();
        OTHER_SCREEN.store(true, Ordering::SeqCst);
        let other = Self(());
        write_out(OTHER_BEGIN)?;
        Ok(other)
    }
}

impl Drop for OtherScreen {
    fn drop(&mut self) {
        if OTHER_SCREEN.swap(false, Ordering::SeqCst) {
            // Nobody is left to be told if this fails.
            let _ = write_out(OTHER_END);
        }
    }
}

fn write_out(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// What undoes the modes that are on: the editor's bracketed paste, a hidden
/// cursor, the other screen; and a new line for whatever comes after a prompt.
fn parting() -> Vec<u8> {
    let mut bytes = Vec::new();
    if OTHER_SCREEN.load(Ordering::SeqCst) {
        bytes.extend_from_slice(OTHER_END);
    }
    if EDITING.load(Ordering::SeqCst) {
        bytes.extend_from_slice(b"\x1b[?2004l\x1b[?25h\r\n");
    }
    bytes
}

/// What switches the same modes on again.
#[cfg(unix)]
fn returning() -> Vec<u8> {
    let mut bytes = Vec::new();
    if OTHER_SCREEN.load(Ordering::SeqCst) {
        bytes.extend_from_slice(OTHER_BEGIN);
    }
    if EDITING.load(Ordering::SeqCst) {
        bytes.extend_from_slice(b"\x1b[?2004h");
    }
    bytes
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

    pub(in crate::system::interrupt) fn remember() {
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

    /// Stops the program as Ctrl-Z does, the terminal as it was at the start
    /// meanwhile; returns when the program is continued.
    pub(crate) fn suspend() {
        let before = SAVED
            .get()
            .and_then(Option::as_ref)
            .and_then(|saved| Some((saved, tcgetattr(&saved.terminal).ok()?)));
        restore();
        let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
        if let Some((saved, settings)) = before
            && tcgetpgrp(&saved.terminal).ok() == Some(getpgrp())
        {
            let _ = tcsetattr(&saved.terminal, OptionalActions::Now, &settings);
            let _ = (&saved.terminal).write_all(&super::returning());
        }
    }

    /// Puts the terminal back as it was at the start; without one nothing
    /// happens. For whoever ends the process without unwinding.
    pub(crate) fn restore() {
        let Some(Some(saved)) = SAVED.get() else {
            return;
        };
        // In the background the terminal is another's, and touching it would
        // stop this process instead of ending it.
        if tcgetpgrp(&saved.terminal).ok() != Some(getpgrp()) {
            return;
        }
        let _ = tcsetattr(&saved.terminal, OptionalActions::Now, &saved.settings);
        let _ = (&saved.terminal).write_all(&super::parting());
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io::Write as _;

    pub(in crate::system::interrupt) fn remember() {}

    /// The console neither echoes nor edits what is typed ahead.
    pub(super) fn set_hushed(_: bool) {}

    /// Ends the editor's modes; the console's own come back by themselves.
    pub(crate) fn restore() {
        let _ = std::io::stderr().write_all(&super::parting());
    }
}

pub(super) use platform::remember;
pub(crate) use platform::restore;
#[cfg(unix)]
pub(crate) use platform::suspend;
