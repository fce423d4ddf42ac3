//! What stops a server: each game's own words, and a close after one of them.

use rcon_sim::{Game, Script, Scripted};

use crate::support::{PASSWORD, Server, Target, rcon};

/// Ends a Squad server.
const SQUAD_STOP: &str = "AdminKillServer";

/// A server of one packet a login that closes without a word after the command.
fn closes_after(command: &str) -> Scripted {
    let script = Script::new().expect_auth(PASSWORD).accept();
    script.expect_command(command).close().start().unwrap()
}

/// The same of the Source shape.
fn source_closes_after(command: &str) -> Scripted {
    let script = Script::new().expect_auth(PASSWORD).accept_as_source();
    script.expect_command(command).close().start().unwrap()
}

#[track_caller]
fn ends_with(server: &Scripted, args: &[&str], command: &str, code: i32) {
    let address = server.addr().to_string();
    let run = rcon([&*address, "-p", PASSWORD]).args(args);
    run.args(["-e", command]).assert().code(code);
}

#[test]
fn a_close_after_a_word_that_stops_is_what_was_asked_for() {
    for (game, command) in [
        ("minecraft", "minecraft:stop"),
        ("minecraft", "/spigot:restart"),
        ("minecraft", "end"),
        ("minecraft", "shutdown"),
        ("conan", "shutdown"),
    ] {
        println!("{game}: {command}");
        ends_with(&closes_after(command), &["--game", game], command, 0);
        ends_with(&closes_after(command), &[], command, 0);
    }
    // Where it is said to be Rust, it is asked for UTF-8 first, and whether it has
    // heard that, twice where it does not say.
    let rust = Script::new().expect_auth(PASSWORD).accept_as_source();
    let rust = rust.expect_packet(5, "").expect_probe().expect_probe();
    let rust = rust.expect_command("global.quit");
    let rust = rust.close().start().unwrap();
    ends_with(&rust, &["--game", "rust"], "global.quit", 0);
    ends_with(&closes_after("global.quit"), &[], "global.quit", 0);
    for args in [&["--game", "squad"][..], &[]] {
        ends_with(&source_closes_after(SQUAD_STOP), args, SQUAD_STOP, 0);
    }
}

#[test]
fn a_close_after_another_games_word_is_a_loss() {
    ends_with(&closes_after("quit"), &["--game", "factorio"], "quit", 6);
    let source = ["--game", "source"];
    ends_with(&source_closes_after("stop"), &source, "stop", 6);
}

#[test]
fn a_semicolon_counts_where_the_console_knows_it() {
    let text = "say hi; stop";
    ends_with(&closes_after(text), &["--game", "minecraft"], text, 6);
    ends_with(&closes_after(text), &[], text, 6);
    ends_with(&source_closes_after(text), &[], text, 0);
    let text = "say hi; quit";
    ends_with(&closes_after(text), &["--game", "cs2"], text, 0);
    let quoted = "say \"hi; quit\"";
    ends_with(&source_closes_after(quoted), &[], quoted, 6);
}

#[test]
fn a_script_stops_each_game_with_its_own_command() {
    for (game, name, command) in [
        (Game::Squad, "squad", SQUAD_STOP),
        (Game::Conan, "conan", "shutdown"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        server
            .run(["--game", name])
            .stdin("!shutdown\n")
            .assert()
            .code(0);
        assert_eq!(server.commands(), [command], "{name}");
        server.wait("its end", rcon_sim::Server::is_stopped);
    }
}

#[cfg(unix)]
#[test]
fn the_prompt_stops_each_game_with_its_own_command() {
    for (game, name, command) in [
        (Game::Squad, "squad", SQUAD_STOP),
        (Game::Conan, "conan", "shutdown"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        let mut screen = server.run(["--game", name]).start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen.type_text("!shutdown\n").wait_text("Go on?");
        screen.type_text("y\n").wait_row("RCON ]");
        assert!(server.commands().iter().any(|asked| asked == command));
        assert!(!screen.contents().contains("--game"), "{name}\n{screen}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_wait_for_what_the_server_is() {
    use crate::support::Key;

    for line in ["!shutdown", "!restart", "!logs"] {
        // Its login does not show its game, and it never answers.
        let server = Script::new().expect_auth(PASSWORD).accept();
        let server = server.expect_any().expect_end().start().unwrap();
        let address = server.addr().to_string();
        let mut screen = rcon([&address, "-p", PASSWORD]).start_on_screen(24, 80);
        screen.wait_row(&format!("{address} ]"));
        screen.type_text(&format!("{line}\n")).wait_let_go();
        screen.key(Key::Ctrl('c')).wait_row(&format!("{address} ]"));
        screen.type_text("!set timing\n").wait_text("timing");
        assert!(!screen.contents().contains("Go on?"), "{screen}");
    }
}

/// A server that does not know what stops its game is still there, and whoever
/// named the game is not told to name it.
#[cfg(unix)]
#[test]
fn who_named_the_game_is_not_told_to_name_it() {
    // It says that it knows no such command.
    let server = Server::with(|builder| builder.game(Game::Conan));
    let mut screen = server.run(["--game", "rust"]).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!shutdown\n").wait_text("Go on?");
    screen.type_text("y\n").wait_text("\"quit\"");
    screen.wait_text("is still there");
    screen.wait_row(&server.prompt());
    assert!(!screen.contents().contains("--game"), "{screen}");
}

#[test]
fn a_game_that_is_known_has_its_own_limit() {
    let server = Server::with(|builder| builder.game(Game::Factorio));
    let command = |bytes: usize| format!("sim_empty {}", "x".repeat(bytes - 10));
    let run = |bytes| server.run(["--game", "factorio", "-e", &command(bytes)]);
    run(4000).assert().code(0);
    let refused = run(4001).assert();
    refused.code(2).stderr_contains("4000");
    refused.stderr_contains("--max-command");
    assert_eq!(server.commands(), [command(4000)]);
}
