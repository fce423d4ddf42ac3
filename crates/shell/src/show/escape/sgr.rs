//! SGR sequences (ECMA-48, 8.3.117), as far as they leave text legible.

use anstyle::{Effects, Style};

use super::colour;

/// The look after the `parameters` of an SGR sequence: what stands between
/// `ESC [` and `m`, made of digits, `;` and `:`.
///
/// A colour in several parameters is read as one, so that the 8 of `38;5;8`
/// is not taken for concealment. What is not rendered is skipped.
pub(super) fn apply(mut style: Style, parameters: &[u8]) -> Style {
    let mut parameters = parameters.split(|byte| *byte == b';');
    while let Some(parameter) = parameters.next() {
        let mut parts = parameter.split(|byte| *byte == b':').map(number);
        let code = parts.next().unwrap_or(0);
        if parameter.contains(&b':') {
            style = with_parts(style, code, parts);
        } else if matches!(code, 38 | 48 | 58) {
            let Some(coloured) = extended(style, &mut parameters.by_ref().map(number)) else {
                // How many of the parameters belonged to it is not known.
                return style;
            };
            if code == 38 {
                style = coloured;
            }
        } else {
            style = single(style, code);
        }
    }
    style
}

/// A parameter's value; an empty one is 0, one too large for `u16` its maximum.
fn number(digits: &[u8]) -> u16 {
    digits.iter().fold(0u16, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(u16::from(digit.wrapping_sub(b'0')))
    })
}

/// A code that stands alone.
fn single(style: Style, code: u16) -> Style {
    let on = |effect| style.effects(style.get_effects() | effect);
    let off = |effect| style.effects(style.get_effects() - effect);
    match code {
        0 => Style::new(),
        1 => on(Effects::BOLD),
        2 => on(Effects::DIMMED),
        3 => on(Effects::ITALIC),
        4 | 21 => on(Effects::UNDERLINE),
        9 => on(Effects::STRIKETHROUGH),
        22 => off(Effects::BOLD | Effects::DIMMED),
        23 => off(Effects::ITALIC),
        24 => off(Effects::UNDERLINE),
        29 => off(Effects::STRIKETHROUGH),
        30..=37 => style.fg_color(colour::ansi(usize::from(code - 30), false)),
        39 => style.fg_color(None),
        90..=97 => style.fg_color(colour::ansi(usize::from(code - 90), true)),
        _ => style,
    }
}

/// A code with `parts` after colons: a colour, or a kind of underline.
fn with_parts(style: Style, code: u16, mut parts: impl Iterator<Item = u16> + Clone) -> Style {
    match code {
        4 => single(style, if parts.next() == Some(0) { 24 } else { 4 }),
        38 => {
            // `2:r:g:b` has an older form and `2::r:g:b`, with a colour space
            // before red, the standard's.
            let with_space = parts.clone().next() == Some(2) && parts.clone().count() > 4;
            let coloured = if with_space {
                let parts = parts.enumerate().filter(|(at, _)| *at != 1);
                extended(style, &mut parts.map(|(_, part)| part))
            } else {
                extended(style, &mut parts)
            };
            coloured.unwrap_or(style)
        }
        _ => style,
    }
}

/// `style` in the foreground colour that `parts` name, `5;n` or `2;r;g;b`;
/// `None` if they are neither.
fn extended(style: Style, parts: &mut dyn Iterator<Item = u16>) -> Option<Style> {
    let kind = parts.next()?;
    let mut channel = || parts.next().and_then(|part| u8::try_from(part).ok());
    match kind {
        5 => Some(style.fg_color(colour::palette(channel()?))),
        2 => {
            let (red, green, blue) = (channel()?, channel()?, channel()?);
            Some(style.fg_color(colour::rgb(red, green, blue)))
        }
        _ => None,
    }
}
