//! What one hands to a junior: `allow` and `deny`, `--strict` and `--fail-on`,
//! and a log that is always kept, in every way of running.

use crate::support::{Home, PASSWORD, Run, Server, Target, rcon};

/// A home with a profile of this server, which has these lines too.
fn home(server: &Server, lines: &str) -> Home {
    let home = Home::new();
    let address = server.address();
    home.config(&format!(
        "[servers.tf2-us]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n{lines}\n\
         [groups]\nus = [\"tf2-us\"]\n"
    ));
    home
}

fn run(home: &Home, args: &[&str]) -> Run {
    rcon(args).home(home)
}

#[test]
fn what_is_denied_is_sent_in_no_way() {
    let server = Server::start();
    let home = home(&server, "deny = [\"rcon_password*\", \"quit\"]");
    let no = "not allowed by the profile tf2-us: ";
    for (line, part) in [
        ("quit", "\"quit\""),
        ("QUIT now", "\"QUIT now\""),
        ("status; quit", "\"quit\""),
        ("!send quit", "\"quit\""),
        ("rcon_password hunter2", "\"rcon_password (redacted)\""),
    ] {
        let said = format!("{no}{part}");
        for args in [
            &["tf2-us", "-e", line][..],
            &["@us", "-e", line],
            &["tf2-us", "--no-wait", "-e", line],
        ] {
            let outcome = run(&home, args).assert();
            outcome
                .code(2)
                .stderr_contains(&said)
                .never_printed("hunter2");
        }
        let script = home.file("script", format!("{line}\n"));
        for args in [
            &["tf2-us", "-f", &script][..],
            &["tf2-us", "-e", &format!("!run {script}")],
        ] {
            run(&home, args).assert().code(2).stderr_contains(&said);
        }
        run(&home, &["tf2-us"])
            .stdin(format!("{line}\n"))
            .assert()
            .code(2)
            .stderr_contains(&said);
    }
    run(&home, &["tf2-us", "-e", "!shutdown"]).assert().code(0);
    assert_eq!(
        server.commands(),
        ["exit"],
        "exit was not denied, and it alone was sent"
    );
}

#[test]
fn what_is_not_allowed_is_denied() {
    let server = Server::start();
    let home = home(&server, "allow = [\"status\", \"echo *\"]");
    run(&home, &["tf2-us", "-e", "echo hi; status"])
        .assert()
        .code(0);
    for line in ["sv_gravity", "echo hi; quit", "!shutdown"] {
        let outcome = run(&home, &["tf2-us", "-e", line]).assert();
        outcome
            .code(2)
            .stderr_contains("not allowed by the profile tf2-us: ");
    }
    let outcome = run(
        &home,
        &[
            "tf2-us",
            "--json",
            "--keep-going",
            "-e",
            "quit",
            "-e",
            "status",
        ],
    )
    .assert();
    let lines = outcome.records();
    assert_eq!(lines[0]["error"]["kind"], "usage");
    assert_eq!(lines[1]["ok"], true);
    assert_eq!(server.commands(), ["echo hi; status", "status"]);
}

#[test]
fn a_refusal_is_a_failure_where_that_is_asked_for() {
    let server = Server::start();
    let strict = home(&server, "strict = true");
    let plain = home(&server, "");
    let typo = ["-e", "sv_gravty 3", "-e", "echo after"];
    run(&plain, &["tf2-us"]).args(typo).assert().code(0);
    let said = "the server rejected the command: Unknown command \"sv_gravty\"";
    for (home, args) in [
        (&plain, &["tf2-us", "--strict"][..]),
        (&strict, &["tf2-us"]),
        (&strict, &["@us"]),
        (&plain, &["tf2-us", "-e", "!set strict on"]),
        (
            &plain,
            &[
                "tf2-us",
                "--fail-on",
                "nothing here",
                "--fail-on",
                "(?i)unknown COMMAND",
            ],
        ),
    ] {
        let before = server.commands().len();
        let outcome = run(home, args).args(typo).assert();
        outcome
            .code(8)
            .stdout_contains("Unknown command \"sv_gravty\"\n");
        let by_pattern = args.contains(&"--fail-on");
        outcome.stderr_contains(if by_pattern {
            "matches --fail-on"
        } else {
            said
        });
        assert_eq!(server.commands()[before..], ["sv_gravty 3"], "{args:?}");
    }
    let script = plain.file("script", "echo one\nsv_gravty 3\necho two\n");
    for args in [
        &["tf2-us", "--strict", "-f", &script][..],
        &["tf2-us", "--strict", "-e", &format!("!run {script}")],
    ] {
        run(&plain, args)
            .assert()
            .code(8)
            .stderr_contains(&format!("{script}:2: {said}"));
    }
    run(&plain, &["tf2-us", "--strict"])
        .stdin("sv_gravty 3\n")
        .assert()
        .code(8);
    run(&strict, &["tf2-us", "-e", "!set strict off"])
        .args(typo)
        .assert()
        .code(0);
    run(&plain, &["tf2-us", "--strict", "--keep-going"])
        .args(typo)
        .assert()
        .code(8)
        .stdout_contains("after\n");
}

