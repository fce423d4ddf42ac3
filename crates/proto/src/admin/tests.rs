//! Each verb on each game.

use super::*;
use crate::console_text::players;

/// A player as a game's list tells them, by this name.
pub(super) fn player(name: &str) -> Player {
    let reply = format!("# 3 \"{name}\" 76561198000000001 04:22 48 0 active\n");
    let mut on = players(Game::Source, &reply).expect("a list");
    on.listed.remove(0)
}

/// Kick, ban, ban for a day, message, say; nothing where the game has none.
const EXPECTED: [(Game, [&str; 5]); 17] = [
    (
        Game::Source,
        [
            "kickid 3 \"be nice\"",
            "banid 0 3 kick",
            "banid 1440 3 kick",
            "",
            "say be nice",
        ],
    ),
    (
        Game::Cs2,
        [
            "kickid 3 \"be nice\"",
            "banid 0 3 kick",
            "banid 1440 3 kick",
            "",
            "say be nice",
        ],
    ),
    (
        Game::Minecraft,
        [
            "kick Mia be nice",
            "ban Mia be nice",
            "",
            "tell Mia be nice",
            "say be nice",
        ],
    ),
    (
        Game::Factorio,
        [
            "/kick Mia be nice",
            "/ban Mia be nice",
            "",
            "/whisper Mia be nice",
            "be nice",
        ],
    ),
    (
        Game::Palworld,
        [
            "KickPlayer 76561198000000001",
            "BanPlayer 76561198000000001",
            "",
            "",
            "Broadcast be nice",
        ],
    ),
    (
        Game::Ark,
        [
            "KickPlayer 76561198000000001",
            "BanPlayer 76561198000000001",
            "",
            "ServerChatTo \"76561198000000001\" be nice",
            "ServerChat be nice",
        ],
    ),
    (
        Game::Rust,
        [
            "kick 76561198000000001 \"be nice\"",
            "banid 76561198000000001 \"Mia\" \"be nice\"",
            "banid 76561198000000001 \"Mia\" \"be nice\" 1440m",
            "",
            "say be nice",
        ],
    ),
    (
        Game::Zomboid,
        [
            "kickuser \"Mia\" -r \"be nice\"",
            "banuser \"Mia\" -r \"be nice\"",
            "",
            "",
            "servermsg \"be nice\"",
        ],
    ),
    (
        Game::Squad,
        [
            "AdminKick \"76561198000000001\" be nice",
            "AdminBan \"76561198000000001\" 0 be nice",
            "AdminBan \"76561198000000001\" 1d be nice",
            "AdminWarn \"76561198000000001\" be nice",
            "AdminBroadcast be nice",
        ],
    ),
    (
        Game::Conan,
        [
            "kickplayer userid 76561198000000001 be nice",
            "banplayer userid 76561198000000001 be nice",
            "",
            "",
            "broadcast be nice",
        ],
    ),
    (
        Game::BattlEye,
        [
            "kick 3 be nice",
            "ban 3 0 be nice",
            "ban 3 1440 be nice",
            "say 3 be nice",
            "say -1 be nice",
        ],
    ),
    (
        Game::DayZ,
        [
            "kick 3 be nice",
            "ban 3 0 be nice",
            "ban 3 1440 be nice",
            "say 3 be nice",
            "say -1 be nice",
        ],
    ),
    (
        Game::Arma,
        [
            "kick 3 be nice",
            "ban 3 0 be nice",
            "ban 3 1440 be nice",
            "say 3 be nice",
            "say -1 be nice",
        ],
    ),
    (
        Game::Reforger,
        [
            "#kick 3",
            "#ban create 76561198000000001 0 be nice",
            "#ban create 76561198000000001 86400 be nice",
            "",
            "",
        ],
    ),
    (
        Game::SevenDays,
        [
            "kick 3 \"be nice\"",
            "ban add 3 100 years \"be nice\"",
            "ban add 3 1440 minutes \"be nice\"",
            "pm 3 \"be nice\"",
            "say \"be nice\"",
        ],
    ),
    (Game::Auto, [""; 5]),
    (Game::Generic, [""; 5]),
];

#[test]
fn each_verb_on_each_game() {
    assert_eq!(EXPECTED.len(), Game::ALL.len());
    let mia = player("Mia");
    for (game, expected) in EXPECTED {
        let said = [
            kick_line(game, &mia, "be nice"),
            ban_line(game, &mia, None, "be nice"),
            ban_line(game, &mia, Some(24 * 60), "be nice"),
            message_line(game, &mia, "be nice"),
            say_line(game, "be nice"),
        ];
        let said = said.map(|line| line.map(|line| line.line).unwrap_or_default());
        assert_eq!(said, expected, "{game}");
    }
}

