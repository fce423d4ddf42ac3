//! The tests' own tools, tried on programs that everybody knows.
#![cfg(unix)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use crate::support::{Key, NotYet, Run, Table, with_deadline};

fn sh(script: &str) -> Run {
    Run::new("sh").args(["-c", script])
}

fn failure(action: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(action)).expect_err("it should have failed");
    payload.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn a_run_gives_code_and_both_outputs() {
    sh("cat; echo aside >&2; exit 7")
        .stdin("in\n")
        .assert()
        .code(7)
        .stdout("in\n")
        .stderr("aside\n");
}

#[test]
fn a_run_has_no_terminal_and_no_one_elses_environment() {
    sh("env | grep -c CARGO; : </dev/tty")
        .assert()
        .stdout("0\n")
        .stderr_contains("/dev/tty");
}

#[test]
fn a_run_that_hangs_is_killed_and_shown() {
    let attempt = |patience: f64| {
        failure(|| {
            sh("echo so far; exec sleep 1000")
                .within(Duration::from_secs_f64(patience))
                .assert();
        })
    };
    let shown = with_deadline(0.3, attempt, |shown| shown.contains("output\nso far"));
    assert!(
        shown.contains("still running") && shown.contains("so far"),
        "{shown}"
    );
}

#[test]
fn a_difference_names_its_line() {
    let shown = failure(|| {
        sh("printf 'a\\nb\\nc\\n'").assert().stdout("a\nB\nc\n");
    });
    assert!(
        shown.contains("line 2 of 3") && shown.contains("- B"),
        "{shown}"
    );
}

#[test]
fn lines_are_there_as_they_come() {
    let mut run = Run::new("cat").stdin_open().start();
    run.write("one\n");
    assert_eq!(run.line(), "one");
    run.write("two\n");
    assert_eq!(run.line(), "two");
    run.assert().code(0).stdout("one\ntwo\n");
}

#[test]
fn a_cell_that_is_known_to_fail_has_to() {
    let run = |listed: &[NotYet], passes: bool| {
        let mut table = Table::default();
        table.cell(&"row", "column", move || {
            assert!(passes, "as was known");
            String::new()
        });
        table.not_yet(listed);
        table.run("a table of one cell");
    };
    let listed = [("row", "column", "why")];
    run(&listed, false);
    run(&[], true);
    assert!(failure(|| run(&[], false)).contains("=== row, column: as was known"));
    let mended = failure(|| run(&listed, true));
    assert!(mended.contains("=== row, column: is right now: take it off the list"));
    let stray = failure(|| run(&[("row", "other", "why")], true));
    assert!(stray.contains("=== row, other: no such cell"), "{stray}");
}

#[test]
fn an_unread_output_breaks_the_pipe() {
    let run = sh("trap '' PIPE; echo x; echo $? >&2").stdout_unread();
    assert_ne!(run.assert().stderr.lines().last(), Some("0"));
}

#[test]
fn a_screen_shows_keys_size_looks_and_end() {
    let mut screen = sh(
        "stty -echo; printf '\\033[2mdim\\033[0m? '; read x; echo; stty size; \
                         read y; stty size; stty echo; exit 3",
    )
    .start_on_screen(10, 40);
    screen.wait_row("dim?");
    assert!(screen.look_of("dim").dim && !screen.look_of("?").dim);
    assert!(!screen.is_sane());
    screen
        .type_text("hidden")
        .key(Key::Enter)
        .wait_text("10 40");
    screen.resize(12, 50);
    screen.key(Key::Enter).wait_text("12 50");
    assert_eq!(screen.wait_exit(), 3);
    assert!(screen.is_sane());
    screen.assert_never_sent(b"hidden");
}

#[test]
fn a_screen_answers_where_its_cursor_is() {
    let mut screen = sh("stty raw -echo; printf 'ab\\033[6n'; \
                         dd bs=1 count=6 2>/dev/null | od -An -c; stty -raw echo")
    .start_on_screen(24, 80);
    screen.wait_text("[   1   ;   3   R");
    assert_eq!(screen.wait_exit(), 0);
}

#[test]
fn a_screen_that_stays_wrong_is_shown() {
    let attempt = |patience: f64| {
        failure(|| {
            let hangs = sh("echo so far; exec sleep 1000");
            let hangs = hangs.within(Duration::from_secs_f64(patience));
            hangs.start_on_screen(24, 80).wait_text("further");
        })
    };
    let shown = with_deadline(0.3, attempt, |shown| shown.contains("so far"));
    assert!(
        shown.contains("never on the screen while it ran: \"further\""),
        "{shown}"
    );
    assert!(shown.contains(" 0 |so far\n"), "{shown}");
}
