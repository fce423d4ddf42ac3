//! Standard output: where replies are printed, piece by piece.

mod sink;
mod stdout;

#[cfg(test)]
mod tests;

pub(crate) use stdout::StandardOutput;

use std::io::{self, Write};

use crate::error::Error;
use crate::show::escape::{Controls, EscapeOptions, Escaper};
use crate::show::style::ColorChoice;
use crate::system::encoding::{Decoder, ServerEncoding};
use crate::system::terminal;
use sink::Sink;

/// A reply is decoded and escaped in pieces of this size, in bytes, so that
/// what is kept of it stays small.
const PIECE: usize = 16 * 1024;

/// An error of standard output, as people read it.
pub(crate) fn cannot_write(error: io::Error) -> Error {
    Error::unwritten(error)
}

/// What a reply's bytes become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rendering {
    /// Themselves, with nothing added: `--raw`.
    Raw,
    /// Themselves, with a newline where the last is missing.
    Plain,
    /// As `Plain`, with Minecraft's and SGR colours taken out.
    Uncoloured,
    /// Text that is safe on a terminal.
    Terminal {
        /// Whether the server's colours are rendered.
        colour: bool,
    },
}

/// Where replies go.
#[derive(Clone, Copy, Debug)]
struct Stream {
    /// Whether it is a terminal.
    terminal: bool,
    /// Whether it gets colours: what `--color` came to there.
    colour: bool,
}

impl Rendering {
    /// What replies become on standard output, where they are to be read.
    pub(crate) fn of_stdout(choice: ColorChoice) -> Self {
        let stream = Stream {
            terminal: terminal::streams().stdout,
            colour: choice.for_stdout(),
        };
        Self::on(stream, choice)
    }

    /// Off a terminal, colours that are asked for make the output one for a
    /// terminal further on (`| less -R`), colours that are refused are taken
    /// out, and otherwise nothing is touched.
    fn on(stream: Stream, choice: ColorChoice) -> Self {
        let Stream { terminal, colour } = stream;
        match choice {
            _ if terminal || colour => Rendering::Terminal { colour },
            ColorChoice::Never => Rendering::Uncoloured,
            _ => Rendering::Plain,
        }
    }

    /// How the bytes are escaped, if they are.
    fn escapes(self, minecraft: bool) -> Option<EscapeOptions> {
        let (colour, controls) = match self {
            Rendering::Raw | Rendering::Plain => return None,
            Rendering::Uncoloured => (false, Controls::Keep),
            Rendering::Terminal { colour } => (colour, Controls::Show),
        };
        Some(EscapeOptions {
            colour,
            minecraft,
            controls,
        })
    }
}

/// Prints replies as they arrive.
///
/// Small pieces are gathered until [`flush`](Output::flush) or a reply's end:
/// call `flush` when there is nothing more to read at the moment. Large ones
/// go through without a copy, one write each.
///
/// A reader that has gone (`| head`) is no error: from then on everything is
/// thrown away. Any other error is kept until [`end_reply`](Output::end_reply)
/// returns it, and the rest of that reply is thrown away.
#[derive(Debug)]
pub(crate) struct Output<W: Write> {
    sink: Sink<W>,
    rendering: Rendering,
    minecraft: bool,
    decoder: Option<Decoder>,
    escaper: Option<Escaper>,
    /// Whether this reply's text so far ends in the middle of a line, where
    /// there is no escaper that knows.
    mid_line: bool,
    error: Option<io::Error>,
    decoded: Vec<u8>,
    escaped: Vec<u8>,
}

impl<W: Write> Output<W> {
    /// An output that writes to `writer`, which should have no buffer of its
    /// own: see [`StandardOutput`].
    pub(crate) fn new(writer: W, rendering: Rendering) -> Self {
        let mut output = Output {
            sink: Sink::new(writer),
            rendering,
            minecraft: true,
            decoder: None,
            escaper: None,
            mid_line: false,
            error: None,
            decoded: Vec::new(),
            escaped: Vec::new(),
        };
        output.set_rendering(rendering);
        output
    }

    /// What comes next is a line of its own, and the server sent no newline.
    /// Adds nothing in [`Rendering::Raw`].
    pub(crate) fn line_break(&mut self) {
        if self.rendering != Rendering::Raw {
            self.reply(b"\n");
        }
    }

