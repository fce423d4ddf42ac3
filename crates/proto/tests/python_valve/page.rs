//! That the page has no row without a test, and the tests no row that the
//! page lacks.

use std::collections::BTreeSet;
use std::process::Command;

const PAGE: &str = include_str!("../../docs/python_valve.md");

/// Which test of `names.rs` goes through which rows, by their first cells.
const NAMES: &[(&str, &[&str])] = &[
    (
        "messages",
        &[
            "`RCONMessage(id, type, body)`",
            "`.id`, `.type`, `.body`",
            "`.text`",
            "`.text = …`",
            "`RCONMessage.ENCODING`",
            "`repr()`",
            "`.encode()`",
            "`RCONMessage.decode(buffer)`",
        ],
    ),
    (
        "types",
        &[
            "`Type.AUTH`",
            "`Type.AUTH_RESPONSE`",
            "`Type.EXECCOMMAND`",
            "`Type.RESPONSE_VALUE`",
        ],
    ),
    (
        "open_takes_a_pair_and_dropping_closes",
        &["`RCON(address, password)`", "`with RCON(…) as rcon:`"],
    ),
    (
        "ten_seconds_unless_another_time_is_given",
        &["`RCON(…, timeout=5)`"],
    ),
    (
        "multi_part_false_sends_no_probe",
        &["`RCON(…, multi_part=False)`"],
    ),
    (
        "a_connection_step_by_step",
        &[
            "`.connect()`",
            "`.authenticate()`",
            "`.close()`",
            "`.connected`, `.authenticated`, `.closed`",
            "`RCONError`",
            "`RCONError`, for a call before `connect()` or `authenticate()`, or behind `close()`",
        ],
    ),
    (
        "execute_in_its_forms",
        &[
            "`.execute(command)`",
            "`.execute(command, block=False)`",
            "`.execute(command, timeout=…)`",
            "`rcon(command)`",
            "`execute(address, password, command)`",
        ],
    ),
    (
        "cvarlist",
        &[
            "`.cvarlist()`",
            "`ConVar.name`, `.flags`, `.description`",
            "`ConVar.value`",
        ],
    ),
    (
        "communication_errors",
        &[
            "`RCONCommunicationError`, no connection",
            "`RCONCommunicationError`, later",
        ],
    ),
    (
        "timeout_errors",
        &[
            "`.authenticate(timeout=…)`",
            "`RCONTimeoutError`, of `authenticate()`",
            "`RCONTimeoutError`, of `execute()`",
        ],
    ),
    (
        "authentication_errors",
        &[
            "`RCONAuthenticationError`, `.banned` false",
            "`RCONAuthenticationError`, `.banned` true",
        ],
    ),
    (
        "message_errors",
        &[
            "`RCONMessageError`, of a text",
            "`RCONMessageError`, of a buffer",
        ],
    ),
    (
        "a_scripted_server",
        &[
            "`TestRCONServer()`",
            "`TestRCONServer(address)`",
            "`.server_address`",
            "`.expect(id, type, body)`",
            "`ExpectedRCONMessage.respond(id, type, body)`",
            "`.respond_terminate_multi_part(id)`",
            "`.expectations()`",
            "`UnexpectedRCONMessage`",
        ],
    ),
    (
        "dropping_a_scripted_server_stops_it",
        &["`.serve_forever()` in a thread, `.shutdown()`; the fixture `rcon_server`"],
    ),
    (
        "a_scripted_server_that_knows_the_ids",
        &[
            "`.expect(…)` with a fixed id",
            "`.respond(…)` with another id",
        ],
    ),
    (
        "three_ways_in_which_a_script_ends_a_connection",
        &["`.respond_close()`"],
    ),
];

/// What is tried where the program is, in `tests/python_valve.rs` at the top
/// of the repository, which sees to it that none of these is left out.
const OF_THE_PROGRAM: [&str; 3] = ["`shell(address, password)`", "`TestShell.", "`TestMain."];

/// Where the cases of a class are.
const CLASSES: [(&str, &str); 6] = [
    ("TestRCONMessage", "rcon_message"),
    ("TestResponseBuffer", "response_buffer"),
    ("TestRCON", "rcon"),
    ("TestExecute", "calls::execute"),
    ("TestConVar", "calls::con_var"),
    ("TestParseAddress", "calls::parse_address"),
];

