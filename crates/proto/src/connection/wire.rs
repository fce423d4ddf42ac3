//! What went over the wire, for the log. A password is never in it.

use std::fmt::Write as _;

use crate::decode::{Decoded, decode};
use crate::packet::SERVERDATA_AUTH;

/// Bytes of one read or write that are shown.
const SHOWN: usize = 512;

/// Bytes that have just been read, before anybody has looked at them.
pub(super) fn log_received(space: &[u8], count: usize) {
    if log::log_enabled!(log::Level::Trace) {
        let bytes = space.get(..count).unwrap_or_default();
        log::trace!("<- {}", describe(bytes));
    }
}

/// Bytes that are about to be sent.
pub(super) fn log_sent(bytes: &[u8]) {
    if log::log_enabled!(log::Level::Trace) {
        log::trace!("-> {}", describe(bytes));
    }
}

fn describe(bytes: &[u8]) -> String {
    let count = bytes.len();
    if is_login(bytes) {
        return format!("{count} bytes: the login (redacted)");
    }
    if mentions_password(bytes) {
        return format!("{count} bytes that speak of a password (redacted)");
    }
    let mut text = format!("{count} bytes:");
    for byte in bytes.iter().take(SHOWN) {
        // Writing to a `String` does not fail.
        let _ = write!(text, " {byte:02x}");
    }
    if count > SHOWN {
        text.push_str(" …");
    }
    text
}

fn is_login(bytes: &[u8]) -> bool {
    matches!(decode(bytes), Ok(Decoded::Packet { packet, .. }) if packet.kind == SERVERDATA_AUTH)
}

/// Whether text has `passw` in it, in any case: a command that sets one, or a
/// reply that shows one.
pub(super) fn mentions_password(bytes: &[u8]) -> bool {
    bytes
        .windows(5)
        .any(|word| word.eq_ignore_ascii_case(b"passw"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Packet;

    #[test]
    fn bytes_are_shown_and_passwords_are_not() {
        assert_eq!(describe(b"ab"), "2 bytes: 61 62");
        let login = Packet::new(1, SERVERDATA_AUTH, "hunter2").encode();
        assert!(describe(&login).ends_with("the login (redacted)"));
        let change = Packet::new(2, 2, "RCON_PASSWORD hunter2").encode();
        assert!(describe(&change).ends_with("(redacted)"));
    }

    #[test]
    fn a_long_read_is_cut() {
        let text = describe(&[b'x'; SHOWN + 1]);
        assert!(text.ends_with('…') && text.len() < 4 * SHOWN, "{text}");
    }
}
