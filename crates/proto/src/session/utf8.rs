//! Asking Rust's older console for UTF-8, and knowing that it was heard.
//!
//! The packet that asks is not answered, and what follows it in the same read
//! is dropped: the console looks at its links every 20 ms and handles the first
//! packet that it finds. A command that is sent too soon is lost, and a busy
//! machine makes any wait too short. So a packet of type 0 follows, which is
//! answered where it comes alone and does nothing where it is lost.

use std::time::{Duration, Instant};

use super::outbound::Transmit;
use crate::decode::Header;
use crate::pace::later;
use crate::packet::SERVERDATA_RESPONSE_VALUE;

/// How long the packet before may take to be handled, each time it is asked
/// whether it was. The first is two looks of the console and a bit.
const WAITS: [Duration; 4] = [
    Duration::from_millis(45),
    Duration::from_millis(60),
    Duration::from_millis(120),
    Duration::from_millis(240),
];

/// It was asked for. Until [`answers`](Self::answers) says yes, or there is
/// nothing more to send, no command may be.
#[derive(Debug)]
pub(super) struct Utf8Asked {
    id: i32,
    due: Instant,
    /// The waits that have passed.
    waits: usize,
}

impl Utf8Asked {
    /// What asks, under the id of the login, and the wait for it.
    pub(super) fn ask(login: i32, now: Instant) -> (Self, Transmit) {
        let asked = Self {
            id: login,
            due: later(now, WAITS[0]),
            waits: 0,
        };
        (asked, Transmit::utf8(login))
    }

    pub(super) fn due(&self) -> Instant {
        self.due
    }

    /// It is due: what is to be sent now. With nothing more the console is one
    /// that answers nothing, and has had its time.
    pub(super) fn on_due(&mut self, now: Instant) -> Option<Transmit> {
        self.waits += 1;
        self.due = later(now, *WAITS.get(self.waits)?);
        Some(Transmit::probe(self.id))
    }

    /// Whether this says that all before it was handled.
    pub(super) fn answers(&self, header: &Header) -> bool {
        self.waits > 0 && header.id == self.id && header.kind == SERVERDATA_RESPONSE_VALUE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(id: i32) -> Header {
        Header {
            size: 10,
            id,
            kind: SERVERDATA_RESPONSE_VALUE,
        }
    }

    #[test]
    fn an_answer_counts_behind_a_question_only() {
        let now = Instant::now();
        let (mut asked, _) = Utf8Asked::ask(7, now);
        // The login's own first answer, late.
        assert!(!asked.answers(&header(7)));
        assert!(asked.on_due(asked.due()).is_some());
        assert!(asked.answers(&header(7)));
        assert!(!asked.answers(&header(8)));
    }

    #[test]
    fn a_console_that_answers_nothing_is_not_waited_for_for_long() {
        let start = Instant::now();
        let (mut asked, _) = Utf8Asked::ask(7, start);
        let mut sent = 0;
        while asked.on_due(asked.due()).is_some() {
            sent += 1;
        }
        assert_eq!(sent, WAITS.len() - 1);
        assert_eq!(asked.due() - start, WAITS.iter().sum());
    }
}
