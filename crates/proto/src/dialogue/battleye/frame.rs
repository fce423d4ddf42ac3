//! `BattlEye`'s frames: `BE`, a CRC32 of what is behind it, `ff`, a type.

use crate::sums::crc32;

/// The longest datagram that a frame is put into, in bytes.
const HEAD: usize = 7;

/// What a server sends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    /// The login's answer.
    Login { accepted: bool },
    /// An answer, or one part of it.
    Answer {
        seq: u8,
        part: Option<Part>,
        text: &'a [u8],
    },
    /// What nobody asked for, or the answer of Reforger's own console.
    Message { seq: u8, text: &'a [u8] },
}

/// Which part of an answer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) count: u8,
    pub(super) index: u8,
}

/// Reads a datagram. `None` for what is no frame of a server's: it is dropped in
/// silence.
pub(super) fn read(datagram: &[u8]) -> Option<Frame<'_>> {
    let rest = datagram.strip_prefix(b"BE")?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    if u32::from_le_bytes(*sum) != crc32(rest) {
        return None;
    }
    match rest {
        [0xff, 0, answer, ..] => Some(Frame::Login {
            accepted: *answer == 1,
        }),
        // A NUL begins no text: it is the head of a part.
        [0xff, 1, seq, 0, count, index, text @ ..] if index < count => Some(Frame::Answer {
            seq: *seq,
            part: Some(Part {
                count: *count,
                index: *index,
            }),
            text,
        }),
        [0xff, 1, seq, text @ ..] => Some(Frame::Answer {
            seq: *seq,
            part: None,
            text,
        }),
        [0xff, 2, seq, text @ ..] => Some(Frame::Message { seq: *seq, text }),
        _ => None,
    }
}

/// A frame of a client's.
pub(super) fn write(kind: u8, payload: &[&[u8]]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(HEAD + 1 + payload.iter().map(|it| it.len()).sum::<usize>());
    frame.extend_from_slice(b"BE\0\0\0\0\xff");
    frame.push(kind);
    for part in payload {
        frame.extend_from_slice(part);
    }
    let sum = crc32(&frame[6..]).to_le_bytes();
    frame[2..6].copy_from_slice(&sum);
    frame
}

pub(super) const LOGIN: u8 = 0;
pub(super) const COMMAND: u8 = 1;
pub(super) const MESSAGE: u8 = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_frame_is_as_the_paper_has_it() {
        // The login with the password "a", with zlib's sum over ff 00 61.
        let frame = write(LOGIN, &[b"a"]);
        assert_eq!(&frame[..2], b"BE");
        assert_eq!(frame[2..6], crc32(b"\xff\x00a").to_le_bytes());
        assert_eq!(&frame[6..], b"\xff\x00a");
    }

    #[test]
    fn servers_frames_are_read() {
        let frame = |kind, payload: &[u8]| write(kind, &[payload]);
        assert_eq!(
            read(&frame(0, b"\x01")),
            Some(Frame::Login { accepted: true })
        );
        assert_eq!(
            read(&frame(0, b"\0")),
            Some(Frame::Login { accepted: false })
        );
        let answer = |text| Frame::Answer {
            seq: 7,
            part: None,
            text,
        };
        assert_eq!(read(&frame(1, b"\x07")), Some(answer(b"")));
        assert_eq!(read(&frame(1, b"\x07hi")), Some(answer(b"hi")));
        let part = Some(Part { count: 2, index: 1 });
        let second = Frame::Answer {
            seq: 7,
            part,
            text: b"x",
        };
        assert_eq!(read(&frame(1, b"\x07\0\x02\x01x")), Some(second));
        // No part of anything: Reforger's stray bytes may look so.
        assert_eq!(
            read(&frame(1, b"\x07\0\x02\x02x")),
            Some(answer(b"\0\x02\x02x"))
        );
        let message = Frame::Message {
            seq: 9,
            text: b"hey",
        };
        assert_eq!(read(&frame(2, b"\x09hey")), Some(message));
        let mut wrong = frame(2, b"\x09hey");
        wrong[8] ^= 1;
        for none in [
            &wrong[..],
            b"",
            b"BE",
            b"BE\0\0\0\0\xff\x01",
            &frame(3, b"x"),
            &frame(0, b""),
        ] {
            assert_eq!(read(none), None, "{none:?}");
        }
    }

    proptest! {
        #[test]
        fn no_datagram_panics(bytes: Vec<u8>, kind: u8) {
            read(&bytes);
            read(&write(kind, &[&bytes]));
        }
    }
}
