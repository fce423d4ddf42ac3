//! No player is lost whose line is well formed, whatever the name; and no
//! bytes break anything.

use proptest::prelude::*;

use super::{Found, find, players};
use crate::game::Game;

/// Names of which the consoles' own signs are made.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9_]{1,6}",
        "[ #\";|,'\\[\\]().:/\\\\§%-]{1,3}",
        "[éÄ漢字😀\u{202e}\u{1b}]{1,2}",
        Just("\" BOT active".to_owned()),
        Just("\" [U:1:9] 04:22 48 0 active 1.2.3.4:5".to_owned()),
        Just("' 3 00:10 5 0 active 786432 'x".to_owned()),
        Just(" | Team ID: 1 | Squad ID: 2".to_owned()),
        Just(" | Name: x".to_owned()),
        Just(" ; 3 ; x".to_owned()),
        Just(", pos=(1.0".to_owned()),
        Just(", 76561198000000009".to_owned()),
        Just("{\"SteamID\":\"7\"},".to_owned()),
        Just("\" 48 300.99s 1.2.3.4:5".to_owned()),
        Just("quit".to_owned()),
    ];
    let name = prop::collection::vec(piece, 1..5);
    name.prop_map(|pieces| pieces.concat())
}

fn many() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(nasty(), 0..8)
}

fn plain() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[A-Za-z0-9_][A-Za-z0-9_.]{0,15}", 0..8)
}

/// What a console prints: a heading, a row for each name, an end.
fn reply(
    heading: &str,
    names: &[String],
    row: impl Fn(usize, &str) -> String,
    end: &str,
) -> String {
    let rows = names
        .iter()
        .enumerate()
        .map(|(at, name)| row(at, name) + "\n");
    format!("{heading}\n{}{end}", rows.collect::<String>())
}

/// The names that are read, which are to be those that were written.
fn read(game: Game, reply: &str) -> Vec<String> {
    let read = players(game, reply).expect("a list");
    assert_eq!(read.unread, Vec::<String>::new(), "{reply}");
    read.listed.into_iter().map(|player| player.name).collect()
}

const STEAM: u64 = 76_561_198_000_000_000;

