use std::fmt::Write as _;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;

fn of(name: &str, text: &str) -> Result<GameFile, FromError> {
    of_bytes(name, text.as_bytes())
}

fn of_bytes(name: &str, bytes: &[u8]) -> Result<GameFile, FromError> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    read(&path)
}

fn is(found: &Result<GameFile, FromError>, address: &str, password: &str, game: Game) {
    let found = found.as_ref().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.address.to_string(), address);
    assert_eq!(found.password.expose(), password.as_bytes());
    assert_eq!(found.game, game);
}

#[test]
fn minecraft_reads_it_as_properties() {
    let text = "#Minecraft server properties\r\nenable-rcon=true\r\nrcon.port=25580\r\n\
                rcon.password=a\\=b\\u0021 \\\r\n   c\r\nserver-ip=\r\n";
    is(
        &of("server.properties", text),
        "127.0.0.1:25580",
        "a=b! c",
        Game::Minecraft,
    );
    let text = "\u{feff}enable-rcon : TRUE\nrcon.password old\n! not\nrcon.password = new # x\n\
                server-ip=192.0.2.7\n";
    is(
        &of("server.properties", text),
        "192.0.2.7:25575",
        "new # x",
        Game::Minecraft,
    );
    let text = b"enable-rcon=true\nrcon.password=caf\xe9\n";
    is(
        &of_bytes("server.properties", text),
        "127.0.0.1:25575",
        "café",
        Game::Minecraft,
    );
}

#[test]
fn source_reads_it_as_commands() {
    let text = "hostname \"a; rcon_password b // c\"\nrcon_password old; hostport 27016 // x\n\
                RCON_PASSWORD \"it's //; me\" // the one\nip 0.0.0.0\n// rcon_password no\n";
    is(
        &of("server.cfg", text),
        "127.0.0.1:27016",
        "it's //; me",
        Game::Auto,
    );
    let text = "rcon_password\"x\"\nip \"192.0.2.1\"";
    is(
        &of("game/csgo/cfg/server.cfg", text),
        "192.0.2.1:27015",
        "x",
        Game::Cs2,
    );
}

#[test]
fn unreal_games_read_sections_and_structures() {
    let text = "[/Script/Pal.PalGameWorldSettings]\r\nOptionSettings=(ServerName=\"a, RCONPort=1\",\
                List=(a,b),RCONEnabled=True,RCONPort=25576,AdminPassword=\"p\\\"q,)\")\r\n";
    is(
        &of("PalWorldSettings.ini", text),
        "127.0.0.1:25576",
        "p\"q,)",
        Game::Palworld,
    );
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    is(
        &of_bytes("PalWorldSettings.ini", &utf16),
        "127.0.0.1:25576",
        "p\"q,)",
        Game::Palworld,
    );
    let text = "[Other]\nRCONPort=1\n[ServerSettings]\nrconenabled=true\nRCONPort=32330\n\
                ;ServerAdminPassword=no\nServerAdminPassword=a=b\n[Last]\nServerAdminPassword=no\n";
    is(
        &of("GameUserSettings.ini", text),
        "127.0.0.1:32330",
        "a=b",
        Game::Ark,
    );
    let text = "[RconPlugin]\nRconEnabled=1\nRconPassword=pw\nRconPort=25574\n";
    is(&of("Game.ini", text), "127.0.0.1:25574", "pw", Game::Conan);
}

#[test]
fn zomboid_and_squad_have_keys_and_values() {
    let text = "# RCON password\nPassword=no\nRCONPort=27099\nRCONPassword=a b\n";
    is(
        &of("servertest.ini", text),
        "127.0.0.1:27099",
        "a b",
        Game::Zomboid,
    );
    let text = "IP=0.0.0.0\nPort=21115\n// Password=no\nPassword=x\n";
    is(&of("Rcon.cfg", text), "127.0.0.1:21115", "x", Game::Squad);
}

