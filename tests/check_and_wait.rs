//! `--check` and `--wait`: is it up, and is the password right?

use std::io::Write as _;
use std::net::TcpListener;
use std::time::Duration;

use crate::support::{PASSWORD, Server, Target as _, nobody, rcon, with_deadline};

#[test]
fn one_line_with_address_game_and_time() {
    let server = Server::start();
    let outcome = server.run(["--check"]).assert();
    outcome.code(0).stdout_contains(&server.address());
    outcome.stdout_contains("source").stdout_contains("ms");
    assert_eq!(outcome.text().lines().count(), 1);
    assert_eq!((server.logins(), server.commands().len()), (1, 0));
}

#[test]
fn the_port_and_the_password_are_told_apart() {
    let server = Server::start();
    rcon([&server.address(), "-p", "wrong", "--check"])
        .assert()
        .code(4);
    rcon([&nobody(), "-p", PASSWORD, "--check"])
        .assert()
        .code(3);
    assert_eq!(server.logins(), 1);
}

/// A server that closes behind an answer which looks like an acceptance has
/// refused.
#[test]
fn a_close_behind_the_answer_is_no_login() {
    let script = rcon_sim::Script::new().expect_auth("nope").accept().close();
    let server = script.start().unwrap();
    rcon([&*server.addr().to_string(), "-p", "nope", "--check"])
        .assert()
        .code(5)
        .stdout("");
    assert_eq!(server.server().connections(), 1);
}

#[test]
fn metrics_for_a_collector() {
    let server = Server::start();
    let up = server.run(["--check", "--format", "prometheus"]).assert();
    let label = format!("{{server=\"{}\"}}", server.address());
    up.code(0)
        .stdout_contains(&format!("rcon_up{label} 1\n"))
        .stdout_contains(&format!("rcon_auth_ok{label} 1\n"))
        .stdout_contains(&format!("rcon_round_trip_seconds{label} 0."));
    let wrong = rcon([&server.address(), "-p", "wrong", "--check"])
        .args(["--format", "prometheus"])
        .assert();
    wrong
        .code(4)
        .stdout_contains(&format!("rcon_up{label} 1\n"))
        .stdout_contains(&format!("rcon_auth_ok{label} 0\n"));
    let address = nobody();
    rcon([&address, "-p", "x", "--check", "--format", "prometheus"])
        .assert()
        .code(3)
        .stdout_contains(&format!("rcon_up{{server=\"{address}\"}} 0\n"));
}

#[test]
fn waits_for_a_server_that_comes_up_later() {
    let address = nobody();
    let running = rcon([&address, "-p", PASSWORD, "-v", "--wait", "15"])
        .args(["-e", "echo up"])
        .start();
    running.wait_stderr(&address);
    let _server = Server::with(|builder| builder.listen(&address));
    running.assert().code(0).stdout("up\n");
}

#[test]
fn gives_up_when_time_is_up() {
    rcon([&nobody(), "-p", "x", "--wait", "0.5", "-e", "echo"])
        .assert()
        .code(3)
        .slower_than(Duration::from_millis(400))
        .faster_than(Duration::from_secs(30));
}

#[test]
fn a_refused_password_is_not_waited_for() {
    let server = Server::start();
    rcon([&server.address(), "-p", "wrong", "--wait", "15", "--check"])
        .assert()
        .code(4);
    assert_eq!(server.logins(), 1);
}

#[test]
fn a_forwarder_in_front_of_nothing_counts_as_not_up() {
    let forwarder = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = forwarder.local_addr().unwrap().to_string();
    // Accepts and closes, as a container's port does before its server is up.
    let (say, accepted) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in forwarder.incoming().map_while(Result::ok) {
            drop(stream);
            let _ = say.send(());
        }
    });
    let attempt = |wait: f64| {
        let wait = wait.to_string();
        let run = rcon([&address, "-p", PASSWORD, "--wait", &wait, "-e", "echo"]);
        let outcome = run.assert();
        (outcome, accepted.try_iter().count())
    };
    let (outcome, tries) = with_deadline(2.0, attempt, |(_, tries)| *tries > 1);
    outcome.code(5);
    assert!(tries > 1, "tried once only");
}

/// What a run without `--wait` would have said, so that a unit's
/// `RestartPreventExitStatus` means the same with it.
#[test]
fn when_time_is_up_the_code_is_the_last_attempts() {
    let closes = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closes.local_addr().unwrap().to_string();
    // As a server does with a banned address.
    std::thread::spawn(move || closes.incoming().for_each(drop));
    let run = |more: &[&str]| {
        let outcome = rcon([&address, "-p", PASSWORD, "-e", "echo"])
            .args(more)
            .assert();
        outcome.code(5);
        outcome.stderr.clone()
    };
    assert_eq!(run(&[]), run(&["--wait", "0.7"]));
    let fleet = rcon([&address, &nobody(), "-p", PASSWORD, "--wait", "0.5"]);
    fleet.args(["-e", "echo"]).assert().code(1);
}

#[cfg(unix)]
#[test]
fn a_proxy_command_that_fails_is_named_with_wait_as_without() {
    let run = |more: &[&str]| {
        let outcome = rcon(["h:1", "-p", PASSWORD, "--check"])
            .args(["--proxy-command", "/nowhere/ssh"])
            .args(more)
            .assert();
        outcome.code(3).stderr_contains("the proxy command for h:1");
    };
    run(&[]);
    run(&["--wait", "0.5"]);
}

/// What greets, and not as RCON does, will not become an RCON server.
#[test]
fn a_port_that_speaks_first_and_not_rcon_is_not_waited_for() {
    let ssh = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = ssh.local_addr().unwrap().to_string();
    let (say, accepted) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for mut stream in ssh.incoming().map_while(Result::ok) {
            let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.6\r\n");
            open.push(stream);
            let _ = say.send(());
        }
    });
    rcon([&address, "-p", PASSWORD, "--wait", "20", "--check"])
        .assert()
        .code(7)
        .stderr_contains("it answered SSH-2.0-OpenSSH_9.6");
    assert_eq!(accepted.try_iter().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_person_sees_what_is_waited_for_and_for_how_long() {
    let address = nobody();
    for mode in [&["-e", "echo up"][..], &[]] {
        let screen = rcon([&address, "-p", PASSWORD, "--wait", "40"])
            .args(mode)
            .start_on_screen(24, 80);
        let line = |left: u8| format!("waiting for {address}, {left} s left");
        screen.wait_text(&line(39));
        screen.wait_text(&line(38));
        let server = Server::with(|builder| builder.listen(&address));
        screen.wait_for("what comes of it", |shown| {
            let contents = shown.screen().contents();
            let up = contents.trim() == "up" || contents.contains(&server.prompt());
            up && !contents.contains("waiting")
        });
        assert!(!screen.contents().contains("waiting"), "{screen}");
    }
}
