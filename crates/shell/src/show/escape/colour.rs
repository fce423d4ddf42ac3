//! Foreground colours that can be read on any background.
//!
//! What the background is, a program cannot know, so a server could hide text
//! by writing black on black. Of the sixteen colours of a theme, the six hues
//! are legible on that theme's background, while black, white and the greys
//! may be that background: those become the terminal's own foreground. A
//! colour by its red, green and blue stays if it stands out from both black
//! and white, else it becomes the theme's nearest hue.

use anstyle::{Ansi256Color, AnsiColor, Color, RgbColor};

/// The least and the greatest luminance (0 to 1) that has a contrast of 1.3 or
/// more with both black and white, as WCAG 2 computes contrast.
const LEGIBLE: std::ops::RangeInclusive<f64> = 0.015..=0.75;

/// Below this difference between its strongest and its weakest channel, a
/// colour is taken for a grey.
const GREY: u8 = 32;

/// The hues in the order of ANSI: bit 0 is red, bit 1 green, bit 2 blue.
const HUES: [(AnsiColor, AnsiColor); 6] = [
    (AnsiColor::Red, AnsiColor::BrightRed),
    (AnsiColor::Green, AnsiColor::BrightGreen),
    (AnsiColor::Yellow, AnsiColor::BrightYellow),
    (AnsiColor::Blue, AnsiColor::BrightBlue),
    (AnsiColor::Magenta, AnsiColor::BrightMagenta),
    (AnsiColor::Cyan, AnsiColor::BrightCyan),
];

/// Colour `index` of the eight that a theme defines, or of their bright forms.
pub(super) fn ansi(index: usize, bright: bool) -> Option<Color> {
    let (normal, vivid) = HUES.get(index.checked_sub(1)?)?;
    Some(Color::Ansi(if bright { *vivid } else { *normal }))
}

/// Colour `index` of the 256: the theme's sixteen, a cube of 6×6×6, 24 greys.
pub(super) fn palette(index: u8) -> Option<Color> {
    if index < 16 {
        return ansi(usize::from(index % 8), index >= 8);
    }
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    let (red, green, blue) = if let Some(grey) = index.checked_sub(232) {
        let level = 8 + 10 * grey;
        (level, level, level)
    } else {
        let cube = index - 16;
        (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
    };
    let exact = Color::Ansi256(Ansi256Color(index));
    if is_legible(red, green, blue) {
        Some(exact)
    } else {
        nearest_hue(red, green, blue)
    }
}

/// A colour by its channels.
pub(super) fn rgb(red: u8, green: u8, blue: u8) -> Option<Color> {
    if is_legible(red, green, blue) {
        Some(Color::Rgb(RgbColor(red, green, blue)))
    } else {
        nearest_hue(red, green, blue)
    }
}

fn is_legible(red: u8, green: u8, blue: u8) -> bool {
    // sRGB's curve within 0.01, in arithmetic alone: a power would have every
    // start of the program load the library of mathematics.
    let linear = |channel: u8| {
        let x = f64::from(channel) / 255.0;
        x * x * (0.8 + 0.2 * x)
    };
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    LEGIBLE.contains(&luminance)
}

/// The theme's colour that is nearest to one that is too dark or too light;
/// `None`, the terminal's own, for a grey.
fn nearest_hue(red: u8, green: u8, blue: u8) -> Option<Color> {
    let strongest = red.max(green).max(blue);
    let weakest = red.min(green).min(blue);
    if strongest - weakest < GREY {
        return None;
    }
    let middle = weakest + (strongest - weakest) / 2;
    let bit = |channel: u8| usize::from(channel > middle);
    let bright = strongest >= 192;
    ansi(bit(red) | bit(green) << 1 | bit(blue) << 2, bright)
}
