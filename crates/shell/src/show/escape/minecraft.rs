//! Minecraft's colours: `§` and a letter or digit, or `§x` and six digits with
//! a `§` before each.

use anstyle::{AnsiColor, Color, Style};

use super::colour;

/// A formatting code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// One of `0` to `9`, `a` to `f`, `k` to `o`, `r` and `x`, in lower case.
    Named(u8),
    /// A colour of its own: red, green, blue.
    Hex(u8, u8, u8),
}

/// What follows a `§`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parsed {
    /// A code and its length in bytes.
    Code(Code, usize),
    /// Perhaps a code, once more has arrived.
    Incomplete,
    /// Not a code: the `§` is a character like any other.
    No,
}

/// Reads the code at the front of `input`, the bytes after a `§`. At the
/// input's `end` nothing is incomplete.
pub(super) fn code(input: &[u8], end: bool) -> Parsed {
    match input.first().map(u8::to_ascii_lowercase) {
        None if end => Parsed::No,
        None => Parsed::Incomplete,
        Some(b'x') => match hex(&input[1..]) {
            Parsed::Incomplete if end => NO_EFFECT,
            parsed => parsed,
        },
        Some(letter @ (b'0'..=b'9' | b'a'..=b'f' | b'k'..=b'o' | b'r')) => {
            Parsed::Code(Code::Named(letter), 1)
        }
        Some(_) => Parsed::No,
    }
}

/// Reads the six digits after `§x`, each with a `§` of two bytes before it.
/// Without them, the `§x` is a code with no effect, as in the game.
fn hex(input: &[u8]) -> Parsed {
    const SECTION: [u8; 2] = [0xc2, 0xa7];
    let mut value = 0u32;
    for index in 0..18 {
        let Some(&byte) = input.get(index) else {
            return Parsed::Incomplete;
        };
        match (SECTION.get(index % 3), char::from(byte).to_digit(16)) {
            (Some(&expected), _) if byte == expected => {}
            (None, Some(digit)) => value = value << 4 | digit,
            _ => return NO_EFFECT,
        }
    }
    let [_, red, green, blue] = value.to_be_bytes();
    Parsed::Code(Code::Hex(red, green, blue), 1 + 18)
}

/// A `§x` that begins no colour.
const NO_EFFECT: Parsed = Parsed::Code(Code::Named(b'x'), 1);

/// The look after `code`. A colour ends what was bold, italic and so on, as in
/// the game; `k`, which scrambles the text there, has no effect.
pub(super) fn apply(style: Style, code: Code) -> Style {
    match code {
        Code::Hex(red, green, blue) => Style::new().fg_color(colour::rgb(red, green, blue)),
        Code::Named(b'l') => style.bold(),
        Code::Named(b'm') => style.strikethrough(),
        Code::Named(b'n') => style.underline(),
        Code::Named(b'o') => style.italic(),
        Code::Named(b'k' | b'x') => style,
        Code::Named(name) => Style::new().fg_color(named(name)),
    }
}

/// The colour that is called `name`; the terminal's own for black, white and
/// whatever else is not a colour.
fn named(name: u8) -> Option<Color> {
    let ansi = match name {
        b'1' => AnsiColor::Blue,
        b'2' => AnsiColor::Green,
        b'3' => AnsiColor::Cyan,
        b'4' => AnsiColor::Red,
        b'5' => AnsiColor::Magenta,
        b'6' => AnsiColor::Yellow,
        b'9' => AnsiColor::BrightBlue,
        b'a' => AnsiColor::BrightGreen,
        b'b' => AnsiColor::BrightCyan,
        b'c' => AnsiColor::BrightRed,
        b'd' => AnsiColor::BrightMagenta,
        b'e' => AnsiColor::BrightYellow,
        // Grey and dark grey, from the greys that themes leave alone.
        b'7' => return colour::palette(248),
        b'8' => return colour::palette(242),
        _ => return None,
    };
    Some(ansi.into())
}
