//! What is between a client and a server: bytes that take their time, and datagrams
//! that are lost, doubled and overtaken.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use crate::choices::Choices;
use crate::rng::Rng;

pub(crate) fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// What arrives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Parcel {
    ToServer(Vec<u8>),
    ToClient(Vec<u8>),
    /// The stream ends.
    End,
}

/// See the [module](self).
pub(crate) struct Link {
    under_way: BinaryHeap<Reverse<(Duration, u64, Parcel)>>,
    count: u64,
    rng: Rng,
    datagrams: bool,
    lose: usize,
    double: bool,
    late: usize,
    piece: usize,
    last: Duration,
}

const ROUND_TRIP: u64 = 20;

impl Link {
    pub(crate) fn new(choices: &Choices, datagrams: bool) -> Self {
        let of = |name| choices.number_or_none(name) as usize;
        Self {
            under_way: BinaryHeap::new(),
            count: 0,
            rng: Rng::of_case(7, choices.seed),
            datagrams,
            lose: of("loses"),
            double: datagrams && choices.has("doubles", "each"),
            late: of("late by up to"),
            piece: of("pieces of"),
            last: Duration::ZERO,
        }
    }

    /// Sends something at this moment.
    pub(crate) fn send(&mut self, at: Duration, parcel: Parcel) {
        let half = ms(ROUND_TRIP / 2);
        if !self.datagrams {
            // A stream keeps its order.
            self.last = self.last.max(at + half);
            match parcel {
                Parcel::ToClient(bytes) if self.piece > 0 => {
                    for piece in bytes.chunks(self.piece) {
                        self.push(self.last, Parcel::ToClient(piece.to_vec()));
                    }
                }
                Parcel::ToServer(bytes) => self.push(at + half, Parcel::ToServer(bytes)),
                other => self.push(self.last, other),
            }
            return;
        }
        for _ in 0..=usize::from(self.double) {
            if self.rng.below(100) >= self.lose {
                let late = ms(self.rng.below(self.late + 1) as u64);
                self.push(at + half + late, parcel.clone());
            }
        }
    }

    fn push(&mut self, at: Duration, parcel: Parcel) {
        self.count += 1;
        self.under_way.push(Reverse((at, self.count, parcel)));
    }

    /// When the next one arrives.
    pub(crate) fn due(&self) -> Option<Duration> {
        self.under_way.peek().map(|Reverse((at, ..))| *at)
    }

    /// The next one that has arrived by now.
    pub(crate) fn take(&mut self, now: Duration) -> Option<Parcel> {
        let due = self.due().filter(|at| *at <= now);
        due.and_then(|_| self.under_way.pop())
            .map(|Reverse((_, _, parcel))| parcel)
    }
}
