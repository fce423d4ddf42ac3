//! Source, `GoldSrc`, CS2.

use super::{names, read, rows};
use crate::game::Game;

#[test]
fn source_status() {
    let reply = "hostname: a server: with a colon\nversion : 6894459/24 6894459 secure\n\
        udp/ip  : 203.0.113.1:27015\nmap     : cp_badlands at: 0 x, 0 y, 0 z\n\
        players : 2 humans, 1 bots (24 max)\n\n\
        # userid name                uniqueid            connected ping loss state  adr\n\
        #      2 \"SourceTV\"          BOT                                     active\n\
        #      3 \"Mia \"the\" # 9\"      [U:1:101]           04:22       48    0 active 198.51.100.3:27005\n\
        #     12 \"Long name, really\" [U:1:102]            1:02:03   210   12 spawning 198.51.100.40:27006\n\
        L 11/06/2020 - 19:05:14: rcon from \"127.0.0.1:54598\": command \"status\"\n";
    let on = read(Game::Source, reply);
    assert_eq!(
        rows(&on),
        [
            (Some(2), None, "SourceTV", None, None, None, true),
            (
                Some(3),
                Some("[U:1:101]"),
                "Mia \"the\" # 9",
                Some(48),
                Some(262),
                Some("198.51.100.3:27005"),
                false
            ),
            (
                Some(12),
                Some("[U:1:102]"),
                "Long name, really",
                Some(210),
                Some(3723),
                Some("198.51.100.40:27006"),
                false
            ),
        ]
    );
    assert_eq!(
        (on.count, on.bots, on.max, on.people()),
        (Some(2), Some(1), Some(24), 2)
    );
    assert_eq!(on.hostname.as_deref(), Some("a server: with a colon"));
    assert_eq!(on.map.as_deref(), Some("cp_badlands"));
    assert_eq!(on.listed[2].extra("state"), Some("spawning"));
    assert_eq!(on.listed[2].extra("loss"), Some("12"));
    assert!(on.unread.is_empty(), "{:?}", on.unread);
}

#[test]
fn source_names_that_look_like_a_rows_end() {
    let reply = "# userid name uniqueid connected ping loss state adr\n\
        # 3 \"x\" [U:1:9] 04:22 48 0 active 1.2.3.4:5\" STEAM_0:1:7 00:09 5 0 active 198.51.100.3:27005\n\
        # 4 \"two\nlines\" [U:1:8] 00:10 6 0 active 198.51.100.4:27005\n\
        # 5 \"bot\" BOT active\nmore\" [U:1:7] 00:11 7 0 active 198.51.100.5:27005\n\
        # 6 \"\" [U:1:6] 00:12 8 0 active 198.51.100.6:27005\n";
    let on = read(Game::Source, reply);
    assert_eq!(
        names(&on),
        [
            "x\" [U:1:9] 04:22 48 0 active 1.2.3.4:5",
            "two\nlines",
            "bot\" BOT active\nmore",
            ""
        ]
    );
    assert!(
        on.listed
            .iter()
            .all(|player| player.id.is_some() && !player.bot)
    );
}

#[test]
fn source_status_of_l4d2_and_csgo() {
    let reply = "hostname: b\nplayers : 1 humans, 1 bots (20/0 max) (not hibernating)\n\n\
        # userid name uniqueid connected ping loss state rate adr\n\
        #  7 1 \"Mia\" STEAM_1:0:111 28:40 66 0 active 30000 198.51.100.7:27005\n\
        #98 \"Tank\" BOT active\n# 2 \"GOTV\" BOT active 64\n#end\n\
        L 11/06/2020 - 19:05:14: rcon from \"192.0.2.1:1\": command \"status\"\n";
    let on = read(Game::Source, reply);
    assert_eq!(names(&on), ["Mia", "Tank", "GOTV"]);
    assert_eq!(
        (on.listed[0].number, on.listed[0].extra("slot")),
        (Some(7), Some("1"))
    );
    assert_eq!(on.listed[0].extra("rate"), Some("30000"));
    assert_eq!((on.max, on.count), (Some(20), Some(1)));
    assert!(on.unread.is_empty() && on.listed[2].bot);
}

