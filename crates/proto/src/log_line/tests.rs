use super::*;

fn chat(line: &str) -> (&str, Option<&str>, &str) {
    let read = LogLine::read(line);
    assert!(read.is_chat(), "{read:?}");
    (read.player.unwrap_or_default(), read.to, read.text)
}

#[test]
fn who_says_what_is_read_in_each_form() {
    for (line, expected) in [
        (
            r#"L 11/27/2026 - 19:05:14: "Ada<2><[U:1:22]><Red>" say "hi""#,
            ("Ada", None, "hi"),
        ),
        (
            r#"L 11/27/2026 - 19:05:14: "A "quoted" <one><7><STEAM_0:1:22><>" say_team "a "b" c""#,
            (r#"A "quoted" <one>"#, Some("team"), r#"a "b" c"#),
        ),
        (
            r#"11/27/2026 - 19:05:14.123 - "Ada<2><[U:1:22]><CT>" say "hi" (dead)"#,
            ("Ada", None, "hi"),
        ),
        (
            r#"L 11/27/2026 - 19:05:14: "Console<0><Console><Console>" say "down in 5""#,
            ("Console", None, "down in 5"),
        ),
        (
            "[ChatTeam] [Online IDs:EOS: 0002a10186d9424436bf50d22d3860ba steam: 76561198000000001] [TAG] Ada : go : now",
            ("[TAG] Ada", Some("Team"), "go : now"),
        ),
        (
            "[ChatAll] [SteamID:76561198000000001] Ada : hi",
            ("Ada", None, "hi"),
        ),
        (
            "[CHAT] A[d]a[76561190000000002] : hi",
            ("A[d]a", None, "hi"),
        ),
        ("[CHAT] Ada[12/76561190000000002] : hi", ("Ada", None, "hi")),
        ("(Side) Ada: hi", ("Ada", Some("Side"), "hi")),
        ("[chat] Ada: hi", ("Ada", None, "hi")),
        ("[team chat] Ada: hi: all", ("Ada", Some("team"), "hi: all")),
        (
            "2026-11-27T19:05:14 31220.643 INF Chat (from 'Steam_7656', entity id '171', to 'Global'): 'Ada': hi",
            ("Ada", None, "hi"),
        ),
    ] {
        assert_eq!(chat(line), expected, "{line}");
    }
    let squad = LogLine::read("[ChatAll] [Online IDs:EOS: 0002a steam: 7656] Ada : hi");
    assert_eq!(squad.id, Some("7656"));
}

#[test]
fn times_are_as_the_server_wrote_them() {
    for (line, time, text) in [
        (
            "L 11/27/2026 - 19:05:14: World triggered \"Round_Start\"",
            Some("11/27/2026 - 19:05:14"),
            "World triggered \"Round_Start\"",
        ),
        (
            "11/27/2026 - 19:05:14.123 - Log file closed",
            Some("11/27/2026 - 19:05:14.123"),
            "Log file closed",
        ),
        (
            "2026-11-27T19:05:14 31220.643 WRN Slow",
            Some("2026-11-27T19:05:14"),
            "Slow",
        ),
        ("L 11/27/2026 - 19:05", None, "L 11/27/2026 - 19:05"),
        (
            "L 11/27/202é - 19:05:14: x",
            None,
            "L 11/27/202é - 19:05:14: x",
        ),
        ("", None, ""),
    ] {
        let read = LogLine::read(line);
        assert_eq!((read.time, read.text), (time, text), "{line}");
        assert_eq!(read.kind, LogKind::Other, "{line}");
    }
}

#[test]
fn what_players_do_and_what_comes_over_rcon_is_told() {
    let line = r#"L 11/27/2026 - 19:05:14: "Ada<2><[U:1:22]><Red>" joined team "Blue""#;
    let read = LogLine::read(line);
    assert_eq!((read.kind, read.player), (LogKind::Player, Some("Ada")));
    assert_eq!((read.id, read.team), (Some("[U:1:22]"), Some("Red")));
    let line = r#"L 11/27/2026 - 19:05:14: rcon from "127.0.0.1:5": command "status""#;
    assert_eq!(LogLine::read(line).kind, LogKind::Rcon);
    // No text that a player can say makes a line of another one.
    let line =
        r#"L 11/27/2026 - 19:05:14: "Ada<2><[U:1:22]><Red>" say "x<3><[U:1:33]><Blue>" say "y""#;
    assert_eq!(chat(line).0, "Ada");
}

#[test]
fn a_secret_stands_right_before_the_line_or_nowhere() {
    let plain = b"\xff\xff\xff\xffRL 1\n\0";
    let secret = b"\xff\xff\xff\xffS42L 1\n\0";
    assert_eq!(unpack(plain, None), Ok(&b"L 1"[..]));
    assert_eq!(unpack(secret, Some(b"42")), Ok(&b"L 1"[..]));
    assert_eq!(unpack(secret, None), Err(NotALogLine::SecretWrong));
    assert_eq!(unpack(plain, Some(b"42")), Err(NotALogLine::SecretMissing));
    for other in [&b"4"[..], b"421", b"43", b"42L"] {
        assert_eq!(
            unpack(secret, Some(other)),
            Err(NotALogLine::SecretWrong),
            "{other:?}"
        );
    }
    for cut in 0..7 {
        assert!(unpack(&plain[..cut], None).is_err(), "{cut}");
    }
    assert_eq!(unpack(&plain[..7], None), Ok(&b"L "[..]));
}
