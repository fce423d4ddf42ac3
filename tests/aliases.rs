//! Names of the user's own for lines, what is done on connecting, and commands of
//! several lines.

use crate::support::{Home, PASSWORD, Server, Target, rcon};

const ALIASES: &str = "[groups]\n\
    eu = [\"tf2\"]\n\
    [aliases]\n\
    gg = \"sv_gravity $1\"\n\
    night = [\"say Good night\", \"!gg 100\", \"sv_gravity\"]\n\
    loop = [\"status\", \"!pool\"]\n\
    pool = \"!loop\"\n\
    sleepy = \"!sleep 0\"\n\
    pw = \"sv_password $1\"\n\
    end = [\"say bye\", \"quit\", \"say gone\"]\n\
    show = \"!find $1\"\n";

/// A home with a profile of this server, which has these lines too, and aliases.
fn home(server: &Server, lines: &str) -> Home {
    let home = Home::new();
    let address = server.address();
    home.config(&format!(
        "[servers.tf2]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n{lines}\n{ALIASES}"
    ));
    home
}

/// What was sent, but for what the shell asks by itself.
fn sent(server: &Server) -> Vec<String> {
    let mut sent = server.commands();
    sent.retain(|command| command != "cvarlist");
    sent
}

#[test]
fn an_alias_is_its_lines_in_options_files_and_pipes() {
    let expected = [
        "say Good night",
        "sv_gravity 100",
        "sv_gravity",
        "sv_gravity 600",
    ];
    for how in ["options", "a file", "a pipe", "a fleet"] {
        let server = Server::start();
        let home = home(&server, "");
        let file = home.path("night.cfg");
        std::fs::write(&file, "!night\n!gg 600\n").unwrap();
        let file = file.display().to_string();
        let run = match how {
            "options" => rcon(["tf2", "-e", "!night", "-e", "!GG 600"]),
            "a file" => rcon(["tf2", "-f", &file]),
            "a pipe" => rcon(["tf2"]).stdin("!night\n!gg 600\n"),
            _ => rcon(["@eu", "-f", &file]),
        };
        let outcome = run.home(&home).assert();
        outcome.code(0).stdout_contains("\"sv_gravity\" = \"100\"");
        assert_eq!(sent(&server), expected, "{how}");
    }
}

#[test]
fn what_is_wrong_with_an_alias_is_said_before_anything_is_sent() {
    let server = Server::start();
    let home = home(&server, "");
    for (line, message) in [
        ("!gg", "!gg needs $1 (usage: !gg $1)"),
        ("!gg 1 2", "!gg takes fewer arguments (usage: !gg $1)"),
        ("!loop", "an alias calls itself: !loop → !pool → !loop"),
        ("!nigth", "Unknown command !nigth (did you mean !night?)"),
        ("!show gravity", "-e 2, in !show: !find is for the prompt"),
    ] {
        rcon(["tf2", "-e", "status", "-e", line])
            .home(&home)
            .assert()
            .code(2)
            .stderr_contains(message);
    }
    assert_eq!(sent(&server), [""; 0]);
}

#[test]
fn an_alias_that_cannot_be_is_named_with_its_line() {
    for (alias, message) in [
        (
            "watch = \"status\"",
            ":3: !watch is a command of this shell",
        ),
        ("\"a b\" = \"status\"", ":3: \"a b\" cannot be an alias"),
        ("a = 1", ":3: a has to be a command in quotes"),
        ("a = []", ":3: the alias a is empty"),
        ("a = \"x\"\nA = \"y\"", ":4: A and a are one alias"),
    ] {
        let home = Home::new();
        home.config(&format!("# Mine.\n[aliases]\n{alias}\n"));
        rcon(["127.0.0.1:1", "-p", "x", "-e", "status"])
            .home(&home)
            .assert()
            .code(2)
            .stderr_contains(message);
    }
}

