//! Servers of other consoles that are broken on purpose: each ends with its code
//! and a message, in time, in little memory, and shows nothing as it came.

use std::time::Duration;

use rcon_sim::{BadBattlEye as B, BadConsole, BadTelnet as T, BadWeb as W, Hostile};

#[cfg(unix)]
use crate::support::Key;
use crate::support::{PASSWORD, Server, Table, Target as _, with_deadline};

/// The most memory that a run may take, in KiB.
const MEMORY: u64 = 16 * 1024;

/// The longest reply that is kept, in bytes: a limit is met in time.
const LONG: &str = "65600";

/// The text that all of them answer.
const HELLO: &str = "hello\u{1b}]0;owned\u{7}\n";

const UNANSWERED: &str = "connected, but the login was not answered within";
const UNHEARD: &str = "no answer to the login within";
const SILENT: &str = "sent, but no reply within";
const UNFINISHED: &str = "the reply began, but its end did not come within";
const DIED: &str = "the connection died after the command was sent: whether it ran is unknown";
const CLOSED: &str = "closed before it answered";
const NOT_WEB: &str = "not a WebRcon server: it answered";
const NO_FRAMES: &str = "not what a WebSocket carries";
const FLOODED: &str = "bytes came that nobody asked for: gave up on this server";
const LIMIT: &str = "--max-reply";

/// How a command to this server ends: the exit code, the text on standard output,
/// and a part of the message.
fn ending(bad: BadConsole) -> (i32, &'static str, &'static str) {
    match bad {
        BadConsole::Web(bad) => web(bad),
        BadConsole::BattlEye(bad) => battleye(bad),
        BadConsole::Telnet(bad) => telnet(bad),
        other => panic!("what should come of {other:?}?"),
    }
}

fn web(bad: W) -> (i32, &'static str, &'static str) {
    match bad {
        W::WrongAccept | W::NoHeaders | W::EndlessHead | W::Redirect | W::Page | W::FrameFirst => {
            (7, "", NOT_WEB)
        }
        W::SlowHead | W::SilentLogin => (124, "", UNANSWERED),
        W::TornHead => (5, "", CLOSED),
        W::NotImplemented | W::PolicyClose => (4, "", "300 s"),
        W::HugeLength
        | W::AbsurdLength
        | W::EndlessFragments
        | W::EmptyFragments
        | W::EndlessAnswers
        | W::EndlessEmpty => (7, "", LIMIT),
        W::Masked | W::ReservedBit | W::LongPing | W::InvalidUtf8 => (7, "", NO_FRAMES),
        W::HalfFrame
        | W::Pings
        | W::PingsUnread
        | W::NoJson
        | W::NoObject
        | W::NoIdentifier
        | W::HugeIdentifier
        | W::Deep
        | W::ForeignIdentifier
        | W::Silent => (124, "", SILENT),
        W::ClosedLogin => (6, "", "connection"),
        W::TornFrame | W::CloseWithin | W::CloseFrame | W::Reset => (6, "", DIED),
        W::Binary | W::TextIdentifier => (0, HELLO, ""),
        W::NumberMessage => (0, "42\n", ""),
        W::NullMessage => (0, "null\n", ""),
        W::EndlessUnsolicited => (7, "", FLOODED),
        other => panic!("what should come of {other:?}?"),
    }
}

fn battleye(bad: B) -> (i32, &'static str, &'static str) {
    match bad {
        B::SilentLogin | B::WrongSumLogin | B::ShortLogin | B::OddLogin => (124, "", UNHEARD),
        B::LongLogin | B::BothVerdicts | B::Doubled => (0, HELLO, ""),
        B::WrongSum
        | B::Short
        | B::OddKind
        | B::NoParts
        | B::PartBeyond
        | B::FutureNumber
        | B::EndlessAnswers
        | B::SameMessage
        | B::Noise
        | B::Silent => (124, "", SILENT),
        B::PartMissing | B::PartsContradict => (124, "", UNFINISHED),
        B::EndlessMessages => (7, "", FLOODED),
        B::Longest => (0, LONGEST.as_str(), ""),
        other => panic!("what should come of {other:?}?"),
    }
}

/// As much as a datagram holds.
static LONGEST: std::sync::LazyLock<String> =
    std::sync::LazyLock::new(|| "x".repeat(65_507 - 9) + "\n");

fn telnet(bad: T) -> (i32, &'static str, &'static str) {
    match bad {
        T::SilentLogin | T::NoPrompt | T::Nuls | T::PromptAgain | T::EchoesOnly => {
            (124, "", UNANSWERED)
        }
        T::Negotiates | T::PromptTwice | T::PromptOpen => (0, HELLO, ""),
        // Nothing tells an echo from a reply.
        T::Echoes => (0, "echo x\nhello\u{1b}]0;owned\u{7}\n", ""),
        T::EndlessLogin | T::EndlessLine | T::EndlessLines => (7, "", LIMIT),
        T::ClosedLogin => (5, "", CLOSED),
        T::TooMany => (4, "", "refused the password"),
        T::EndlessLog => (7, "", FLOODED),
        T::LogBetween => (0, "line 1\nline 2\nline 3\n", ""),
        T::NulsBetween => (0, "hello\n", ""),
        T::HalfLine => (124, "hello, this text\n", UNFINISHED),
        T::TornLine => (6, "hello, this text\n", DIED),
        T::NoText => (0, "", ""),
        T::EndlessEmpty | T::Silent => (124, "", SILENT),
        T::Reset => (6, "", DIED),
        other => panic!("what should come of {other:?}?"),
    }
}

