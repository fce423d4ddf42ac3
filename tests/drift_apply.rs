//! `--apply`: settings that differ from a file are set, and read back.

use rcon_sim::Game;

use crate::drift::{changes, file, server};
use crate::support::{Home, PASSWORD, Server, Target as _, rcon};

#[test]
fn what_differs_is_set_and_read_back() {
    let server = Server::start();
    let cfg = "sv_gravity 600\nhostname \"a; \"b\" // c\"\nsv_lan 0\nrcon_password hunter2\n";
    let (home, path) = file(cfg);
    let outcome = server.run(["--apply", &path]).home(&home).assert();
    outcome
        .code(0)
        .stdout_contains("sv_gravity: was 800, is 600\n")
        .stderr_contains("not set, as they hold passwords: rcon_password");
    assert_eq!(
        changes(&server),
        [
            "sv_gravity \"600\";sv_gravity",
            "hostname \"a; \"b\" // c\";hostname"
        ]
    );
    server.run(["--expect", &path]).home(&home).assert().code(0);
}

#[test]
fn cs2_is_set_without_waiting_for_what_it_does_not_answer() {
    let server = server(Game::Cs2);
    // The quote that is left open lets no question follow.
    let (home, path) = file("sv_gravity 600\nhost_timescale 2\nsv_tags \"a \"b\"\n");
    let outcome = server
        .run(["--timeout", "2", "--apply", &path])
        .home(&home)
        .assert();
    outcome
        .code(8)
        .stdout_contains("sv_gravity: was 800, is 600\n")
        .stdout_contains("sv_tags: was \"\", is a \"b\n")
        .stdout_contains("host_timescale: is 1, should be 2\n")
        .stderr_contains("Can't use cheat cvar host_timescale");
}

#[test]
fn what_would_not_take_is_8_with_its_reason() {
    let server = Server::start();
    // A bound, a cheat, a deny, no such name.
    let home = Home::new();
    home.config(&format!(
        "[servers.tf2]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\ndeny = [\"mp_*\"]\nallow = [\"*_* *\", \"skill *\"]\n",
        server.address()
    ));
    let cfg = "skill 7\nhost_timescale 2\nmp_timelimit 33\nno_such 1\nsv_gravity 100\n";
    let path = home.file("server.cfg", cfg);
    let outcome = rcon(["tf2", "--apply", &path]).home(&home).assert();
    outcome
        .code(8)
        .stdout_contains("sv_gravity: was 800, is 100\n")
        .stdout_contains("skill: is 3, should be 7\n")
        .stdout_contains("host_timescale: is 1, should be 2\n")
        .stdout_contains("no_such: is unknown, should be 1\n")
        .stderr_contains("4 values would not take")
        .stderr_contains("a bound")
        .stderr_contains("Can't use cheat cvar host_timescale")
        .stderr_contains("not allowed by the profile tf2");
    assert!(
        !server
            .commands()
            .iter()
            .any(|line| line.starts_with("mp_timelimit "))
    );
    // Once cheats are on, in the order of the file.
    let path = home.file("cheats.cfg", "sv_cheats 1\nhost_timescale 2\n");
    rcon(["tf2", "--apply", &path]).home(&home).assert().code(0);
}