#[test]
fn what_an_alias_sends_is_what_is_allowed_and_written_down() {
    let server = Server::start();
    let home = home(&server, "deny = [\"quit\"]\nlog = \"tf2.log\"");
    rcon(["tf2", "-e", "!pw hunter2", "-e", "!end"])
        .home(&home)
        .assert()
        .code(2)
        .stderr_contains("-e 2, in !end: not allowed by the profile tf2: \"quit\"")
        .never_printed("hunter2");
    assert_eq!(sent(&server), ["sv_password hunter2", "say bye"]);
    let log = std::fs::read_to_string(home.path("config/rcon-shell/tf2.log")).unwrap();
    assert!(log.contains("sv_password (redacted)"), "{log}");
    assert!(!log.contains("hunter2"), "{log}");
}

#[test]
fn a_backslash_makes_one_command_of_two_lines() {
    let joined = "say one \ntwo";
    for how in ["an option", "a file", "a pipe"] {
        let server = Server::start();
        let home = home(&server, "");
        let text = "say one \\\ntwo";
        let file = home.path("two.cfg");
        std::fs::write(
            &file,
            format!("# not \\\n{}\r\nstatus\n", text.replace('\n', "\r\n")),
        )
        .unwrap();
        let file = file.display().to_string();
        let run = match how {
            "an option" => rcon(["tf2", "-e", text, "-e", "status"]),
            "a file" => rcon(["tf2", "-f", &file]),
            _ => rcon(["tf2"]).stdin(format!("{text}\nstatus\n")),
        };
        run.home(&home).assert().code(0);
        assert_eq!(sent(&server), [joined, "status"], "{how}");
    }
}

#[test]
fn an_error_names_the_line_where_a_command_begins() {
    let server = Server::start();
    let home = home(&server, "deny = [\"quit\"]");
    rcon(["tf2"])
        .home(&home)
        .stdin("status\nsay a \\\nquit\n")
        .assert()
        .code(2)
        .stderr_contains("standard input:2: not allowed by the profile tf2: ");
    assert_eq!(sent(&server), ["status"]);
}

#[test]
fn what_is_done_on_connecting_is_not_done_in_scripts() {
    let server = Server::start();
    let home = home(&server, "on_connect = [\"status\", \"!gg 5\"]");
    rcon(["tf2", "-e", "users"]).home(&home).assert().code(0);
    assert_eq!(sent(&server), ["users"]);
}

#[cfg(unix)]
mod at_the_prompt {
    use super::*;
    use crate::support::Key;

    const ASKED: &str = "This stops tf2. Go on? [y/N]";

    #[test]
    fn aliases_are_completed_shown_and_run() {
        let server = Server::start();
        let home = home(&server, "");
        let mut screen = rcon(["tf2"]).home(&home).start_on_screen(40, 80);
        screen.wait_row("tf2 ]");
        screen
            .type_text("!nig")
            .key(Key::Tab)
            .wait_row("tf2 ] !night");
        screen.key(Key::Enter).wait_text("\"sv_gravity\" = \"100\"");
        screen
            .type_text("!help gg\n")
            .wait_text("!gg $1\n  sv_gravity $1");
        screen
            .type_text("!gg\n")
            .wait_text("!gg needs $1 (usage: !gg $1)");
        screen
            .type_text("!loop\n")
            .wait_text("an alias calls itself: !loop → !pool → !loop");
        screen.type_text("!pool").wait_text("!loop");
        screen.key(Key::Ctrl('c'));
        assert_eq!(
            sent(&server),
            ["say Good night", "sv_gravity 100", "sv_gravity"]
        );
    }

    #[test]
    fn an_alias_that_stops_the_server_asks_and_no_ends_it() {
        let server = Server::start();
        let home = home(&server, "");
        let mut screen = rcon(["tf2"]).home(&home).start_on_screen(24, 80);
        screen.wait_row("tf2 ]");
        screen.type_text("!end\n").wait_row(ASKED);
        screen.type_text("n\n").wait_text("Not sent.");
        screen.wait_row("tf2 ]");
        assert_eq!(sent(&server), ["say bye"]);
    }