fn is_endless_reply(bad: BadConsole) -> bool {
    matches!(
        bad,
        BadConsole::Web(W::EndlessAnswers | W::EndlessEmpty) | BadConsole::Telnet(T::EndlessLines)
    )
}

/// A deadline for it, in seconds. Only what ends at one is given a short one.
fn deadline(bad: BadConsole) -> f64 {
    match ending(bad) {
        (124, ..) => 0.6,
        _ => 30.0,
    }
}

fn one_shot(bad: BadConsole) -> String {
    let (code, printed, message) = ending(bad);
    // Printed as it comes, an endless reply has no end. Kept, it has.
    let kept = is_endless_reply(bad);
    let attempt = |deadline: f64| {
        let server = Server::with(|builder| builder.hostile(Hostile::Console(bad)));
        let limits = ["--max-reply", LONG, "--timeout", &deadline.to_string()];
        let run = server.run(limits).args(["-e", "echo x"]);
        let running = if kept { run.args(["--json"]) } else { run }.start();
        let memory = running.peak_memory();
        (deadline, running.assert(), memory, server)
    };
    let (deadline, outcome, memory, server) =
        with_deadline(deadline(bad), attempt, |(_, outcome, ..)| {
            outcome.stderr.contains(message)
        });
    outcome
        .code(code)
        .stderr_contains(message)
        .never_printed(PASSWORD)
        .never_complained(PASSWORD);
    if code == 124 {
        outcome
            .stderr_contains(&format!("{message} {deadline} s"))
            .slower_than(Duration::from_millis(500));
    }
    if kept {
        outcome.stdout_contains("\"kind\":\"protocol\"");
    } else if bad != BadConsole::Telnet(T::NoText) {
        outcome.stdout(printed);
    }
    assert!(memory <= MEMORY, "took {memory} KiB");
    // A datagram may be lost: a login is sent again, with the same bytes. A link that
    // is closed as soon as the login is answered is made anew once.
    let is_datagrams = matches!(bad, BadConsole::BattlEye(_));
    let again = u64::from(message == "connection");
    let logins = server.logins();
    assert!(is_datagrams || logins <= 1 + again, "{logins} logins");
    assert!(server.commands().len() <= 1, "{:?}", server.commands());
    let message = outcome.stderr.trim().replace("rcon-shell: ", "");
    let message = message.replace(&format!("{}: ", server.address()), "");
    let message: String = message.chars().take(76).collect();
    let took = outcome.elapsed.as_millis();
    format!(
        "{code:3}  {took:4} ms  {memory:5} KiB  {}",
        message.escape_debug()
    )
}

#[test]
fn every_one_ends_as_it_should() {
    let mut table = Table::default();
    for bad in BadConsole::all() {
        let name = Hostile::Console(bad);
        table.cell(&name, "code, time, memory, message", move || one_shot(bad));
    }
    table.run("hostile servers of other consoles, one-shot");
}

#[cfg(unix)]
#[test]
fn the_prompt_comes_back_and_nothing_is_shown_as_it_came() {
    fn session(bad: BadConsole) -> String {
        let server = Server::with(|builder| builder.hostile(Hostile::Console(bad)));
        // What ends at a limit is given the time to get there.
        let deadline = match ending(bad) {
            (7, _, FLOODED | LIMIT) => "15",
            _ => "0.6",
        };
        let run = server.run(["--max-reply", LONG, "--timeout", deadline]);
        let mut screen = run.start_on_screen(24, 80);
        screen.wait_for("a prompt", |shown| {
            let (row, _) = shown.screen().cursor_position();
            shown.rows()[usize::from(row)].trim_end().ends_with(']')
        });
        screen.type_text("echo x\n");
        if is_endless_reply(bad) {
            server.wait_command("echo x");
            screen.key(Key::Ctrl('c'));
        }
        screen.type_text("!exit\n");
        let code = screen.wait_exit();
        assert_eq!(code, 0, "{screen}");
        assert!(screen.is_sane(), "{screen}");
        let raw = String::from_utf8_lossy(&screen.raw()).into_owned();
        assert!(!raw.contains("\u{1b}]0;owned"), "{screen}");
        assert!(!raw.contains("\u{1b}[2J"), "{screen}");
        assert!(!raw.contains(PASSWORD), "{screen}");
        let asked = server.commands();
        let sent = asked.iter().filter(|command| *command == "echo x").count();
        assert!(sent <= 1, "sent {sent} times");
        server.logins().to_string()
    }

    let mut table = Table::default();
    for bad in BadConsole::all() {
        let name = Hostile::Console(bad);
        table.cell(&name, "logins", move || session(bad));
    }
    table.run("hostile servers of other consoles, at the prompt");
}
