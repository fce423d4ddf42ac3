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
    sent: Instant,
    resent: bool,
    wait: Duration,
    again: Instant,
}

impl Login {
    pub(super) fn new(password: &Password, now: Instant) -> Self {
        Self {
            datagram: Zeroizing::new(frame::write(LOGIN, &[password.expose()])),
            sent: now,
            resent: false,
            wait: AGAIN,
            again: later(now, AGAIN),
        }
    }

    /// What is sent.
    pub(super) fn datagram(&self) -> Zeroizing<Vec<u8>> {
        self.datagram.clone()
    }

    /// How long its answer has taken, as far as can be known.
    pub(super) fn round_trip(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.sent)
    }

    /// Sent more than once: nothing tells which of them was answered.
    pub(super) fn was_resent(&self) -> bool {
        self.resent
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
        (self.sent, self.resent) = (now, true);
        Some(self.datagram())
    }
}
