//! What has no end, what takes no more, and whose words are shown.
#![cfg(target_os = "linux")]

use std::process::{Command, Output};

use crate::support::{Home, PASSWORD, Run, Script, Server, Target, program, rcon, with_deadline};

/// A run whose standard output is a full disk.
fn onto_a_full_disk(args: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", "exec \"$0\" \"$@\" >/dev/full"])
        .arg(program())
        .args(args)
        .env_clear()
        .envs(Home::new().env())
        .output()
        .unwrap()
}

#[test]
fn the_first_reply_that_cannot_be_written_ends_the_run() {
    let server = Server::start();
    let address = server.address();
    for form in [&[][..], &["--json"], &["--raw"], &["--keep-going"]] {
        let before = server.commands().len();
        let commands = ["-e", "echo one", "-e", "echo two", "-e", "echo three"];
        let args = [&[address.as_str(), "-p", PASSWORD], form, &commands].concat();
        let output = onto_a_full_disk(&args);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(
            error.contains("cannot write to standard output: No space left"),
            "{error}"
        );
        assert!(!error.contains("os error"), "{error}");
        assert_eq!(server.commands()[before..], ["echo one"], "{form:?}");
    }
}

#[test]
fn a_fleet_ends_at_the_first_reply_that_cannot_be_written() {
    let servers: Vec<Server> = (0..4).map(|_| Server::start()).collect();
    let addresses: Vec<String> = servers.iter().map(Server::address).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let options = ["-p", PASSWORD, "--parallel", "1", "-e", "echo one"];
    for form in [&[][..], &["--json"], &["--raw"], &["--keep-going"]] {
        let args = [&addresses, &options[..], form].concat();
        let output = onto_a_full_disk(&args);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            error,
            "rcon-shell: cannot write to standard output: No space left on device\n"
        );
    }
    assert_eq!(servers[0].commands().len(), 4);
    for server in &servers[2..] {
        assert_eq!(server.commands(), Vec::<String>::new());
    }
    // A reader that has had enough is no failure.
    let gone = rcon(&addresses).args(options).stdout_unread();
    gone.assert().code(0).stderr("");
    assert_eq!(servers[3].commands().len(), 1);
}

#[test]
fn help_and_version_that_cannot_be_written_fail() {
    for option in ["--help", "-h", "--version"] {
        let output = onto_a_full_disk(&[option]);
        assert_eq!(output.status.code(), Some(1), "{option}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(
            error.starts_with("rcon-shell: cannot write to standard output"),
            "{error}"
        );
    }
    rcon(["--version"]).stdout_unread().assert().code(0);
}

#[test]
fn what_has_no_end_is_given_up_with_a_message() {
    let server = Server::start();
    let address = &server.address();
    for (args, part) in [
        (
            &["--config", "/dev/zero", address, "-p", PASSWORD, "-e", "x"][..],
            "not a configuration",
        ),
        (
            &[address, "-p", PASSWORD, "-f", "/dev/zero"],
            "this is no text",
        ),
        (
            &[address, address, "-p", PASSWORD, "-f", "/dev/zero"],
            "/dev/zero",
        ),
        (
            &[address, "--password-file", "/dev/zero", "-e", "x"],
            "/dev/zero",
        ),
    ] {
        let running = rcon(args.iter().copied()).start();
        let peak = running.peak_memory();
        let outcome = running.assert();
        assert_ne!(outcome.code, Some(0));
        outcome.stderr_contains(part);
        assert!(peak < 40 << 10, "{peak} KiB for {args:?}");
    }
    let outcome = Command::new("sh")
        .args(["-c", "exec \"$0\" \"$1\" --password-stdin -e x </dev/zero"])
        .arg(program())
        .arg(address)
        .env_clear()
        .envs(Home::new().env())
        .output()
        .unwrap();
    assert_eq!(outcome.status.code(), Some(2));
    assert_eq!(server.commands(), Vec::<String>::new());
}

#[test]
fn arguments_are_harmless_where_they_are_quoted() {
    let bad = "a\x1b]0;title\x07\u{202e}b";
    for args in [
        &["--no-such", bad][..],
        &[&format!("--{bad}")],
        &["--encoding", bad, "x"],
        &["--game", bad, "x"],
        &["--timeout", bad, "x"],
    ] {
        let mut screen = rcon(args.iter().copied()).start_on_screen(24, 120);
        screen.wait_exit();
        for raw in ["\x1b]0", "\x07", "\u{202e}"] {
            screen.assert_never_sent(raw.as_bytes());
        }
    }
}

