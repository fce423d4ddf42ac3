//! The text of a reply, of any length in constant memory.

use std::collections::VecDeque;
use std::io::Write as _;

/// Bytes in one row of the pattern that [`Body::pattern`] makes.
const ROW: u64 = 64;

/// What a command answers. Long texts are made while they are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Body {
    parts: VecDeque<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Bytes { bytes: Vec<u8>, at: usize },
    Pattern { at: u64, end: u64 },
    Lines { next: u64, last: u64 },
}

impl Body {
    /// Exactly `len` bytes in rows of 64, each of which begins with its own
    /// offset, so that a missing or repeated piece is seen.
    pub(crate) fn pattern(len: u64) -> Self {
        Self::of(Part::Pattern { at: 0, end: len })
    }

    /// `count` rows: `line 1`, `line 2` and so on.
    pub(crate) fn lines(count: u64) -> Self {
        Self::of(Part::Lines {
            next: 1,
            last: count,
        })
    }

    fn of(part: Part) -> Self {
        Self {
            parts: VecDeque::from([part]),
        }
    }

    /// Puts `other` after this.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.parts.append(&mut other.parts);
    }

    /// Bytes that have not been read yet.
    pub(crate) fn len(&self) -> u64 {
        self.parts.iter().map(Part::len).sum()
    }

    /// Whether every byte has been read.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text, where it is short enough to be there already.
    pub(crate) fn as_bytes(&self) -> Option<&[u8]> {
        match self.parts.front()? {
            Part::Bytes { bytes, at } if self.parts.len() == 1 => bytes.get(*at..),
            _ => None,
        }
    }

    /// All of it that is left.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.fill(&mut bytes, usize::MAX);
        bytes
    }

    /// Appends to `out` until it holds `full` bytes or there is no more.
    pub(crate) fn fill(&mut self, out: &mut Vec<u8>, full: usize) {
        while out.len() < full {
            let Some(part) = self.parts.front_mut() else {
                return;
            };
            part.fill(out, full);
            if part.len() == 0 {
                self.parts.pop_front();
            }
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::of(Part::Bytes { bytes, at: 0 })
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        text.as_bytes().to_vec().into()
    }
}

impl Part {
    fn len(&self) -> u64 {
        match self {
            Self::Bytes { bytes, at } => (bytes.len() - at) as u64,
            Self::Pattern { at, end } => end - at,
            Self::Lines { next, last } => lines_len(*last) - lines_len(next - 1),
        }
    }

    fn fill(&mut self, out: &mut Vec<u8>, full: usize) {
        let room = full - out.len();
        match self {
            Self::Bytes { bytes, at } => {
                let end = bytes.len().min(*at + room);
                out.extend_from_slice(&bytes[*at..end]);
                *at = end;
            }
            Self::Pattern { at, end } => {
                let stop = (*end).min(*at + room as u64);
                while *at < stop {
                    let row = row(*at / ROW);
                    let from = (*at % ROW) as usize;
                    let to = (ROW.min(from as u64 + stop - *at)) as usize;
                    out.extend_from_slice(&row[from..to]);
                    *at += (to - from) as u64;
                }
            }
            // A line is never cut here, so `out` may end a little over `full`.
            Self::Lines { next, last } => {
                while *next <= *last && out.len() < full {
                    // Writing to a Vec cannot fail.
                    let _ = writeln!(out, "line {next}");
                    *next += 1;
                }
            }
        }
    }
}

/// One row of the pattern: its offset in sixteen digits, dots, a newline.
fn row(index: u64) -> [u8; ROW as usize] {
    let mut row = [b'.'; ROW as usize];
    row[ROW as usize - 1] = b'\n';
    let mut rest = index * ROW;
    for digit in row[..16].iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    row
}

/// Bytes of the lines 1 to `last`.
fn lines_len(last: u64) -> u64 {
    let fixed = "line \n".len() as u64;
    let (mut total, mut first, mut digits) = (0, 1_u64, 1);
    while first <= last {
        let end = last.min(first.saturating_mul(10) - 1);
        total += (end - first + 1) * (fixed + digits);
        first = first.saturating_mul(10);
        digits += 1;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in_pieces(mut body: Body, piece: usize) -> Vec<u8> {
        let mut all = Vec::new();
        while !body.is_empty() {
            let mut out = Vec::new();
            body.fill(&mut out, piece);
            all.append(&mut out);
        }
        all
    }

    #[test]
    fn a_pattern_is_the_same_however_it_is_read() {
        let whole = read_in_pieces(Body::pattern(1000), 1000);
        assert_eq!(whole.len(), 1000);
        assert!(whole[128..].starts_with(b"0000000000000128..."));
        assert_eq!(whole[191], b'\n');
        for piece in [1, 7, 63, 64, 65, 999] {
            assert_eq!(read_in_pieces(Body::pattern(1000), piece), whole);
        }
    }

    #[test]
    fn the_length_of_lines_is_known_before_they_are_made() {
        for count in [0, 1, 9, 10, 11, 99, 100, 1234] {
            let body = Body::lines(count);
            let len = body.len();
            let text = read_in_pieces(body, 50);
            assert_eq!(text.len() as u64, len, "{count} lines");
            assert_eq!(text.split_inclusive(|&b| b == b'\n').count() as u64, count);
        }
    }

    #[test]
    fn parts_are_read_in_order() {
        let mut body = Body::from("a;");
        body.append(Body::lines(2));
        body.append("end".into());
        assert_eq!(read_in_pieces(body, 3), b"a;line 1\nline 2\nend");
    }
}
