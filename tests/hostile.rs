//! Servers that are broken on purpose, or no RCON servers: each ends with its
//! code and a message, in time, and in little memory.

use std::time::Duration;

use rcon_sim::{Hostile, Stage};

#[cfg(unix)]
use crate::support::Key;
use crate::support::{Server, Table, Target as _, with_deadline};

/// The most memory that a run may take, in KiB.
const MEMORY: u64 = 16 * 1024;

const NOT_RCON: &str = "not an RCON server: it answered";
const UNANSWERED: &str = "connected, but the login was not answered within";
/// What follows that and the deadline.
const WHY_UNANSWERED: &str = "wrong password on some servers, a banned address, or not an RCON \
                              port (a ban is lifted by `removeip ADDRESS`";
const CLOSED: &str = "closed before it answered: wrong password, banned, not on the whitelist, \
                      or not an RCON port";
const SILENT: &str = "sent, but no reply within";
const UNFINISHED: &str = "the reply began, but its end did not come within";
const DIED: &str = "the connection died after the command was sent: whether it ran is unknown";
const FLOODED: &str = "bytes came that nobody asked for: gave up on this server";

/// How a command to this server ends: the exit code, the text on standard
/// output, and a part of the message.
fn ending(hostile: Hostile) -> (i32, &'static str, &'static str) {
    use Hostile as H;
    use Stage::{Accept, Command, LoggedIn, Login, Reply};
    match hostile {
        H::Size(_, Login) => (7, "", NOT_RCON),
        // A packet of 2 GiB may begin; this one does not go on.
        H::Size(i32::MAX, _) => (124, "", SILENT),
        H::Size(..) => (7, "", "not RCON: a packet announces a size of"),
        H::Truncated(Login)
        | H::Drip(Login)
        | H::EndlessEmpty(Login)
        | H::NoVerdict
        | H::OddVerdict(_)
        | H::Silent(Accept | Login)
        | H::NeverReads => (124, "", UNANSWERED),
        H::Truncated(_) | H::Silent(Reply) => (124, "hello,\n", UNFINISHED),
        H::Torn(Login)
        | H::Reset(Accept | Login)
        | H::Close(Accept | Login)
        | H::HalfClose(Accept | Login) => (5, "", CLOSED),
        H::Torn(_) | H::Reset(Reply) | H::Close(Reply) | H::HalfClose(Reply) => {
            (6, "hello,\n", DIED)
        }
        H::Reset(Command) | H::Close(Command) | H::HalfClose(Command) => (6, "", DIED),
        H::Reset(LoggedIn) | H::Close(LoggedIn) | H::HalfClose(LoggedIn) => (6, "", "connection"),
        H::Drip(_) | H::Silent(_) => (124, "", SILENT),
        H::EndlessEmpty(_) => (124, "", UNFINISHED),
        H::EndlessPackets | H::EndlessPacket => (7, "", "--max-reply"),
        H::EndlessUnsolicited(_) => (7, "", FLOODED),
        // These ids have a meaning of their own: what has them is nobody's.
        H::NegativeIds | H::RepeatedIds => (0, "", ""),
        // Of a server that has shown no better, all there was before the probe's
        // answer is the reply: it would be lost without a word.
        H::ForeignIds | H::DoubleVerdict | H::BothVerdicts => (0, "hello\n", ""),
        H::Ssh => (7, "", "it answered SSH-2.0-OpenSSH_9.6"),
        H::Telnet => (7, "", "it answered Please enter password:"),
        H::Rocket => (7, "", "it answered RocketRcon v4.9.3.18"),
        H::Http => (7, "", "it answered HTTP/1.1 400 Bad Request"),
        H::Tls => (7, "", "it answered with a TLS alert"),
        other => panic!("what should come of {other}?"),
    }
}

fn is_endless_reply(hostile: Hostile) -> bool {
    matches!(hostile, Hostile::EndlessPackets | Hostile::EndlessPacket)
}

fn one_shot(hostile: Hostile) -> String {
    let (code, printed, message) = ending(hostile);
    // Printed as it comes, an endless reply has no end. Kept, it has.
    let kept = is_endless_reply(hostile);
    let attempt = |deadline: f64| {
        let server = Server::with(|builder| builder.hostile(hostile));
        let run = server.run(["--timeout", &deadline.to_string(), "-e", "echo x"]);
        let running = if kept { run.args(["--json"]) } else { run }.start();
        let memory = running.peak_memory();
        (deadline, running.assert(), memory, server)
    };
    // Only what ends at its deadline is given a short one.
    let first = if code == 124 { 0.6 } else { 30.0 };
    let (deadline, outcome, memory, server) = with_deadline(first, attempt, |(_, outcome, ..)| {
        outcome.stderr.contains(message)
    });
    outcome.code(code).stderr_contains(message);
    if code == 124 {
        outcome
            .stderr_contains(&format!("{message} {deadline} s"))
            .slower_than(Duration::from_secs_f64(deadline));
    }
    if message == UNANSWERED {
        outcome.stderr_contains(WHY_UNANSWERED);
    }
    if kept {
        outcome.stdout_contains("\"kind\":\"protocol\"");
    } else {
        outcome.stdout(printed);
        assert!(memory <= MEMORY, "took {memory} KiB");
    }
    // A link that is closed as soon as the login is answered is made anew
    // once; nothing else is done twice.
    let again = u64::from(message == "connection");
    assert!(server.logins() <= 1 + again, "{} logins", server.logins());
    assert!(server.commands().len() <= 1, "{:?}", server.commands());
    let message = outcome.stderr.trim().replace("rcon-shell: ", "");
    let message = message.replace(&format!("{}: ", server.address()), "");
    let message: String = message.chars().take(76).collect();
    let took = outcome.elapsed.as_millis();
    format!("{code:3}  {took:4} ms  {memory:5} KiB  {message}")
}

