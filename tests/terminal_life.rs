//! The terminal outlives the shell: stops, resizes, narrow windows, ends.
#![cfg(unix)]

use crate::support::{Key, PASSWORD, Run, SIZES, Server, Target, program};

#[test]
fn stopped_and_continued() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let mut screen = Run::new("sh")
            .args(["-i"])
            .env("PS1", "shell$ ")
            .env("RCON_PASSWORD", PASSWORD)
            .start_on_screen(rows, columns);
        screen.wait_row("shell$");
        let program = program().into_string().unwrap();
        screen
            .type_text(&format!("P='{program}'\n"))
            .wait_row("shell$");
        screen.type_text(&format!("$P {}\n", server.address()));
        screen.wait_row(&server.prompt());
        screen.type_text("half a");
        screen.wait_row(&format!("{} half a", server.prompt()));
        screen.key(Key::Ctrl('z')).wait_row("shell$");
        assert!(screen.is_sane(), "stopped\n{screen}");
        screen
            .type_text("echo still he''re\n")
            .wait_text("\nstill here\n");
        screen.type_text("fg\n");
        screen.wait_row(&format!("{} half a", server.prompt()));
        screen.type_text(" line\n");
        server.wait_command("half a line");
        screen.wait_row(&server.prompt());
        screen
            .type_text("!watch 0.1 stats\n")
            .wait_text("every 0.1 s");
        screen.key(Key::Ctrl('z')).wait_row("shell$");
        assert!(screen.is_sane() && !screen.hides_cursor(), "{screen}");
        screen.wait_text("\nstill here\n");
        screen.type_text("fg\n").wait_text("every 0.1 s");
        screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
        screen.type_text("!exit\n").wait_row("shell$");
        assert!(screen.is_sane(), "left\n{screen}");
    }
}

#[test]
fn a_resize_keeps_the_line() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("echo one two three four five six seven");
    screen.wait_row(&format!(
        "{} echo one two three four five six seven",
        server.prompt()
    ));
    screen.resize(10, 40);
    screen.type_text(" eight");
    screen.resize(24, 100);
    screen.type_text(" nine\n");
    server.wait_command("echo one two three four five six seven eight nine");
    screen.wait_row(&server.prompt());
}

#[test]
fn a_prompt_as_wide_as_the_window() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(10, 20);
    screen.wait_for("the prompt", |shown| {
        shown.screen().contents().contains(" ]")
    });
    screen.type_text("sv_gravity 321\n");
    server.wait_command("sv_gravity 321");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    assert!(screen.is_sane());
}

#[test]
fn ctrl_c_gives_the_prompt_back_at_once() {
    let server = Server::start();
    let mut screen = server.shell().args(["-t", "600"]).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("sim_silent\n");
    server.wait_command("sim_silent");
    // No reply comes, and the deadline is far away.
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    screen.wait_text("given up: the command was sent");
    screen.type_text("echo usable\n").wait_text("\nusable\n");
}
