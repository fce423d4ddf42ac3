//! The server's character encoding: of the commands sent and the replies read.

use std::borrow::Cow;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use encoding_rs::{CoderResult, DecoderResult, Encoding, REPLACEMENT, UTF_8};

/// An encoding that a server may use, found by its WHATWG label; or base64, in
/// which UTF-8 is wrapped on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerEncoding {
    text: &'static Encoding,
    base64: bool,
}

/// What wraps UTF-8, and is no encoding of the web's.
const BASE64: &str = "base64";

impl ServerEncoding {
    /// UTF-8, which most servers speak.
    pub const UTF_8: ServerEncoding = ServerEncoding {
        text: UTF_8,
        base64: false,
    };

    /// The encoding's own name, such as `windows-1251`.
    pub fn name(self) -> &'static str {
        if self.base64 {
            BASE64
        } else {
            self.text.name()
        }
    }

    /// Whether commands and replies are base64 on the wire, which is the
    /// connection's matter.
    pub fn is_base64(self) -> bool {
        self.base64
    }

    /// `text` in this encoding.
    ///
    /// # Errors
    /// If the encoding has no form for one of its characters; nothing is ever
    /// replaced, since a command that was altered is another command.
    pub fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, EncodeError> {
        let (bytes, _, incomplete) = self.text.encode(text);
        if !incomplete {
            return Ok(bytes);
        }
        let lacks = |char: char| self.text.encode(char.encode_utf8(&mut [0; 4])).2;
        let found = text.chars().enumerate().find(|(_, char)| lacks(*char));
        let (index, character) = found.unwrap_or((0, char::REPLACEMENT_CHARACTER));
        Err(EncodeError {
            character,
            position: index + 1,
            encoding: self.name(),
        })
    }

    /// The text of a whole reply, with U+FFFD for what does not decode, and
    /// whether there was any such.
    pub fn decode(self, reply: &[u8]) -> (Cow<'_, str>, bool) {
        self.text.decode_without_bom_handling(reply)
    }

    /// The same in small pieces, each handed to `each`.
    ///
    /// # Errors
    /// The first of `each`.
    pub(crate) fn decode_to<E>(
        self,
        reply: &[u8],
        mut each: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<bool, E> {
        let mut decoder = self.text.new_decoder_without_bom_handling();
        let mut piece = String::with_capacity(PIECE);
        let mut rest = reply;
        let mut lossy = false;
        loop {
            piece.clear();
            let (result, read, replaced) = decoder.decode_to_string(rest, &mut piece, true);
            lossy |= replaced;
            each(&piece)?;
            rest = rest.get(read..).unwrap_or_default();
            if result == CoderResult::InputEmpty {
                return Ok(lossy);
            }
        }
    }

    /// Whether there is something in a whole reply that does not decode.
    pub(crate) fn loses_some_of(self, reply: &[u8]) -> bool {
        if self == Self::UTF_8 {
            return std::str::from_utf8(reply).is_err();
        }
        let decoded = self.decode_to(reply, |_| Ok::<_, Infallible>(()));
        decoded.unwrap_or_else(|never| match never {})
    }

    /// A decoder for a reply that arrives in pieces.
    pub fn decoder(self) -> Decoder {
        Decoder::new(self)
    }
}

impl Default for ServerEncoding {
    fn default() -> Self {
        Self::UTF_8
    }
}

impl fmt::Display for ServerEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ServerEncoding {
    type Err = UnknownEncoding;

    fn from_str(label: &str) -> Result<Self, Self::Err> {
        if label.trim().eq_ignore_ascii_case(BASE64) {
            return Ok(ServerEncoding {
                base64: true,
                ..ServerEncoding::UTF_8
            });
        }
        match Encoding::for_label(label.as_bytes()) {
            // UTF-16 has a NUL in every ASCII letter, where a packet's text
            // would end; `replacement` decodes nothing.
            Some(encoding) if encoding.output_encoding() == encoding => {
                debug_assert!(encoding != REPLACEMENT);
                Ok(ServerEncoding {
                    text: encoding,
                    base64: false,
                })
            }
            Some(encoding) => Err(UnknownEncoding(format!(
                "no server can speak {} over RCON",
                encoding.name()
            ))),
            None => Err(UnknownEncoding(format!(
                "unknown encoding {label:?}, use a WHATWG label such as utf-8, windows-1251 or gbk, or base64"
            ))),
        }
    }
}

/// A label that names no encoding of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEncoding(String);

impl fmt::Display for UnknownEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for UnknownEncoding {}

/// A text that an encoding has no bytes for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    /// The first character that is not in the encoding.
    pub character: char,
    /// Where it stands, in characters, the first being 1.
    pub position: usize,
    /// The encoding's name.
    pub encoding: &'static str,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "character {} ({}, U+{:04X}) is not in {}, the server's encoding",
            self.position,
            self.character.escape_debug(),
            u32::from(self.character),
            self.encoding
        )
    }
}

impl Error for EncodeError {}

/// What is decoded at a time, in bytes of UTF-8.
const PIECE: usize = 16 * 1024;

/// Appends the readable form of a byte: `\xNN`.
pub(crate) fn show_byte(byte: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS[usize::from(nibble)];
    out.extend_from_slice(&[b'\\', b'x', digit(byte >> 4), digit(byte & 15)]);
}