#[test]
fn every_one_ends_as_it_should() {
    let mut table = Table::default();
    for &hostile in Hostile::ALL {
        table.cell(&hostile, "code, time, memory, message", move || {
            one_shot(hostile)
        });
    }
    table.run("hostile servers, one-shot");
}

#[test]
fn a_long_reply_is_streamed_in_constant_memory() {
    let server = Server::start();
    for mode in [&[][..], &["--raw"], &["--encoding", "latin1"]] {
        let run = server.run(["-e", "sim_bytes 67108864"]).args(mode);
        let running = run.stdout_nowhere().start();
        let memory = running.peak_memory();
        running.assert().code(0).stderr("");
        assert!(memory <= MEMORY, "{mode:?} took {memory} KiB");
    }
}

#[test]
fn a_reply_that_has_to_be_kept_is_refused_past_the_limit() {
    let server = Server::start();
    server
        .run(["--json", "-e", "sim_bytes 67108865"])
        .assert()
        .code(7)
        .stdout_contains("67108864 bytes (--max-reply raises it)");
    let raised = ["--json", "--max-reply", "67108865"];
    let run = server.run(raised).args(["-e", "sim_bytes 67108865"]);
    run.stdout_nowhere().assert().code(0);
}

#[cfg(unix)]
#[test]
fn an_endless_reply_is_streamed_until_ctrl_c() {
    use rustix::process::Signal;

    for hostile in [Hostile::EndlessPacket, Hostile::EndlessPackets] {
        let server = Server::with(|builder| builder.hostile(hostile));
        let running = server.run(["-e", "echo x"]).stdout_nowhere().start();
        server.wait_command("echo x");
        std::thread::scope(|scope| {
            let memory = scope.spawn(|| running.peak_memory());
            // Long enough to grow, had it a mind to.
            std::thread::sleep(Duration::from_millis(300));
            running.signal(Signal::INT);
            let memory = memory.join().unwrap();
            assert!(memory <= MEMORY, "{hostile} took {memory} KiB");
        });
        running.assert().code(130);
    }
}

#[cfg(unix)]
#[test]
fn the_prompt_comes_back() {
    fn session(hostile: Hostile) -> String {
        let server = Server::with(|builder| builder.hostile(hostile));
        // What never ends is ended by Ctrl-C.
        let endless =
            matches!(hostile, Hostile::EndlessUnsolicited(_)) || is_endless_reply(hostile);
        let deadline = if endless { "15" } else { "0.6" };
        let mut screen = server.run(["--timeout", deadline]).start_on_screen(24, 80);
        screen.wait_for("a prompt", |shown| {
            let (row, _) = shown.screen().cursor_position();
            shown.rows()[usize::from(row)].trim_end().ends_with(']')
        });
        screen.type_text("echo x\n");
        if is_endless_reply(hostile) {
            // Whoever is slow to type finds the names under way. They have no end
            // either, and hold nobody up for longer than a list may be.
            server.wait_command("echo x");
            // A terminal that is interrupted drops what it has not shown yet. Whoever
            // is slow to look finds the server given up.
            screen.wait_for("the line to be taken", |shown| {
                let given_up = shown.screen().contents().contains("gave up on this server");
                given_up || !shown.screen().bracketed_paste()
            });
            screen.key(Key::Ctrl('c'));
        }
        screen.type_text("!exit\n");
        let code = screen.wait_exit();
        assert_eq!(code, 0, "{screen}");
        assert!(screen.is_sane(), "{screen}");
        let asked = server.commands();
        let sent = asked.iter().filter(|command| *command == "echo x").count();
        assert!(sent <= 1, "sent {sent} times");
        server.logins().to_string()
    }

    let mut table = Table::default();
    for &hostile in Hostile::ALL {
        table.cell(&hostile, "logins", move || session(hostile));
    }
    table.run("hostile servers, at the prompt");
}

/// Rust's own console answers what is no HTTP like this, or not at all.
#[test]
fn what_may_be_rusts_other_console_is_named_with_what_to_do() {
    for (hostile, deadline, code, answered) in [
        (
            Hostile::Http,
            "20",
            7,
            "it answered HTTP/1.1 400 Bad Request",
        ),
        (Hostile::Silent(Stage::Accept), "0.6", 124, UNANSWERED),
    ] {
        let server = Server::with(|builder| builder.hostile(hostile));
        let run = |game: &str| {
            let run = server.run(["--timeout", deadline, "--game", game, "-e", "echo x"]);
            run.assert()
        };
        for game in ["auto", "generic", "rust"] {
            let outcome = run(game);
            outcome.code(code).stderr_contains(answered);
            // Of Rust both are tried.
            if game != "rust" {
                outcome
                    .stderr_contains("+rcon.web 0")
                    .stderr_contains("ws://");
            }
        }
        let outcome = run("minecraft");
        outcome.code(code).stderr_contains(answered);
        assert!(!outcome.stderr.contains("rcon.web"), "{}", outcome.stderr);
    }
}
