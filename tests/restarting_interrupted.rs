//! Ctrl-C during `!restart`: it is called off, or what was done already is said.
#![cfg(unix)]

use rustix::process::Signal;

use crate::restarting::managed;
use crate::support::{PASSWORD, Server, Target as _, rcon};

const TOLD: [&str; 2] = [
    "say Server restarts in 10 minutes",
    "say The restart is called off",
];

#[test]
fn ctrl_c_calls_it_off_and_the_players_are_told() {
    let server = Server::start();
    let running = server
        .run(["--keep-going", "-e", "!restart in 10m", "-e", "never"])
        .start();
    server.wait_command(TOLD[0]);
    running.signal(Signal::INT);
    let outcome = running.assert();
    outcome
        .code(130)
        .stderr_contains("the restart is called off");
    assert_eq!(server.commands(), TOLD);
}

#[test]
fn ctrl_c_calls_it_off_on_each_server_of_a_fleet() {
    let servers = managed(|builder| builder.count(3));
    let addresses = servers.addrs().iter().map(ToString::to_string);
    let running = rcon(addresses)
        .args(["-p", PASSWORD, "-e", "!restart in 10m"])
        .start();
    servers.wait("the announcements", |s| s.commands().len() == 3);
    running.signal(Signal::INT);
    running.assert().code(130);
    for addr in servers.addrs() {
        assert_eq!(servers.commands_at(*addr), TOLD);
    }
}

#[test]
fn ctrl_c_while_it_is_away_says_that_it_was_told_to_stop() {
    let server = Server::start();
    let running = server.run(["-e", "!restart"]).start();
    running.wait_stderr("is down");
    running.signal(Signal::INT);
    running
        .assert()
        .code(130)
        .stderr_contains("was told to stop, and whether it comes back was not waited for");
}