    #[test]
    fn a_password_that_an_alias_takes_is_not_kept() {
        let server = Server::start();
        let home = home(&server, "");
        let mut screen = rcon(["tf2"]).home(&home).start_on_screen(24, 80);
        screen.wait_row("tf2 ]");
        for line in [
            "!pw hunter2",
            "!pW 'hunter2'",
            "!pww hunter2",
            "pw hunter2",
            "status",
        ] {
            screen.type_text(&format!("{line}\n"));
        }
        screen.wait_text("hostname");
        screen.type_text("!exit\n").wait_exit();
        let history = std::fs::read_to_string(home.path("state/rcon-shell/history")).unwrap();
        assert_eq!(history, "status\n!exit\n");
    }

    #[test]
    fn what_the_profile_says_is_done_once_connected() {
        let server = Server::start();
        let home = home(&server, "on_connect = [\"!gg 5\", \"sv_gravity\"]");
        let mut screen = rcon(["tf2"]).home(&home).start_on_screen(24, 80);
        screen.wait_text("\"sv_gravity\" = \"5\"").wait_row("tf2 ]");
        screen.type_text("!reconnect\n");
        server.wait("the second time", |_| sent(&server).len() == 4);
    }

    /// Whatever it stands in, the line that fails is the last of them.
    #[test]
    fn what_fails_within_an_alias_ends_what_is_done_on_connecting() {
        let server = Server::start();
        let lines = "deny = [\"quit\"]\non_connect = [\"!end\", \"sv_gravity\"]";
        let home = home(&server, lines);
        let mut screen = rcon(["tf2"]).home(&home).start_on_screen(24, 80);
        screen.wait_text(
            "on_connect: !end\nnot allowed by the profile tf2: \"quit\"\n!end: one more line was not run\ntf2 ]",
        );
        screen.type_text("status\n").wait_text("hostname");
        assert_eq!(sent(&server), ["say bye", "status"]);
    }

    #[test]
    fn a_line_goes_on_behind_a_backslash() {
        let server = Server::start();
        let home = home(&server, "");
        let mut screen = rcon(["tf2"]).home(&home).start_on_screen(24, 80);
        screen.wait_row("tf2 ]");
        screen.type_text("say one\\\n").wait_row("    >");
        screen.type_text("two\n");
        server.wait("the command", |_| sent(&server) == ["say one\ntwo"]);
        screen.wait_row("tf2 ]");
        // Given up, it leaves nothing behind.
        screen.type_text("say three\\\n");
        screen.key(Key::Ctrl('c'));
        screen.wait_row("tf2 ]");
        screen.key(Key::Up).wait_text("say one\\");
        screen.key(Key::Enter);
        server.wait("the command again", |_| sent(&server).len() == 2);
        assert_eq!(sent(&server)[1], "say one\ntwo");
        screen.type_text("!exit\n").wait_exit();
        let history = std::fs::read_to_string(home.path("state/rcon-shell/history")).unwrap();
        assert_eq!(history.lines().count(), 2, "{history}");
    }

    #[test]
    fn a_new_alias_is_there_without_a_new_shell() {
        let server = Server::start();
        let home = home(&server, "");
        let mut screen = rcon(["tf2"]).home(&home).start_on_screen(24, 80);
        screen.wait_row("tf2 ]");
        screen
            .type_text("!fresh\n")
            .wait_text("Unknown command !fresh");
        let file = home.path("config/rcon-shell/config.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, format!("{text}fresh = \"sv_gravity 77\"\n")).unwrap();
        screen.type_text("!fresh\n");
        server.wait("it", |_| sent(&server) == ["sv_gravity 77"]);
    }
}