#[test]
fn a_log_on_a_full_disk_says_that_nothing_was_sent() {
    let server = Server::start();
    let args = [
        &server.address(),
        "-p",
        PASSWORD,
        "-e",
        "!log /dev/full",
        "-e",
        "echo one",
    ];
    rcon(args)
        .assert()
        .code(1)
        .stderr_contains("No space left on device: the command was not sent")
        .never_printed("os error");
    assert_eq!(server.commands(), Vec::<String>::new());
    let mut screen = server.shell().start_on_screen(24, 120);
    screen.wait_row(&server.prompt());
    screen
        .type_text("!log /dev/full\n")
        .wait_row(&server.prompt());
    screen
        .type_text("echo one\n")
        .wait_text("the command was not sent");
    assert!(!screen.contents().contains("os error"), "{screen}");
}

/// Bytes of a reply that is long enough for what the program itself takes not
/// to count.
const LONG: usize = 48 << 20;

fn long_reply() -> Vec<u8> {
    let line = b"player \"somebody\" \xd0\x9f\xd1\x80 10.0.0.1:27005\n";
    line.iter().copied().cycle().take(LONG).collect()
}

/// Asserts that a run takes at most one and a half times what it keeps, which
/// is so many long replies.
fn assert_takes(run: Run, replies: u64) {
    let running = run.stdout_nowhere().start();
    let peak = running.peak_memory();
    running.assert().code(0);
    let bound = replies * LONG as u64 * 3 / 2 / 1024;
    assert!(peak < bound, "{peak} KiB of {bound} KiB");
}

#[test]
fn a_record_takes_no_more_than_its_reply() {
    let mut reply = long_reply();
    // Bytes that are no UTF-8, and what JSON writes in six bytes each.
    reply[LONG / 2..].fill(0xff);
    reply[LONG / 4 * 3..].fill(0x01);
    let server = Script::new().reply("long", reply).start();
    for form in [
        &["--json"][..],
        &["--json", "--color", "never"],
        &["--json", "--encoding", "windows-1251"],
        &[],
    ] {
        let run = rcon([&server.address(), "-p", PASSWORD, "-e", "long"]);
        assert_takes(run.args(form), 1);
    }
}

#[test]
fn a_fleet_takes_no_more_than_its_replies() {
    let servers = [(); 2].map(|()| Script::new().reply("long", long_reply()).start());
    for form in [&["--json"][..], &[], &["--group-by-reply"]] {
        let run = rcon(servers.iter().map(Target::address));
        assert_takes(run.args(["-p", PASSWORD, "-e", "long"]).args(form), 2);
    }
}

#[test]
fn what_a_fleet_keeps_has_a_limit_that_is_named() {
    let reply = vec![b'x'; 900];
    let servers: Vec<_> = (0..6_u8)
        .map(|number| {
            let reply = [&reply[..], &[b'0' + number]].concat();
            Script::new().reply("long", reply).start()
        })
        .collect();
    let run = |limit: &str| {
        rcon(servers.iter().map(Target::address))
            .args([
                "-p",
                PASSWORD,
                "--group-by-reply",
                "--max-reply",
                limit,
                "-e",
                "long",
            ])
            .assert()
    };
    // Four of the longest fit.
    run("1000").code(7).stderr_contains("--max-reply");
    run("2000").code(0);
}

#[test]
fn what_finds_no_room_waits_for_those_before_it() {
    let silent = Script::new().silent("long").start();
    let others: Vec<_> = (0..6_u8)
        .map(|number| {
            let reply = [&[b'x'; 900][..], b" number ", &[b'0' + number]].concat();
            Script::new().reply("long", reply).start()
        })
        .collect();
    for form in [&[][..], &["--json"]] {
        let attempt = |deadline: f64| {
            rcon([silent.address()])
                .args(others.iter().map(Target::address))
                .args(["-t", &deadline.to_string()])
                .args(["-p", PASSWORD, "--max-reply", "1000", "-e", "long"])
                .args(form)
                .assert()
        };
        let outcome = with_deadline(1.5, attempt, |outcome| {
            outcome.text().matches(" number ").count() == 6
        });
        // Six do not fit into four times the limit while the first is waited for.
        outcome.code(124);
        for number in 0..6 {
            outcome.stdout_contains(&format!(" number {number}"));
        }
    }
}

#[test]
fn what_a_fleet_keeps_of_players_has_a_limit_too() {
    let names: Vec<String> = (0..40).map(|number| format!("player{number}")).collect();
    let list = format!(
        "There are 40 of a max of 60 players online: {}\n",
        names.join(", ")
    );
    let servers: Vec<_> = (0..6)
        .map(|_| Script::new().reply("list", list.clone()).start())
        .collect();
    let run = |limit: &str| {
        rcon(servers.iter().map(Target::address))
            .args(["-p", PASSWORD, "--players", "--game", "minecraft"])
            .args(["--max-reply", limit])
            .assert()
    };
    run("1000").code(7).stderr_contains("--max-reply");
    run("100000").code(0);
}
