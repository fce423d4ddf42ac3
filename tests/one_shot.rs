//! `--execute`: one command or several, their replies, and an end.

use std::time::Duration;

use crate::support::{PASSWORD, Script, Server, Target as _, nobody, rcon, with_deadline};

#[test]
fn prints_the_reply_and_ends() {
    let server = Server::start();
    server
        .run(["--execute", "echo Hello, world!"])
        .assert()
        .code(0)
        .stdout("Hello, world!\n");
    assert_eq!(server.commands(), ["echo Hello, world!"]);
}

#[test]
fn several_commands_share_one_connection() {
    let server = Server::start();
    server
        .run(["-e", "echo one", "-e", "sv_gravity 600", "-e", "echo three"])
        .assert()
        .code(0)
        .stdout("one\nthree\n");
    assert_eq!(server.connections(), 1);
    assert_eq!(
        server.commands(),
        ["echo one", "sv_gravity 600", "echo three"]
    );
}

#[test]
fn a_wrong_password_is_tried_once() {
    let server = Server::start();
    rcon([&server.address(), "-p", "wrong", "-e", "echo x"])
        .assert()
        .code(4)
        .stdout("")
        .stderr_contains(&server.address())
        .never_printed("wrong\"");
    assert_eq!((server.logins(), server.refusals()), (1, 1));
}

#[test]
fn a_port_where_nobody_listens() {
    let address = nobody();
    rcon([&address, "-p", PASSWORD, "-e", "echo x"])
        .assert()
        .code(3)
        .stdout("")
        .stderr_contains(&address);
}

#[test]
fn no_password_and_nobody_to_ask() {
    let server = Server::start();
    rcon([&server.address(), "-e", "echo x"])
        .assert()
        .code(2)
        .stdout("")
        .stderr_contains("--password-file")
        .stderr_contains("--password-stdin")
        .stderr_contains("RCON_PASSWORD");
    assert_eq!(server.logins(), 0);
}

#[test]
fn closed_before_the_login_was_answered() {
    let server = Server::with_faults(&["close-after=0"]);
    server
        .run(["-e", "echo x"])
        .assert()
        .code(5)
        .stdout("")
        .stderr_contains(&server.address());
}

#[test]
fn a_server_that_never_answers_the_login() {
    let server = Server::with_faults(&["silent"]);
    server
        .run(["--timeout", "0.4", "-e", "echo x"])
        .assert()
        .code(124)
        .stdout("")
        .stderr_contains(&server.address())
        .slower_than(Duration::from_millis(400));
}

#[test]
fn a_command_that_nobody_answers() {
    let said = |deadline: f64| format!("sent, but no reply within {deadline} s");
    let attempt = |deadline: f64| {
        let server = Server::start();
        let run = server.run(["--timeout", &deadline.to_string(), "-e", "sim_silent"]);
        (server, run.assert(), said(deadline))
    };
    let (server, outcome, said) = with_deadline(0.4, attempt, |(_, outcome, said)| {
        outcome.stderr.contains(said)
    });
    outcome.code(124).stdout("").stderr_contains(&said);
    assert_eq!(server.commands(), ["sim_silent"]);
}

#[test]
fn a_reply_ends_in_one_newline() {
    let server = Script::new()
        .reply("with", "a\nb\n")
        .reply("without", "a\nb")
        .reply("blank", "a\n\n")
        .reply("empty", "")
        .start();
    for (command, printed, raw) in [
        ("with", "a\nb\n", "a\nb\n"),
        ("without", "a\nb\n", "a\nb"),
        ("blank", "a\n\n", "a\n\n"),
        ("empty", "", ""),
    ] {
        let run = server.run(["-e", command]);
        run.assert().code(0).stdout(printed);
        let run = server.run(["--raw", "-e", command]);
        run.assert().code(0).stdout(raw);
    }
}

#[test]
fn what_fails_ends_the_run() {
    let server = Server::start();
    let long = "x".repeat(1015);
    server
        .run(["-e", "echo one", "-e", &long, "-e", "echo three"])
        .assert()
        .code(2)
        .stdout("one\n")
        .stderr_contains("1014")
        .stderr_contains("--max-command");
    assert_eq!(server.commands(), ["echo one"]);
}

#[test]
fn keep_going_runs_the_rest() {
    let server = Server::start();
    let long = "x".repeat(1015);
    server
        .run(["--keep-going", "-e", &long, "-e", "echo two"])
        .assert()
        .code(2)
        .stdout("two\n");
}

#[test]
fn a_longer_command_where_the_user_knows_better() {
    let server = Script::new().start();
    let long = "x".repeat(2000);
    server
        .run(["--max-command", "2000", "-e", &long])
        .assert()
        .code(0);
    assert_eq!(server.commands(), [long]);
}

#[test]
fn no_wait_sends_and_ends() {
    let server = Server::start();
    server
        .run(["--no-wait", "-e", "sim_silent", "-e", "echo two"])
        .assert()
        .code(0)
        .stdout("");
    server.wait("both commands", |server| {
        server.commands() == ["sim_silent", "echo two"]
    });
}

#[test]
fn a_reset_behind_what_nobody_waits_for_is_told() {
    let taken = |command: &str| {
        rcon_sim::Script::new()
            .expect_auth(PASSWORD)
            .accept()
            .expect_command(command)
    };
    let unawaited = |script: rcon_sim::Script, command: &str| {
        let server = script.start().expect("a server");
        let address = server.addr().to_string();
        rcon([&*address, "-p", PASSWORD, "--no-wait", "-e", command]).assert()
    };
    for script in [taken("say hi").reset(), taken("say hi").close()] {
        unawaited(script, "say hi")
            .code(6)
            .stderr_contains("whether it ran is unknown");
    }
    // What stops the server is answered so.
    unawaited(taken("quit").close(), "quit").code(0).stderr("");
}

#[test]
fn an_exclamation_mark_for_the_server() {
    let server = Server::start();
    server.run(["-e", "!!x y"]).assert().code(0);
    assert_eq!(server.commands(), ["!x y"]);
}

#[test]
fn a_local_command_that_makes_no_sense_here() {
    let server = Server::start();
    server
        .run(["-e", "!watch 1 status"])
        .assert()
        .code(2)
        .stderr_contains("!watch");
    assert_eq!(server.commands(), [""; 0]);
}

#[test]
fn execute_and_file_exclude_each_other() {
    let server = Server::start();
    server
        .run(["-e", "echo x", "-f", "script"])
        .assert()
        .code(2)
        .stderr_contains("--file");
    assert_eq!(server.connections(), 0);
}

#[test]
fn the_environment_names_the_server() {
    let server = Server::start();
    rcon(["-e", "echo there"])
        .env("RCON_HOST", "127.0.0.1")
        .env("RCON_PORT", server.addr().port().to_string())
        .env("RCON_PASSWORD", PASSWORD)
        .assert()
        .code(0)
        .stdout("there\n");
}

#[test]
fn a_reader_that_left_early() {
    let server = Server::start();
    server
        .run(["-e", "cvarlist", "-e", "echo still run"])
        .stdout_unread()
        .assert()
        .code(0)
        .never_printed("pipe");
    assert_eq!(server.commands(), ["cvarlist", "echo still run"]);
}

#[test]
fn a_known_stop_command_may_close_the_link() {
    let server = Server::start();
    server.run(["-e", "quit"]).assert().code(0);
    server.wait("its end", rcon_sim::Server::is_stopped);
}