    /// What replies become.
    pub(crate) fn rendering(&self) -> Rendering {
        self.rendering
    }

    /// Changes what replies become, from the next one on.
    pub(crate) fn set_rendering(&mut self, rendering: Rendering) {
        self.rendering = rendering;
        self.escaper = rendering.escapes(self.minecraft).map(Escaper::new);
    }

    /// Whether `§` begins a colour, from the next reply on. It does unless
    /// told otherwise; to be turned off where the server is no Minecraft.
    pub(crate) fn set_minecraft(&mut self, minecraft: bool) {
        self.minecraft = minecraft;
        self.set_rendering(self.rendering);
    }

    /// Converts the replies from `encoding` to UTF-8, from the next one on
    /// (not in [`Rendering::Raw`]). Bytes that do not decode are shown as `\xNN`.
    /// `None` leaves them as they are.
    pub(crate) fn set_encoding(&mut self, encoding: Option<ServerEncoding>) {
        self.decoder = encoding.map(ServerEncoding::decoder);
    }

    /// Whether the reader has gone, and output is thrown away.
    #[cfg(test)]
    pub(crate) fn is_closed(&self) -> bool {
        self.sink.is_closed()
    }

    /// Prints a piece of a reply.
    pub(crate) fn reply(&mut self, bytes: &[u8]) {
        if self.error.is_none() && !self.sink.is_closed() {
            let result = self.convert(bytes);
            self.error = result.err();
        }
    }

    /// Ends a reply: adds a newline if it has text that does not end in one,
    /// puts the terminal's colours back, and flushes.
    ///
    /// # Errors
    /// The first error of writing it, other than that the reader has gone.
    pub(crate) fn end_reply(&mut self) -> io::Result<()> {
        let ended = self.convert_end();
        let result = match self.error.take() {
            Some(error) => Err(error),
            None => ended.and_then(|()| self.sink.flush()),
        };
        if result.is_err() {
            self.sink.clear();
        }
        result
    }

    /// Whether some of this reply could not be written.
    pub(crate) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// Prints text of our own, as it is, and flushes.
    ///
    /// # Errors
    /// That it could not be written, other than because the reader has gone.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.sink.write(text.as_bytes())?;
        self.sink.flush()
    }

    /// Writes out what was gathered. An error is kept for `end_reply`.
    pub(crate) fn flush(&mut self) {
        if self.error.is_none() {
            self.error = self.sink.flush().err();
        }
    }

    /// Lets `write` write text of our own, in pieces, and flushes.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub(crate) fn streamed(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        write(&mut self.sink)?;
        self.sink.flush()
    }

    fn convert(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.decoder.is_none() && self.escaper.is_none() || self.rendering == Rendering::Raw {
            return self.write_unescaped(bytes);
        }
        for piece in bytes.chunks(PIECE) {
            let Some(decoder) = &mut self.decoder else {
                self.escape(piece)?;
                continue;
            };
            let mut text = std::mem::take(&mut self.decoded);
            decoder.push(piece, &mut text);
            let result = self.escape(&text);
            text.clear();
            self.decoded = text;
            result?;
        }
        Ok(())
    }

    fn escape(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(escaper) = &mut self.escaper else {
            return self.write_unescaped(bytes);
        };
        self.escaped.clear();
        escaper.push(bytes, &mut self.escaped);
        self.sink.write(&self.escaped)
    }

    fn write_unescaped(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(last) = bytes.last() {
            self.mid_line = *last != b'\n';
        }
        self.sink.write(bytes)
    }

    /// Writes what the end of a reply calls for, and makes decoder and escaper
    /// ready for the next, whatever became of this one.
    fn convert_end(&mut self) -> io::Result<()> {
        let mut tail = Vec::new();
        if let Some(decoder) = &mut self.decoder
            && self.rendering != Rendering::Raw
        {
            decoder.finish(&mut tail);
        }
        let result = self.escape(&tail);
        let mut mid_line = std::mem::take(&mut self.mid_line);
        self.escaped.clear();
        if let Some(escaper) = &mut self.escaper {
            mid_line = escaper.finish(&mut self.escaped);
        }
        if mid_line && self.rendering != Rendering::Raw {
            self.escaped.push(b'\n');
        }
        result.and_then(|()| self.sink.write(&self.escaped))
    }
}
