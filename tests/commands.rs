//! The other commands of the shell: help, history, scripts, search.
#![cfg(unix)]

use crate::support::{Home, Key, SIZES, Server, Target};

#[test]
fn help_fits_the_window() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let mut screen = server.shell().start_on_screen(rows, columns);
        screen.wait_row(&server.prompt());
        screen.key(Key::Ctrl('l')).wait_row(&server.prompt());
        screen.wait_for("a cleared screen", |shown| {
            shown.screen().cursor_position().0 == 0
        });
        screen
            .type_text("help\n")
            .wait_text("!!x sends the text !x.");
        screen.wait_row(&server.prompt());
        let wrapped = |row: &String| row.chars().next().is_some_and(char::is_lowercase);
        let rows = screen.rows();
        let odd = rows
            .iter()
            .find(|row| wrapped(row) && !row.starts_with("help"));
        assert!(odd.is_none(), "{odd:?} is the rest of a row\n{screen}");
        screen
            .type_text("!help watch\n")
            .wait_text("!watch [SECONDS] COMMAND");
        screen
            .type_text("help sv_gravity\n")
            .wait_text("How strongly everything");
        server.wait_command("help sv_gravity");
    }
}

/// The server is asked for what is not known here, and for nothing else.
#[test]
fn local_help_tells_what_is_known_of_a_name() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 100);
    screen.wait_row(&server.prompt());
    screen.wait_tab("sv_gravi", "sv_gravity");
    screen.key(Key::Ctrl('u')).wait_row(&server.prompt());
    screen.type_text("!help sv_gravity\n");
    screen.wait_text("How strongly everything falls");
    screen.type_text("!help nothing_of_ours\n");
    server.wait_command("help nothing_of_ours");
    let commands = server.commands();
    assert!(
        !commands.iter().any(|command| command == "help sv_gravity"),
        "{commands:?}"
    );
}

#[test]
fn help_for_a_name_without_a_server() {
    let mut screen = crate::support::Screen::start([""; 0]);
    screen.wait_row("RCON ]");
    screen.type_text("help sv_gravity\n");
    screen.wait_text("Not connected. Use !connect to connect to a server.");
    screen
        .type_text("!find x\n")
        .wait_text("no names are known here");
}

#[test]
fn a_search_finds_the_best_first() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let mut screen = server.shell().start_on_screen(rows, columns);
        screen.wait_row(&server.prompt());
        screen.wait_tab("sv_gravi", "sv_gravity");
        screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
        screen
            .type_text("sv_gravity 600\n")
            .wait_row(&server.prompt());
        screen.type_text("sv_gravity\n").wait_text("\"600\"");
        screen.key(Key::Ctrl('l')).type_text("!find sv_gravity\n");
        screen.wait_text("\nsv_gravity = 600, not the default");
        screen
            .type_text("!find qqqqq\n")
            .wait_text("nothing matches");
    }
}

#[test]
fn scripts_run_at_the_prompt_and_name_the_line_that_failed() {
    let server = Server::start();
    let home = Home::new();
    let script = home.file(
        "a.cfg",
        "# begin\necho one\n\n!sleep 0.01\necho two\n!nope\necho three\n",
    );
    let mut screen = server.shell().home(&home).start_on_screen(24, 120);
    screen.wait_row(&server.prompt());
    screen.type_text(&format!("!run {script}\n"));
    screen
        .wait_text("\none\n")
        .wait_text("\ntwo\n")
        .wait_text("a.cfg:6");
    screen.wait_row(&server.prompt());
    assert!(!server.commands().iter().any(|asked| asked == "echo three"));
    screen
        .type_text("!run /nowhere/b.cfg\n")
        .wait_text("/nowhere/b.cfg:");
    screen.wait_row(&server.prompt());
    screen.type_text("!sleep 60\n").wait_let_go();
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
}

#[test]
fn the_history_is_shown() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    for word in ["one", "two", "three"] {
        screen
            .type_text(&format!("echo {word}\n"))
            .wait_text(&format!("\n{word}\n"));
    }
    screen.key(Key::Ctrl('l')).type_text("!history 3\n");
    screen.wait_text("\necho two\necho three\n!history 3\n");
    screen
        .type_text("!history x\n")
        .wait_text("usage: !history [N]");
}

#[test]
fn two_marks_send_one() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!!rtd\n");
    server.wait_command("!rtd");
}