proptest! {
    #[test]
    fn source(names in many(), bots in any::<[bool; 8]>(), slots in any::<bool>()) {
        let row = |at: usize, name: &str| match (bots[at], slots) {
            (true, _) => format!("#{at:2} \"{name}\" BOT active"),
            (false, true) => format!("# {at:2} {at} \"{name}\" STEAM_1:0:{at} 28:40 66 0 active 30000 198.51.100.7:27005"),
            (false, false) => format!("# {at:6} {:19} {:19} {:>9} {at:4} {at:4} active 198.51.100.7:27005", format!("\"{name}\""), "[U:1:5]", "1:02:03"),
        };
        let text = reply("# userid name uniqueid connected ping loss state adr", &names, row, "#end\n");
        prop_assert_eq!(read(Game::Source, &text), names);
    }

    #[test]
    fn source_names_of_two_lines(names in prop::collection::vec("[a-z\"' ]{0,8}\n[a-z\"' ]{0,8}", 1..6)) {
        let row = |at: usize, name: &str| format!("# {at} \"{name}\" [U:1:{at}] 04:22 48 0 active 198.51.100.7:27005");
        let text = reply("# userid name uniqueid connected ping loss state adr", &names, row, "");
        prop_assert_eq!(read(Game::Source, &text), names);
    }

    #[test]
    fn goldsrc(names in many()) {
        let row = |at: usize, name: &str| format!("#{at:2} {:>8} {} STEAM_0:0:{at} {at:3} 02:34 {at:4}  {at:3}  198.51.100.4:27005", format!("\"{name}\""), at + 300);
        let text = reply("#      name userid uniqueid frag time ping loss adr", &names, row, "9 users\n");
        prop_assert_eq!(read(Game::Source, &text), names);
    }

    #[test]
    fn cs2(names in many(), bots in any::<[bool; 8]>()) {
        let row = |at: usize, name: &str| {
            let time = if bots[at] { "BOT" } else { "02:05" };
            format!("{at:5} {time:>8} {at:4} {at:4}     active 786432 198.51.100.2:37738 '{name}'")
        };
        let text = reply("---------players--------\n  id     time ping loss      state   rate adr name", &names, row, "#end\n");
        prop_assert_eq!(read(Game::Cs2, &text), names);
    }

    #[test]
    fn minecraft(names in plain(), uuids in any::<bool>(), old in any::<bool>()) {
        let named = names.iter().map(|name| {
            if uuids { format!("{name} (0ed1d1f0-1111-2222-3333-444444444444)") } else { name.clone() }
        });
        let named = named.collect::<Vec<_>>().join(", ");
        let count = names.len();
        let text = if old {
            format!("There are {count}/20 players online:{named}")
        } else {
            format!("There are {count} of a max of 20 players online: {named}")
        };
        prop_assert_eq!(read(Game::Minecraft, &text), names.clone());
        prop_assert_eq!(read(Game::Auto, &text), names);
    }

    #[test]
    fn factorio(names in plain()) {
        let heading = format!("Online players ({}):", names.len());
        let text = reply(&heading, &names, |_, name| format!("  {name} (online)"), "");
        prop_assert_eq!(read(Game::Factorio, &text), names);
    }

    #[test]
    fn palworld(names in many()) {
        let row = |at: usize, name: &str| format!("{name},{at:08},steam_{}", STEAM + at as u64);
        let text = reply("name,playeruid,steamid", &names, row, "");
        prop_assert_eq!(read(Game::Palworld, &text), names);
    }

    #[test]
    fn ark(names in prop::collection::vec(nasty(), 1..8)) {
        let text = reply("", &names, |at, name| format!("{at}. {name}, {}", STEAM + at as u64), " \n ");
        prop_assert_eq!(read(Game::Ark, &text), names);
    }

    #[test]
    fn rust_playerlist(names in many()) {
        let escape = |name: &str| name.replace('\\', "\\\\").replace('"', "\\\"").replace('\u{1b}', "\\u001b");
        let rows = names.iter().enumerate().map(|(at, name)| {
            format!("{{\"SteamID\": \"{at}\", \"DisplayName\": \"{}\", \"Ping\": {at}, \"ConnectedSeconds\": 3}}", escape(name))
        });
        let text = format!("[\n{}\n]", rows.collect::<Vec<_>>().join(",\n"));
        prop_assert_eq!(read(Game::Rust, &text), names);
    }

    #[test]
    fn rust_status(names in many()) {
        let names: Vec<String> = names.iter().map(|name| name.trim_end_matches('\\').trim().to_owned()).collect();
        let row = |at: usize, name: &str| format!("{} \"{}\" {at}   300.99s   198.51.100.3:27005  0.0 0  ", STEAM + at as u64, name.replace('"', "\\\""));
        let text = reply("id                name   ping connected addr   owner violation kicks ", &names, row, "");
        prop_assert_eq!(read(Game::Rust, &text), names);
    }

    #[test]
    fn zomboid(names in many()) {
        let heading = format!("Players connected ({}): ", names.len());
        let text = reply(&heading, &names, |_, name| format!("-{name}"), "");
        prop_assert_eq!(read(Game::Zomboid, &text), names);
    }

    #[test]
    fn squad(names in many(), old in any::<bool>(), gone in any::<bool>()) {
        let ids = if old { "SteamID: 7" } else { "Online IDs: EOS: 00 steam: 7" };
        let row = |at: usize, name: &str| if gone {
            format!("ID: {at} | {ids} | Since Disconnect: 02m.30s | Name: {name}")
        } else {
            format!("ID: {at} | {ids} | Name: {name} | Team ID: 1 | Squad ID: N/A | Is Leader: False | Role: R")
        };
        let heading = if gone { "----- Active Players -----\n----- Recently Disconnected Players [Max of 15] -----" } else { "----- Active Players -----" };
        prop_assert_eq!(read(Game::Squad, &reply(heading, &names, row, "")), names);
    }

    #[test]
    fn conan(names in many()) {
        let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).filter(|it| !it.is_empty()).collect();
        let row = |at: usize, name: &str| format!("{at:3} | {name:>9} | Tester#1 | A-{at} | {} | STEAM", STEAM + at as u64);
        let text = reply("Idx | Char name | Player name | User ID | Platform ID | Platform Name", &names, row, "");
        prop_assert_eq!(read(Game::Conan, &text), names);
    }

    #[test]
    fn battleye(names in many()) {
        let guid = "0123456789abcdef0123456789abcdef";
        let row = |at: usize, name: &str| format!("{at:<3} 198.51.100.3:2304    {at:<4} {guid}(OK) {name}");
        let text = reply("[#] [IP Address]:[Port] [Ping] [GUID] [Name]\n-----", &names, row, "(9 players in total)");
        prop_assert_eq!(read(Game::Auto, &text), names);
    }

    #[test]
    fn reforger(names in many()) {
        let row = |at: usize, name: &str| format!("{} ; 00000000-0000-4000-8000-{at:012} ; {name}", at + 1);
        let text = reply("Players on server: [Player#] ; [Player UID] ; [Player Name]", &names, row, "");
        prop_assert_eq!(read(Game::Reforger, &text), names.clone());
        prop_assert_eq!(read(Game::BattlEye, &text), names);
    }

    #[test]
    fn seven_days(names in many()) {
        let row = |at: usize, name: &str| format!("{at}. id={at}, {name}, pos=(1.0, 2.0, 3.0), rot=(0.0, 4.0, 0.0), pltfmid=Steam_7, ip=1.2.3.4, ping=7");
        let text = reply("", &names, row, "Total of 9 in the game");
        prop_assert_eq!(read(Game::Auto, &text), names);
    }

    #[test]
    fn no_bytes_break_anything(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_text_that_looks_right_breaks_anything(
        text in "(hostname: |players : |# userid|# [0-9]{1,3} \"|\" \\[U:1:2\\]|[0-9]{2}:[0-9]{2}| active|#end|---------players-----|'|\\[NoChan\\]|There are |/20 players online:|§6|\\[\\{\"SteamID\":|\\\\u00|name,playeruid,steamid|[0-9]{17} \"|3\\.5s|----- Active Players -----|ID: 1| \\| Name: | \\| Team ID: |Idx \\||\\[#\\] \\[GUID\\] \\[Name\\]|\\. id=1, |, pos=\\(|\\)|é|\r|[a-z]{1,5}|,| |\n){0,60}"
    ) {
        read_all(&text);
    }
}

/// What is repeated for each player is short, or a server could fill the memory.
#[test]
fn no_heading_is_copied_for_each_player_whatever_its_length() {
    let long = "x".repeat(100_000);
    let rows = "1,2,3\n".repeat(10_000);
    assert!(players(Game::Palworld, &format!("name,playeruid,{long}\n{rows}")).is_err());
    let on = players(
        Game::Minecraft,
        &format!(
            "There are 1/2 players online:\n{long}: {}",
            "a,".repeat(10_000)
        ),
    );
    let on = on.expect("a list");
    assert_eq!(on.listed.len(), 10_000);
    assert!(on.listed.iter().all(|player| player.extra.is_empty()));
}

fn read_all(text: &str) {
    for game in Game::ALL {
        let Ok(on) = players(game, text) else {
            continue;
        };
        for player in on.on().filter(|player| !player.name.is_empty()) {
            assert_ne!(find(&on, &player.name), Found::Nobody, "{text}");
        }
    }
}
