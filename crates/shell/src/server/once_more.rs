//! How often a password that was accepted goes out again where nobody has said so.
//!
//! A server that goes down may take a connection and close it without a word. Closing is
//! also all that some say to a password that has been changed meanwhile, or to an address
//! that they have banned, and each further try makes that worse. So the password goes out
//! once more behind such a close, and then no more without the user.

use std::time::Duration;

use rcon_proto::ErrorKind;

/// At least so long between two logins that nobody has asked for: a server that goes
/// down is given the time to be gone.
pub(crate) const BETWEEN_LOGINS: Duration = Duration::from_millis(500);

/// So many logins in a row may be closed without a word.
const MOST: u8 = 2;

/// The logins to one server that were closed without a word, since it answered last.
#[derive(Debug, Default)]
pub(crate) struct OnceMore {
    closed: u8,
}

impl OnceMore {
    /// Something came to nothing. Where nobody was there no password went out, and
    /// silence is all that a console over UDP has to say while it is down.
    pub(crate) fn failed(&mut self, kind: ErrorKind) {
        if kind == ErrorKind::Closed {
            self.closed = self.closed.saturating_add(1);
        }
    }

    /// The server has answered.
    pub(crate) fn answered(&mut self) {
        self.closed = 0;
    }

    /// Whether the password went out once more, and that was no better.
    pub(crate) fn is_used_up(&self) -> bool {
        self.closed >= MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_close_in_a_row_uses_it_up() {
        let mut logins = OnceMore::default();
        for kind in [ErrorKind::Connect, ErrorKind::Timeout, ErrorKind::Closed] {
            logins.failed(kind);
            logins.failed(ErrorKind::Connect);
            assert!(!logins.is_used_up(), "{kind}");
        }
        logins.answered();
        logins.failed(ErrorKind::Closed);
        assert!(!logins.is_used_up());
        logins.failed(ErrorKind::Connect);
        logins.failed(ErrorKind::Closed);
        assert!(logins.is_used_up());
        logins.answered();
        assert!(!logins.is_used_up());
    }
}
