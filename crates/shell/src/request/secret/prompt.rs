//! Asking a person, at the controlling terminal and without echo.

use std::io;

use rcon_proto::{Cancel, Password};

use super::SecretError;
use crate::system::interrupt::Unhushed;

/// Asks, whatever standard input and output are. Ctrl-C raises the signal, so
/// that its handler must be there already; the terminal is put back before.
pub(super) fn ask(prompt: &str, cancel: &Cancel) -> Result<Password, SecretError> {
    // A Ctrl-C of before does not answer this question.
    if cancel.is_cancelled() {
        return Err(SecretError::Interrupted);
    }
    let _unhushed = Unhushed::begin();
    // Before the prompt is seen: whoever answers it fast is not echoed.
    let _quiet = quiet::Quiet::begin();
    match rpassword::prompt_password(prompt) {
        Ok(typed) => Ok(Password::new(typed)),
        Err(error) if error.kind() == io::ErrorKind::Interrupted || cancel.is_cancelled() => {
            Err(SecretError::Interrupted)
        }
        Err(error) if is_no_terminal(&error) => Err(SecretError::NoneAndNoTerminal),
        Err(error) => Err(SecretError::Io {
            origin: "the terminal".to_owned(),
            error,
        }),
    }
}

/// Whether opening the terminal failed because there is none: the special
/// file is missing, or nothing stands behind it (`ENXIO`).
fn is_no_terminal(error: &io::Error) -> bool {
    #[cfg(unix)]
    let nothing_behind = [
        rustix::io::Errno::NXIO,
        rustix::io::Errno::NODEV,
        rustix::io::Errno::NOTTY,
    ]
    .iter()
    .any(|errno| error.raw_os_error() == Some(errno.raw_os_error()));
    #[cfg(not(unix))]
    let nothing_behind = true;
    nothing_behind
        || matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied
        )
}

#[cfg(unix)]
mod quiet {
    use std::fs::File;

    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };

    /// The terminal's echo is off until this is dropped, and Ctrl-C a key like
    /// others: as a signal it would not end the read that is just to begin.
    pub(super) struct Quiet {
        terminal: File,
        before: Termios,
    }

    impl Quiet {
        /// `None` without a terminal: then nothing echoes either.
        pub(super) fn begin() -> Option<Self> {
            let terminal = File::options()
                .read(true)
                .write(true)
                .open("/dev/tty")
                .ok()?;
            let before = tcgetattr(&terminal).ok()?;
            let mut quiet = before.clone();
            quiet
                .local_modes
                .remove(LocalModes::ECHO | LocalModes::ISIG | LocalModes::ICANON);
            quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
            quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
            tcsetattr(&terminal, OptionalActions::Now, &quiet).ok()?;
            Some(Self { terminal, before })
        }
    }

    impl Drop for Quiet {
        fn drop(&mut self) {
            // A terminal that is gone needs no echo.
            let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
        }
    }
}

/// Elsewhere the prompt is printed with the echo still on, for the moment that
/// the library takes.
#[cfg(not(unix))]
mod quiet {
    pub(super) struct Quiet;

    impl Quiet {
        pub(super) fn begin() -> Self {
            Self
        }
    }
}
