//! A reply inside a record: kept once, as its bytes, and decoded on its way out.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::show::escape::{Controls, EscapeOptions, Escaper};
use crate::system::encoding::ServerEncoding;

/// The text of a reply, with U+FFFD for what does not decode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ReplyText<'a> {
    bytes: &'a [u8],
    encoding: ServerEncoding,
    colours: Colours,
}

/// What becomes of Minecraft's and SGR colours.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Colours {
    Stay,
    AreLeftOut,
}

impl<'a> ReplyText<'a> {
    pub(super) fn new(bytes: &'a [u8], encoding: ServerEncoding) -> Self {
        Self {
            bytes,
            encoding,
            colours: Colours::Stay,
        }
    }

    pub(super) fn without_colours(self) -> Self {
        Self {
            colours: Colours::AreLeftOut,
            ..self
        }
    }
}

impl fmt::Display for ReplyText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.colours == Colours::Stay {
            let decoded = self
                .encoding
                .decode_to(self.bytes, |text| f.write_str(text));
            return decoded.map(|_| ());
        }
        let mut escaper = Escaper::new(EscapeOptions {
            colour: false,
            minecraft: true,
            controls: Controls::Keep,
        });
        let mut bare = Vec::new();
        self.encoding.decode_to(self.bytes, |text| {
            escaper.push(text.as_bytes(), &mut bare);
            // Characters go in and come out whole.
            f.write_str(&String::from_utf8_lossy(&bare))?;
            bare.clear();
            Ok(())
        })?;
        escaper.finish(&mut bare);
        f.write_str(&String::from_utf8_lossy(&bare))
    }
}

impl Serialize for ReplyText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