#[test]
fn what_is_missing_is_named_with_its_line() {
    for (name, text, line, part) in [
        (
            "server.properties",
            "a=b\nenable-rcon=false\nrcon.password=hunter2",
            Some(2),
            "enable-rcon=true",
        ),
        (
            "server.properties",
            "rcon.password=hunter2",
            None,
            "enable-rcon=true",
        ),
        (
            "server.properties",
            "enable-rcon=true\nrcon.password=\n",
            Some(2),
            "rcon.password=",
        ),
        (
            "server.properties",
            "enable-rcon=true\nrcon.password=hunter2\nrcon.port=x",
            Some(3),
            "rcon.port",
        ),
        (
            "server.properties",
            "enable-rcon=true\nrcon.password=hunter2\nserver-ip=a:b:c d",
            Some(3),
            "server-ip",
        ),
        ("server.cfg", "hostname x\n", None, "rcon_password …"),
        (
            "PalWorldSettings.ini",
            "[/Script/Pal.PalGameWorldSettings]\nOptionSettings=(RCONEnabled=False,AdminPassword=\"hunter2\")",
            Some(2),
            "RCONEnabled=True in [",
        ),
        (
            "GameUserSettings.ini",
            "ServerAdminPassword=hunter2",
            None,
            "RCONEnabled=True in [ServerSettings]",
        ),
        (
            "Game.ini",
            "[RconPlugin]\nRconEnabled=0\nRconPassword=hunter2",
            Some(2),
            "RconEnabled=1 in [RconPlugin]",
        ),
        ("a.ini", "RCONPassword=\n", Some(1), "RCONPassword="),
        ("Rcon.cfg", "Port=1\n", None, "Password="),
        (
            "BEServer_x64.cfg",
            "RConPassword hunter2\n",
            None,
            "RConPort",
        ),
        ("server.json", "{}", None, "server.properties"),
    ] {
        let error = of(name, text).unwrap_err();
        let message = error.to_string();
        assert_eq!(error.line(), line, "{message}");
        assert!(message.contains(part), "{message}");
        assert!(!message.contains("hunter2") && !format!("{error:?}").contains("hunter2"));
    }
}

#[test]
fn battleyes_own_file_names_its_console() {
    let text = "// comment\nrconpassword hunter2\nRConPort 2306\nRConIP 0.0.0.0\n";
    let found = of("BEServer_x64_active_1a2b.cfg", text).unwrap();
    assert_eq!(found.address.to_string(), "be://127.0.0.1:2306");
    assert_eq!(found.game, Game::BattlEye);
    assert_eq!(found.password.expose(), b"hunter2");
}

#[test]
fn what_is_no_file_or_too_long_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.cfg");
    std::fs::create_dir(&path).unwrap();
    assert_eq!(*read(&path).unwrap_err().problem(), FromProblem::NotAFile);
    let long = of("y.cfg", &" ".repeat((1 << 20) + 1)).unwrap_err();
    assert!(matches!(long.problem(), FromProblem::TooLong(_)));
}

/// As `java.util.Properties.store` escapes.
fn java(text: &str) -> String {
    let mut out = String::new();
    for unit in text.encode_utf16() {
        match char::from_u32(unit.into()) {
            Some(c) if c.is_ascii_alphanumeric() => out.push(c),
            Some(c @ (' ' | '=' | ':' | '#' | '!' | '\\')) => out.extend(['\\', c]),
            _ => {
                let _ = write!(out, "\\u{unit:04X}");
            }
        }
    }
    out
}

proptest! {
    #[test]
    fn no_bytes_are_too_much_for_any_format(bytes: Vec<u8>, latin1: bool) {
        let text = text::decoded(&bytes, latin1);
        for name in ["server.properties", "a.cfg", "PalWorldSettings.ini", "Game.ini", "a.ini", "beserver.cfg"] {
            let path = Path::new(name);
            let _ = understood(path, formats::of(path).unwrap(), &text);
        }
    }

    #[test]
    fn no_text_is_too_much_for_any_format(text in "([=:\"\\\\/;,()\\[\\]#! \n]|rcon_password|OptionSettings|a|é){0,40}") {
        for name in ["server.properties", "a.cfg", "PalWorldSettings.ini", "Game.ini", "a.ini", "beserver.cfg"] {
            let path = Path::new(name);
            let _ = understood(path, formats::of(path).unwrap(), &text);
        }
    }

    #[test]
    fn a_password_comes_back_as_the_game_wrote_it(password in "\\PC{1,20}") {
        let minecraft = format!("enable-rcon=true\nrcon.password={}\n", java(&password));
        let found = understood(Path::new("server.properties"), formats::of(Path::new("server.properties")).unwrap(), &minecraft).unwrap();
        prop_assert_eq!(found.password.expose(), password.as_bytes());
        let escaped = password.replace('\\', "\\\\").replace('"', "\\\"");
        let pal = format!("[/Script/Pal.PalGameWorldSettings]\nOptionSettings=(AdminPassword=\"{escaped}\",RCONEnabled=True)\n");
        let found = understood(Path::new("PalWorldSettings.ini"), formats::of(Path::new("PalWorldSettings.ini")).unwrap(), &pal).unwrap();
        prop_assert_eq!(found.password.expose(), password.as_bytes());
        let plain: String = password.chars().filter(|c| *c != '"').collect();
        if !plain.is_empty() {
            let found = understood(Path::new("a.cfg"), formats::of(Path::new("a.cfg")).unwrap(), &format!("rcon_password \"{plain}\" // x")).unwrap();
            prop_assert_eq!(found.password.expose(), plain.as_bytes());
        }
    }
}
