//! The link between a server and its client: a queue in which every byte has
//! the moment at which it arrives, with the faults of [`Fault`] on the way.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::fault::Fault;
use crate::noise::Noise;
use crate::outbox::End;

/// All the faults of one link.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    latency: Duration,
    jitter: Duration,
    coalesce: Duration,
    slice: Option<usize>,
    bandwidth: Option<u64>,
    intake: Option<u64>,
    stall_after: Option<u64>,
    garbage_after: Option<u64>,
    end_after: Option<(u64, End)>,
    end_after_received: Option<(u64, End)>,
    pub(crate) datagrams: DatagramFaults,
}

/// What may become of a datagram.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DatagramFaults {
    /// Of a hundred.
    pub(crate) lose: u32,
    pub(crate) double: bool,
    pub(crate) reorder: bool,
    pub(crate) silent: bool,
    pub(crate) latency: Duration,
    pub(crate) jitter: Duration,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        match fault {
            Fault::Latency(time) => {
                self.latency = time;
                self.datagrams.latency = time;
            }
            Fault::Jitter(time) => {
                self.jitter = time;
                self.datagrams.jitter = time;
            }
            Fault::Lose(percent) => self.datagrams.lose = percent,
            Fault::Double => self.datagrams.double = true,
            Fault::Reorder => self.datagrams.reorder = true,
            Fault::Coalesce(time) => self.coalesce = time,
            Fault::Slice(n) => self.slice = Some((n as usize).max(1)),
            Fault::Bandwidth(n) => self.bandwidth = Some(n.max(1)),
            Fault::Intake(n) => self.intake = Some(n.max(1)),
            Fault::StallAfter(n) => self.stall_after = Some(n),
            Fault::Silent => {
                self.stall_after = Some(0);
                self.datagrams.silent = true;
            }
            Fault::GarbageAfter(n) => self.garbage_after = Some(n),
            Fault::ResetAfter(n) => self.end_after = Some((n, End::Reset)),
            Fault::CloseAfter(n) => self.end_after = Some((n, End::Close)),
            Fault::ResetAfterReceived(n) => self.end_after_received = Some((n, End::Reset)),
            Fault::CloseAfterReceived(n) => self.end_after_received = Some((n, End::Close)),
        }
    }

    /// Whether bytes need a clock at all.
    fn is_timed(&self) -> bool {
        !(self.latency.is_zero() && self.jitter.is_zero() && self.coalesce.is_zero())
            || self.bandwidth.is_some()
    }
}

/// What a [`Line::flush`] came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flushed {
    /// Everything is out.
    Idle,
    /// The next bytes are not due before this moment.
    Until(Instant),
    /// The socket takes no more for now.
    Blocked,
    /// This call has done its share; call again soon.
    Share,
    /// The connection ends here.
    End(End),
}

struct Chunk {
    due: Instant,
    bytes: Vec<u8>,
    at: usize,
}

/// One link.
pub(crate) struct Line {
    faults: Faults,
    queue: VecDeque<Chunk>,
    end: Option<(Instant, End)>,
    queued: usize,
    pushed: u64,
    received: u64,
    noise: Noise,
    /// When more is read from the client.
    reads_at: Option<Instant>,
    /// When the bandwidth lets the next byte through.
    free: Option<Instant>,
    last_due: Option<Instant>,
    /// Until when what is pushed joins the chunk at the back.
    batch: Option<Instant>,
}

/// Most that one flush writes before others have their turn, in bytes and in
/// writes.
const SHARE: usize = 1024 * 1024;
const WRITES: usize = 64;

impl Line {
    pub(crate) fn new(faults: Faults, now: Instant) -> Self {
        let mut line = Self {
            faults,
            queue: VecDeque::new(),
            end: None,
            queued: 0,
            pushed: 0,
            received: 0,
            noise: Noise::new(0x7263_6f6e),
            reads_at: None,
            free: None,
            last_due: None,
            batch: None,
        };
        line.check_end(now);
        line
    }

    /// Whether more should be pushed: a link that delays holds more bytes on
    /// the way than one that does not.
    pub(crate) fn has_room(&self) -> bool {
        let most = if self.faults.is_timed() {
            8 * 1024 * 1024
        } else {
            128 * 1024
        };
        let stalled = self.faults.stall_after.is_some_and(|n| self.pushed >= n);
        self.end.is_none() && !stalled && self.queued < most
    }

    /// Bytes that have left so far.
    pub(crate) fn sent(&self) -> u64 {
        self.pushed - self.queued as u64
    }

    /// Whether the server's own end of the connection is on its way.
    pub(crate) fn is_ending(&self) -> bool {
        self.end.is_some()
    }

