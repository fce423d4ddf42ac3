//! The other games.

use super::{names, read, rows};
use crate::console_text::players;
use crate::game::Game;

#[test]
fn factorio_players() {
    let on = read(
        Game::Factorio,
        "Online players (2):\n  Mia (online)\n  No.a (online)\n",
    );
    assert_eq!((names(&on), on.count), (vec!["Mia", "No.a"], Some(2)));
    let on = read(Game::Factorio, "Players (2):\n  Mia (online)\n  Noa\n");
    assert_eq!((names(&on), on.count), (vec!["Mia"], Some(1)));
    assert!(
        read(Game::Factorio, "Online players (0):\n")
            .listed
            .is_empty()
    );
}

#[test]
fn palworld_show_players() {
    let reply = "name,playeruid,steamid\nMia, the first,1234567890,76561198000000001\nNoa,00000000,steam_76561198000000002\nodd\n";
    let on = read(Game::Palworld, reply);
    assert_eq!(names(&on), ["Mia, the first", "Noa"]);
    assert_eq!(on.listed[1].id.as_deref(), Some("steam_76561198000000002"));
    assert_eq!(on.listed[0].extra("playeruid"), Some("1234567890"));
    assert_eq!(on.unread, ["odd"]);
    assert!(
        read(Game::Palworld, "name,playeruid,steamid\n")
            .listed
            .is_empty()
    );
}

#[test]
fn ark_list_players() {
    let reply =
        "0. Mia, the first, 76561198000000001\n1. 2. x, 0002abcdef0123456789abcdef012345 \n \n";
    let on = read(Game::Ark, reply);
    assert_eq!(names(&on), ["Mia, the first", "2. x"]);
    assert_eq!(
        on.listed[1].id.as_deref(),
        Some("0002abcdef0123456789abcdef012345")
    );
    assert_eq!(on.listed[1].number, Some(1));
    assert!(
        read(Game::Ark, "No Players Connected \n ")
            .listed
            .is_empty()
    );
}

#[test]
fn rust_playerlist() {
    let reply = r#"[
  {
    "SteamID": "76561198000000001",
    "OwnerSteamID": "0",
    "DisplayName": "Mi\"a, {x}",
    "Ping": 48,
    "Address": "198.51.100.3:27005",
    "ConnectedSeconds": 300,
    "ViolationLevel": 0.0,
    "Health": 98.5
  }
]"#;
    let on = read(Game::Rust, reply);
    assert_eq!(
        rows(&on),
        [(
            None,
            Some("76561198000000001"),
            "Mi\"a, {x}",
            Some(48),
            Some(300),
            Some("198.51.100.3:27005"),
            false
        )]
    );
    assert_eq!(on.listed[0].extra("Health"), Some("98.5"));
    assert!(read(Game::Rust, "[]").listed.is_empty());
    let cut = &reply[..reply.len() - 1];
    assert_eq!(
        names(&read(Game::Rust, &format!("{cut},\n  {{\"SteamID\": \"7"))).len(),
        1
    );
    assert!(players(Game::Rust, "[CHAT] Mia: hello").is_err());
}

#[test]
fn rust_status() {
    let reply = "hostname: e\nversion : 2321 secure (secure mode enabled, connected to Steam3)\n\
        map     : Procedural Map\nplayers : 2 (50 max) (0 queued) (0 joining)\n\n\
        id                name   ping connected addr                owner violation kicks \n\
        76561198000000001 \"Mi\\\"a\" 48   300.99s   198.51.100.3:27005        0.0       0     \n\
        76561198000000002 two words 5    7.1s   198.51.100.4:27005        0.0       0     \n";
    let on = read(Game::Rust, reply);
    assert_eq!(
        rows(&on),
        [
            (
                None,
                Some("76561198000000001"),
                "Mi\"a",
                Some(48),
                Some(300),
                Some("198.51.100.3:27005"),
                false
            ),
            (
                None,
                Some("76561198000000002"),
                "two words",
                Some(5),
                Some(7),
                Some("198.51.100.4:27005"),
                false
            ),
        ]
    );
    assert_eq!(
        (on.count, on.max, on.map.as_deref()),
        (Some(2), Some(50), Some("Procedural Map"))
    );
}

#[test]
fn zomboid_players() {
    let on = read(Game::Zomboid, "Players connected (2): \n-Mia\n--Noa -x\n");
    assert_eq!((names(&on), on.count), (vec!["Mia", "-Noa -x"], Some(2)));
    let on = read(Game::Zomboid, "Players connected (1):  <LINE> -Mia <LINE> ");
    assert_eq!(names(&on), ["Mia"]);
    assert!(
        read(Game::Zomboid, "Players connected (0): \n")
            .listed
            .is_empty()
    );
}

