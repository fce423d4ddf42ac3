//! The server's character encoding: of the commands sent and the replies read.

mod decoder;

use std::borrow::Cow;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use encoding_rs::{CoderResult, Encoding, REPLACEMENT, UTF_8};
use rcon_proto::TransferEncoding;

use decoder::PIECE;

pub(crate) use decoder::{Decoder, show_byte};

/// An encoding that a server may use, found by its WHATWG label; or base64, in
/// which UTF-8 is wrapped on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerEncoding {
    text: &'static Encoding,
    transfer: TransferEncoding,
}

/// What wraps UTF-8, and is no encoding of the web's.
const BASE64: &str = "base64";

impl ServerEncoding {
    /// UTF-8, which most servers speak.
    pub const UTF_8: ServerEncoding = ServerEncoding {
        text: UTF_8,
        transfer: TransferEncoding::Plain,
    };

    /// The encoding's own name, such as `windows-1251`.
    pub fn name(self) -> &'static str {
        match self.transfer {
            TransferEncoding::Base64 => BASE64,
            _ => self.text.name(),
        }
    }

    /// How commands and replies are written on the wire, which is the
    /// connection's matter.
    pub(crate) fn transfer(self) -> TransferEncoding {
        self.transfer
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

    /// The text of a whole reply for people, with `\xNN` for what does not decode,
    /// so that no byte is lost: what a [`Decoder`] makes of its pieces.
    pub(crate) fn readable(self, reply: &[u8]) -> Cow<'_, str> {
        let (text, lossy) = self.decode(reply);
        if !lossy {
            return text;
        }
        let mut out = Vec::with_capacity(reply.len());
        let mut decoder = self.decoder();
        decoder.push(reply, &mut out);
        decoder.finish(&mut out);
        // Without loss: a decoder writes nothing but UTF-8.
        Cow::Owned(String::from_utf8(out).unwrap_or_else(|_| text.into_owned()))
    }

    /// As [`decode`](Self::decode), in small pieces, each handed to `each`.
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
        Decoder::new(self.text)
    }
}

/// A reply in UTF-8, where it was named what its server speaks; else as it came.
pub(crate) fn in_utf_8(reply: &[u8], encoding: Option<ServerEncoding>) -> Cow<'_, [u8]> {
    match encoding.map(|encoding| encoding.readable(reply)) {
        Some(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
        Some(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
        None => Cow::Borrowed(reply),
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
                transfer: TransferEncoding::Base64,
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
                    transfer: TransferEncoding::Plain,
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

impl From<EncodeError> for crate::error::Error {
    fn from(error: EncodeError) -> Self {
        Self::new(rcon_proto::ErrorKind::Usage, error)
    }
}

#[cfg(test)]
mod tests;
