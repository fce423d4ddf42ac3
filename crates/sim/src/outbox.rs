//! What a peer wants done on its connection, in order.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Something that makes bytes while they are sent.
pub(crate) trait Source: Send {
    /// Appends the next bytes to `out`; false when there are no more. At most
    /// about 64 KiB a call, so that a reply of 1 GiB takes constant memory.
    fn pull(&mut self, out: &mut Vec<u8>) -> bool;
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// An orderly close (FIN).
    Close,
    /// A reset (RST): what was not delivered yet is lost.
    Reset,
    /// Our direction ends (FIN), the other stays open.
    HalfClose,
}

/// One step.
enum Act {
    Bytes(Vec<u8>),
    Stream(Box<dyn Source>),
    Wait(Duration),
    End(End),
}

/// What comes out of the front of an [`Outbox`].
pub(crate) enum Next {
    /// Bytes to send now.
    Bytes(Vec<u8>),
    /// The connection ends here.
    End(End),
    /// Nothing before this moment.
    At(Instant),
    /// Nothing until the peer adds something.
    Idle,
}

/// The queue of steps.
#[derive(Default)]
pub(crate) struct Outbox {
    acts: VecDeque<Act>,
    /// When the wait at the front of the queue is over.
    until: Option<Instant>,
    /// Steps that join the queue at their moment, the earliest first.
    later: VecDeque<(Instant, VecDeque<Act>)>,
}

impl Outbox {
    /// Sends bytes.
    pub(crate) fn bytes(&mut self, bytes: impl Into<Vec<u8>>) {
        self.acts.push_back(Act::Bytes(bytes.into()));
    }

    /// Sends what `source` makes.
    pub(crate) fn stream(&mut self, source: impl Source + 'static) {
        self.acts.push_back(Act::Stream(Box::new(source)));
    }

    /// Delays what follows.
    pub(crate) fn wait(&mut self, time: Duration) {
        self.acts.push_back(Act::Wait(time));
    }

    /// Ends the connection once what was queued before is sent.
    pub(crate) fn end(&mut self, end: End) {
        self.acts.push_back(Act::End(end));
    }

    /// Forgets what has not been sent.
    pub(crate) fn clear(&mut self) {
        self.acts.clear();
        self.later.clear();
        self.until = None;
    }

    /// Whether nothing waits here.
    pub(crate) fn is_empty(&self) -> bool {
        self.acts.is_empty() && self.later.is_empty()
    }

    /// How many steps wait in the queue; for [`postpone`](Self::postpone).
    pub(crate) fn len(&self) -> usize {
        self.acts.len()
    }

    /// Takes the steps after the first `mark` out of the queue until `at`, when
    /// they join it again: what is added meanwhile overtakes them.
    pub(crate) fn postpone(&mut self, mark: usize, at: Instant) {
        let acts = self.acts.split_off(mark);
        let place = self.later.partition_point(|(other, _)| *other <= at);
        self.later.insert(place, (at, acts));
    }

    /// Lets what is due join the queue; when the next one is.
    fn join(&mut self, now: Instant) -> Option<Instant> {
        while let Some((at, acts)) = self.later.front_mut() {
            if *at > now {
                return Some(*at);
            }
            self.acts.append(acts);
            self.later.pop_front();
        }
        None
    }

    /// Whether so much waits here that nothing more should be read.
    pub(crate) fn is_full(&self) -> bool {
        self.acts.len() > 256
    }

    /// Takes the next step.
    pub(crate) fn next(&mut self, now: Instant) -> Next {
        let later = self.join(now);
        loop {
            match self.acts.pop_front() {
                None => return later.map_or(Next::Idle, Next::At),
                Some(Act::Bytes(bytes)) => return Next::Bytes(bytes),
                Some(Act::End(end)) => return Next::End(end),
                Some(Act::Stream(mut source)) => {
                    let mut bytes = Vec::new();
                    if source.pull(&mut bytes) {
                        self.acts.push_front(Act::Stream(source));
                    }
                    if !bytes.is_empty() {
                        return Next::Bytes(bytes);
                    }
                }
                Some(Act::Wait(time)) => {
                    let until = *self.until.get_or_insert(now + time);
                    if until > now {
                        self.acts.push_front(Act::Wait(time));
                        return Next::At(later.map_or(until, |at| at.min(until)));
                    }
                    self.until = None;
                }
            }
        }
    }
}
