//! `!set`: what the shell has, changes and refuses.
#![cfg(unix)]

use crate::support::{Server, Target};

#[test]
fn settings_are_shown_changed_and_refused() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(40, 100);
    screen.wait_row(&server.prompt());
    screen.type_text("!set\n");
    screen.wait_text("timeout 10\ncolor auto\ntiming off\npager off\nvi off");
    screen.type_text("!set color never\n!set timeout 2.5\n!set pager on\n!set\n");
    screen.wait_text("timeout 2.5\ncolor never\ntiming off\npager on\nvi off");
    for (typed, said) in [
        ("color blue", "color is auto, always or never, not \"blue\""),
        ("timing perhaps", "perhaps"),
        ("speed 3", "unknown setting \"speed\""),
        ("vi on now", "usage: !set NAME VALUE"),
    ] {
        screen.type_text(&format!("!set {typed}\n")).wait_text(said);
    }
    // None of that was for the server.
    assert!(
        server
            .commands()
            .iter()
            .all(|command| !command.contains("set"))
    );
}
