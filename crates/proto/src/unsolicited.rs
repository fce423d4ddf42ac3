//! What servers send although nobody asked, as far as it is known by sight.

/// How much may come between two replies that nobody asked for, in bytes.
pub(crate) const LIMIT: usize = 4 << 20;

/// Bodies: ARK's keep-alive, under an id of its own, at any time.
const BODIES: [&[u8]; 1] = [b"Keep Alive"];

/// Types that carry no reply outside the login: Squad's chat (1) and the
/// echo of the console of Rust (4).
const KINDS: [i32; 2] = [1, 4];

/// No body that servers send unasked is longer, in bytes: it has to be whole
/// to be known.
pub(crate) const BODY_LIMIT: usize = 64;

/// Whether a body is one that servers send unasked.
pub(crate) fn is_unsolicited_body(body: &[u8]) -> bool {
    body.len() <= BODY_LIMIT && BODIES.contains(&body.trim_ascii())
}

/// Whether a packet of this type is never a reply.
pub(crate) fn is_unsolicited_kind(kind: i32) -> bool {
    KINDS.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keep_alive_is_known_whatever_surrounds_it() {
        assert!(is_unsolicited_body(b"Keep Alive"));
        assert!(is_unsolicited_body(b" Keep Alive \n"));
        assert!(!is_unsolicited_body(b"Keep Alive, said the admin"));
    }
}
