//! Scripts: from a file, from standard input, with the `!` commands that make
//! sense in them.

use std::time::Duration;

use crate::support::{Home, PASSWORD, Script, Server, Target as _, nobody, rcon, with_deadline};

#[test]
fn blank_lines_and_comments_are_skipped() {
    let server = Server::start();
    let home = Home::new();
    let script = home.file(
        "script.rcon",
        "# comment\n\none\n   \n//\n// comment\n//calculate 1\n#\r\ntwo\r\nthree",
    );
    server.run(["-f", &script]).assert().code(0);
    assert_eq!(server.commands(), ["one", "//calculate 1", "two", "three"]);
}

#[test]
fn standard_input_is_a_script() {
    let server = Server::start();
    for args in [&[][..], &["-f", "-"]] {
        server
            .run(args)
            .stdin("echo one\n# no\necho two\n")
            .assert()
            .code(0)
            .stdout("one\ntwo\n");
    }
}

#[test]
fn replies_are_there_before_the_script_ends() {
    let server = Server::start();
    let mut run = server.shell().stdin_open().start();
    for number in ["one", "two", "three"] {
        run.write(&format!("echo {number}\n"));
        assert_eq!(run.line(), number);
    }
    run.assert().code(0).stderr("");
}

#[test]
fn ends_at_the_first_failure_and_says_where() {
    let server = Server::start();
    let home = Home::new();
    let long = "x".repeat(1015);
    let script = home.file(
        "script.rcon",
        format!("# first\necho one\n{long}\necho never\n"),
    );
    server
        .run(["-f", &script])
        .assert()
        .code(2)
        .stdout("one\n")
        .stderr_contains(&format!("{script}:3"));
    assert_eq!(server.commands(), ["echo one"]);
}

#[test]
fn keep_going_ends_with_the_first_failures_code() {
    let server = Server::start();
    let long = "x".repeat(1015);
    server
        .run(["--keep-going"])
        .stdin(format!(
            "!set timeout 0.3\nsim_silent\n{long}\n!set timeout 30\necho two\n"
        ))
        .assert()
        .code(124)
        .stdout("two\n");
}

#[test]
fn a_file_that_is_not_there() {
    let server = Server::start();
    server
        .run(["-f", "no-such-file.rcon"])
        .assert()
        .code(2)
        .stderr_contains("no-such-file.rcon");
    assert_eq!(server.connections(), 0);
}

#[test]
fn sleeps_between_commands() {
    let server = Server::start();
    server
        .run(["-e", "!sleep 0.3", "-e", "echo awake"])
        .assert()
        .code(0)
        .stdout("awake\n")
        .slower_than(Duration::from_millis(300));
}

#[test]
fn a_failure_says_which_of_several_commands_it_was() {
    let server = Server::start();
    let run = |commands: &[&str]| {
        let attempt = |deadline: f64| {
            let commands = commands.iter().flat_map(|command| ["-e", command]);
            let run = server.run(["-t", &deadline.to_string()]).args(commands);
            run.assert()
        };
        with_deadline(0.3, attempt, |outcome| {
            outcome.stderr.contains("sent, but no reply")
        })
    };
    let only = run(&["sim_silent"]);
    only.code(124).stderr_contains("sent, but no reply");
    only.never_printed("-e");
    for commands in [["sim_silent", "echo x"], ["echo x", "sim_silent"]] {
        let at = commands.iter().position(|&c| c == "sim_silent").unwrap() + 1;
        run(&commands)
            .code(124)
            .stderr_contains(&format!("{}: -e {at}: sent, but", server.address()));
    }
}

#[test]
fn exit_leaves_the_rest_undone() {
    let server = Server::start();
    server
        .shell()
        .stdin("echo one\n!exit\necho never\n")
        .assert()
        .code(0)
        .stdout("one\n");
    assert!(!server.is_stopped());
}

#[test]
fn the_servers_own_exit_is_sent() {
    let server = Server::start();
    server.shell().stdin("exit\n").assert().code(0);
    server.wait("its end", rcon_sim::Server::is_stopped);
}

