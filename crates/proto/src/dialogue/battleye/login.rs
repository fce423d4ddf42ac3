//! A login on its way: the same datagram, until it is answered.

use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::frame::{self, LOGIN};
use crate::pace::later;
use crate::password::Password;

/// Its answer is waited for so long before it is sent again.
const AGAIN: Duration = Duration::from_millis(700);

/// The longest wait before it is.
const LONGEST: Duration = Duration::from_secs(2);

/// See the [module](self). It ends with the deadline, which is not its own.
pub(super) struct Login {
    datagram: Zeroizing<Vec<u8>>,
    wait: Duration,
    again: Instant,
}

impl Login {
    pub(super) fn new(password: &Password, now: Instant) -> Self {
        Self {
            datagram: Zeroizing::new(frame::write(LOGIN, &[password.expose()])),
            wait: AGAIN,
            again: later(now, AGAIN),
        }
    }

    /// What is sent.
    pub(super) fn datagram(&self) -> Zeroizing<Vec<u8>> {
        self.datagram.clone()
    }

    /// When it is sent again.
    pub(super) fn due(&self) -> Instant {
        self.again
    }

    /// The datagram, where it is to be sent again now.
    pub(super) fn again(&mut self, now: Instant) -> Option<Zeroizing<Vec<u8>>> {
        if self.again > now {
            return None;
        }
        self.wait = (self.wait * 3 / 2).min(LONGEST);
        self.again = later(now, self.wait);
        Some(self.datagram())
    }
}
