//! Replies that are base64 on the wire (`PalDefender`): held until they are whole,
//! and told decoded, or as they came where they are none.

use std::borrow::Cow;

use crate::sums::from_base64;

/// What has come of one.
#[derive(Debug, Default)]
pub(super) struct Encoded {
    held: Vec<u8>,
    /// Some of it was told already, as it came: so is the rest.
    passed: bool,
}

impl Encoded {
    /// Holds a part, or gives back what is to be told at once, because more would
    /// be held than this many bytes; from then on each part of the reply.
    pub(super) fn push(&mut self, part: &[u8], limit: usize) -> Option<Vec<u8>> {
        self.held.extend_from_slice(part);
        self.passed |= self.held.len() > limit;
        self.passed.then(|| std::mem::take(&mut self.held))
    }

    /// The end of the reply: all of it, whole. Nothing where there is none, or it
    /// was told already.
    pub(super) fn take(&mut self) -> Option<Vec<u8>> {
        let Self { held, .. } = std::mem::take(self);
        (!held.is_empty()).then(|| decoded(&held).into_owned())
    }
}

/// The text behind some base64; what is none, as it is. A word such as `Done` is
/// base64, too, but not of any text.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, [u8]> {
    match from_base64(bytes) {
        Some(text) if std::str::from_utf8(&text).is_ok() => Cow::Owned(text),
        _ => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_base64_of_a_text_is_as_it_came() {
        assert_eq!(&*decoded(b"SGFsbG8=\n"), b"Hallo");
        for plain in [&b"Done"[..], b"Unknown command", b""] {
            assert_eq!(&*decoded(plain), plain);
        }
    }

    #[test]
    fn a_reply_is_decoded_when_it_is_whole_and_none_is_held_for_ever() {
        let mut encoded = Encoded::default();
        assert_eq!(encoded.push(b"SGFs", 8), None);
        assert_eq!(encoded.push(b"bG8=", 8), None);
        assert_eq!(encoded.take().as_deref(), Some(&b"Hallo"[..]));
        assert_eq!(encoded.take(), None);
        assert_eq!(
            encoded.push(b"123456789", 8).as_deref(),
            Some(&b"123456789"[..])
        );
        // Its rest is not decoded, either, be it base64 of some text by itself.
        assert_eq!(encoded.push(b"SGFs", 8).as_deref(), Some(&b"SGFs"[..]));
        assert_eq!(encoded.take(), None);
        assert_eq!(encoded.push(b"SGFs", 8), None);
        assert_eq!(encoded.take().as_deref(), Some(&b"Hal"[..]));
    }
}
