//! Several servers at once, none of them in another's way.

use std::time::Duration;

use serde_json::Value;

use crate::support::{Home, PASSWORD, Server, Target as _, nobody, rcon};

#[test]
fn a_heading_for_each_in_the_order_given() {
    let fast = Server::start();
    let slow = Server::with_faults(&["latency=100ms"]);
    let outcome = rcon([&slow.address(), &fast.address()])
        .args(["-p", PASSWORD, "-e", "echo a", "-e", "echo b"])
        .assert();
    outcome.code(0);
    let text = outcome.text();
    let at = |part: &str| {
        text.find(part)
            .unwrap_or_else(|| panic!("{part:?} is not in {text}"))
    };
    assert!(at(&slow.address()) < at(&fast.address()), "{text}");
    assert_eq!(text.matches("a\nb\n").count(), 2, "{text}");
}

#[test]
fn one_that_fails_touches_no_other() {
    let good = [Server::start(), Server::start()];
    let dead = nobody();
    let outcome = rcon([&good[0].address(), &dead, &good[1].address()])
        .args(["-p", PASSWORD, "-e", "echo fine"])
        .assert();
    outcome.code(3).stderr_contains(&dead);
    assert_eq!(outcome.text().matches("fine\n").count(), 2);
}

#[test]
fn a_silent_one_holds_up_none() {
    let good = Server::start();
    let silent = Server::with_faults(&["silent"]);
    rcon([&silent.address(), &good.address()])
        .args(["-p", PASSWORD, "-t", "0.5", "-e", "echo fine"])
        .assert()
        .code(124)
        .stdout_contains("fine\n")
        .faster_than(Duration::from_secs(5));
}

#[test]
fn named_twice_is_asked_once() {
    let server = Server::start();
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{0}\"\n[groups]\nall = [\"a\", \"{0}\"]\n",
        server.address()
    ));
    rcon(["@all", "a", "-p", PASSWORD, "-e", "echo once"])
        .home(&home)
        .assert()
        .code(0);
    assert_eq!(server.connections(), 1);
    assert_eq!(server.commands(), ["echo once"]);
}

#[test]
fn equal_replies_are_printed_once() {
    let same = [Server::start(), Server::start()];
    let other = Server::start();
    other.run(["-e", "sv_gravity 100"]).assert().code(0);
    let outcome = rcon([&same[0].address(), &other.address(), &same[1].address()])
        .args(["-p", PASSWORD, "--group-by-reply", "-e", "sv_gravity"])
        .assert();
    outcome.code(0);
    let text = outcome.text();
    assert_eq!(
        text.matches("\"sv_gravity\" = \"800\"").count(),
        1,
        "{text}"
    );
    assert_eq!(
        text.matches("\"sv_gravity\" = \"100\"").count(),
        1,
        "{text}"
    );
    for server in same.iter().chain([&other]) {
        assert_eq!(text.matches(&server.address()).count(), 1, "{text}");
    }
}

#[test]
fn json_lines_as_each_command_ends() {
    let good = Server::start();
    let dead = nobody();
    let outcome = rcon([&dead, &good.address()])
        .args(["-p", PASSWORD, "--json", "-e", "echo x"])
        .assert();
    outcome.code(3);
    let mut seen: Vec<(String, bool)> = outcome
        .text()
        .lines()
        .map(|line| {
            let object: Value = serde_json::from_str(line).unwrap();
            let server = object["server"].as_str().unwrap().to_owned();
            (server, object["ok"].as_bool().unwrap())
        })
        .collect();
    seen.sort();
    let mut expected = [(dead, false), (good.address(), true)];
    expected.sort();
    assert_eq!(seen, expected);
}

#[test]
fn a_fleet_needs_something_to_do() {
    let servers = [Server::start(), Server::start()];
    #[cfg(unix)]
    {
        let mut screen = rcon([&servers[0].address(), &servers[1].address()])
            .args(["-p", PASSWORD])
            .start_on_screen(24, 80);
        assert_eq!(screen.wait_exit(), 2);
        screen.wait_text("-e");
    }
    rcon([&servers[0].address(), &servers[1].address()])
        .args(["-p", PASSWORD])
        .stdin("echo piped\n")
        .assert()
        .code(0);
    for server in servers {
        assert_eq!(server.commands(), ["echo piped"]);
    }
}

#[test]
fn never_more_at_a_time_than_allowed() {
    let servers = Server::with(|builder| builder.count(12).fault("latency=20ms".parse().unwrap()));
    let addresses = servers.addrs().iter().map(ToString::to_string);
    rcon(addresses)
        .args(["-p", PASSWORD, "--parallel", "3", "-e", "echo x"])
        .assert()
        .code(0)
        // Each takes a login and a command: four rounds of at least 40 ms.
        .slower_than(Duration::from_millis(160));
    assert_eq!(servers.connections(), 12);
}
