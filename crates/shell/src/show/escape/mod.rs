//! What a server says, made safe for a terminal.
//!
//! A reply is bytes from a stranger. Written to a terminal as they are, they
//! could move the cursor over what was printed before, set the window's title,
//! write to the clipboard or hide text. An [`Escaper`] lets through what is
//! text and shows the rest in a form that can be read: `\x1b`, `\r`,
//! `\u{202e}`, and `\xNN` for bytes that are not UTF-8. A backslash that the
//! server sent stays one backslash: ordinary text comes out unchanged.
//!
//! Shown escaped are
//! - control characters other than newline and tab: C0, DEL, and C1 both as
//!   raw bytes and as U+0080 to U+009F. A CR directly before LF is dropped;
//! - characters that reorder text, end a line or take no room, so that two
//!   different texts would look alike: the bidi controls, U+2028 and U+2029,
//!   U+FEFF, zero-width spaces, soft hyphens, tags. The zero-width joiners and
//!   U+FE0F stay: Persian, Indic scripts and emoji are misspelt without them.
//!
//! Two kinds of colours are understood: plain SGR sequences (`ESC [ 1;31 m`)
//! and Minecraft's `§c`. Of both only what leaves text legible is rendered:
//! bold, faint, italic, underlined, struck through, and foreground colours.
//! Backgrounds, reverse video, blinking and concealment have no effect, and a
//! foreground that is close to black or white becomes the terminal's own (or
//! its nearest hue), because it would be concealment on some background.

mod chars;
mod colour;
mod line;
mod minecraft;
mod sgr;
mod token;

#[cfg(test)]
mod tests;

pub(crate) use chars::is_hazard;
pub(crate) use line::is_plain_ascii;
pub use line::{line, width};

use std::io::Write as _;

use anstyle::{Reset, Style};

use token::{MAX_TOKEN, Token};

/// What becomes of control characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Controls {
    /// Shown in a readable form: for a terminal.
    #[default]
    Show,
    /// Left as they came: for a pipe or a file that only has colours taken out.
    Keep,
}

/// How an [`Escaper`] treats what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EscapeOptions {
    /// Render colours; without it they are dropped.
    pub colour: bool,
    /// Take `§` and a code after it for a Minecraft colour. Without it, `§` is
    /// a character like any other.
    pub minecraft: bool,
    /// What becomes of control characters.
    pub controls: Controls,
}

impl Default for EscapeOptions {
    /// Both kinds of colours rendered, control characters shown.
    fn default() -> Self {
        EscapeOptions {
            colour: true,
            minecraft: true,
            controls: Controls::Show,
        }
    }
}

/// Escapes a reply piece by piece, in constant memory.
///
/// What comes out does not depend on where the pieces were cut: at most
/// 64 bytes, those of a sequence that is not complete yet, are held back until
/// the next [`push`](Escaper::push) or [`finish`](Escaper::finish).
#[derive(Debug)]
pub struct Escaper {
    options: EscapeOptions,
    /// The beginning of a token whose end has not arrived.
    held: [u8; MAX_TOKEN],
    held_len: usize,
    /// The look that the server asked for, of what it lets us render.
    wanted: Style,
    /// The look that the terminal was last told. Brought up to `wanted` before
    /// text only, so a million changes of colour in a row cost nothing.
    shown: Style,
    /// Whether what was printed of this reply ends in the middle of a line.
    mid_line: bool,
}

impl Escaper {
    /// An escaper at the beginning of a reply.
    pub fn new(options: EscapeOptions) -> Self {
        Escaper {
            options,
            held: [0; MAX_TOKEN],
            held_len: 0,
            wanted: Style::new(),
            shown: Style::new(),
            mid_line: false,
        }
    }

    /// Appends to `out` what `input` is to be shown as.
    pub fn push(&mut self, mut input: &[u8], out: &mut Vec<u8>) {
        // Bytes are added to what is held one by one, until it is clear what
        // it is; from there on the input is read in place.
        while self.held_len > 0 {
            let Some((&byte, rest)) = input.split_first() else {
                return;
            };
            input = rest;
            self.hold(&[byte]);
            self.drain(out, false);
        }
        let used = self.consume(input, out, false);
        self.hold(&input[used..]);
    }

    /// Ends the reply: shows what was held back, puts the terminal's own look
    /// back, and makes ready for the next reply.
    ///
    /// Returns whether what was printed ends in the middle of a line.
    pub fn finish(&mut self, out: &mut Vec<u8>) -> bool {
        self.drain(out, true);
        self.wanted = Style::new();
        self.dress(out);
        std::mem::take(&mut self.mid_line)
    }

    /// Keeps `bytes` for later. A token is never undecided at its full length,
    /// so they always fit.
    fn hold(&mut self, bytes: &[u8]) {
        let end = self.held_len + bytes.len();
        if let Some(room) = self.held.get_mut(self.held_len..end) {
            room.copy_from_slice(bytes);
            self.held_len = end;
        } else {
            debug_assert!(false, "a token longer than {MAX_TOKEN} bytes");
        }
    }

    /// Deals with what is held, as far as it is clear what it is.
    fn drain(&mut self, out: &mut Vec<u8>, end: bool) {
        let held = self.held;
        let used = self.consume(&held[..self.held_len], out, end);
        self.held.copy_within(used..self.held_len, 0);
        self.held_len -= used;
    }

    /// Deals with every whole token at the front of `input` and returns how
    /// many bytes they were.
    fn consume(&mut self, input: &[u8], out: &mut Vec<u8>, end: bool) -> usize {
        let mut at = 0;
        while let Some((token, len)) = token::next(&input[at..], self.options.minecraft, end) {
            let bytes = &input[at..at + len];
            self.apply(&token, bytes, out);
            at += len;
        }
        at
    }

    fn apply(&mut self, token: &Token<'_>, bytes: &[u8], out: &mut Vec<u8>) {
        let keep = self.options.controls == Controls::Keep;
        match token {
            Token::Text => self.print(bytes, out),
            Token::Control | Token::CrBeforeLf if keep => self.print(bytes, out),
            Token::CrBeforeLf => {}
            Token::Control => {
                self.print(b"", out);
                chars::show(bytes, out);
                self.mid_line = true;
            }
            Token::Sgr(parameters) => self.wanted = sgr::apply(self.wanted, parameters),
            Token::Minecraft(code) => self.wanted = minecraft::apply(self.wanted, *code),
        }
    }

    fn print(&mut self, text: &[u8], out: &mut Vec<u8>) {
        self.dress(out);
        out.extend_from_slice(text);
        if let Some(last) = text.last() {
            self.mid_line = *last != b'\n';
        }
    }

    /// Tells the terminal about a change of look, if there is one.
    fn dress(&mut self, out: &mut Vec<u8>) {
        if !self.options.colour || self.wanted == self.shown {
            return;
        }
        let plain = Style::new();
        // Writing to a `Vec` cannot fail.
        if self.shown != plain {
            let _ = write!(out, "{}", Reset.render());
        }
        let _ = write!(out, "{}", self.wanted.render());
        self.shown = self.wanted;
    }
}

/// Escapes a whole reply that is at hand.
pub fn text(reply: &[u8], options: EscapeOptions) -> String {
    let mut out = Vec::with_capacity(reply.len());
    let mut escaper = Escaper::new(options);
    escaper.push(reply, &mut out);
    escaper.finish(&mut out);
    // Without loss where control characters are shown, as bytes that are not
    // UTF-8 are then among them.
    String::from_utf8(out)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
