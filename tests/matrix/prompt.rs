//! At the prompt, on a terminal.

use std::time::{Duration, Instant};

use super::not_yet::{self, PROMPT, PROMPT_NOT_ALWAYS};
use super::row::Row;
use super::{DEADLINE, IMPATIENT, SHORT, page, patience, pattern, printed, unanswered_within};
use crate::support::{Key, PASSWORD, Screen, Shown, Table, Target as _};

/// Types a line and waits for the prompt after it. What was sent to the
/// terminal meanwhile, and how long that took.
fn execute(screen: &mut Screen, prompt: &str, line: &str) -> (String, Duration) {
    screen.type_text(line);
    screen.wait_row(&format!("{prompt} {line}"));
    let (before, sent) = (screen.raw().len(), Instant::now());
    screen.key(Key::Enter).wait_row(prompt);
    let took = sent.elapsed();
    let shown = String::from_utf8_lossy(&screen.raw()[before..]).into_owned();
    (shown, took)
}

/// A session with commands, each with the text that it is answered with, or
/// with none where it gets no answer at all.
fn session(row: Row, column: &str, commands: &[(&str, Option<&str>)]) -> Shown {
    let server = row.server();
    let deadline = if not_yet::lists(PROMPT, &row.name(), column) {
        IMPATIENT
    } else {
        DEADLINE
    };
    let run = server.run(["--timeout", deadline]).args(row.args);
    let mut screen = run.start_on_screen(24, 80);
    let prompt = server.prompt();
    screen.wait_row(&prompt);
    if commands.iter().any(|(_, text)| text.is_none()) {
        // The login is not what has to be fast.
        execute(&mut screen, &prompt, &format!("!set timeout {SHORT}"));
    }
    let mut took = Duration::ZERO;
    for &(command, text) in commands {
        let (shown, time) = execute(&mut screen, &prompt, command);
        took += time;
        if row.closes() && text.is_some() {
            // Behind the reply. Where it met the next command, that would be lost.
            server.wait_no_links();
        }
        match text {
            Some(text) => assert_shown(row, &screen, &shown, text),
            None => assert!(shown.contains(&unanswered_within(SHORT)), "{screen}"),
        }
    }
    let sent: Vec<&str> = commands.iter().map(|(command, _)| *command).collect();
    let mut asked = row.sent(&server);
    asked.retain(|command| command != "cvarlist");
    assert_eq!(asked, sent, "each once");
    let sizes: Vec<usize> = commands
        .iter()
        .map(|(_, text)| text.map_or(0, str::len))
        .collect();
    // The names are asked for with a probe of their own.
    row.counts(&server, &sizes, 1).after(took)
}

/// Asserts that a reply was shown, once, and nothing else that looks like one.
fn assert_shown(row: Row, screen: &Screen, shown: &str, text: &str) {
    let text = printed(&row.sends(text)).replace('\n', "\r\n");
    assert!(shown.contains(&text), "{}\n{screen}", shown.escape_debug());
    if !text.is_empty() {
        let first = text.lines().next().unwrap_or_default();
        let times = shown.matches(&format!("{first}\r\n")).count();
        assert_eq!(times, 1, "{first:?} was shown {times} times\n{screen}");
    }
    let bare = !text.is_empty() || row.says_more() || is_bare(shown);
    assert!(bare, "more than the reply\n{screen}");
    assert!(!shown.contains("within"), "a deadline passed\n{screen}");
}

/// Whether nothing but a prompt was shown: no text in two rows.
fn is_bare(shown: &str) -> bool {
    shown.matches("\r\n").count() == 1
}

fn refused(row: Row) -> String {
    let server = row.server();
    let address = server.address();
    let deadline = patience(row);
    let args = [&address, "--password", "wrong-one", "--timeout", deadline];
    let screen = Screen::start(args.iter().chain(row.args));
    screen.wait_text("Could not connect: ").wait_row("RCON ]");
    assert!(!screen.contents().contains("wrong-one"), "{screen}");
    let seen = (server.logins(), server.refusals(), server.packets());
    assert_eq!(seen, (1, 1, 1), "logins, refusals, packets");
    "1L 0P 1K".to_owned()
}

/// A session that connects anew: the old link is gone before the next one asks.
fn reconnected(row: Row) -> String {
    let server = row.server();
    let mut screen = server.shell().args(row.args).start_on_screen(24, 80);
    let prompt = server.prompt();
    screen.wait_row(&prompt);
    screen.type_text("!reconnect").key(Key::Enter);
    server.wait("a second login", |server| server.logins() == 2);
    screen.wait_row(&prompt);
    let (shown, _) = execute(&mut screen, &prompt, "sim_echo hello");
    assert_shown(row, &screen, &shown, "hello\n");
    let seen = (server.logins(), server.refusals(), server.connections());
    assert_eq!(seen, (2, 0, 2), "logins, refusals, connections");
    assert!(!screen.contents().contains(PASSWORD), "{screen}");
    "2L".to_owned()
}

#[test]
fn at_the_prompt() {
    let mut table = Table::default();
    table.not_yet(PROMPT);
    table.not_always(PROMPT_NOT_ALWAYS);
    for row in Row::all() {
        let name = row.name();
        let large = pattern(row.size().most);
        let many = format!("sim_bytes {}", large.len());
        table.cell(&name, "small", move || {
            session(row, "small", &[("sim_echo hello", Some("hello\n"))])
        });
        let (command, text) = (many.clone(), large.clone());
        table.cell(&name, "large", move || {
            session(row, "large", &[(&command, Some(&text))])
        });
        table.cell(&name, "empty", move || {
            let text = (!row.is_mute_when_empty()).then_some("");
            session(row, "empty", &[("sim_empty", text)])
        });
        table.cell(&name, "wrong password", move || refused(row));
        table.cell(&name, "two in a row", move || {
            let lines = ("sim_lines 2", Some("line 1\nline 2\n"));
            session(row, "two in a row", &[(&many, Some(&large)), lines])
        });
        table.cell(&name, "silent", move || {
            session(row, "silent", &[("sim_silent", None)])
        });
        table.cell(&name, "reconnect", move || reconnected(row));
    }
    let made = table.run("at the prompt: time, logins (L), probes (P), packets (K)");
    page::compare("At the prompt", &made);
}
