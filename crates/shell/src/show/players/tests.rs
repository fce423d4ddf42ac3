use rcon_proto::Game;
use rcon_proto::console_text::players;

use super::*;
use crate::show::escape;

const STATUS: &str = "\
players : 2 humans, 1 bots (24 max)
# userid name                uniqueid            connected ping loss state  adr
#      2 \"SourceTV\"          BOT                                     active
#      3 \"Mia\"               [U:1:101]           04:22       48    0 active 198.51.100.3:27005
#     12 \"\u{5c0f}\u{6797}, a long name \u{5c0f}\u{6797}\" [U:1:102]            1:02:03   210   12 spawning 198.51.100.40:27006
";

fn drawn(width: usize, server: Option<&str>) -> Vec<String> {
    let on = players(Game::Source, STATUS).unwrap();
    let row = |player| PlayerRow { server, player };
    let rows: Vec<PlayerRow<'_>> = on.listed.iter().map(row).collect();
    table(&rows, width, false)
}

#[test]
fn columns_are_aligned_whatever_the_width_of_letters() {
    let lines = drawn(200, None);
    let at = |line: &str, text: &str| escape::width(&line[..line.find(text).unwrap()]);
    let id = at(&lines[0], "id");
    assert_eq!(at(&lines[2], "[U:1:101]"), id);
    assert_eq!(at(&lines[3], "[U:1:102]"), id);
    assert_eq!(at(&lines[3], "198.51"), at(&lines[0], "address"));
    assert!(lines[3].contains("1:02:03"), "{lines:?}");
}

#[test]
fn it_fits_each_width_and_keeps_numbers_whole() {
    for width in 32..120 {
        for server in [None, Some("tf2-eu (198.51.100.1:27015)")] {
            for line in drawn(width + if server.is_some() { 8 } else { 0 }, server) {
                assert!(escape::width(&line) <= width + 8, "{width}: {line}");
            }
        }
        assert!(drawn(width, None)[3].contains("210"), "{width}");
    }
}

#[test]
fn an_id_is_whole_while_anything_can_be_left_out() {
    for width in 40..120 {
        let line = &drawn(width, None)[2];
        assert!(line.contains("[U:1:101]"), "{width}: {line}");
    }
    // What a column that was left out took is given back to the names.
    assert_eq!(
        drawn(48, None)[2],
        "Mia                   [U:1:101]    48       4:22"
    );
}

#[test]
fn a_name_can_do_nothing_to_a_terminal_or_to_a_row() {
    let reply = "There are 1 of a max of 20 players online: a\u{1b}[2J\u{202e}b";
    let on = players(Game::Minecraft, reply).unwrap();
    let row = PlayerRow {
        server: None,
        player: &on.listed[0],
    };
    let lines = table(&[row], 80, false);
    assert!(
        !lines.concat().contains(['\u{1b}', '\u{202e}']),
        "{lines:?}"
    );
}

#[test]
fn programs_get_what_the_game_tells_and_no_more() {
    let on = players(Game::Source, STATUS).unwrap();
    let json = json_lines("h:1", Some("eu"), &on);
    let second = json.lines().nth(1).unwrap();
    assert_eq!(
        second,
        "{\"server\":\"h:1\",\"name\":\"eu\",\"player\":\"Mia\",\"id\":\"[U:1:101]\",\"ping\":48,\
         \"connected\":262,\"address\":\"198.51.100.3:27005\"}"
    );
    assert!(
        json.lines().next().unwrap().ends_with("\"bot\":true}"),
        "{json}"
    );
    let csv = csv_rows("h:1", None, &on, false);
    let last = csv.lines().last().unwrap();
    assert!(last.starts_with("h:1,,\"\u{5c0f}"), "{csv}");
    assert_eq!(counted(&on), "2 players of 24, 1 bot");
}
