//! The bytes that a server has sent and nobody has looked at yet, and the
//! cutting of packets out of them. A packet that is being waited for anyway
//! is handed on in parts, as it arrives, so that the buffer does not grow
//! with what a server announces.

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::decode::{FrameError, Header, header, size, terminators};
use crate::marks::{self, Mark};
use crate::packet::HEADER_LEN;

/// Size of the buffer at first, in bytes. Most replies are shorter, and memory
/// that nothing is read into need not be there.
const FIRST: usize = 4 * 1024;

/// Its size once a read has filled it, while nothing larger has to be held.
const BASE: usize = 64 * 1024;

/// Bytes at the end of an unfinished packet that are not handed on yet: they
/// may turn out to be its terminators, of which up to three are seen.
const HELD_BACK: usize = 3;

/// Squad sends these behind the second answer to a probe, outside any packet.
const STRAY: [u8; 7] = [0, 1, 0, 0, 0, 0, 0];

/// What is to be done with a packet that is not whole yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handling {
    /// Hand its body on as it comes.
    Stream,
    /// Wait until it is whole, unless it announces more than this many bytes.
    Whole { limit: usize },
}

/// A packet's body, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) header: Header,
    /// Where in the buffer; see [`Inbound::bytes`].
    pub(crate) range: Range<usize>,
    pub(crate) first: bool,
    pub(crate) last: bool,
}

/// Why nothing more can be read from this stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bad {
    Frame(FrameError),
    /// A packet announces more than is allowed here.
    TooLarge {
        size: usize,
        limit: usize,
    },
}

/// A packet of which some parts have been handed on.
#[derive(Debug, Clone, Copy)]
struct Open {
    header: Header,
    /// Bytes of its tail that have not been handed on.
    remaining: usize,
    first: bool,
}

#[derive(Debug)]
pub(crate) struct Inbound {
    buf: Vec<u8>,
    /// The size that `buf` has while nothing larger has to be held.
    usual: usize,
    start: usize,
    end: usize,
    open: Option<Open>,
    stray_possible: bool,
    max_size: usize,
}

impl Inbound {
    pub(crate) fn new() -> Self {
        Self {
            buf: Vec::new(),
            usual: FIRST,
            start: 0,
            end: 0,
            open: None,
            stray_possible: false,
            max_size: usize::MAX,
        }
    }

    /// No packet may announce a size beyond this; told from the size field
    /// alone.
    pub(crate) fn limit_size(&mut self, bytes: usize) {
        self.max_size = bytes;
    }