#[test]
fn goldsrc_status() {
    let reply = "hostname:  c\nversion :  48/1.1.2.7/Stdio 8684 secure  (10)\ntcp/ip  :  198.51.100.1:27015\n\
        map     :  de_dust2 at: 0 x, 0 y, 0 z\nplayers :  4 active (16 max)\n\n\
        #      name userid uniqueid frag time ping loss adr\n\
        # 1    \"Bot\" 302 BOT   0 00:15    0    0\n\
        # 2    \"TV\" 303 HLTV hltv:0/128 delay:30 01:15   10    0 198.51.100.9:27020\n\
        # 4    \"Mia\" 305 STEAM_0:0:785   -5 02:34   52    0 198.51.100.4:27005\n3 users\n";
    let on = read(Game::Source, reply);
    assert_eq!(
        rows(&on),
        [
            (Some(302), None, "Bot", Some(0), Some(15), None, true),
            (
                Some(303),
                None,
                "TV",
                Some(10),
                Some(75),
                Some("198.51.100.9:27020"),
                true
            ),
            (
                Some(305),
                Some("STEAM_0:0:785"),
                "Mia",
                Some(52),
                Some(154),
                Some("198.51.100.4:27005"),
                false
            ),
        ]
    );
    assert_eq!(on.listed[1].extra("proxy"), Some("hltv:0/128 delay:30"));
    assert_eq!(on.listed[2].extra("frags"), Some("-5"));
    // It counts all who are connected.
    assert_eq!((on.count, on.people(), on.max), (Some(4), 2, Some(16)));
    assert!(on.unread.is_empty(), "{:?}", on.unread);
}

#[test]
fn a_row_that_is_odd_is_told_and_not_lost() {
    let reply = "# userid name uniqueid connected ping loss state\n# 3 \"Mia\" odd\n# 4 \"open\nwhat is this\n";
    let on = read(Game::Source, reply);
    assert_eq!(
        (on.listed[0].name.as_str(), on.listed[0].number),
        ("Mia", Some(3))
    );
    assert_eq!(on.listed[0].extra("rest"), Some("odd"));
    assert_eq!(on.unread, ["# 4 \"open\nwhat is this"]);
}

/// What is behind the name of a `GoldSrc` row is odd: the slot is not the number that
/// means the player.
#[test]
fn an_odd_row_of_goldsrc_has_its_user_id() {
    let on = read(
        Game::Source,
        "#      name userid uniqueid frag time ping loss adr\n# 1 \"Mia\" 305 STEAM_0:0:785 who knows\n",
    );
    assert_eq!(on.listed[0].number, Some(305));
}

#[test]
fn a_map_is_its_name_alone() {
    for place in [" at: 0 x, 0 y, 0 z", " at ( 0, 0, 0 )", ""] {
        let reply = format!("hostname: a\nmap     : c1m1_hotel{place}\nplayers : 5 (24 max)\n");
        let on = read(Game::Source, &reply);
        assert_eq!(on.map.as_deref(), Some("c1m1_hotel"));
        assert_eq!((on.people(), on.max), (5, Some(24)));
    }
}

#[test]
fn cs2_status() {
    let reply = "Server:  Running [0.0.0.0:27015]\n----- Status -----\nsource   : console\nhostname : d\n\
        players  : 1 humans, 1 bots (0 max) (not hibernating) (unreserved)\n---------spawngroups----\n\
        loaded spawngroup(  1)  : SV:  [1: de_dust2 | main lump | mapload]\n---------players--------\n  \
          id     time ping loss      state   rate adr name\n   \
           0      BOT    0    0     active      0 'Rock'\n\
        65535 [NoChan]    0    0 challenging      0unknown ''\n    \
            2    02:05   35    1     active 786432 198.51.100.2:37738 'It's 'Mia''\n    \
            3    00:05   35    0   spawning 786432 198.51.100.2:37739 'two\nlines'\n    \
            4 01:02:03   35    0     active 786432 [U:1:77] ' blank '\n#end\nL 1: x\n";
    let on = read(Game::Cs2, reply);
    assert_eq!(
        rows(&on),
        [
            (Some(0), None, "Rock", None, None, None, true),
            (
                Some(2),
                None,
                "It's 'Mia'",
                Some(35),
                Some(125),
                Some("198.51.100.2:37738"),
                false
            ),
            (
                Some(3),
                None,
                "two\nlines",
                Some(35),
                Some(5),
                Some("198.51.100.2:37739"),
                false
            ),
            (
                Some(4),
                Some("[U:1:77]"),
                " blank ",
                Some(35),
                Some(3723),
                None,
                false
            ),
        ]
    );
    assert_eq!((on.arriving, on.max, on.count), (1, None, Some(1)));
    assert_eq!(on.map.as_deref(), Some("de_dust2"));
    assert!(on.unread.is_empty(), "{:?}", on.unread);
}
