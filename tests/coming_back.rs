//! The shell knows where it was, whatever ended that, and forgives a password
//! that was mistyped.
#![cfg(unix)]

use crate::support::{Home, Key, PASSWORD, Screen, Server, Target, nobody, rcon};

/// Whether the password is asked for in the row of the cursor.
#[track_caller]
fn wait_asked(screen: &Screen) {
    screen.wait_row("Password:");
}

#[test]
fn a_mistyped_password_is_asked_for_again_twice() {
    let server = Server::start();
    let mut screen = rcon([server.address()]).start_on_screen(24, 100);
    for wrong in ["one\n", "two\n"] {
        wait_asked(&screen);
        screen.key(Key::Ctrl('l'));
        screen.type_text(wrong).wait_text("Could not connect: ");
    }
    wait_asked(&screen);
    screen.type_text(&format!("{PASSWORD}\n"));
    screen.wait_row(&server.prompt());
}

#[test]
fn after_the_third_it_is_left_to_the_user() {
    let server = Server::start();
    let mut screen = rcon([server.address()]).start_on_screen(24, 100);
    for wrong in ["one\n", "two\n", "three\n"] {
        wait_asked(&screen);
        screen.type_text(wrong);
    }
    screen.wait_row("RCON ]");
    assert_eq!(server.connections(), 3);
    screen.type_text("!reconnect\n");
    wait_asked(&screen);
    screen.type_text(&format!("{PASSWORD}\n"));
    screen.wait_row(&server.prompt());
    assert_eq!(server.connections(), 4);
}

/// It is typed as a command by people who are used to be asked again.
#[test]
fn a_refused_password_is_neither_sent_nor_kept() {
    let server = Server::start();
    let other = Server::start();
    let home = Home::new();
    let refused = "sesame-4712";
    let mut screen = rcon([server.address(), "-p".into(), refused.into()])
        .home(&home)
        .start_on_screen(24, 100);
    screen
        .wait_text("the server refused the password")
        .wait_row("RCON ]");
    screen.type_text(&format!("!connect {} {PASSWORD}\n", other.address()));
    screen.wait_row(&other.prompt());
    screen.type_text(&format!("{refused}\n"));
    screen.wait_text("That is the password that was refused: neither sent nor kept.");
    screen.wait_row(&other.prompt());
    screen.type_text("echo done\n").wait_text("\ndone\n");
    assert!(
        !other
            .commands()
            .iter()
            .any(|command| command.contains(refused))
    );
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    home.assert_nowhere(refused);
    home.assert_nowhere(PASSWORD);
}

#[test]
fn reconnecting_goes_to_where_one_was() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 100);
    screen.wait_row(&server.prompt());
    screen.type_text("!disconnect\n").wait_row("RCON ]");
    screen.type_text("!reconnect\n").wait_row(&server.prompt());
    // Also after it has been stopped: then there is nobody, and that is told.
    screen.type_text("!send quit\n").wait_text("Go on?");
    screen.type_text("y\n");
    // Which of the two it says is a matter of how soon the server closes.
    screen.wait_for("left, or told of the close", |shown| {
        let rows = shown.rows();
        rows.iter().any(|row| row.contains("as it was told to"))
            || rows.iter().filter(|row| row.starts_with("RCON ]")).count() > 1
    });
    screen
        .type_text("!reconnect\n")
        .wait_text("Could not connect: ");
    screen.wait_row("RCON ]");
    assert!(screen.contents().contains(&server.address()), "{screen}");
    assert!(!screen.contents().contains("Not connected"), "{screen}");
}

/// A world is saved first: the close comes long after the answer.
#[test]
fn a_server_that_takes_its_time_to_stop_is_no_loss() {
    let server = rcon_sim::Script::new()
        .expect_auth(PASSWORD)
        .accept_as_source()
        .expect_command("quit")
        .reply("saving")
        .expect_probe()
        .answer_probe()
        .pause(std::time::Duration::from_millis(700))
        .close()
        .start()
        .unwrap();
    let address = server.addr().to_string();
    let options = ["--game", "source", "--no-config", "-q"];
    let run = rcon([&*address, "-p", PASSWORD]).args(options);
    let mut screen = run.start_on_screen(24, 100);
    screen.wait_row(&format!("{address} ]"));
    screen.type_text("!set confirm off\n!send quit\n");
    screen.wait_text("The server has closed the connection, as it was told to.");
    assert!(
        !screen.contents().contains("Lost connection to server."),
        "{screen}"
    );
}

#[test]
fn there_is_a_way_back_to_the_server_before() {
    let (first, second) = (Server::start(), Server::start());
    let mut screen = first.shell().start_on_screen(24, 100);
    screen.wait_row(&first.prompt());
    screen.type_text("!disconnect\n").wait_row("RCON ]");
    screen.type_text("!connect -\n").wait_row(&first.prompt());
    screen.type_text(&format!("!connect {} {PASSWORD}\n", second.address()));
    screen.wait_row(&second.prompt());
    screen.type_text("!connect -\n").wait_row(&first.prompt());
    screen.type_text("!connect -\n").wait_row(&second.prompt());
    screen.type_text(&format!("!connect {} x\n", nobody()));
    screen.wait_text("Could not connect: ").wait_row("RCON ]");
    screen.type_text("!connect -\n").wait_row(&second.prompt());
    let first = first.address();
    let args = [&*first, "-p", PASSWORD, "-e", "!connect -", "-e", "status"];
    rcon(args)
        .assert()
        .code(2)
        .stderr_contains("there was no server before this one");
}

#[test]
fn a_profile_is_named_in_what_is_told_of_it() {
    let server = Server::start();
    let home = Home::new();
    let (up, down) = (server.address(), nobody());
    home.config(&format!(
        "[servers.tf2-eu]\naddress = \"{up}\"\npassword = \"{PASSWORD}\"\n\
         [servers.tf2-us]\naddress = \"{down}\"\npassword = \"{PASSWORD}\"\n"
    ));
    let run = |args: &[&str]| rcon(args).home(&home).assert();
    run(&["tf2-eu", "--check"])
        .code(0)
        .stdout_contains(&format!("tf2-eu {up} source "));
    run(&["tf2-eu", "tf2-us", "--check"])
        .code(3)
        .stdout_contains(&format!("tf2-eu {up} source "));
    for args in [
        &["tf2-us", "--check"][..],
        &["tf2-us", "-e", "status"],
        &["tf2-us", "tf2-eu", "-e", "status"],
    ] {
        run(args)
            .code(3)
            .stderr_contains(&format!("rcon-shell: tf2-us ({down}): "));
    }
    let metrics = run(&["tf2-eu", "tf2-us", "--check", "--format", "prometheus"]);
    metrics.stdout_contains(&format!("rcon_up{{server=\"{up}\",name=\"tf2-eu\"}} 1\n"));
    metrics.stdout_contains(&format!("rcon_up{{server=\"{down}\",name=\"tf2-us\"}} 0\n"));
}
