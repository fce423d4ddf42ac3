//! Bytes that come in pieces, and are kept without passwords: one may be in
//! two of them.

use std::ops::Range;

use super::index::{Index, is_digit, without};
use super::{Of, REDACTED, with};
use crate::order;

/// Room for what a short password is told by, before it.
const CONTEXT: usize = 1;

/// So many bytes are held of one place to be redacted, beside twice the longest
/// password: a server may go on with it for ever.
const MOST: usize = 4096;

/// Takes pieces, gives out what is safe. What may be the beginning of a
/// password is held back until more is known.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    held: zeroize::Zeroizing<Vec<u8>>,
    /// What was given out last.
    before: Option<u8>,
    /// What is to be redacted went on for longer than is held, and has been told: what
    /// follows at once belongs to it.
    goes_on: bool,
    /// The same, in the midst of base64.
    in_digits: bool,
}

impl Stream {
    /// What may be kept of all that came so far.
    pub(crate) fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        with(|index| self.pushed(index, piece)).unwrap_or_else(|| self.all(piece))
    }

    /// What was held back, when no more will come.
    pub(crate) fn finish(&mut self) -> Vec<u8> {
        let rest = with(|index| self.given(index, 0)).unwrap_or_else(|| self.all(b""));
        *self = Self::default();
        rest
    }

    /// Nothing is known, so that nothing is held.
    fn all(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut out = std::mem::take(&mut *self.held);
        out.extend_from_slice(piece);
        self.before = out.last().copied().or(self.before);
        out
    }

    fn pushed(&mut self, index: &Index, piece: &[u8]) -> Vec<u8> {
        self.held.extend_from_slice(piece);
        let mut hold = index.held(&self.held);
        // A password at the very end: whether it is a word of its own, or
        // where its base64 ends, the next piece says.
        let found = self.places(index, &self.held, 0);
        for range in found.iter().rev() {
            let reaches = self.held.len() - hold;
            if range.end >= reaches && range.start < reaches {
                hold = self.held.len() - range.start;
            }
        }
        let mut out = self.given(index, hold);
        if hold > MOST + 2 * index.longest() {
            out.extend(self.cut(index));
        }
        out
    }

    /// What is to be redacted of a text that is held, which begins at byte `from`.
    fn places(&self, index: &Index, text: &[u8], from: usize) -> Vec<Range<usize>> {
        let mut found = index.find(text, Of::Anybody);
        let digits = text[from..].iter().take_while(|byte| is_digit(**byte));
        let digits = if self.in_digits { digits.count() } else { 0 };
        if digits > 0 {
            found.push(from..from + digits);
            found = order::ranges(found);
        }
        found
    }

    /// Tells of what is held, which begins with something to be redacted, before its end
    /// is known, and lets go of it.
    fn cut(&mut self, index: &Index) -> Vec<u8> {
        let Some(found) = self.places(index, &self.held, 0).into_iter().next() else {
            return Vec::new();
        };
        let told = std::mem::replace(&mut self.goes_on, true);
        self.in_digits =
            found.end == self.held.len() && self.held.last().is_some_and(|byte| is_digit(*byte));
        self.before = self.held[..found.end].last().copied();
        self.held.drain(..found.end);
        if told { Vec::new() } else { REDACTED.into() }
    }

    /// Gives out all but the last `hold` bytes.
    fn given(&mut self, index: &Index, hold: usize) -> Vec<u8> {
        let end = self.held.len() - hold;
        if end == 0 {
            return Vec::new();
        }
        let mut text = zeroize::Zeroizing::new(Vec::with_capacity(end + CONTEXT));
        text.extend(self.before);
        let context = text.len();
        text.extend_from_slice(&self.held[..end]);
        let mut found = self.places(index, &text, context);
        for range in &mut found {
            range.start = range.start.max(context);
        }
        // It was told before it came to an end.
        let told = std::mem::take(&mut self.goes_on)
            && found.first().is_some_and(|range| range.start == context);
        self.in_digits = false;
        let out = without(&text, &found);
        self.before = text.last().copied();
        self.held.drain(..end);
        let from = context + if told { REDACTED.len() } else { 0 };
        out[from.min(out.len())..].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use rcon_proto::Password;

    use super::*;

    fn streamed(index: &Index, text: &[u8], size: usize) -> String {
        let mut stream = Stream::default();
        let mut out = Vec::new();
        for piece in text.chunks(size) {
            out.extend(stream.pushed(index, piece));
        }
        out.extend(stream.given(index, 0));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_password_in_two_pieces_is_one() {
        let mut index = Index::default();
        for password in ["hunter2", "abc"] {
            index.add(&Password::from(password));
        }
        let text = b"hunhunter2 is abc, not abcd; hunter2hunter2 aHVudGVyMg== hunter";
        let safe = "hun(redacted) is (redacted), not abcd; (redacted) (redacted) hunter";
        for size in 1..=text.len() {
            assert_eq!(streamed(&index, text, size), safe, "{size}");
        }
    }

    /// However it is cut: no part of a password is told where the first of many was.
    #[test]
    fn what_goes_on_for_ever_hides_what_comes_in_its_midst() {
        let mut index = Index::default();
        index.add(&Password::from("p@ss"));
        index.add(&Password::from("hunter2"));
        let text = "p@ss".repeat(3000) + "aHVudGVyMg" + &"p@sshunter2".repeat(3000);
        for size in [61, 4099, 5000] {
            let mut stream = Stream::default();
            let mut out = Vec::new();
            for piece in text.as_bytes().chunks(size) {
                out.extend(stream.pushed(&index, piece));
            }
            out.extend(stream.given(&index, 0));
            assert_eq!(String::from_utf8(out).unwrap(), REDACTED, "{size}");
        }
    }

    /// Neither base64 nor the password over and over has an end by itself.
    #[test]
    fn what_goes_on_for_ever_is_told_once_and_not_held() {
        let mut index = Index::default();
        index.add(&Password::from("hunter2"));
        let repeated = "hunter2".repeat(100_000);
        let encoded = format!("aHVudGVyMg{}", "abcd".repeat(100_000));
        for text in [repeated, encoded] {
            for size in [1000, 4097, 70_000] {
                let mut stream = Stream::default();
                let (mut out, mut most) = (Vec::new(), 0);
                for piece in format!("it is {text}, hunter2 is").as_bytes().chunks(size) {
                    out.extend(stream.pushed(&index, piece));
                    most = most.max(stream.held.len());
                }
                out.extend(stream.given(&index, 0));
                let out = String::from_utf8(out).unwrap();
                assert_eq!(out, "it is (redacted), (redacted) is", "{size}");
                assert!(most <= MOST + 2 * index.longest() + size, "{most} held");
            }
        }
    }

    #[test]
    fn what_is_no_beginning_is_not_held() {
        let mut index = Index::default();
        index.add(&Password::from("hunter2"));
        let mut stream = Stream::default();
        assert_eq!(stream.pushed(&index, b"players: 0\n"), b"players: 0\n");
        assert_eq!(stream.pushed(&index, b"the h"), b"the ");
    }
}