#[test]
fn connects_from_within() {
    let (one, two) = (Server::start(), Server::start());
    let address = two.address();
    rcon([""; 0])
        .stdin(format!(
            "!connect {} {PASSWORD}\necho one\n!disconnect\n!connect {address} {PASSWORD}\n\
             echo two\n!reconnect\necho three\n",
            one.address()
        ))
        .assert()
        .code(0)
        .stdout("one\ntwo\nthree\n");
    assert_eq!(two.connections(), 2);
}

#[test]
fn runs_another_script() {
    let server = Server::start();
    let home = Home::new();
    let inner = home.file("inner.rcon", "echo inside\n!nonsense\n");
    let outer = home.file("outer.rcon", format!("!run {inner}\necho never\n"));
    server
        .run(["-f", &outer])
        .assert()
        .code(2)
        .stdout("inside\n")
        .stderr_contains(&format!("{inner}:2"))
        .stderr_contains("!nonsense");
}

#[test]
fn a_script_that_runs_itself_is_stopped() {
    let server = Server::start();
    let home = Home::new();
    let script = home.path("loop.rcon").display().to_string();
    home.file("loop.rcon", format!("!run {script}\n"));
    server
        .run(["-f", &script])
        .assert()
        .code(2)
        .stderr_contains("loop.rcon");
}

#[test]
fn a_transcript_has_no_reply_that_may_repeat_a_password() {
    let logged =
        "L 11/06/2020 - 19:05:14: rcon from \"1.2.3.4:5\": command \"sv_password hunter2\"";
    let server = Script::new()
        .reply("sv_password hunter2", logged)
        .reply("status", "kept")
        .start();
    let home = Home::new();
    let log = home.path("log").display().to_string();
    server
        .run(["-e", &format!("!log {log}"), "-e", "sv_password hunter2"])
        .args(["-e", "status"])
        .assert()
        .code(0)
        .stdout(format!("{logged}\nkept\n"));
    let kept = std::fs::read_to_string(&log).unwrap();
    assert!(kept.contains("sv_password (redacted)\n"), "{kept}");
    assert!(kept.contains("] status\n"), "{kept}");
    assert!(kept.ends_with("| kept"), "{kept}");
    assert!(!kept.contains("hunter2"), "{kept}");
}

#[test]
fn keeps_a_transcript() {
    let server = Server::start();
    let home = Home::new();
    let log = home.path("transcript.txt").display().to_string();
    server
        .run(["-e", &format!("!log {log}"), "-e", "echo kept"])
        .assert()
        .code(0)
        .stdout_contains("kept\n");
    let kept = std::fs::read_to_string(log).unwrap();
    assert!(kept.contains("echo kept\n"), "{kept}");
    assert!(kept.lines().any(|line| line.ends_with(" | kept")), "{kept}");
}

#[test]
fn a_reconnect_goes_to_what_was_tried_last_and_is_named() {
    let server = Server::start();
    let gone = nobody();
    let outcome = server
        .run(["--json", "--keep-going", "-f", "-"])
        .stdin(format!(
            "echo one\n!connect {gone} x\n!reconnect\n!connect {} {PASSWORD}\n!reconnect\necho two\n",
            server.address()
        ))
        .assert();
    outcome.code(3);
    let text = outcome.text();
    let lines: Vec<&str> = text.lines().collect();
    let failed = format!("{{\"server\":\"{gone}\"");
    let failures = lines.iter().filter(|line| line.starts_with(&failed));
    assert_eq!(failures.count(), 2, "{text}");
    let own = format!("{{\"server\":\"{}\"", server.address());
    assert!(lines[lines.len() - 1].starts_with(&own), "{text}");
}

/// What cannot be written down is not sent: the log is there to say what was.
#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_fails_the_command() {
    let server = Server::start();
    server
        .run(["-e", "!log /dev/full", "-e", "echo unsaid"])
        .assert()
        .code(1)
        .stdout("")
        .stderr_contains("cannot write the log /dev/full");
    assert!(server.commands().is_empty());
}
