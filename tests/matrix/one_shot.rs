//! One run with `-e`.

use super::not_yet::{self, ONE_SHOT};
use super::row::Row;
use super::{
    DEADLINE, IMPATIENT, SHORT, assert_ended, page, patience, pattern, run, unanswered_within,
};
use crate::support::{Server, Shown, Table, Target as _, rcon, with_deadline};

/// A deadline that is never met, but where it is the way in which a reply ends,
/// or where the cell is known to fail.
fn deadline(row: Row, column: &str) -> &'static str {
    let listed = not_yet::lists(ONE_SHOT, &row.name(), column);
    if listed || !row.ends() {
        IMPATIENT
    } else {
        DEADLINE
    }
}

/// One run with commands, each with the text that it is answered with.
fn answered(row: Row, column: &str, commands: &[(&str, &str)]) -> Shown {
    let deadline = deadline(row, column);
    let (server, outcome) = run(row, |run| {
        let args = commands.iter().flat_map(|(command, _)| ["-e", command]);
        run.args(args).args(["--timeout", deadline])
    });
    outcome.code(0);
    assert_ended(row, &outcome, deadline);
    let replies: Vec<&str> = commands.iter().map(|(_, text)| *text).collect();
    row.assert_printed(&outcome, &replies);
    let sent: Vec<&str> = commands.iter().map(|(command, _)| *command).collect();
    assert_eq!(server.commands(), sent, "each once");
    let sizes: Vec<usize> = replies.iter().map(|text| text.len()).collect();
    row.counts(&server, &sizes, 0).after(outcome.elapsed)
}

/// One run with a command that gets no answer at all.
fn unanswered(row: Row, command: &str) -> Shown {
    let attempt = |deadline: f64| {
        let server = row.server();
        let run = server.run(["--timeout", &deadline.to_string(), "-e", command]);
        let outcome = run.args(row.args).assert();
        (server, outcome, unanswered_within(deadline))
    };
    let (server, outcome, said) = with_deadline(SHORT, attempt, |(_, outcome, said)| {
        outcome.stderr.contains(said)
    });
    outcome.code(124).stdout("").stderr_contains(&said);
    assert_eq!(row.sent(&server), [command], "once");
    row.counts(&server, &[0], 0).with_code(124)
}

/// One run whose reply is larger than the server sends: never a success.
fn too_large(row: Row, code: i32) -> Shown {
    let server = row.server();
    let bytes = row.size().most + 100;
    let command = format!("sim_bytes {bytes}");
    let run = server.run(["--timeout", DEADLINE, "-e", &command]);
    let outcome = run.args(row.args).assert();
    outcome.code(code);
    assert_eq!(server.commands(), [command], "once");
    row.counts(&server, &[bytes], 0).with_code(code)
}

fn refused(row: Row) -> Shown {
    let server = row.server();
    let args = [
        "-p",
        "wrong-one",
        "--timeout",
        patience(row),
        "-e",
        "sim_echo x",
    ];
    let outcome = rcon([server.address()]).args(row.args).args(args).assert();
    outcome
        .code(row.refusal())
        .stdout("")
        .stderr_contains("password")
        .never_printed("wrong-one");
    assert_eq!(server.commands(), [""; 0]);
    assert_once(&server).with_code(row.refusal())
}

/// `--check`, with the right password and with a wrong one.
fn checked(row: Row) -> Shown {
    let server = row.server();
    let outcome = server.run(["--check"]).args(row.args).assert();
    outcome.code(0).stdout_contains(&server.address());
    assert_eq!(server.commands(), [""; 0]);
    let server = row.server();
    let args = ["-p", "wrong-one", "--timeout", patience(row), "--check"];
    let outcome = rcon([server.address()]).args(row.args).args(args).assert();
    outcome.code(row.refusal()).never_printed("wrong-one");
    assert_once(&server).with_code(row.refusal())
}

/// Asserts that a wrong password was sent once, and nothing behind it.
fn assert_once(server: &Server) -> Shown {
    let seen = (server.logins(), server.refusals(), server.packets());
    assert_eq!(seen, (1, 1, 1), "logins, refusals, packets");
    "1L 0P 1K".to_owned().into()
}

#[test]
fn one_shot() {
    let mut table = Table::default();
    table.not_yet(ONE_SHOT);
    for row in Row::all() {
        let name = row.name();
        let large = pattern(row.size().most);
        let many = format!("sim_bytes {}", large.len());
        table.cell(&name, "small", move || {
            answered(row, "small", &[("sim_echo hello", "hello\n")])
        });
        let (command, text) = (many.clone(), large.clone());
        table.cell(&name, "large", move || {
            answered(row, "large", &[(&command, &text)])
        });
        table.cell(&name, "20 parts", move || {
            let lines: Vec<String> = (1..=20).map(|at| format!("line {at}\n")).collect();
            answered(row, "20 parts", &[("sim_lines 20", &lines.concat())])
        });
        if let Some(code) = row.size().past {
            table.cell(&name, "too large", move || too_large(row, code));
        }
        table.cell(&name, "empty", move || {
            if row.is_mute_when_empty() {
                unanswered(row, "sim_empty")
            } else {
                answered(row, "empty", &[("sim_empty", "")])
            }
        });
        table.cell(&name, "wrong password", move || refused(row));
        table.cell(&name, "check", move || checked(row));
        table.cell(&name, "two in a row", move || {
            let commands = [(&*many, &*large), ("sim_lines 2", "line 1\nline 2\n")];
            answered(row, "two in a row", &commands)
        });
        table.cell(&name, "silent", move || unanswered(row, "sim_silent"));
    }
    let made = table.run("one-shot: time, logins (L), probes (P), packets (K)");
    page::compare("One command with `-e`", &made);
}
