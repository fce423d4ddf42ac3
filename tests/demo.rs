//! `--demo`: a newcomer's first minutes, from start to `!exit`.
#![cfg(unix)]

use crate::support::{Home, Key, Screen, rcon};

/// Starts the demo; gives its prompt too.
fn demo(home: &Home) -> (Screen, String) {
    let screen = rcon(["--demo"]).home(home).start_on_screen(24, 80);
    screen.wait_for("the demo's prompt", |shown| {
        let (row, _) = shown.screen().cursor_position();
        let row = &shown.rows()[usize::from(row)];
        row.starts_with("127.0.0.1:") && row.trim_end().ends_with(" ]")
    });
    let prompt = screen.rows()[usize::from(screen.cursor().0)].clone();
    (screen, prompt.trim_end().to_owned())
}

#[test]
fn from_start_to_exit() {
    let home = Home::new();
    let (mut screen, prompt) = demo(&home);
    screen.type_text("sv_gravi").key(Key::Tab);
    screen.wait_row(&format!("{prompt} sv_gravity"));
    screen.key(Key::Enter);
    screen.wait_text("\"sv_gravity\" = \"800\"");
    screen.type_text("sv_gravity 600\n");
    screen.type_text("sv_gravity\n");
    screen.wait_text("\"sv_gravity\" = \"600\" ( def. \"800\" )");
    screen.type_text("sv_gravty\n");
    screen.wait_text("did you mean sv_gravity?");
    screen.type_text("exit\n");
    screen.wait_text("Use !exit to exit this shell or !shutdown to shutdown the server.");
    screen.wait_row(&prompt);
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    let contents = screen.contents();
    assert!(!contents.contains("Lost connection"), "{contents}");
    assert!(screen.is_sane());
    // The names that Tab knew are those of a server that is gone for good.
    assert!(!home.path("cache/rcon-shell").exists());
}

#[test]
fn help_for_a_newcomer() {
    let home = Home::new();
    let (mut screen, _) = demo(&home);
    screen.type_text("help sv_gravity\n");
    screen.wait_text("How strongly everything falls");
    screen.type_text("help\n");
    screen.wait_text("!set NAME VALUE").wait_text("!exit");
    screen.key(Key::Ctrl('d'));
    assert_eq!(screen.wait_exit(), 0);
}

#[test]
fn a_command_at_once_needs_no_server_either() {
    rcon(["--demo", "-e", "echo Hello"])
        .assert()
        .code(0)
        .stdout("Hello\n");
}
