//! JSON that is safe to print on a terminal: what JSON itself allows in a
//! string but a terminal acts upon (DEL, C1, bidi controls) is written as
//! `\uXXXX`, which means the same.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::show::escape::is_hazard;

/// `value` as one line, newline included.
pub(super) fn line(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let written = write(value, &mut out);
    debug_assert!(written.is_ok(), "strings, numbers and structs only");
    // Of text alone there is nothing else.
    String::from_utf8(out).unwrap_or_default()
}

/// Writes that line in small pieces.
pub(super) fn write(value: &impl Serialize, mut out: impl Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut out, Compact))?;
    out.write_all(b"\n")
}

struct Compact;

impl Formatter for Compact {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, char)) = rest.char_indices().find(|(_, char)| is_hazard(*char)) {
            let (before, after) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &after[char.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}
