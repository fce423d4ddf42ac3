//! `!snapshot` and `!diff`: a server's settings kept in a file, and what differs
//! from a file or from another server.

use rcon_sim::Game;
use serde_json::json;

use crate::drift::{changes, server};
use crate::support::{Home, PASSWORD, Server, Target as _, rcon};

#[test]
fn thousands_of_names_take_few_questions() {
    let server = Server::with(|builder| builder.convars(3000));
    let home = Home::new();
    let snapshot = home.path("all.cfg").display().to_string();
    let command = format!("!snapshot all {snapshot}");
    server.run(["-e", &command]).home(&home).assert().code(0);
    let asked = server.commands().len();
    assert!(asked < 150, "{asked} questions");
    let text = std::fs::read_to_string(&snapshot).unwrap();
    assert!(text.contains("many_0002 \"text of 2; \"x\"\"\n"), "{text}");
    assert!(!text.contains(PASSWORD), "{text}");
    assert!(
        text.contains("// rcon_password: left out, a password\n"),
        "{text}"
    );
    let outcome = server.run(["--expect", &snapshot]).home(&home).assert();
    outcome.code(0).stdout("");
}

#[test]
fn a_snapshot_has_what_is_no_default() {
    let server = Server::start();
    let changed = ["-e", "sv_gravity 600", "-e", "sv_tags a,\"b;c\""];
    server.run(changed).assert().code(0);
    let home = Home::new();
    let path = home.path("now.cfg");
    let command = format!("!snapshot {}", path.display());
    let outcome = server.run(["-e", &command]).home(&home).assert();
    outcome
        .code(0)
        .stdout("")
        .stderr_contains("not their default");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("//"))
        .collect();
    lines.retain(|line| !line.starts_with("hostport "));
    assert_eq!(
        lines,
        [
            "hostname \"rcon-shell demo\"",
            "sv_gravity \"600\"",
            "sv_tags a,\"b;c\""
        ]
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let cs2 = self::server(Game::Cs2);
    let outcome = cs2.run(["-e", &command]).home(&home).assert();
    outcome.code(0).stderr_contains("tells no defaults");
    assert!(std::fs::read_to_string(&path).unwrap().lines().count() > 100);
    let minecraft = self::server(Game::Minecraft);
    minecraft.run(["-e", &command]).home(&home).assert().code(0);
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("\nkeepInventory false\n")
    );
}

#[test]
fn two_servers_are_told_apart() {
    let (one, two) = (Server::start(), Server::start());
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        one.address(),
        two.address()
    ));
    one.run(["-e", "sv_gravity 600"]).assert().code(0);
    let outcome = rcon(["a", "-e", "!diff b"]).home(&home).assert();
    outcome
        .code(0)
        .stdout_contains("sv_gravity: is 600, on b 800\n");
    let outcome = rcon(["a", "--json", "-e", "!diff b", "-e", "echo x"])
        .home(&home)
        .assert();
    outcome.code(0);
    let objects = outcome.records();
    let gravity = json!({"server": one.address(), "name": "a", "convar": "sv_gravity", "is": "600", "should": "800"});
    assert!(objects.contains(&gravity), "{objects:?}");
    assert_eq!(objects.last().unwrap()["command"], "echo x");
    let path = home.file("server.cfg", "sv_gravity 700\n");
    let outcome = rcon(["a", "-e", &format!("!diff {path}")])
        .home(&home)
        .assert();
    outcome
        .code(0)
        .stdout("sv_gravity: is 600, should be 700\n");
    let other = server(Game::Minecraft);
    let command = format!("!connect {} {PASSWORD}", other.address());
    let outcome = rcon(["-e", &command, "-e", "!diff a"]).home(&home).assert();
    outcome.code(2).stderr_contains("different kinds");
    assert!(!other.commands().iter().any(|line| line.contains("sv_")));
    let unknown = rcon(["a", "-e", "!diff nowhere_at_all"])
        .home(&home)
        .assert();
    unknown.code(2);
    assert!(changes(&two).is_empty());
}

#[cfg(unix)]
#[test]
fn at_the_prompt_too() {
    let (one, two) = (Server::start(), Server::start());
    let home = Home::new();
    home.config(&format!(
        "[servers.b]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        two.address()
    ));
    two.run(["-e", "sv_gravity 600"]).assert().code(0);
    let mut screen = one.shell().home(&home).start_on_screen(24, 80);
    screen.wait_text(&one.prompt());
    screen
        .type_text("!diff b\r")
        .wait_text("sv_gravity: is 800, on b 600");
    let path = home.path("s.cfg");
    let typed = format!("!snapshot {}\r", path.display());
    screen.type_text(&typed).wait_text("values are in");
    let typed = format!("!diff {}\r", path.display());
    screen.type_text(&typed).wait_text("no setting differs");
}

#[cfg(unix)]
#[test]
fn a_question_that_was_given_up_is_not_answered_later() {
    let server = Server::with_faults(&["latency=200ms"]);
    let home = Home::new();
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_text(&server.prompt());
    let path = home.path("s.cfg");
    let typed = format!("!snapshot all {}\r", path.display());
    screen.type_text(&typed).wait_text(" values");
    screen.type_bytes(b"\x03");
    screen
        .type_text("echo still there\r")
        .wait_text("\nstill there");
    assert!(!screen.contents().contains(" = "), "{screen}");
    assert!(!path.exists());
}

/// A word that can only be a file is no server to ask a password for.
#[test]
fn a_file_that_is_not_there_is_said_to_be_none() {
    let server = Server::start();
    for file in ["/not/there.txt", "not-there.cfg"] {
        let outcome = server.run(["-e", &format!("!diff {file}")]).assert();
        outcome
            .code(2)
            .stderr_contains(&format!("cannot read {file}"));
    }
    assert_eq!(server.logins(), 2);
}