/// The longest sequence that a decoder reports as malformed, with what it read
/// beyond it: at most 4 and 3 bytes (see `encoding_rs::DecoderResult`).
const HISTORY: usize = 8;

/// Decodes a reply piece by piece to UTF-8, in constant memory.
///
/// Bytes that do not decode are shown as `\xNN`, so that none is lost.
pub struct Decoder {
    encoding: ServerEncoding,
    inner: encoding_rs::Decoder,
    /// What one round decodes into.
    scratch: String,
    /// The last bytes read, for when they turn out to be malformed.
    history: [u8; HISTORY],
}

impl Decoder {
    fn new(encoding: ServerEncoding) -> Self {
        Decoder {
            encoding,
            inner: encoding.text.new_decoder_without_bom_handling(),
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
        self.inner = self.encoding.text.new_decoder_without_bom_handling();
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
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}

impl From<EncodeError> for crate::error::Error {
    fn from(error: EncodeError) -> Self {
        Self::new(rcon_proto::ErrorKind::Usage, error)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(label: &str, pieces: &[&[u8]]) -> String {
        let mut decoder = label.parse::<ServerEncoding>().unwrap().decoder();
        let mut out = Vec::new();
        for piece in pieces {
            decoder.push(piece, &mut out);
        }
        decoder.finish(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn labels_are_those_of_the_web() {
        for (label, name) in [
            ("latin1", "windows-1252"),
            (" UTF8 ", "UTF-8"),
            ("gb2312", "GBK"),
            ("Base64", "base64"),
        ] {
            let encoding: ServerEncoding = label.parse().unwrap();
            assert_eq!(encoding.name(), name);
        }
        let message = |label: &str| label.parse::<ServerEncoding>().unwrap_err().to_string();
        assert!(
            message("klingon").contains("\"klingon\""),
            "{}",
            message("klingon")
        );
        assert_eq!(message("utf-16"), "no server can speak UTF-16LE over RCON");
        assert!(message("iso-2022-kr").contains("replacement"));
    }

    #[test]
    fn an_encoding_error_says_where() {
        let encoding: ServerEncoding = "windows-1251".parse().unwrap();
        let error = encoding.encode("say привет → x").unwrap_err();
        assert_eq!((error.character, error.position), ('→', 12));
        assert_eq!(
            error.to_string(),
            "character 12 (→, U+2192) is not in windows-1251, the server's encoding"
        );
    }

    #[test]
    fn what_does_not_decode_is_shown() {
        assert_eq!(decode("gbk", &[b"\xc4", b"\xe3\xba", b"\xc3!"]), "你好!");
        assert_eq!(decode("gbk", &[b"a\xc4"]), r"a\xc4");
        assert_eq!(decode("utf-8", &[b"\xe2", b"\x82", b"x"]), r"\xe2\x82x");
        assert_eq!(decode("utf-8", &[b"\xf0\x9f\x98"]), r"\xf0\x9f\x98");
        assert_eq!(decode("shift_jis", &[b"\x82", b" \x82\xa0"]), r"\x82 あ");
        // Read beyond the malformed sequence before it is known to be one.
        assert_eq!(decode("gb18030", &[b"\x81\x30", b"\x81", b"A"]), r"\x810丄");
    }

    #[test]
    fn the_decoder_starts_afresh() {
        let mut decoder = ServerEncoding::UTF_8.decoder();
        let mut out = Vec::new();
        decoder.push(b"\xc3", &mut out);
        decoder.finish(&mut out);
        decoder.push(b"\xa9", &mut out);
        decoder.finish(&mut out);
        assert_eq!(out, br"\xc3\xa9");
    }

    proptest! {
        #[test]
        fn no_byte_is_lost(input: Vec<u8>, cut: prop::sample::Index) {
            let cut = cut.index(input.len() + 1);
            let shown = decode("utf-8", &[&input[..cut], &input[cut..]]);
            let expected: String = input
                .utf8_chunks()
                .flat_map(|chunk| {
                    let bad = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}"));
                    std::iter::once(chunk.valid().to_owned()).chain(bad)
                })
                .collect();
            prop_assert_eq!(shown, expected);
        }
    }

    #[test]
    fn an_encoding_is_found_by_its_label() -> Result<(), Box<dyn Error>> {
        use crate::system::encoding::ServerEncoding;

        let encoding: ServerEncoding = "cp1251".parse()?;
        assert_eq!(encoding.name(), "windows-1251");
        assert_eq!(*encoding.encode("да")?, [0xe4, 0xe0]);
        Ok(())
    }

    #[test]
    fn what_does_not_decode_is_told() {
        use crate::system::encoding::ServerEncoding;

        let (text, lossy) = ServerEncoding::UTF_8.decode(b"a\xff");
        assert_eq!((&*text, lossy), ("a\u{fffd}", true));
    }

    #[test]
    fn a_character_in_two_pieces_is_one() {
        use crate::system::encoding::ServerEncoding;

        let mut decoder = ServerEncoding::UTF_8.decoder();
        let mut out = Vec::new();
        decoder.push(b"\xc3", &mut out);
        decoder.push(b"\xa9\xff", &mut out);
        decoder.finish(&mut out);
        assert_eq!(out, "é\\xff".as_bytes());
    }
}
