//! Bytes that come in pieces, and are kept without passwords: one may be in
//! two of them.

use super::index::{Index, without};
use super::{Of, with};

/// Room for what a short password is told by, before it.
const CONTEXT: usize = 1;

/// Takes pieces, gives out what is safe. What may be the beginning of a
/// password is held back until more is known.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    held: zeroize::Zeroizing<Vec<u8>>,
    /// What was given out last.
    before: Option<u8>,
}

impl Stream {
    /// What may be kept of all that came so far.
    pub(crate) fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        with(|index| self.pushed(index, piece)).unwrap_or_else(|| self.all(piece))
    }

    /// What was held back, when no more will come.
    pub(crate) fn finish(&mut self) -> Vec<u8> {
        let rest = with(|index| self.given(index, 0)).unwrap_or_else(|| self.all(b""));
        self.before = None;
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
        let found = index.find(&self.held, Of::Anybody);
        for range in found.iter().rev() {
            let reaches = self.held.len() - hold;
            if range.end >= reaches && range.start < reaches {
                hold = self.held.len() - range.start;
            }
        }
        self.given(index, hold)
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
        let mut found = index.find(&text, Of::Anybody);
        for range in &mut found {
            range.start = range.start.max(context);
        }
        let out = without(&text, &found);
        self.before = text.last().copied();
        self.held.drain(..end);
        out[context.min(out.len())..].to_vec()
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

    #[test]
    fn what_is_no_beginning_is_not_held() {
        let mut index = Index::default();
        index.add(&Password::from("hunter2"));
        let mut stream = Stream::default();
        assert_eq!(stream.pushed(&index, b"players: 0\n"), b"players: 0\n");
        assert_eq!(stream.pushed(&index, b"the h"), b"the ");
    }
}