    /// Room to read into, never empty.
    pub(crate) fn space(&mut self) -> &mut [u8] {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
            if self.buf.len() != self.usual {
                // Also the way back after a large packet was held.
                self.buf = vec![0; self.usual];
            }
        } else if self.is_short() {
            self.buf.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
            if self.is_short() {
                // Only what has arrived makes the buffer grow, never what
                // was announced.
                let grown = self.usual.max(self.buf.len() * 2);
                self.buf.resize(grown, 0);
            }
        }
        &mut self.buf[self.end..]
    }

    /// Whether there is too little room to read much at once.
    fn is_short(&self) -> bool {
        self.buf.len() - self.end < self.usual / 4
    }

    /// So many bytes were read into [`space`](Self::space).
    pub(crate) fn received(&mut self, count: usize) {
        self.end = self.buf.len().min(self.end + count);
        if self.end == self.buf.len() {
            // More was there than there was room for.
            self.usual = BASE;
        }
    }

    /// The bytes of a part. Valid until the next call of `space`.
    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.buf.get(range).unwrap_or_default()
    }

    /// What has not been handed on, for a message that shows what came.
    pub(crate) fn unread(&self) -> &[u8] {
        self.bytes(self.start..self.end)
    }

    /// From here on the stray bytes of Squad may stand at the next border.
    pub(crate) fn expect_stray(&mut self) {
        self.stray_possible = true;
    }

    /// The packet that has begun and is not whole.
    pub(crate) fn unfinished(&self) -> Option<Header> {
        if let Some(open) = self.open {
            return Some(open.header);
        }
        let data = self.unread();
        let header = header(data).ok().flatten()?;
        (data.len() < header.size + 4).then_some(header)
    }

    /// Whether the stream rests at a border between packets.
    pub(crate) fn at_border(&self) -> bool {
        self.open.is_none() && self.start == self.end
    }

    /// The next part that can be handed on.
    ///
    /// Invariant of the loop: what lies between `start` and `end` begins at a
    /// packet's border, or, while `open` is set, inside of that packet's tail.
    pub(crate) fn next(
        &mut self,
        mut handling: impl FnMut(&Header) -> Handling,
    ) -> Result<Option<Part>, Bad> {
        loop {
            if let Some(open) = self.open {
                return Ok(self.next_of_open(open));
            }
            if !self.skip_stray() {
                return Ok(None);
            }
            let data = self.unread();
            match size(data).map_err(Bad::Frame)? {
                None => return Ok(None),
                Some(size) if size > self.max_size => {
                    return Err(Bad::TooLarge {
                        size,
                        limit: self.max_size,
                    });
                }
                Some(_) => {}
            }
            let Some(header) = header(data).map_err(Bad::Frame)? else {
                return Ok(None);
            };
            if data.len() < header.size + 4 {
                match handling(&header) {
                    Handling::Whole { limit } if header.size > limit => {
                        return Err(Bad::TooLarge {
                            size: header.size,
                            limit,
                        });
                    }
                    Handling::Whole { .. } => return Ok(None),
                    Handling::Stream => {}
                }
            }
            self.start += HEADER_LEN;
            self.open = Some(Open {
                header,
                remaining: header.tail_len(),
                first: true,
            });
        }
    }

    fn next_of_open(&mut self, open: Open) -> Option<Part> {
        let available = self.end - self.start;
        let last = available >= open.remaining;
        let (taken, shown) = if last {
            let tail = &self.buf[self.start..self.start + open.remaining];
            (open.remaining, open.remaining - terminators(tail))
        } else {
            let shown = available.saturating_sub(HELD_BACK);
            if shown == 0 {
                return None;
            }
            (shown, shown)
        };
        let part = Part {
            header: open.header,
            range: self.start..self.start + shown,
            first: open.first,
            last,
        };
        self.start += taken;
        self.open = (!last).then_some(Open {
            remaining: open.remaining - taken,
            first: false,
            ..open
        });
        Some(part)
    }

    /// Drops Squad's stray bytes. `false` while too few bytes are there to
    /// tell.
    fn skip_stray(&mut self) -> bool {
        if !self.stray_possible {
            return true;
        }
        let data = self.unread();
        if data.starts_with(&STRAY) {
            marks::hit(Mark::Stray);
            self.start += STRAY.len();
            self.stray_possible = false;
            return true;
        }
        if STRAY.starts_with(data) {
            return false;
        }
        self.stray_possible = false;
        true
    }

    /// Whether the stream rests inside a packet that could be one of
    /// Palworld's: it announced more bytes than are sent, and what there is
    /// ends as a packet does.
    pub(crate) fn rests_in_short_packet(&self) -> bool {
        match self.open {
            Some(_) => self.unread().ends_with(&[0, 0]),
            None => self
                .unread()
                .get(HEADER_LEN..)
                .is_some_and(|tail| tail.len() > 2 && tail.ends_with(&[0, 0])),
        }
    }

    /// Takes such a packet for whole.
    pub(crate) fn take_short(&mut self) -> Option<Part> {
        if !self.rests_in_short_packet() {
            return None;
        }
        let open = if let Some(open) = self.open {
            open
        } else {
            let header = header(self.unread()).ok().flatten()?;
            self.start += HEADER_LEN;
            Open {
                header,
                remaining: header.tail_len(),
                first: true,
            }
        };
        self.next_of_open(Open {
            remaining: self.end - self.start,
            ..open
        })
    }
}
