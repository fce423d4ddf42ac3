//! `!restart` at the prompt of many servers: who is there is named and asked
//! about, steps stand under the servers' names, and Ctrl-C calls it off on each.
#![cfg(unix)]

use std::time::Duration;

use rcon_sim::Game;

use crate::support::{Home, Key, PASSWORD, Screen, Script, Server, Target, nobody, rcon};

/// Servers that a manager starts again.
fn managed(count: usize) -> Server {
    Server::with(|builder| {
        builder
            .count(count)
            .returns_after(Duration::from_millis(300))
    })
}

/// The prompt of these servers: a name, an address, and further lines of the
/// profile.
fn prompt(servers: &[(&str, &str, &str)], options: &[&str], size: (u16, u16)) -> Screen {
    let home = Home::new();
    let mut config = String::new();
    for (name, address, lines) in servers {
        config.extend([format!(
            "[servers.{name}]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n{lines}\n"
        )]);
    }
    let names: Vec<String> = servers.iter().map(|it| format!("{:?}", it.0)).collect();
    config.extend([format!("[groups]\neu = [{}]\n", names.join(", "))]);
    home.config(&config);
    rcon(["@eu"])
        .args(options)
        .home(&home)
        .start_on_screen(size.0, size.1)
}

fn addresses(servers: &Server) -> Vec<String> {
    servers.addrs().iter().map(ToString::to_string).collect()
}

#[test]
fn those_that_are_there_are_counted_told_and_waited_for() {
    let servers = managed(2);
    let at = addresses(&servers);
    let other = Server::with(|builder| {
        builder
            .game(Game::Minecraft)
            .returns_after(Duration::from_millis(300))
    });
    let (other_at, down) = (other.address(), nobody());
    let mut screen = prompt(
        &[
            ("a", &at[0], ""),
            ("b", &at[1], ""),
            ("mc", &other_at, ""),
            ("down", &down, ""),
        ],
        &[],
        (30, 100),
    );
    screen.wait_row("@eu 3/4 ]");
    screen.key(Key::Ctrl('l'));
    screen
        .type_text("!restart in 1s new map\n")
        .wait_row("This stops 3 servers (a, b, mc). Go on? [y/N]");
    assert!(screen.contents().contains("down: connection refused"));
    screen.type_text("n\n").wait_text("Not sent.");
    assert!(!servers.commands().iter().any(|line| line == "exit"));
    screen.type_text("!restart in 1s new map\n");
    screen.wait_row("This stops 3 servers (a, b, mc). Go on? [y/N]");
    screen.type_text("y\n");
    screen.wait_text("announced: Server restarts in 1 second: new map");
    screen.wait_text("mc: saved (save-all)");
    screen.wait_text("stopping (exit)");
    screen.wait_text("back, was away for ");
    screen.wait_text("3 of 4 servers restarted, not down\n");
    screen.wait_row("@eu 3/4 ]");
    assert_eq!((servers.returns(), other.returns()), (2, 1));
    screen
        .type_text("!on a,b,mc list\n")
        .wait_text("==> mc <==\nThere are");
}

#[test]
fn one_after_the_other_where_that_is_wanted() {
    let servers = managed(3);
    let at = addresses(&servers);
    let mut screen = prompt(
        &[("a", &at[0], ""), ("b", &at[1], ""), ("c", &at[2], "")],
        &["--parallel", "1"],
        (30, 40),
    );
    screen.wait_row("@eu ]");
    screen.type_text("!restart\n").wait_text("Go on? [y/N]");
    screen.type_text("y\n");
    screen.wait_text("c: back, was away for").wait_row("@eu ]");
    let shown = screen.contents();
    let ends = ["a: back", "b: announced", "b: back", "c: announced"];
    let at: Vec<_> = ends.iter().map(|text| shown.find(text)).collect();
    assert!(at.is_sorted() && at.iter().all(Option::is_some), "{screen}");
    assert_eq!(servers.returns(), 3);
}

#[test]
fn ctrl_c_calls_it_off_on_each_and_begins_no_other() {
    let servers = managed(2);
    let at = addresses(&servers);
    let mut screen = prompt(&[("a", &at[0], ""), ("b", &at[1], "")], &[], (24, 80));
    screen.wait_row("@eu ]");
    screen.type_text("!restart in 10m\n").wait_text("Go on?");
    screen.type_text("y\n");
    screen.wait_text("a, b: announced: Server restarts in 10 minutes");
    screen.key(Key::Ctrl('c'));
    screen.wait_text("a, b: announced: The restart is called off");
    screen.wait_text("a, b: the restart is called off\n@eu ]");
    for addr in servers.addrs() {
        let told = [
            "say Server restarts in 10 minutes",
            "say The restart is called off",
        ];
        let heard = servers.commands_at(*addr);
        let said: Vec<_> = heard.iter().filter(|it| it.starts_with("say")).collect();
        assert_eq!(said, told.iter().collect::<Vec<_>>());
    }
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);

    // In turn, those behind are named.
    let mut screen = prompt(
        &[("a", &at[0], ""), ("b", &at[1], "")],
        &["--parallel", "1"],
        (24, 80),
    );
    screen.wait_row("@eu ]");
    screen.type_text("!restart in 10m\n").wait_text("Go on?");
    screen.type_text("y\n").wait_text("a: announced: Server");
    screen.key(Key::Ctrl('c'));
    screen.wait_text("a: the restart is called off");
    screen
        .wait_text("given up, not sent to: b")
        .wait_row("@eu ]");
    assert_eq!(servers.returns(), 0);
}

#[test]
fn what_one_profile_denies_restarts_none() {
    let servers = managed(2);
    let at = addresses(&servers);
    let mut screen = prompt(
        &[("a", &at[0], ""), ("b", &at[1], "deny = [\"exit\"]")],
        &[],
        (24, 80),
    );
    screen.wait_row("@eu ]");
    screen
        .type_text("!restart in 1s\n")
        .wait_text("not allowed by the profile b: \"exit\": sent to none of the 2 servers");
    screen.wait_row("@eu ]");
    let said = servers.commands();
    assert!(!said.iter().any(|line| line.starts_with("say")), "{said:?}");
    screen.type_text("!on a !restart\n");
    screen.wait_row("This stops a. Go on? [y/N]");
    screen.type_text("y\n").wait_text("a: back, was away for");
    assert_eq!(servers.returns(), 1);
}

#[test]
fn one_that_does_not_come_back_is_named_and_holds_up_no_other() {
    let servers = managed(1);
    let never = Server::start();
    let stays = Script::new().start();
    let (at, never, stays) = (servers.address(), never.address(), stays.address());
    let mut screen = prompt(
        &[
            ("a", &at, ""),
            ("never", &never, ""),
            ("stays", &stays, "game = \"source\""),
        ],
        &["--wait", "5"],
        (24, 80),
    );
    screen.wait_row("@eu ]");
    screen.type_text("!restart\n").wait_text("Go on? [y/N]");
    screen.type_text("y\n").wait_text("a: back, was away for");
    screen.wait_text("never: is still down 5 s after \"exit\"");
    screen.wait_text("stays: is still there 5 s after \"exit\"");
    screen.wait_text("1 of 3 servers restarted, not 2 servers (never, stays)");
}
