//! A reply from a stranger on its way to a terminal.

use rcon_shell::internals::{Controls, EscapeOptions, Escaper, line, text, width};

use crate::terminal;

/// Escapes `data`, whose first byte chooses how.
///
/// # Panics
///
/// When something comes out that a terminal acts upon, when it depends on how
/// the reply was cut, or when there is more of it than there may be.
pub fn check(data: &[u8]) {
    let Some((&how, reply)) = data.split_first() else {
        return;
    };
    let minecraft = how & 1 == 0;
    let options = |colour, controls| EscapeOptions {
        colour,
        minecraft,
        controls,
    };
    let coloured = text(reply, options(true, Controls::Show));
    let plain = text(reply, options(false, Controls::Show));
    assert_eq!(without_colours(&coloured), plain);
    // At most a change of looks, or a character's number, for each character.
    assert!(plain.len() <= 4 * reply.len());
    assert!(coloured.len() <= 16 * reply.len() + 16);
    terminal::only_prints(&coloured, &plain);

    let cut = usize::from(how >> 1) % 40 + 1;
    for colour in [true, false] {
        for controls in [Controls::Show, Controls::Keep] {
            cuts_make_no_difference(reply, cut, options(colour, controls));
        }
    }
    if reply
        .iter()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t'))
    {
        assert_eq!(coloured.as_bytes(), reply, "text comes out unchanged");
    }
    one_line(&String::from_utf8_lossy(reply), cut);
}

fn cuts_make_no_difference(reply: &[u8], cut: usize, options: EscapeOptions) {
    let mut escaper = Escaper::new(options);
    let mut whole = Vec::new();
    escaper.push(reply, &mut whole);
    let open = escaper.finish(&mut whole);
    if !options.colour {
        assert_eq!(open, whole.last().is_some_and(|last| *last != b'\n'));
    }
    // The same escaper again: nothing of one reply is left for the next.
    for len in [cut, 1] {
        let mut pieces = Vec::new();
        for piece in reply.chunks(len) {
            escaper.push(piece, &mut pieces);
        }
        assert_eq!(escaper.finish(&mut pieces), open);
        assert_eq!(pieces, whole, "in pieces of {len}");
    }
}

fn one_line(reply: &str, columns: usize) {
    let cut = line(reply, columns);
    assert!(width(&cut) <= columns, "{cut:?} is wider than {columns}");
    let all = line(reply, usize::MAX);
    for line in [cut, all] {
        assert_eq!(without_colours(&line), line, "a line has no colours");
        assert!(!line.contains(['\n', '\t']));
    }
}

/// The text without our own colours.
///
/// # Panics
///
/// When it holds anything else that a terminal acts upon.
fn without_colours(output: &str) -> String {
    let mut bare = String::new();
    let mut rest = output.chars();
    while let Some(char) = rest.next() {
        if char == '\x1b' {
            let after = rest.as_str();
            let sequence = after.strip_prefix('[').and_then(|it| it.split_once('m'));
            let (parameters, after) = sequence.expect("a whole colour");
            assert!(is_own_colour(parameters), "SGR {parameters:?}");
            rest = after.chars();
        } else {
            assert!(!acts(char), "U+{:04X}", u32::from(char));
            bare.push(char);
        }
    }
    bare
}

/// Whether a terminal does something with a character, or a person cannot see
/// that it is there.
fn acts(char: char) -> bool {
    (char.is_control() && char != '\n' && char != '\t')
        || matches!(
            char,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(char, '\u{e0000}'..='\u{e007f}')
}

/// Looks that leave text legible on any background.
fn is_own_colour(parameters: &str) -> bool {
    let numbers: Result<Vec<u8>, _> = parameters.split(';').map(str::parse).collect();
    match numbers.as_deref() {
        Ok([0..=4 | 9 | 31..=36 | 91..=96]) => true,
        Ok([38, 5, index]) => *index > 16 && *index != 231,
        Ok([38, 2, red, green, blue]) => {
            let sum = u32::from(*red) + u32::from(*green) + u32::from(*blue);
            (24..=741).contains(&sum)
        }
        _ => false,
    }
}
