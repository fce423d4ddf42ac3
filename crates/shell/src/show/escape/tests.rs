//! What may and what may not come out, checked without the escaper's own code.

mod properties;

use super::*;

const COLOUR: EscapeOptions = EscapeOptions {
    colour: true,
    minecraft: true,
    controls: Controls::Show,
};
const PLAIN: EscapeOptions = EscapeOptions {
    colour: false,
    ..COLOUR
};

fn shown(input: &[u8]) -> String {
    text(input, COLOUR)
}

/// Takes our own colours out of `output`, and says what else in it a terminal
/// would act upon.
fn check(output: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(output).map_err(|error| error.to_string())?;
    let mut rest = text;
    let mut bare = String::new();
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        if char == '\x1b' {
            let sequence = rest.strip_prefix('[').and_then(|rest| rest.split_once('m'));
            let (parameters, after) = sequence.ok_or_else(|| format!("ESC before {rest:?}"))?;
            if !is_own_colour(parameters) {
                return Err(format!("SGR {parameters:?}"));
            }
            rest = after;
            continue;
        }
        let code = u32::from(char);
        if (code < 0x20 && char != '\n' && char != '\t')
            || (0x7f..=0x9f).contains(&code)
            || [0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0xfeff].contains(&code)
            || (0x2028..=0x202e).contains(&code)
            || (0x2066..=0x2069).contains(&code)
            || (0xe0000..=0xe007f).contains(&code)
        {
            return Err(format!("U+{code:04X}"));
        }
        bare.push(char);
    }
    Ok(bare)
}

fn is_own_colour(parameters: &str) -> bool {
    let numbers: Vec<u8> = match parameters.split(';').map(str::parse).collect() {
        Ok(numbers) => numbers,
        Err(_) => return false,
    };
    match numbers[..] {
        [0..=4 | 9 | 31..=36 | 91..=96] => true,
        [38, 5, index] => index > 16 && index != 231,
        [38, 2, ..] => numbers.len() == 5,
        _ => false,
    }
}

#[test]
fn control_characters_are_shown() {
    for (input, expected) in [
        (&b"a\x1b]0;owned\x07b"[..], r"a\x1b]0;owned\x07b"),
        (b"\x1b[2J\x1b[H", r"\x1b[2J\x1b[H"),
        (b"over\rwritten", r"over\rwritten"),
        (b"a\0b\x7f", r"a\x00b\x7f"),
        (b"\x9b31m \xc2\x9b31m", r"\x9b31m \x9b31m"),
        (
            "a\u{202e}b\u{2066}\u{feff}".as_bytes(),
            r"a\u{202e}b\u{2066}\u{feff}",
        ),
        ("\u{e0041}\u{ad}".as_bytes(), r"\u{e0041}\u{ad}"),
        (b"one\r\ntwo\r\r\nthree\r", "one\ntwo\\r\nthree\\r"),
        (b"\xff\xe2\x80\x20 \xf0\x9f", r"\xff\xe2\x80  \xf0\x9f"),
        (br"C:\x1b", r"C:\x1b"),
    ] {
        assert_eq!(shown(input), expected, "{}", input.escape_ascii());
    }
}

#[test]
fn sequences_that_are_not_colours_stay_text() {
    assert_eq!(shown(b"\x1b[1;3"), r"\x1b[1;3");
    assert_eq!(
        shown(b"\x1b[1 m\x1b[?1m\x1b[31"),
        r"\x1b[1 m\x1b[?1m\x1b[31"
    );
    let long = [b"\x1b[1".to_vec(), b";1".repeat(40), b"mx".to_vec()].concat();
    assert_eq!(shown(&long), format!("\\x1b[1{}mx", ";1".repeat(40)));
}

#[test]
fn colours_are_rendered_and_end_with_the_reply() {
    for (input, expected) in [
        ("\x1b[31mred", "\x1b[31mred\x1b[0m"),
        ("\x1b[1;4mx\x1b[mplain", "\x1b[1m\x1b[4mx\x1b[0mplain"),
        ("\x1b[38;5;208mx", "\x1b[38;5;208mx\x1b[0m"),
        ("\x1b[38:5:208mx", "\x1b[38;5;208mx\x1b[0m"),
        ("\x1b[38;2;8;200;8mx", "\x1b[38;2;8;200;8mx\x1b[0m"),
        ("\x1b[38:2:8:200:8mx", "\x1b[38;2;8;200;8mx\x1b[0m"),
        ("\x1b[38:2::8:200:8mx", "\x1b[38;2;8;200;8mx\x1b[0m"),
        ("\x1b[58;5;8;31mx", "\x1b[31mx\x1b[0m"),
        ("\x1b[4:3mx\x1b[4:0my", "\x1b[4mx\x1b[0my"),
        ("§cred§r plain", "\x1b[91mred\x1b[0m plain"),
        ("§l§Cred, not bold", "\x1b[91mred, not bold\x1b[0m"),
        ("§x§f§F§8§8§0§0x", "\x1b[38;2;255;136;0mx\x1b[0m"),
        ("§k§m-", "\x1b[9m-\x1b[0m"),
        // Nothing is printed, so nothing is coloured.
        ("\x1b[31m\x1b[32m§a", ""),
    ] {
        assert_eq!(shown(input.as_bytes()), expected, "{input:?}");
    }
}

