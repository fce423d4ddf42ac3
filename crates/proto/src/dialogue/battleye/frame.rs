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
    Answer { seq: u8, piece: Piece<'a> },
    /// What nobody asked for, or the answer of Reforger's own console.
    Message { seq: u8, text: &'a [u8] },
}

/// What an answer holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// All of it.
    Whole(&'a [u8]),
    Part(Part, &'a [u8]),
    /// The head of a part that there is not. Reforger's stray bytes may look so.
    Broken,
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
        [0xff, 0, answer @ (0 | 1), ..] => Some(Frame::Login {
            accepted: *answer == 1,
        }),
        [0xff, 1, seq, answer @ ..] => Some(Frame::Answer {
            seq: *seq,
            piece: piece(answer),
        }),
        [0xff, 2, seq, text @ ..] => Some(Frame::Message { seq: *seq, text }),
        _ => None,
    }
}

/// A NUL begins no text: it is the head of a part.
fn piece(answer: &[u8]) -> Piece<'_> {
    match answer {
        [0, count, index, text @ ..] if index < count => {
            let (count, index) = (*count, *index);
            Piece::Part(Part { count, index }, text)
        }
        [0, ..] => Piece::Broken,
        text => Piece::Whole(text),
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
        let answer = |piece| Some(Frame::Answer { seq: 7, piece });
        assert_eq!(read(&frame(1, b"\x07")), answer(Piece::Whole(b"")));
        assert_eq!(read(&frame(1, b"\x07hi")), answer(Piece::Whole(b"hi")));
        let second = Piece::Part(Part { count: 2, index: 1 }, b"x");
        assert_eq!(read(&frame(1, b"\x07\0\x02\x01x")), answer(second));
        for none in [
            &b"\x07\0\x02\x02x"[..],
            b"\x07\0\0\0x",
            b"\x07\0\x02",
            b"\x07\0",
        ] {
            assert_eq!(read(&frame(1, none)), answer(Piece::Broken), "{none:?}");
        }
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
            &frame(0, b"\x02"),
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
