//! No player is lost whose line is well formed, and no bytes break anything.

use proptest::prelude::*;

use super::{LogKind, LogLine, unpack};

/// What a player may be called, short of what ends a name.
fn name() -> impl Strategy<Value = String> {
    "[ -~éÄ漢字😀\u{1b}\u{202e}]{1,31}".prop_filter("no end of a name", |name| !name.contains('<'))
}

/// What may be said, quotes and all, short of what may stand behind a text.
fn text() -> impl Strategy<Value = String> {
    "[ -~éÄ漢字😀\u{1b}]{0,127}"
}

proptest! {
    #[test]
    fn whoever_says_something_is_told_with_it(
        name in name(), text in text(), user in 0_u16.., team in "[A-Za-z]{0,12}", to_team in any::<bool>(),
        http in any::<bool>(),
    ) {
        let verb = if to_team { "say_team" } else { "say" };
        let stamp = if http { "11/27/2026 - 19:05:14.123 - " } else { "L 11/27/2026 - 19:05:14: " };
        let line = format!("{stamp}\"{name}<{user}><[U:1:{user}]><{team}>\" {verb} \"{text}\"");
        let read = LogLine::read(&line);
        prop_assert_eq!(read.kind, LogKind::Chat);
        prop_assert_eq!(read.player, Some(name.as_str()));
        prop_assert_eq!(read.to.is_some(), to_team);
        prop_assert_eq!(read.text, text.as_str());
    }

    /// In each form, short of what ends a name there.
    #[test]
    fn whoever_says_something_over_the_connection_is_told_with_it(
        name in name(), text in text(), steam in 76_561_190_000_000_000_u64..76_561_199_999_999_999,
    ) {
        let forms = [
            (" : ", format!("[ChatAll] [Online IDs:EOS: 0002a1 steam: {steam}] {name} : {text}")),
            (" : ", format!("[ChatSquad] [SteamID:{steam}] {name} : {text}")),
            ("] : ", format!("[CHAT] {name}[{steam}] : {text}")),
            ("] : ", format!("[TEAM CHAT] {name}[12/{steam}] : {text}")),
            (": ", format!("[chat] {name}: {text}")),
            (": ", format!("(Side) {name}: {text}")),
            ("': ", format!("Chat (from 'Steam_{steam}', entity id '171', to 'Global'): '{name}': {text}")),
            ("': ", format!("2026-11-27T19:05:14 31.643 INF Chat (from 'Steam_{steam}', entity id '171', to 'Party'): '{name}': {text}")),
        ];
        for (end, line) in forms {
            // A blank at a name's end begins what ends it.
            if format!("{name} ").contains(end) || format!("{name}[").contains(end) {
                continue;
            }
            let read = LogLine::read(&line);
            prop_assert_eq!(read.kind, LogKind::Chat, "{}", &line);
            prop_assert_eq!(read.player, Some(name.as_str()), "{}", &line);
            prop_assert_eq!(read.text, text.as_str(), "{}", &line);
            if let Some(id) = read.id {
                prop_assert!(id.ends_with(&steam.to_string()), "{}", id);
            }
        }
    }

    #[test]
    fn whatever_is_no_form_is_shown_as_it_is(line in "\\PC{0,200}") {
        let read = LogLine::read(&line);
        prop_assert!(line.contains(read.text));
    }

    #[test]
    fn a_datagram_gives_its_line_and_nothing_else_does(
        line in prop::collection::vec(any::<u8>(), 0..300), secret in "[1-9][0-9a-z]{0,9}", noise in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let end = line.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r' | 0)).map_or(0, |at| at + 1);
        let line = [b"L x", &line[..end]].concat();
        let packet = [b"\xff\xff\xff\xffS", secret.as_bytes(), &line, b"\n\0"].concat();
        prop_assert_eq!(unpack(&packet, Some(secret.as_bytes())), Ok(&line[..]));
        prop_assert!(unpack(&packet, None).is_err());
        let _ = unpack(&noise, Some(secret.as_bytes()));
    }
}
