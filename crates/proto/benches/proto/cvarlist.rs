//! A game's list of names, from its text.

use std::fmt::Write as _;
use std::hint::black_box;

use rcon_proto::CvarList;

use crate::measure;

pub(crate) fn measure() {
    for kilobytes in [35, 350, 3500] {
        let (text, entries) = list(kilobytes * 1000);
        let mut copy = vec![0; text.len()];
        measure::row(
            "parse a `cvarlist`",
            if kilobytes == 350 {
                "≤ 150 µs (1 ms)"
            } else {
                ""
            },
            text.len(),
            || {
                let list = CvarList::parse(black_box(text.as_bytes()));
                assert!(list.is_complete() && list.len() == entries);
            },
            || measure::copy(text.as_bytes(), &mut copy),
        );
    }
}

/// A list of about so many bytes in the form of Source 1, with names, flags
/// and help texts of the lengths that games have; and its number of entries.
fn list(bytes: usize) -> (String, usize) {
    const FLAGS: [&str; 5] = [
        "",
        ", \"sv\"",
        ", \"sv\", \"cheat\"",
        ", \"a\", \"cl\"",
        ", \"sv\", \"nf\", \"rep\"",
    ];
    const SUBJECTS: [&str; 4] = ["door", "lantern", "weather_station", "boat"];
    const HELP: [&str; 4] = [
        "",
        "Seconds until it shuts by itself.",
        "How bright it is, from 0 (out) to 255: higher costs more oil.",
        "If set, whoever stands in the way is asked to move before anything else is tried.",
    ];
    let mut text = "cvar list\n--------------\n".to_owned();
    let mut entries = 0;
    while text.len() < bytes {
        let name = format!("sv_{}_{entries}", SUBJECTS[entries % 4]);
        let value = if entries % 3 == 0 {
            "cmd".to_owned()
        } else {
            format!("{}.500", entries % 700)
        };
        let (flags, help) = (FLAGS[entries % 5], HELP[entries / 3 % 4]);
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "{name:<40} : {value:<8} : {flags:<16} : {help}");
        entries += 1;
    }
    let _ = write!(
        text,
        "--------------\n{entries:3} total convars/concommands\n"
    );
    (text, entries)
}
