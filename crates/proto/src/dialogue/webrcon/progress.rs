//! How much of what comes is text: a server that sends pings, or messages in
//! empty pieces, has not got on with its answer.

/// Follows the frames of a stream, however it is cut. RFC 6455, section 5.2.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// A frame's header, as far as it has come.
    head: Vec<u8>,
    /// Bytes of the present frame that are yet to come.
    left: u64,
    /// They are a message's, not a ping's or its like.
    is_data: bool,
}

impl Progress {
    /// How many of these bytes are in messages.
    pub(super) fn data_in(&mut self, mut bytes: &[u8]) -> usize {
        let mut data = 0;
        while let Some((&first, rest)) = bytes.split_first() {
            if self.left == 0 {
                // Whole, as a rule; one that was cut is put together.
                let found = if self.head.is_empty() {
                    header(bytes)
                } else {
                    None
                };
                if let Some(found) = found {
                    bytes = &bytes[found.size..];
                    (self.left, self.is_data) = (found.length, found.is_data);
                    continue;
                }
                bytes = rest;
                self.head.push(first);
                if let Some(found) = header(&self.head) {
                    self.head.clear();
                    (self.left, self.is_data) = (found.length, found.is_data);
                }
            } else {
                let here = usize::try_from(self.left).unwrap_or(usize::MAX);
                let here = here.min(bytes.len());
                bytes = &bytes[here..];
                self.left -= here as u64;
                data += if self.is_data { here } else { 0 };
            }
        }
        data
    }
}

/// What a header says.
struct Header {
    /// How long it is itself, in bytes.
    size: usize,
    /// The length that it announces, in bytes.
    length: u64,
    is_data: bool,
}

/// The header in front of these bytes; nothing while it is not whole.
fn header(head: &[u8]) -> Option<Header> {
    let [first, second, rest @ ..] = head else {
        return None;
    };
    let (length, more) = match second & 0x7f {
        126 => (u64::from(u16::from_be_bytes(*rest.first_chunk()?)), 2),
        127 => (u64::from_be_bytes(*rest.first_chunk()?), 8),
        length => (u64::from(length), 0),
    };
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    (rest.len() >= more + mask).then_some(Header {
        size: 2 + more + mask,
        length,
        is_data: first & 0x08 == 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_counted_however_it_is_cut() {
        let long = [&[0x81, 126, 1, 0][..], &[b'x'; 256]].concat();
        let longer = [&[0x80, 127, 0, 0, 0, 0, 0, 1, 0, 0][..], &vec![b'x'; 65536]].concat();
        let masked = b"\x81\x82mask12".to_vec();
        let stream = [
            b"\x01\x03abc\x89\x02hi\x00\x00\x80\x01d".to_vec(),
            long,
            longer,
            masked,
            b"\x8a\x00\x88\x02\x03\xe8".to_vec(),
        ]
        .concat();
        for size in [1, 2, 3, 7, 1000, stream.len()] {
            let mut progress = Progress::default();
            let data: usize = stream.chunks(size).map(|it| progress.data_in(it)).sum();
            assert_eq!(data, 4 + 256 + 65536 + 2, "in pieces of {size}");
        }
    }

    #[test]
    fn a_length_that_cannot_be_is_only_a_number() {
        let mut progress = Progress::default();
        assert_eq!(
            progress.data_in(&[0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
            1
        );
        assert_eq!(progress.data_in(&[0; 1000]), 1000);
    }
}