    /// Sends bytes into the link.
    pub(crate) fn push(&mut self, mut bytes: Vec<u8>, now: Instant) {
        if self.end.is_some() {
            return;
        }
        let limits = [
            self.faults.stall_after,
            self.faults.end_after.map(|(at, _)| at),
        ];
        for limit in limits.into_iter().flatten() {
            let left = limit.saturating_sub(self.pushed);
            bytes.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        }
        if let Some(clean) = self.faults.garbage_after {
            let clean = usize::try_from(clean.saturating_sub(self.pushed)).unwrap_or(usize::MAX);
            for byte in bytes.iter_mut().skip(clean) {
                *byte = self.noise.byte();
            }
        }
        self.pushed += bytes.len() as u64;
        if !bytes.is_empty() {
            self.queue_up(bytes, now);
        }
        self.check_end(now);
    }

    fn queue_up(&mut self, bytes: Vec<u8>, now: Instant) {
        self.queued += bytes.len();
        if self.batch.is_some_and(|until| now < until)
            && let Some(back) = self.queue.back_mut()
        {
            back.bytes.extend_from_slice(&bytes);
            return;
        }
        if !self.faults.coalesce.is_zero() {
            self.batch = Some(now + self.faults.coalesce);
        }
        let Some(rate) = self.faults.bandwidth else {
            let due = self.due(now);
            self.queue.push_back(Chunk { due, bytes, at: 0 });
            return;
        };
        // Pieces of a fiftieth of a second make a steady stream.
        let piece = usize::try_from(rate / 50).unwrap_or(usize::MAX).max(1);
        for part in bytes.chunks(piece) {
            let cost = Duration::from_nanos(part.len() as u64 * 1_000_000_000 / rate);
            let start = self.free.unwrap_or(now).max(now) + cost;
            self.free = Some(start);
            let due = self.due(start);
            self.queue.push_back(Chunk {
                due,
                bytes: part.to_vec(),
                at: 0,
            });
        }
    }

    /// When something that leaves at `start` arrives. Never before what left
    /// earlier.
    fn due(&mut self, start: Instant) -> Instant {
        let jitter = self.faults.jitter.mul_f64(self.noise.fraction());
        let due = start + self.faults.latency + self.faults.coalesce + jitter;
        let due = self.last_due.map_or(due, |last| last.max(due));
        self.last_due = Some(due);
        due
    }

    fn check_end(&mut self, now: Instant) {
        if let Some((at, end)) = self.faults.end_after
            && self.pushed >= at
        {
            self.end(end, now);
        }
    }

    /// Ends the connection after what was pushed.
    pub(crate) fn end(&mut self, end: End, now: Instant) {
        let stalled = self.faults.stall_after.is_some_and(|n| self.pushed >= n);
        // A half-closed link can still be closed.
        if self.end.is_none_or(|(_, end)| end == End::HalfClose) && !stalled {
            let due = self.due(now);
            self.end = Some((due, end));
        }
    }

    /// Counts bytes from the client. `Some` when the link ends at the last of
    /// them, which then is not acted upon.
    pub(crate) fn received(&mut self, count: usize, now: Instant) -> Option<End> {
        self.received += count as u64;
        if let Some(rate) = self.faults.intake {
            let cost = Duration::from_nanos(count as u64 * 1_000_000_000 / rate);
            self.reads_at = Some(now + cost);
        }
        let (at, end) = self.faults.end_after_received?;
        (self.received >= at).then_some(end)
    }

    /// When the next bytes of the client's are read, where that is not at once.
    pub(crate) fn reads_at(&self) -> Option<Instant> {
        self.reads_at
    }

    /// How many bytes may be read from the client at once. The one at which
    /// the link ends comes alone, so that all before it are acted upon.
    pub(crate) fn read_limit(&self, wanted: usize) -> usize {
        let wanted = match self.faults.intake {
            Some(rate) => wanted.min(usize::try_from(rate / 50).unwrap_or(usize::MAX).max(1)),
            None => wanted,
        };
        match self.faults.end_after_received {
            Some((at, _)) => {
                let before = at.saturating_sub(self.received + 1).max(1);
                wanted.min(usize::try_from(before).unwrap_or(usize::MAX))
            }
            None => wanted,
        }
    }

    /// Writes what has arrived by `now`.
    pub(crate) fn flush(&mut self, now: Instant, to: &mut impl Write) -> io::Result<Flushed> {
        let (mut share, mut writes) = (SHARE, WRITES);
        while let Some(chunk) = self.queue.front_mut() {
            if chunk.due > now {
                return Ok(Flushed::Until(chunk.due));
            }
            if share == 0 || writes == 0 {
                return Ok(Flushed::Share);
            }
            let left = &chunk.bytes[chunk.at..];
            let left = &left[..left.len().min(self.faults.slice.unwrap_or(usize::MAX))];
            match to.write(left) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => {
                    chunk.at += n;
                    self.queued -= n;
                    share = share.saturating_sub(n);
                    writes -= 1;
                    if chunk.at == chunk.bytes.len() {
                        self.queue.pop_front();
                    }
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return Ok(Flushed::Blocked),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        match self.end {
            Some((due, _)) if due > now => Ok(Flushed::Until(due)),
            Some((_, end)) => Ok(Flushed::End(end)),
            None => Ok(Flushed::Idle),
        }
    }
}

#[cfg(test)]
mod tests;
