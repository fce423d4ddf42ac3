//! Commands on their way: sent again under the same number until they are
//! answered, a bounded number of times.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::frame::{self, COMMAND};
use super::parts::Parts;
use crate::pace::{Pace, later};
use crate::request::RequestId;

/// Times that a command is sent again. With the waits in between that is half a
/// minute.
const MOST_RESENDS: u32 = 16;

/// A server knows the numbers of its last few commands again (`berconpy` counts five):
/// an older one that is sent again would run twice.
const KNOWN_AGAIN: u8 = 5;

/// The longest wait before a datagram is sent again.
const LONGEST: Duration = Duration::from_secs(2);

/// Commands that are remembered until they are answered: an answer that is late
/// is known by its number.
const REMEMBERED: usize = 64;

/// After so long without an answer a datagram is taken for lost, at the first
/// time. A server that takes longer over a command knows the number again.
pub(super) fn resend_after(pace: Pace) -> Duration {
    let wait = pace.half_close_ignored();
    wait.clamp(Duration::from_millis(500), LONGEST)
}

/// One command.
pub(super) struct Flight {
    pub(super) seq: u8,
    /// The command; `None` for a sign of life.
    pub(super) request: Option<RequestId>,
    pub(super) parts: Parts,
    pub(super) sent: Instant,
    /// Nobody waits for it: that it is answered shows that it has come.
    pub(super) unawaited: bool,
    /// Sent more than once: how long the answer took tells nothing.
    pub(super) resent: u32,
    /// The datagram, until the command is answered or given up.
    datagram: Option<Vec<u8>>,
    wait: Duration,
    again: Instant,
}

/// All of them, the newest last.
#[derive(Default)]
pub(super) struct Flights {
    list: VecDeque<Flight>,
    next: u8,
}

impl Flights {
    /// A new command: its datagram.
    pub(super) fn begin(
        &mut self,
        request: Option<RequestId>,
        text: &[u8],
        wait: Duration,
        now: Instant,
    ) -> Vec<u8> {
        let seq = self.free_seq();
        let datagram = frame::write(COMMAND, &[&[seq], text]);
        self.list.push_back(Flight {
            seq,
            request,
            parts: Parts::default(),
            sent: now,
            unawaited: false,
            resent: 0,
            datagram: Some(datagram.clone()),
            wait,
            again: later(now, wait),
        });
        if self.list.len() > REMEMBERED {
            self.list.pop_front();
        }
        datagram
    }

    /// The next number that is not on its way. Each of the 256 is used: a client
    /// that left one out was thrown out.
    fn free_seq(&mut self) -> u8 {
        let seq = self.next;
        self.next = seq.wrapping_add(1);
        // What is as old as that is forgotten.
        self.list.retain(|flight| flight.seq != seq);
        seq
    }

    pub(super) fn get_mut(&mut self, seq: u8) -> Option<&mut Flight> {
        self.list.iter_mut().find(|flight| flight.seq == seq)
    }

    /// It is answered: nothing more is expected under its number.
    pub(super) fn end(&mut self, seq: u8) {
        self.list.retain(|flight| flight.seq != seq);
    }

    /// Nobody waits for the newest one.
    pub(super) fn newest_is_unawaited(&mut self) {
        if let Some(newest) = self.list.back_mut() {
            newest.unawaited = true;
        }
    }

    /// Whether one that nobody waits for has yet to be answered. One that was given
    /// up, and a sign of life, tell nothing of it.
    pub(super) fn any_unheard(&self) -> bool {
        self.list.iter().any(|flight| flight.unawaited)
    }

    /// Nobody waits for this one: it is not sent again.
    pub(super) fn give_up(&mut self, request: RequestId) {
        let mut list = self.list.iter_mut();
        if let Some(flight) = list.find(|flight| flight.request == Some(request)) {
            flight.datagram = None;
        }
    }

    pub(super) fn due(&self) -> Option<Instant> {
        let waiting = self.list.iter().filter(|flight| flight.datagram.is_some());
        waiting.map(|flight| flight.again).min()
    }

    /// The datagrams that are to be sent again, and whether a sign of life was
    /// never answered.
    pub(super) fn on_time(&mut self, now: Instant) -> (Vec<Vec<u8>>, bool) {
        let (mut again, mut dead) = (Vec::new(), false);
        for flight in &mut self.list {
            if flight.again > now {
                continue;
            }
            let Some(datagram) = &flight.datagram else {
                continue;
            };
            if self.next.wrapping_sub(flight.seq) > KNOWN_AGAIN {
                flight.datagram = None;
                continue;
            }
            if flight.resent == MOST_RESENDS {
                dead |= flight.request.is_none();
                flight.datagram = None;
                continue;
            }
            again.push(datagram.clone());
            flight.resent += 1;
            flight.wait = (flight.wait * 3 / 2).min(LONGEST);
            flight.again = later(now, flight.wait);
        }
        (again, dead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAIT: Duration = Duration::from_millis(500);

    #[test]
    fn numbers_go_round_and_each_is_used() {
        let (mut flights, now) = (Flights::default(), Instant::now());
        for round in 0..3 {
            for seq in 0..=255 {
                let datagram = flights.begin(None, b"", WAIT, now);
                assert_eq!(datagram[8], seq, "{round}");
            }
        }
        assert_eq!(flights.list.len(), REMEMBERED);
    }

    #[test]
    fn it_is_the_same_datagram_that_is_sent_again_and_not_for_ever() {
        let (mut flights, start) = (Flights::default(), Instant::now());
        let first = flights.begin(Some(RequestId(1001)), b"players", WAIT, start);
        assert_eq!(flights.on_time(start), (vec![], false));
        let mut times = Vec::new();
        while let Some(at) = flights.due() {
            let (again, dead) = flights.on_time(at);
            assert!(again.iter().all(|it| *it == first) && !dead);
            times.extend(again.iter().map(|_| at - start));
        }
        assert_eq!(times.len(), MOST_RESENDS as usize);
        assert_eq!(times[0], WAIT);
        assert!(times[15] < Duration::from_secs(40));
        assert!(flights.get_mut(first[8]).is_some(), "an answer may be late");
        flights.end(first[8]);
        assert!(flights.get_mut(first[8]).is_none());
    }

    #[test]
    fn what_the_server_may_have_forgotten_is_not_sent_again() {
        let (mut flights, now) = (Flights::default(), Instant::now());
        let sent: Vec<_> = (0..8)
            .map(|at| flights.begin(Some(RequestId(at)), b"x", WAIT, now))
            .collect();
        let (again, dead) = flights.on_time(now + WAIT);
        assert_eq!((&again[..], dead), (&sent[3..], false));
    }

    #[test]
    fn what_is_given_up_is_not_sent_again() {
        let (mut flights, now) = (Flights::default(), Instant::now());
        flights.begin(Some(RequestId(1001)), b"players", WAIT, now);
        flights.give_up(RequestId(1001));
        assert_eq!(flights.due(), None);
    }
}
