//! The recipes' scripts do what is said of them.

use std::path::PathBuf;

use rcon_sim::{Game, Script};

use super::page::{Page, RECIPES};
use crate::support::{Home, PASSWORD, Run, Server, Target as _, nobody, program};

/// A run of the script that holds `mark`, against this server.
fn run(mark: &str, shell: &str, home: &Home, server: std::net::SocketAddr) -> Run {
    let script = home.file("script", Page::read(RECIPES).block(mark));
    let mut path = PathBuf::from(program());
    path.pop();
    let path = format!("{}:{}", path.display(), std::env::var("PATH").unwrap());
    Run::new(shell)
        .args([script])
        .home(home)
        .env("PATH", path)
        .env("RCON_HOST", server.ip().to_string())
        .env("RCON_PORT", server.port().to_string())
        .env("RCON_PASSWORD_FILE", home.file("password", PASSWORD))
}

/// The backup script, with a world of one file.
fn backup(home: &Home, server: std::net::SocketAddr) -> Run {
    home.file("world/level.dat", "the world");
    let copies = home.path("copies");
    std::fs::create_dir_all(&copies).unwrap();
    run("save_on()", "bash", home, server)
        .env("RCON_WAIT", "5")
        .args([home.path("world"), copies])
}

/// What the backup left behind.
fn copies(home: &Home) -> Vec<String> {
    let found = std::fs::read_dir(home.path("copies")).unwrap();
    found
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn the_backup_copies_the_world_and_turns_saving_on() {
    let home = Home::new();
    let server = Server::with(|builder| builder.game(Game::Minecraft));
    backup(&home, server.addr()).assert().code(0);
    assert_eq!(server.commands(), ["save-off", "save-all flush", "save-on"]);
    let copies = copies(&home);
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert!(copies[0].ends_with(".tar.gz"), "{copies:?}");
}

#[test]
fn a_server_that_dies_during_the_backup_leaves_no_copy() {
    let home = Home::new();
    let script = Script::new()
        .expect_auth(PASSWORD)
        .accept()
        .expect_command("save-off")
        .reply("Automatic saving is now disabled")
        .close()
        .next_connection()
        .expect_auth(PASSWORD)
        .accept()
        .expect_command("save-all flush")
        .close()
        .next_connection()
        .expect_auth(PASSWORD)
        .accept()
        .expect_command("save-on")
        .reply("Automatic saving is now enabled")
        .close();
    let server = script.start().unwrap();
    backup(&home, server.addr()).assert().code(6);
    server.finish().unwrap();
    assert!(copies(&home).is_empty());
}

#[test]
fn a_backup_with_a_wrong_password_knocks_once() {
    let home = Home::new();
    let server = Server::with(|builder| builder.game(Game::Minecraft).password("another"));
    backup(&home, server.addr()).assert().code(4);
    assert_eq!(server.refusals(), 1);
}

#[test]
fn a_probe_with_a_wrong_password_knocks_once() {
    let home = Home::new();
    let server = Server::with(|builder| builder.password("another"));
    let probe = || {
        let mark = home.path("mark").into_os_string();
        run("RCON_PROBE_MARK", "sh", &home, server.addr()).env("RCON_PROBE_MARK", mark)
    };
    probe().assert().code(1);
    probe().assert().code(1);
    assert_eq!(server.refusals(), 1);
}

#[test]
fn a_probe_is_well_while_the_server_is() {
    let home = Home::new();
    let server = Server::start();
    let mark = home.path("mark").into_os_string();
    run("RCON_PROBE_MARK", "sh", &home, server.addr())
        .env("RCON_PROBE_MARK", mark)
        .assert()
        .code(0)
        .stdout_contains(&server.address());
}

#[test]
fn metrics_are_kept_per_profile_and_a_refusal_ends_them() {
    let home = Home::new();
    let good = Server::start();
    let strict = Server::with(|builder| builder.password("another"));
    home.config(&format!(
        "[servers.good]\naddress = \"{}\"\n[servers.strict]\naddress = \"{}\"\n",
        good.address(),
        strict.address()
    ));
    let metrics = || {
        run("rcon-metrics", "sh", &home, good.addr())
            .env("TEXTFILES", home.path("").into_os_string())
            .args(["good", "strict"])
            .assert()
    };
    metrics();
    metrics();
    assert_eq!((good.logins(), strict.refusals()), (2, 1));
    let read = |name| std::fs::read_to_string(home.path(name)).unwrap();
    assert!(read("good.prom").contains(&format!(
        "rcon_up{{server=\"{}\",name=\"good\"}} 1\n",
        good.address()
    )));
    assert!(read("strict.prom").contains("rcon_auth_ok{"));
}

#[test]
fn the_drift_check_is_silent_until_something_differs() {
    let home = Home::new();
    let server = Server::start();
    let cfg = home.file("server.cfg", "sv_gravity 800\nrcon_password x\n");
    let address = server.address();
    let check = |more: &[&str]| {
        let args = [&[cfg.as_str()], more].concat();
        run("rcon-drift FILE", "sh", &home, server.addr())
            .args(args)
            .assert()
    };
    let outcome = check(&[&address]);
    outcome.code(0).stdout("").stderr("");
    server.run(["-e", "sv_gravity 600"]).assert().code(0);
    let outcome = check(&[&address]);
    outcome
        .code(9)
        .stdout_contains("sv_gravity: is 600, should be 800\n")
        .stdout_contains(&format!("rcon-shell {address} --apply {cfg} sets it right"));
    // What it says to do does it.
    server.run(["--apply", &cfg]).assert().code(0);
    check(&[&address]).code(0);
    check(&[&address, &nobody()])
        .code(3)
        .stdout_contains("not every server could be compared");
}
