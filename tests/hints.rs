//! What shows while a line is typed: hints, looks, the history, vi's keys.
#![cfg(unix)]

use crate::support::{Home, Key, SIZES, Screen, Server, Target};

/// A shell whose names are there.
fn shell(server: &Server, rows: u16, columns: u16) -> Screen {
    let mut screen = server.shell().start_on_screen(rows, columns);
    screen.wait_row(&server.prompt());
    server.wait_command("cvarlist");
    // Known once it completes.
    screen.wait_tab("sv_gravi", "sv_gravity");
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    screen
}

#[test]
fn a_known_name_says_what_it_is() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let mut screen = shell(&server, rows, columns);
        screen.type_text("sv_gravity");
        screen.wait_text("sv_gravity  How ");
        assert!(screen.look_of("How ").dim, "{screen}");
        assert!(!screen.look_of("sv_gravity  How").dim, "{screen}");
        let used = screen.rows().iter().filter(|row| !row.is_empty()).count();
        assert!(
            screen.rows()[usize::from(screen.cursor().0)].starts_with("127."),
            "{screen}"
        );
        assert!(used < usize::from(rows), "the hint has wrapped\n{screen}");
    }
}

#[test]
fn the_rest_of_an_earlier_line_comes_first() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let mut screen = shell(&server, rows, columns);
        screen
            .type_text("sv_gravity 555\n")
            .wait_row(&server.prompt());
        screen.type_text("sv_gr");
        screen.wait_text(&format!("{} sv_gravity 555\n", server.prompt()));
        screen.wait_row(&format!("{} sv_gr", server.prompt()));
        assert!(screen.look_of("avity 555").dim, "{screen}");
        screen.key(Key::Right).key(Key::Enter);
        server.wait("both", |server| {
            let commands = server.commands();
            commands
                .iter()
                .filter(|asked| *asked == "sv_gravity 555")
                .count()
                == 2
        });
    }
}

#[test]
fn each_kind_of_name_has_its_look() {
    let server = Server::start();
    let mut screen = shell(&server, 24, 80);
    let mut look = |typed: &str, word: &str| {
        screen.type_text(typed);
        screen.wait_text(&format!("] {typed}"));
        let look = screen.look_of(word);
        screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
        look
    };
    let looks = [
        look("status ", "status "),
        look("nonsense ", "nonsense "),
        look("!set ", "!set "),
        look("host_timescale ", "host_timescale "),
        look("status; quit ", "quit "),
    ];
    for (index, one) in looks.iter().enumerate() {
        for other in &looks[..index] {
            assert_ne!(one, other, "{looks:?}");
        }
    }
}

#[test]
fn without_colours_there_are_no_hints() {
    let server = Server::start();
    let mut screen = server.run(["--color", "never"]).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("echo one\n").wait_text("\none\n");
    screen.type_text("ec");
    screen.wait_row(&format!("{} ec", server.prompt()));
    screen.assert_never_sent(b"\x1b[2m");
}

#[test]
fn ctrl_r_searches_the_history() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let mut screen = shell(&server, rows, columns);
        for word in ["needle", "hay", "straw"] {
            screen
                .type_text(&format!("echo {word}\n"))
                .wait_text(&format!("\n{word}\n"));
            screen.wait_row(&server.prompt());
        }
        screen.key(Key::Ctrl('r')).type_text("need");
        screen.wait_text("echo needle");
        screen.key(Key::Enter);
        server.wait("it twice", |server| {
            let commands = server.commands();
            commands
                .iter()
                .filter(|asked| *asked == "echo needle")
                .count()
                == 2
        });
        screen.wait_row(&server.prompt());
        // Given up, what was found does not run.
        screen.key(Key::Ctrl('r')).type_text("hay");
        screen.wait_text("`hay'");
        screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
        screen.type_text("echo end\n").wait_text("\nend\n");
        let commands = server.commands();
        assert_eq!(
            commands.iter().filter(|asked| *asked == "echo hay").count(),
            1
        );
    }
}

#[test]
fn the_keys_of_vi() {
    let server = Server::start();
    let mut screen = shell(&server, 24, 80);
    screen.type_text("!set vi on\n").wait_row(&server.prompt());
    screen.type_text("echo onX");
    screen.wait_row(&format!("{} echo onX", server.prompt()));
    // In command mode the cursor is on the last letter, not behind it.
    screen.key(Key::Escape);
    screen.wait_row(&format!("{} echo on", server.prompt()));
    screen.type_text("x");
    screen.type_text("ae\n").wait_text("\none\n");
    screen.type_text("!set vi off\n").wait_row(&server.prompt());
    screen.type_text("echo two\n").wait_text("\ntwo\n");
}

#[test]
fn no_password_gets_into_the_history() {
    let server = Server::start();
    let home = Home::new();
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    for line in [
        "echo kept",
        "!connect nowhere.invalid hunter2",
        "sv_password hunter2",
        "echo a; SM_PASSWD hunter2",
        " echo hunter2",
    ] {
        screen.type_text(&format!("{line}\n"));
        screen.wait_for("a prompt", |shown| {
            let (row, _) = shown.screen().cursor_position();
            shown.rows()[usize::from(row)].trim_end().ends_with(" ]")
        });
    }
    screen.type_text("sv_password\n");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    home.assert_nowhere("hunter2");
    let history = std::fs::read_to_string(home.path("state/rcon-shell/history")).unwrap();
    assert!(
        history.contains("echo kept") && history.contains("sv_password"),
        "{history}"
    );
}
