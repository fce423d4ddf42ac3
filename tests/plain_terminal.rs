//! Terminals that can do too little for the editor: what is typed there is a
//! line that the terminal itself shows and edits.
#![cfg(unix)]

use crate::support::{Key, Run, Screen, Script, Target as _};

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
