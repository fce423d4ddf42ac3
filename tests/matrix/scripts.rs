//! A script of ten commands, and JSON records.

use serde_json::Value;

use super::not_yet::{self, SCRIPTS, SCRIPTS_NOT_ALWAYS};
use super::row::Row;
use super::{DEADLINE, IMPATIENT, assert_ended, page, run};
use crate::support::{Shown, Table, assert_is_record};

fn deadline(row: Row, column: &str) -> &'static str {
    let listed = not_yet::lists(SCRIPTS, &row.name(), column);
    if listed || !row.ends() {
        IMPATIENT
    } else {
        DEADLINE
    }
}

/// Ten commands, each with its reply: no two the same, so that one that is put
/// under another's is seen.
fn ten() -> Vec<(String, String)> {
    (1..=10)
        .map(|n| match n {
            5 => (
                "sim_lines 3".to_owned(),
                "line 1\nline 2\nline 3\n".to_owned(),
            ),
            n => (format!("sim_echo reply {n}"), format!("reply {n}\n")),
        })
        .collect()
}

fn scripted(row: Row) -> Shown {
    let commands = ten();
    let lines = commands.iter().map(|(line, _)| line.clone() + "\n");
    let lines: String = lines.collect();
    let deadline = deadline(row, "ten commands");
    let (server, outcome) = run(row, |run| {
        let run = run.args(["-f", "-", "--timeout", deadline]);
        run.stdin(lines.clone())
    });
    outcome.code(0);
    assert_ended(row, &outcome, deadline);
    let replies: Vec<&str> = commands.iter().map(|(_, text)| &**text).collect();
    row.assert_printed(&outcome, &replies);
    let sent: Vec<&str> = commands.iter().map(|(line, _)| &**line).collect();
    assert_eq!(server.commands(), sent, "each once");
    let sizes: Vec<usize> = replies.iter().map(|text| text.len()).collect();
    row.counts(&server, &sizes, 0).after(outcome.elapsed)
}

/// A record's reply, and the rest as it should be.
fn reply(record: &Value, command: &str) -> String {
    assert_eq!(record["command"], command, "{record}");
    assert_eq!(record["ok"], true, "{record}");
    record["reply"].as_str().unwrap_or_default().to_owned()
}

fn recorded(row: Row) -> Shown {
    let commands = [
        ("sim_lines 2", "line 1\nline 2\n"),
        ("sim_echo one", "one\n"),
        ("sim_echo two", "two\n"),
    ];
    let deadline = deadline(row, "json");
    let (server, outcome) = run(row, |run| {
        let args = commands.iter().flat_map(|(command, _)| ["-e", command]);
        run.args(args).args(["--json", "--timeout", deadline])
    });
    outcome.code(0);
    assert_ended(row, &outcome, deadline);
    let text = outcome.text();
    let records: Vec<&str> = text.lines().collect();
    assert_eq!(records.len(), commands.len(), "{text}");
    for (record, (command, text)) in records.iter().zip(commands) {
        let record = serde_json::from_str(record).unwrap();
        assert_is_record(&record);
        let reply = reply(&record, command);
        let expected = row.sends(text);
        let right = if row.game == rcon_sim::Game::Gmod {
            reply.starts_with(&expected)
        } else {
            reply == expected
        };
        assert!(right, "{command}: {reply:?} is not {expected:?}");
    }
    let sizes = commands.map(|(_, text)| text.len());
    row.counts(&server, &sizes, 0)
}

#[test]
fn in_scripts() {
    let mut table = Table::default();
    table.not_yet(SCRIPTS);
    table.not_always(SCRIPTS_NOT_ALWAYS);
    for row in Row::all() {
        let name = row.name();
        table.cell(&name, "ten commands", move || scripted(row));
        table.cell(&name, "json", move || recorded(row));
    }
    let made = table.run("in scripts: time, logins (L), probes (P), packets (K)");
    page::compare("In a script, and as JSON", &made);
}