/// The cells of each row that is no heading.
fn rows() -> Vec<Vec<&'static str>> {
    let lines: Vec<_> = PAGE.lines().collect();
    let headed = |at: usize| {
        lines
            .get(at + 1)
            .is_some_and(|line| line.starts_with("| ---"))
    };
    let is_row =
        |at: usize| lines[at].starts_with('|') && !lines[at].starts_with("| ---") && !headed(at);
    let cells = |at: usize| {
        lines[at]
            .trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect()
    };
    (0..lines.len())
        .filter(|&at| is_row(at))
        .map(cells)
        .collect()
}

/// The rows about python-valve's own cases, and the other ones.
fn cases_and_names() -> (Vec<Vec<&'static str>>, Vec<Vec<&'static str>>) {
    rows()
        .into_iter()
        .partition(|row| row[0].starts_with("`Test") && row[0].contains(".test"))
}

fn is_of_the_program(row: &str) -> bool {
    OF_THE_PROGRAM.iter().any(|start| row.starts_with(start))
}

/// The tests in this program that are run: those that are ignored are not.
fn tests() -> BTreeSet<String> {
    let list = |more: &[&str]| {
        let this = std::env::current_exe().expect("this program");
        let list = Command::new(this).arg("--list").args(more).output();
        let list = String::from_utf8(list.expect("its tests").stdout).expect("names");
        let names = list.lines().filter_map(|line| line.strip_suffix(": test"));
        names.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    &list(&[]) - &list(&["--ignored"])
}

/// The test that goes through the case of this cell.
fn test_of(cell: &str) -> String {
    let (class, case) = cell.split_once('.').expect("class and function");
    let class = class.trim_start_matches('`');
    let home = CLASSES.iter().find(|(name, _)| *name == class);
    let (_, home) = home.unwrap_or_else(|| panic!("where the tests of {class} are"));
    let words = case.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let name = words.join("_");
    let name = name.strip_prefix("test_").unwrap_or(&name);
    format!("{home}::{name}")
}

#[test]
fn every_case_of_python_valves_has_a_row_and_a_test() {
    let (cases, _) = cases_and_names();
    // 54 functions, one of them with four buffers, and the ten that
    // `multi_part` brought.
    assert_eq!(cases.len(), 57 + 10);
    for row in &cases {
        assert_eq!(row.len(), 3, "{row:?}");
        let is = row[1];
        assert!(
            ["the same", "on purpose", "nothing"].contains(&is),
            "{row:?}"
        );
        assert!(is == "the same" || !row[2].is_empty(), "no reason: {row:?}");
    }
    let here = cases.iter().filter(|row| !is_of_the_program(row[0]));
    let wanted: BTreeSet<_> = here.map(|row| test_of(row[0])).collect();
    let homes = CLASSES.map(|(_, home)| format!("{home}::"));
    let mut found = tests();
    found.retain(|name| homes.iter().any(|home| name.starts_with(home.as_str())));
    assert_eq!(found, wanted, "left: the tests, right: the rows");
}

#[test]
fn every_name_has_a_row_and_a_test() {
    let (_, names) = cases_and_names();
    let of_the_page: Vec<_> = names.iter().map(|row| row[0]).collect();
    let mut held: Vec<_> = NAMES
        .iter()
        .flat_map(|(_, rows)| rows.iter().copied())
        .collect();
    let elsewhere = of_the_page.iter().filter(|row| is_of_the_program(row));
    held.extend(elsewhere);
    let sorted = |mut rows: Vec<&'static str>| {
        rows.sort_unstable();
        rows
    };
    assert_eq!(
        sorted(held),
        sorted(of_the_page),
        "left: the tests, right: the rows"
    );

    let wanted: BTreeSet<_> = NAMES
        .iter()
        .map(|(test, _)| format!("names::{test}"))
        .collect();
    let mut found = tests();
    found.retain(|name| name.starts_with("names::"));
    assert_eq!(
        found, wanted,
        "left: the tests, right: what goes through rows"
    );
}