#[test]
fn a_record_of_a_refusal_keeps_the_reply() {
    let server = Server::start();
    let home = home(&server, "strict = true");
    for target in ["tf2-us", "@us"] {
        let args = [
            target,
            "--json",
            "--keep-going",
            "-e",
            "sv_gravty 3",
            "-e",
            "echo hi",
        ];
        let outcome = run(&home, &args).assert();
        outcome.code(8);
        let lines = outcome.records();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!(lines[0]["ok"], false);
        assert_eq!(lines[0]["error"]["kind"], "rejected");
        assert_eq!(lines[0]["reply"], "Unknown command \"sv_gravty\"\n");
        assert_eq!(lines[1]["ok"], true);
    }
}

#[test]
fn each_game_has_its_own_words_for_it() {
    use rcon_sim::Game;
    for (game, command) in [
        (Game::Minecraft, "gamemoed x"),
        (Game::Cs2, "sv_gravty"),
        (Game::Factorio, "/nope"),
        (Game::Palworld, "KickPlayer nobody"),
        (Game::Rust, "nope"),
        (Game::Zomboid, "nope"),
        (Game::Conan, "nope"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        let name = format!("{game:?}").to_lowercase();
        let outcome = server
            .run(["--strict", "--game", &name, "-e", command])
            .assert();
        outcome.code(8).stderr_contains("rejected the command");
    }
}

#[test]
fn wrong_uses_are_told() {
    let server = Server::start();
    let outcome = server.run(["--fail-on", "(", "-e", "status"]).assert();
    outcome.code(2).stderr_contains("--fail-on");
    let outcome = server
        .run(["--strict", "--no-wait", "-e", "status"])
        .assert();
    outcome
        .code(2)
        .stderr_contains("--strict does not go together with --no-wait");
    let home = home(&server, "deny = \"quit\"");
    let outcome = run(&home, &["tf2-us", "-e", "status"]).assert();
    outcome.code(2).stderr_contains("a list of texts in quotes");
    assert_eq!(server.commands(), [""; 0]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_permanent_log_that_cannot_be_written_is_the_profiles_to_mend() {
    let server = Server::start();
    let home = home(&server, "log = \"/dev/full\"");
    let outcome = run(&home, &["tf2-us", "-e", "echo unsaid"]).assert();
    outcome
        .code(1)
        .stderr_contains("take `log` out of the profile");
    assert!(!outcome.stderr.contains("!log off"));
    assert_eq!(server.commands(), [""; 0]);
}

#[test]
fn without_its_permanent_log_a_server_is_not_connected_to() {
    let server = Server::start();
    let home = home(&server, "log = \"nowhere/at/all.log\"");
    run(&home, &["tf2-us", "-e", "echo unsaid"])
        .assert()
        .code(1)
        .stderr_contains("the server was not connected to (mend that, or take `log` out");
    assert_eq!(server.logins(), 0);
}

#[cfg(unix)]
#[test]
fn a_permanent_log_is_told_at_a_fleets_prompt() {
    let server = Server::start();
    let home = home(&server, "log = \"kept.log\"");
    let mut screen = run(&home, &["@us"]).start_on_screen(24, 200);
    screen.wait_row("@us ]");
    screen
        .type_text("!log\n")
        .wait_text("the log is off: !log FILE begins one; a profile's is on: ")
        .wait_text("kept.log");
    screen.key(crate::support::Key::Ctrl('l'));
    screen.type_text("!info\n").wait_text("kept.log");
}

#[test]
fn a_permanent_log_is_kept_whatever_else_is() {
    let server = Server::start();
    let home = home(&server, "log = \"kept.log\"");
    let other = home.path("other.log").display().to_string();
    run(
        &home,
        &[
            "tf2-us",
            "-e",
            &format!("!log {other}"),
            "-e",
            "echo one",
            "-e",
            "!log off",
            "-e",
            "!log",
            "-e",
            "echo two",
        ],
    )
    .assert()
    .code(0)
    .stderr_contains("the log is off: !log FILE begins one; a profile's is on: ");
    run(&home, &["@us", "-e", "echo three"]).assert().code(0);
    let path = home.path("config/rcon-shell/kept.log");
    let kept = std::fs::read_to_string(&path).unwrap();
    for text in ["echo one", "echo two", "echo three", "| three"] {
        assert!(kept.contains(text), "{text}: {kept}");
    }
    let chosen = std::fs::read_to_string(&other).unwrap();
    assert!(
        chosen.contains("echo one") && !chosen.contains("two"),
        "{chosen}"
    );
    // Where it cannot be kept, nothing is sent.
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let before = server.connections();
    let outcome = run(&home, &["tf2-us", "-e", "echo four"]).assert();
    outcome.code(1).stderr_contains("cannot write the log");
    assert_eq!(server.connections(), before);
}
