//! Which way of running is chosen, and what does not go together.

use super::*;

fn script_run(mode: Mode) -> ScriptRun {
    match mode {
        Mode::Script(run) => run,
        other => panic!("{other:?}"),
    }
}

fn source(mode: Mode) -> ScriptSource {
    script_run(mode).source
}

#[test]
fn a_terminal_on_both_sides_is_a_shell_with_the_editor() {
    assert_eq!(shell(&[]).reading, Reading::Terminal { history: true });
    let run = Run {
        stdout_is_terminal: false,
        ..Run::default()
    };
    let options = run.resolve(&["a"]).unwrap();
    assert_eq!(as_shell(&options).reading, Reading::Plain);
}

#[test]
fn piped_lines_are_the_script_unless_options_say_otherwise() {
    let piped = |words: &[&str]| {
        let run = Run {
            stdin_is_terminal: false,
            ..Run::default()
        };
        run.resolve(words).unwrap().mode
    };
    assert_eq!(source(piped(&["a"])), ScriptSource::Stdin);
    assert_eq!(piped(&["a", "--check"]), Mode::Check(CheckForm::Text));
    let commands = ScriptSource::Commands(vec![b"x".to_vec()]);
    assert_eq!(source(piped(&["a", "-e", "x"])), commands);
    let file = ScriptSource::File("y".into());
    assert_eq!(source(piped(&["a", "-f", "y"])), file);
}

#[test]
fn a_dash_as_the_script_is_standard_input() {
    let options = resolved(&["a", "-f", "-"]);
    assert_eq!(source(options.mode), ScriptSource::Stdin);
}

#[test]
fn formats_go_with_what_can_print_them() {
    let options = resolved(&["a", "--check", "--format", "json", "--json"]);
    assert_eq!(options.mode, Mode::Check(CheckForm::Json));
    let options = resolved(&["a", "--check", "--format", "prometheus"]);
    assert_eq!(options.mode, Mode::Check(CheckForm::Prometheus));
    let run = script_run(resolved(&["a", "-e", "x", "--raw"]).mode);
    let form = ScriptForm::Text {
        raw: true,
        equal: Equal::Apart,
    };
    assert_eq!(run.form, form);
    assert_eq!(
        script_run(resolved(&["a", "-e", "x", "--json"]).mode).form,
        ScriptForm::Records(RecordForm::Json)
    );
}

#[test]
fn a_refusal_names_the_two_options_as_they_were_typed() {
    for (words, message) in [
        (
            "-e x --format prometheus",
            "--format prometheus needs --check",
        ),
        ("--format prometheus", "--format prometheus needs --check"),
        ("--json", "--json needs -e, -f, --check or piped commands"),
        (
            "--format json",
            "--format json needs -e, -f, --check or piped commands",
        ),
        (
            "-e x --json --format text",
            "--json does not go together with --format text",
        ),
        (
            "--check --json --format prometheus",
            "--json does not go together with --format prometheus",
        ),
        (
            "-e x --json --raw",
            "--raw does not go together with --json",
        ),
        (
            "-e x --format json --raw",
            "--raw does not go together with --format json",
        ),
        (
            "--check --format prometheus --raw",
            "--raw does not go together with --format prometheus",
        ),
        (
            "b -e x --format json --group-by-reply",
            "--group-by-reply does not go together with --format json",
        ),
        ("--no-wait", "--no-wait needs -e, -f or piped commands"),
    ] {
        let words: Vec<&str> = std::iter::once("a").chain(words.split(' ')).collect();
        assert_eq!(refusal(&words), message, "{words:?}");
    }
}

#[test]
fn not_waiting_needs_commands() {
    let run = script_run(resolved(&["a", "--no-wait", "-e", "x"]).mode);
    assert_eq!(
        (run.replies, run.failures),
        (Replies::NotAwaited, Failures::End)
    );
    let run = script_run(resolved(&["a", "--keep-going", "-e", "x"]).mode);
    assert_eq!(
        (run.replies, run.failures),
        (Replies::Awaited, Failures::GoOn)
    );
}
