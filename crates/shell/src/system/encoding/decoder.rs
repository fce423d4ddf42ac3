//! A reply that comes in pieces, decoded without losing a byte.

use std::fmt;

use encoding_rs::{DecoderResult, Encoding};

/// What is decoded at a time, in bytes of UTF-8.
pub(super) const PIECE: usize = 16 * 1024;

/// The longest sequence that a decoder reports as malformed, with what it read
/// beyond it: at most 4 and 3 bytes (see `encoding_rs::DecoderResult`).
const HISTORY: usize = 8;

/// Decodes a reply piece by piece to UTF-8, in constant memory.
///
/// Bytes that do not decode are shown as `\xNN`, so that none is lost.
pub struct Decoder {
    encoding: &'static Encoding,
    inner: encoding_rs::Decoder,
    /// What one round decodes into.
    scratch: String,
    /// The last bytes read, for when they turn out to be malformed.
    history: [u8; HISTORY],
}

impl Decoder {
    pub(super) fn new(encoding: &'static Encoding) -> Self {
        Decoder {
            encoding,
            inner: encoding.new_decoder_without_bom_handling(),
            scratch: String::with_capacity(PIECE),
            history: [0; HISTORY],
        }
    }

    /// Appends the text of `input` to `out`.
    pub fn push(&mut self, input: &[u8], out: &mut Vec<u8>) {
        self.run(input, out, false);
    }

    /// Ends the reply: shows a character that was cut off, and makes ready for
    /// the next reply.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        self.run(b"", out, true);
        self.inner = self.encoding.new_decoder_without_bom_handling();
    }

    fn run(&mut self, mut input: &[u8], out: &mut Vec<u8>, last: bool) {
        loop {
            self.scratch.clear();
            let (result, read) =
                self.inner
                    .decode_to_string_without_replacement(input, &mut self.scratch, last);
            out.extend_from_slice(self.scratch.as_bytes());
            let (done, rest) = input.split_at(read);
            self.remember(done);
            input = rest;
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(len, beyond) => {
                    let end = HISTORY.saturating_sub(usize::from(beyond));
                    let start = end.saturating_sub(usize::from(len));
                    for byte in &self.history[start..end] {
                        show_byte(*byte, out);
                    }
                }
            }
        }
    }

    fn remember(&mut self, read: &[u8]) {
        let new = &read[read.len().saturating_sub(HISTORY)..];
        self.history.rotate_left(new.len());
        self.history[HISTORY - new.len()..].copy_from_slice(new);
    }
}

impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("encoding", &self.encoding.name())
            .finish_non_exhaustive()
    }
}

/// Appends the readable form of a byte: `\xNN`.
pub(crate) fn show_byte(byte: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS[usize::from(nibble)];
    out.extend_from_slice(&[b'\\', b'x', digit(byte >> 4), digit(byte & 15)]);
}
