//! Terminals that can do too little for the editor: what is typed there is a
//! line that the terminal itself shows and edits.
#![cfg(unix)]

use rcon_sim::Game;

use crate::support::{Key, Run, Screen, Script, Server, Target as _};

const SIZE: (u16, u16) = (24, 80);

/// The two kinds: one that says so, and one that does not know how large it is.
fn each(test: impl Fn(Screen, &crate::support::Scripted)) {
    let kinds: [fn(Run) -> Screen; 2] = [
        |run| run.env("TERM", "dumb").start_on_screen(SIZE.0, SIZE.1),
        Run::start_on_no_size,
    ];
    for start in kinds {
        let server = Script::new()
            .reply("status", "all is well")
            .silent("hang")
            .start();
        test(start(server.shell()), &server);
    }
}

#[test]
fn a_line_is_shown_and_edited_by_the_terminal() {
    each(|mut screen, server| {
        screen.wait_row(&server.prompt());
        screen
            .type_text("statux")
            .wait_row(&format!("{} statux", server.prompt()));
        screen.type_text("\u{7f}s");
        screen.wait_row(&format!("{} status", server.prompt()));
        screen.type_text("\n").wait_text("all is well");
        screen.wait_row(&server.prompt());
        screen
            .type_text("nonsense")
            .key(Key::Ctrl('u'))
            .type_text("status");
        screen.wait_row(&format!("{} status", server.prompt()));
        screen.type_text("\n");
        server.wait_times("status", 2);
        screen.wait_row(&server.prompt());
        assert_eq!(server.commands(), ["status", "status"]);
        screen.assert_never_sent(b"\x1b[");
        screen.key(Key::Ctrl('d'));
        assert_eq!(screen.wait_exit(), 0);
    });
}

#[test]
fn ctrl_c_clears_the_line_and_ends_a_wait() {
    each(|mut screen, server| {
        screen.wait_row(&server.prompt());
        screen.type_text("kill everybody");
        screen.wait_row(&format!("{} kill everybody", server.prompt()));
        screen.key(Key::Ctrl('c'));
        screen.wait_for("a new prompt", |shown| {
            let rows = shown.rows();
            let prompt = server.prompt();
            let prompt = prompt.trim_end();
            rows.iter().any(|row| row.ends_with("everybody^C"))
                && rows.iter().any(|row| row.trim_end() == prompt)
        });
        screen.type_text("hang\n");
        server.wait_command("hang");
        screen.key(Key::Ctrl('c')).type_text("");
        screen.wait_row(&server.prompt());
        screen.type_text("status\n").wait_text("all is well");
        assert_eq!(server.commands(), ["hang", "status"]);
        assert!(screen.is_sane());
    });
}

/// What comes by itself stands on lines of its own, and the prompt again below.
#[test]
fn a_log_leaves_the_prompt_where_it_is_seen() {
    let server = Server::start();
    let run = server.shell().env("TERM", "dumb");
    let mut screen = run.start_on_screen(SIZE.0, SIZE.1);
    screen.wait_row(&server.prompt());
    screen.type_text("!logs\n").wait_text("the log is on");
    screen.wait_row(&server.prompt());
    server.log("World triggered \"Round_Start\"");
    screen.wait_text("triggered \"Round_Start\"\n");
    screen.wait_row(&server.prompt());
    assert!(
        screen
            .rows()
            .iter()
            .any(|row| row.ends_with(": World triggered \"Round_Start\"") && !row.contains(" ] ")),
        "{screen}"
    );
}

/// What is not wanted leaves no trace: neither an empty line nor a prompt.
#[test]
fn what_a_pattern_leaves_out_is_no_line() {
    for dumb in [true, false] {
        let server = Server::with(|builder| builder.game(Game::Squad));
        let run = server.run(["--game", "squad"]);
        let run = if dumb { run.env("TERM", "dumb") } else { run };
        let mut screen = run.start_on_screen(SIZE.0, SIZE.1);
        screen.wait_row(&server.prompt());
        screen.type_text("!logs kill\n").wait_text("the log is on");
        screen.wait_row(&server.prompt());
        server.log("the first");
        server.log("a kill");
        screen.wait_text("Ada: a kill\n");
        screen.wait_row(&server.prompt());
        let rows = screen.rows();
        let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
        let prompt = server.prompt();
        let prompts = rows.iter().filter(|row| **row == prompt.trim_end());
        assert_eq!(prompts.count(), if dumb { 2 } else { 1 }, "{screen}");
        let told = rows.iter().position(|row| row.contains("a kill"));
        let before = told.and_then(|at| rows.get(at - 1));
        assert!(before.is_some_and(|row| !row.is_empty()), "{screen}");
    }
}

/// In the editor: a terminal that is set to Latin-1 sends a byte for an é.
#[test]
fn a_byte_that_is_no_text_swallows_no_key() {
    let server = Script::new().start();
    let mut screen = server.shell().start_on_screen(SIZE.0, SIZE.1);
    screen.wait_row(&server.prompt());
    screen.type_bytes(b"say caf\xe9\r");
    server.wait_times("say caf\u{fffd}", 1);
    screen.wait_row(&server.prompt());
    screen.type_bytes(b"say one\r");
    server.wait_times("say one", 1);
    screen.wait_row(&server.prompt());
    // At once, as a paste or a script types it.
    screen.type_bytes(b"say \xff\xe9t\xe9\rsay two\rsay pass\xe9 x\x7f\r");
    server.wait_times("say pass\u{fffd}", 1);
    assert_eq!(
        server.commands()[2..],
        [
            "say \u{fffd}\u{fffd}t\u{fffd}",
            "say two",
            "say pass\u{fffd}"
        ]
    );
    screen.wait_row(&server.prompt());
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    assert!(screen.is_sane());
}

/// More than the terminal between the keys and the editor holds.
#[test]
fn much_that_is_typed_ahead_arrives_in_order() {
    let server = Script::new().start();
    let mut screen = server.shell().start_on_screen(SIZE.0, SIZE.1);
    screen.wait_row(&server.prompt());
    let lines: Vec<String> = (0..100)
        .map(|n| format!("say {n} {}", "x".repeat(50)))
        .collect();
    for some in lines.chunks(20) {
        screen.type_text(&(some.join("\n") + "\n"));
    }
    server.wait_times(&lines[99], 1);
    assert_eq!(server.commands(), lines);
}

/// `docker exec -it` and its like make a terminal of no size, and tell it one a
/// moment later: whichever way lines are read then, it is one way altogether.
#[test]
fn a_size_that_comes_while_the_program_starts_leaves_one_way_of_reading() {
    for pause in (0..40).step_by(4) {
        let server = Script::new().reply("status", "all is well").start();
        let mut screen = server.shell().start_on_no_size();
        std::thread::sleep(std::time::Duration::from_millis(pause));
        screen.resize(SIZE.0, SIZE.1);
        screen.wait_row(&server.prompt());
        screen.type_text("statux");
        screen.wait_row(&format!("{} statux", server.prompt()));
        screen.type_text("\u{7f}s\r").wait_text("all is well");
        assert_eq!(server.commands(), ["status"], "after {pause} ms");
        screen.key(Key::Ctrl('d'));
        assert_eq!(screen.wait_exit(), 0);
    }
}
