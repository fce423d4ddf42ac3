//! Telnet's negotiations (RFC 854), which the game's console does not have, and what
//! stands in front of it may: none is answered, and none is text.

/// "Interpret as command", and what stands behind it.
const IAC: u8 = 255;
const SUBNEGOTIATION: u8 = 250;
const END: u8 = 240;
/// `WILL`, `WONT`, `DO`, `DONT`: one more byte follows.
const WITH_OPTION: std::ops::RangeInclusive<u8> = 251..=254;

/// Where a stream stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Negotiation {
    #[default]
    Text,
    Command,
    Option,
    Within,
    WithinCommand,
}

impl Negotiation {
    /// Takes a byte. Whether it is text. (One of its own kind that is doubled is a
    /// letter in no UTF-8, and not shown.)
    pub(super) fn is_text(&mut self, byte: u8) -> bool {
        let (next, is_text) = match (*self, byte) {
            (Self::Text, IAC) => (Self::Command, false),
            (Self::Text, _) => (Self::Text, true),
            (Self::Command, SUBNEGOTIATION) => (Self::Within, false),
            (Self::Command, byte) if WITH_OPTION.contains(&byte) => (Self::Option, false),
            (Self::Within, IAC) => (Self::WithinCommand, false),
            (Self::WithinCommand, END) | (Self::Command | Self::Option, _) => (Self::Text, false),
            (Self::Within | Self::WithinCommand, _) => (Self::Within, false),
        };
        *self = next;
        is_text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Vec<u8> {
        let mut at = Negotiation::default();
        let kept = bytes.iter().filter(|&&byte| at.is_text(byte));
        kept.copied().collect()
    }

    #[test]
    fn what_is_negotiated_is_no_text() {
        let bytes = b"\xff\xfd\x18a\xff\xf1b\xff\xfa\x18\x01x\xff\xffy\xff\xf0c\xff\xfb\x01";
        assert_eq!(text(bytes), b"abc");
        assert_eq!(text(b"\xff\xfazzz"), b"");
        assert_eq!(text("é".as_bytes()), "é".as_bytes());
    }
}