#[test]
fn a_section_sign_without_a_code_is_shown() {
    for (input, expected) in [
        ("§", "§"),
        ("§ 5", "§ 5"),
        ("§§", "§§"),
        ("§z", "§z"),
        ("a§x§1§2b§x", "ab"),
    ] {
        assert_eq!(text(input.as_bytes(), PLAIN), expected);
    }
    let without = EscapeOptions {
        minecraft: false,
        ..COLOUR
    };
    assert_eq!(text("§c§".as_bytes(), without), "§c§");
}

#[test]
fn nothing_conceals_text() {
    // Conceal, blink, reverse; backgrounds; black or white text, in each way
    // to say it.
    for concealing in [
        "8",
        "08",
        "0;8",
        "5",
        "6",
        "7",
        "40",
        "47",
        "100",
        "107",
        "48;5;0",
        "48;2;0;0;0",
        "48:2::1:1:1",
        "30",
        "37",
        "90",
        "97",
        "38;5;0",
        "38;5;7",
        "38;5;15",
        "38;5;16",
        "38;5;231",
        "38;5;232",
        "38;5;255",
        "38;2;0;0;0",
        "38;2;9;9;9",
        "38;2;255;255;255",
        "38:2::0:0:0",
        "38;2;256;0;0",
        "38;9;8",
        "99999999;8",
        "38",
        "38;5",
        "38;2;1;2",
    ] {
        assert_eq!(
            shown(format!("\x1b[{concealing}mx").as_bytes()),
            "x",
            "{concealing}"
        );
    }
    // Too dark and too light, but of a hue that every theme shows.
    assert_eq!(shown(b"\x1b[38;2;0;0;60mx"), "\x1b[34mx\x1b[0m");
    assert_eq!(shown(b"\x1b[38;5;226mx"), "\x1b[93mx\x1b[0m");
    assert_eq!(shown("§0x§fy".as_bytes()), "xy");
}

#[test]
fn keeping_controls_takes_out_colours_only() {
    let keep = EscapeOptions {
        controls: Controls::Keep,
        ..PLAIN
    };
    let mut escaper = Escaper::new(keep);
    let mut out = Vec::new();
    escaper.push(b"\x1b[31mred\x1b[2J\x07\r\n\xff\xc2", &mut out);
    escaper.push(b"\xa7cx\r", &mut out);
    escaper.finish(&mut out);
    assert_eq!(out, b"red\x1b[2J\x07\r\n\xffx\r");
}

#[test]
fn finish_says_whether_a_line_is_open_and_starts_afresh() {
    let mut escaper = Escaper::new(COLOUR);
    let mut end_of = |reply: &str| {
        let mut out = Vec::new();
        escaper.push(reply.as_bytes(), &mut out);
        (escaper.finish(&mut out), String::from_utf8(out).unwrap())
    };
    assert_eq!(end_of("§ca"), (true, "\x1b[91ma\x1b[0m".into()));
    assert_eq!(end_of("b\n§r"), (false, "b\n".into()));
    assert_eq!(end_of("§"), (true, "§".into()));
    assert_eq!(end_of("§a§l"), (false, String::new()));
    assert_eq!(end_of("\r"), (true, "\\r".into()));
}

#[test]
fn a_line_is_cut_to_its_width() {
    assert_eq!(line("sv_gravity", 10), "sv_gravity");
    assert_eq!(line("sv_gravity", 9), "sv_gravi…");
    assert_eq!(line("日本語", 5), "日本…");
    assert_eq!(line("日本語", 4), "日…");
    assert_eq!(line("a\tb\rc\u{9b}", 80), r"a b\rc\x9b");
    assert_eq!(line("a\x1b[31m", 4), "a…", "an escape is not cut in two");
    assert_eq!(line("§cx", 80), "§cx");
    assert_eq!(line("ab", 1), "…");
    assert_eq!(line("ab", 0), "");
}

#[test]
fn titles_and_colours_are_taken_out() {
    use crate::show::escape::EscapeOptions;

    let options = EscapeOptions {
        colour: false,
        ..EscapeOptions::default()
    };
    assert_eq!(
        text(b"\x1b]0;title\x07 \x1b[31mred", options),
        r"\x1b]0;title\x07 red"
    );
}

#[test]
fn a_colour_in_pieces_is_one() {
    use crate::show::escape::{EscapeOptions, Escaper};

    let mut escaper = Escaper::new(EscapeOptions::default());
    let mut out = Vec::new();
    escaper.push(b"\xc2", &mut out);
    escaper.push(b"\xa7cred", &mut out);
    escaper.finish(&mut out);
    assert_eq!(out, b"\x1b[91mred\x1b[0m");
}

#[test]
fn line_ends_become_one_kind() {
    use crate::show::escape::EscapeOptions;

    assert_eq!(text(b"a\r\nb\r", EscapeOptions::default()), "a\nb\\r");
}