#[test]
fn a_reason_may_be_missing_and_is_told_where_it_has_no_place() {
    let mia = player("Mia");
    let kick = |game, reason| kick_line(game, &mia, reason).expect("a line");
    assert_eq!(kick(Game::Source, " ").line, "kickid 3");
    assert_eq!(kick(Game::Zomboid, "").line, "kickuser \"Mia\"");
    assert_eq!(
        kick(Game::Squad, "").line,
        "AdminKick \"76561198000000001\""
    );
    assert!(kick(Game::Palworld, "spam").without_reason);
    assert!(!kick(Game::Palworld, "").without_reason);
    let ban = ban_line(Game::Rust, &mia, Some(30), "").expect("a line");
    assert_eq!(
        ban.line,
        "banid 76561198000000001 \"Mia\" \"no reason\" 30m"
    );
    assert_eq!(ban.then, Some("server.writecfg"));
    assert!(
        ban_line(Game::Source, &mia, Some(30), "spam")
            .expect("a line")
            .without_reason
    );
    // 0 minutes are for ever, as the consoles themselves have it.
    assert_eq!(
        ban_line(Game::Minecraft, &mia, Some(0), "")
            .expect("a line")
            .line,
        "ban Mia"
    );
}

#[test]
fn what_has_no_escape_is_another_sign_or_refused() {
    let say = |game, text| say_line(game, text).map(|line| (line.line, line.altered));
    let said = |line: &str, altered| Ok((line.to_owned(), altered));
    assert_eq!(
        say(Game::Source, "a \"b\"\nquit"),
        said("say \"a 'b' quit\"", true)
    );
    assert_eq!(
        say(Game::Source, "see // there"),
        said("say \"see // there\"", false)
    );
    assert_eq!(say(Game::Rust, "a; \"b\""), said("say a, \"b\"", true));
    assert_eq!(say(Game::Ark, "a | b"), said("ServerChat a - b", true));
    assert_eq!(
        say(Game::Zomboid, "a \"b\""),
        said("servermsg \"a 'b'\"", true)
    );
    assert_eq!(
        say(Game::Factorio, " \n/quit"),
        Err(CannotSay::Begins {
            game: Game::Factorio,
            sign: '/'
        })
    );
    assert_eq!(say(Game::Source, " \n"), Err(CannotSay::Empty));
    let bell = CannotSay::Sign {
        game: Game::Minecraft,
        what: "text",
        sign: '\u{7}',
    };
    assert_eq!(say(Game::Minecraft, "a\u{7}"), Err(bell));
    let rust = ban_line(Game::Rust, &player("a\" \"b\\"), None, "c\\\"").expect("a line");
    assert_eq!(
        rust.line,
        "banid 76561198000000001 \"a\\\" \\\"b/\" \"c/\\\"\""
    );
}

#[test]
fn a_name_that_a_console_cannot_be_told_is_refused() {
    let kick = |game, name| kick_line(game, &player(name), "x");
    let sign = |game, sign| {
        Err(CannotSay::Sign {
            game,
            what: "name",
            sign,
        })
    };
    assert_eq!(kick(Game::Minecraft, "a b"), sign(Game::Minecraft, ' '));
    assert_eq!(kick(Game::Minecraft, "@a"), sign(Game::Minecraft, '@'));
    assert_eq!(kick(Game::Zomboid, "a\" -x \"b"), sign(Game::Zomboid, '"'));
    assert_eq!(kick(Game::Factorio, "a\nb"), sign(Game::Factorio, '\n'));
    // Where another word names them, the name is of no matter.
    assert!(kick(Game::Source, "a\"; quit").is_ok());
    let mut nobody = player("Mia");
    (nobody.id, nobody.number) = (None, None);
    let told = |game, what| Err(CannotSay::NotTold { game, what });
    assert_eq!(
        kick_line(Game::Squad, &nobody, ""),
        told(Game::Squad, "identifier")
    );
    assert_eq!(kick_line(Game::Cs2, &nobody, ""), told(Game::Cs2, "number"));
    nobody.id = Some("7; quit".to_owned());
    assert!(matches!(
        kick_line(Game::Ark, &nobody, ""),
        Err(CannotSay::Sign { sign: ' ', .. })
    ));
    let odd = ban_line(Game::Squad, &player("Mia"), Some(90), "");
    assert_eq!(
        odd,
        Err(CannotSay::WholeDays {
            game: Game::Squad,
            minutes: 90
        })
    );
}

#[test]
fn errors_are_fragments_of_one_line() {
    let line_end = CannotSay::Sign {
        game: Game::Zomboid,
        what: "name",
        sign: '\n',
    };
    assert_eq!(
        line_end.to_string(),
        "the name holds a line end, which zomboid's console would take for something else"
    );
    let told = CannotSay::NotTold {
        game: Game::Squad,
        what: "identifier",
    };
    assert!(
        told.to_string()
            .starts_with("the server's list gives no identifier")
    );
}
