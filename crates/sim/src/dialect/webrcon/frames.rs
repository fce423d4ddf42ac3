//! A WebSocket's frames from the server's side, as strict as Fleck's
//! `Hybi13Handler`: masked, no reserved bits, text in UTF-8.

/// The longest frame that is taken, in bytes.
const MOST: usize = 16 << 20;

/// What a client sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Came {
    Text(String),
    Ping(Vec<u8>),
    Close,
    /// What Fleck closes for, with this code.
    Wrong(u16),
}

/// Cuts frames out of what came.
#[derive(Default)]
pub(crate) struct Reader {
    buffer: Vec<u8>,
    /// The parts of a text that is not whole.
    text: Vec<u8>,
    /// Something was wrong: nothing behind it is read.
    broken: bool,
}

impl Reader {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    pub(crate) fn next(&mut self) -> Option<Came> {
        let came = self.read().filter(|_| !self.broken);
        self.broken |= matches!(came, Some(Came::Wrong(_)));
        came
    }

    fn read(&mut self) -> Option<Came> {
        loop {
            let (first, payload) = match self.frame()? {
                Ok(frame) => frame,
                Err(code) => return Some(Came::Wrong(code)),
            };
            let is_last = first & 0x80 != 0;
            match first & 0x0f {
                0 | 1 => {
                    self.text.extend(payload);
                    if is_last {
                        let text = String::from_utf8(std::mem::take(&mut self.text));
                        return Some(text.map_or(Came::Wrong(1007), Came::Text));
                    }
                }
                8 => return Some(Came::Close),
                9 => return Some(Came::Ping(payload)),
                // Fleck has a handler for them, and the game none.
                2 | 10 => {}
                _ => return Some(Came::Wrong(1002)),
            }
        }
    }

    /// One frame, unmasked: its first byte and what it carries.
    fn frame(&mut self) -> Option<Result<(u8, Vec<u8>), u16>> {
        let (&first, &second) = (self.buffer.first()?, self.buffer.get(1)?);
        if first & 0x70 != 0 || second & 0x80 == 0 {
            return Some(Err(1002));
        }
        let (len, at) = match second & 0x7f {
            126 => {
                let bytes = self.buffer.get(2..4)?;
                (u64::from(u16::from_be_bytes([bytes[0], bytes[1]])), 4)
            }
            127 => {
                let bytes = self.buffer.get(2..)?.first_chunk::<8>()?;
                (u64::from_be_bytes(*bytes), 10)
            }
            short => (u64::from(short), 2),
        };
        let Some(len) = usize::try_from(len).ok().filter(|&len| len <= MOST) else {
            return Some(Err(1009));
        };
        let mask = *self.buffer.get(at..)?.first_chunk::<4>()?;
        let end = at + 4 + len;
        let masked = self.buffer.get(at + 4..end)?;
        let payload = masked.iter().zip(mask.iter().cycle()).map(|(a, b)| a ^ b);
        let payload = payload.collect();
        self.buffer.drain(..end);
        Some(Ok((first, payload)))
    }
}

/// A frame of the server's.
pub(crate) fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | opcode];
    match payload.len() {
        len @ 0..126 => frame.push(len as u8),
        len @ 126..0x1_0000 => {
            frame.push(126);
            frame.extend((len as u16).to_be_bytes());
        }
        len => {
            frame.push(127);
            frame.extend((len as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(payload);
    frame
}

/// A close frame with this code.
pub(crate) fn close(code: u16) -> Vec<u8> {
    frame(8, &code.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(bytes: &[u8]) -> Vec<Came> {
        let mut reader = Reader::default();
        let mut all = Vec::new();
        for byte in bytes {
            reader.push(&[*byte]);
            // No input has as many frames in it.
            all.extend(std::iter::from_fn(|| reader.next()).take(10));
        }
        assert!(all.len() < 10, "it does not end");
        all
    }

    #[test]
    fn frames_are_unmasked_wherever_they_are_cut() {
        let text = b"\x01\x82\x01\x02\x03\x04ik\x80\x81\x01\0\0\0\x20\x89\x80abcd\x88\x80abcd";
        let expected = [Came::Text("hi!".into()), Came::Ping(vec![]), Came::Close];
        assert_eq!(came(text), expected);
    }

    #[test]
    fn what_fleck_closes_for() {
        assert_eq!(came(b"\x81\x01x")[0], Came::Wrong(1002));
        assert_eq!(came(b"\xc1\x80abcd")[0], Came::Wrong(1002));
        assert_eq!(came(b"\x83\x80abcd"), [Came::Wrong(1002)]);
        assert_eq!(came(b"\x81\x81\0\0\0\0\xff"), [Came::Wrong(1007)]);
    }

    #[test]
    fn lengths_have_the_shortest_form() {
        for (len, head) in [(125, 2), (126, 4), (65_535, 4), (65_536, 10)] {
            assert_eq!(frame(1, &vec![b'x'; len]).len(), len + head);
        }
        assert_eq!(close(1000), b"\x88\x02\x03\xe8");
    }
}
