//! Profiles, groups and what a session keeps of them.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;

use crate::support::{Home, Key, PASSWORD, SIZES, Server, Target, rcon};

#[test]
fn profiles_are_listed_completed_and_connected_to() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let home = Home::new();
        home.config(&format!(
            "[servers.training]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n\
             [servers.trial]\naddress = \"trial.invalid:27016\"\n\
             [groups]\neu = [\"training\", \"trial\"]\n",
            server.address()
        ));
        let mut screen = rcon([""; 0]).home(&home).start_on_screen(rows, columns);
        screen.wait_row("RCON ]");
        screen.type_text("!servers\n");
        screen
            .wait_text("trial.invalid:27016")
            .wait_text("training, trial");
        screen.type_text("!connect tra").key(Key::Tab);
        screen.wait_row("RCON ] !connect training");
        screen.key(Key::Enter).wait_row("training ]");
        screen.type_text("!disconnect\n").wait_row("RCON ]");
        assert_eq!(server.logins(), 1);
    }
}

#[test]
fn a_connection_is_saved_without_its_password_unless_asked() {
    let server = Server::start();
    let home = Home::new();
    let mut screen = server.shell().home(&home).start_on_screen(24, 120);
    screen.wait_row(&server.prompt());
    screen
        .type_text("!save lan\n")
        .wait_text("without its password");
    let file = home.path("config/rcon-shell/config.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("[servers.lan]") && text.contains(&server.address()),
        "{text}"
    );
    assert!(!text.contains(PASSWORD), "{text}");
    screen
        .type_text("!save with password\n")
        .wait_text("saved as with");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains(PASSWORD), "{text}");
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    screen.type_text("!disconnect\n").wait_row("RCON ]");
    screen.type_text("!connect with\n").wait_row("with ]");
    screen.type_text("!connect lan\n");
    screen.wait_for("a third login", |_| server.logins() == 3);
    screen.wait_row("lan ]");
    screen.assert_never_sent(PASSWORD.as_bytes());
}

/// What the defaults say would hold for the profile otherwise.
#[test]
fn what_the_defaults_name_and_this_connection_has_not_is_saved_too() {
    let server = Server::start();
    let home = Home::new();
    home.config("[defaults]\ngame = \"dayz\"\nproxy_command = \"exit 1\"\n");
    let run = server.run(["--game", "auto", "--proxy-command", "none"]);
    let mut screen = run.home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!save lan password\n");
    screen.wait_text("saved as lan").wait_row(&server.prompt());
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    let outcome = rcon(["lan", "-e", "echo back"]).home(&home).assert();
    outcome.code(0).stdout("back\n");
}

/// Nobody listens there: the message says where it was tried.
#[test]
fn a_profile_without_a_port_goes_to_that_of_the_defaults_game() {
    let home = Home::new();
    let tried = |config: &str, args: &[&str]| {
        home.config(config);
        let run = rcon(["x", "-p", "x", "--timeout", "0.5", "-e", "players"]);
        run.args(args).home(&home).assert()
    };
    let profile = "[servers.x]\naddress = \"127.0.0.1\"\n";
    let dayz = format!("[defaults]\ngame = \"dayz\"\n{profile}");
    let outcome = tried(&dayz, &[]);
    outcome.stderr_contains("127.0.0.1:2306");
    let outcome = tried(profile, &["--game", "dayz"]);
    outcome.stderr_contains("127.0.0.1:2306");
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_right_one() {
    let home = Home::new();
    home.config("[servers.tf2]\nadress = \"tf2.example.com\"\n");
    let mut screen = rcon([""; 0]).home(&home).start_on_screen(24, 120);
    assert_eq!(screen.wait_exit(), 2);
    screen
        .wait_text("config.toml")
        .wait_text("adress")
        .wait_text("address");

    let mut screen = rcon(["--no-config"]).home(&home).start_on_screen(24, 120);
    screen.wait_row("RCON ]");
    screen.type_text("!servers\n").wait_text("no profiles");
}