#[test]
fn squad_list_players() {
    let reply = "----- Active Players -----\n\
        ID: 0 | Online IDs: EOS: 0002abcdef0123456789abcdef012345 steam: 76561198000000001 | Name: Mia | Team ID: 2 | x | Team ID: 1 | Squad ID: N/A | Is Leader: False | Role: IMF_Rifleman_01\n\
        ID: 4 | SteamID: 76561198000000002 | Name:  [x] Noa | Team ID: N/A | Squad ID: 1\n\
        ----- Recently Disconnected Players [Max of 15] -----\n\
        ID: 10 | SteamID: 76561198000000003 | Since Disconnect: 02m.30s | Name: Zo | Team ID: 9\n";
    let on = read(Game::Squad, reply);
    assert_eq!(
        names(&on),
        ["Mia | Team ID: 2 | x", " [x] Noa", "Zo | Team ID: 9"]
    );
    let mia = &on.listed[0];
    assert_eq!(
        (mia.number, mia.id.as_deref()),
        (Some(0), Some("76561198000000001"))
    );
    assert_eq!(mia.extra("EOS"), Some("0002abcdef0123456789abcdef012345"));
    assert_eq!(
        (mia.extra("Team ID"), mia.extra("Role")),
        (Some("1"), Some("IMF_Rifleman_01"))
    );
    assert_eq!(on.listed[2].left.map(|time| time.as_secs()), Some(150));
    assert_eq!((on.on().count(), on.people()), (2, 2));
    let none =
        "----- Active Players -----\n----- Recently Disconnected Players [Max of 15] -----\n";
    assert!(read(Game::Squad, none).listed.is_empty());
}

#[test]
fn conan_listplayers() {
    let reply = "Idx | Char name | Player name |      User ID |       Platform ID | Platform Name\n  \
          0 | Mia | b   | Tester#1000 | A-TESTUSER | 76561198000000001 |         STEAM\n\
        1 |  | Noa#1 | B | C | Steam\nodd\n";
    let on = read(Game::Conan, reply);
    assert_eq!(names(&on), ["Mia | b", "Noa#1"]);
    let mia = &on.listed[0];
    assert_eq!(
        (mia.number, mia.id.as_deref()),
        (Some(0), Some("A-TESTUSER"))
    );
    assert_eq!(mia.extra("Platform ID"), Some("76561198000000001"));
    assert_eq!(on.unread, ["odd"]);
}

#[test]
fn battleye_players() {
    let reply = "Players on server:\n[#] [IP Address]:[Port] [Ping] [GUID] [Name]\n\
        --------------------------------------------------\n\
        0   198.51.100.3:2304    48   0123456789abcdef0123456789abcdef(OK) Mia (Lobby)\n\
        1   198.51.100.4:2304    -1   0123456789abcdef0123456789abcdef(?)  N o (a)\n\
        12  198.51.100.5:2304    7    -  Zoe\n\
        13  198.51.100.6:2304    7    -                                    Al\n(4 players in total)\n";
    let on = read(Game::Auto, reply);
    assert_eq!(names(&on), ["Mia", "N o (a)", "Zoe", "Al"]);
    assert_eq!(on.listed[0].extra("state"), Some("Lobby"));
    assert_eq!(
        (on.listed[1].ping, on.listed[1].extra("GUID")),
        (None, Some("?"))
    );
    assert_eq!((on.listed[2].id.as_deref(), on.count), (None, Some(4)));
}

#[test]
fn seven_days_listplayers() {
    let reply = "0. id=171, Mia, the first, pos=(1.0, 2.0, 3.0), rot=(0.0, 4.0, 0.0), remote=True, health=101, deaths=0, zombies=8, players=0, score=8, level=2, pltfmid=Steam_76561198000000001, crossid=EOS_1, ip=198.51.100.3, ping=7\nTotal of 1 in the game\n";
    let on = read(Game::Auto, reply);
    assert_eq!(
        rows(&on),
        [(
            Some(171),
            Some("Steam_76561198000000001"),
            "Mia, the first",
            Some(7),
            None,
            Some("198.51.100.3"),
            false
        )]
    );
    assert_eq!(
        (on.count, on.listed[0].extra("level")),
        (Some(1), Some("2"))
    );
}
