//! The settings of many servers beside each other: `!diff` in a fleet, at its
//! prompt and in scripts.

use rcon_sim::Game;
use serde_json::json;

use crate::support::{Home, PASSWORD, Server, Target as _, nobody, profiles, rcon};

/// So many servers, and a home in which they are called `a`, `b`, `c` …
fn fleet(count: usize) -> (Server, Home) {
    fleet_and(count, &[])
}

/// The same, with other addresses behind them.
fn fleet_and(count: usize, others: &[String]) -> (Server, Home) {
    let servers = Server::with(|builder| builder.count(count));
    let home = Home::new();
    let addresses = servers.addrs().iter().map(ToString::to_string);
    home.config(&profiles(addresses.chain(others.iter().cloned())));
    (servers, home)
}

/// Sends one of them a command.
fn on(home: &Home, name: &str, command: &str) {
    rcon([name, "-e", command]).home(home).assert().code(0);
}

#[test]
fn a_script_tells_on_what_not_all_agree_and_who_differs() {
    let (_servers, home) = fleet(3);
    on(&home, "b", "sv_gravity 600; mp_timelimit 5");
    on(&home, "c", "mp_timelimit 6");
    let outcome = rcon(["@all", "-e", "!diff"]).home(&home).assert();
    outcome.code(0);
    assert_eq!(
        outcome.text().lines().collect::<Vec<_>>(),
        [
            "mp_timelimit: 30 on a; 5 on b; 6 on c",
            "sv_gravity: 800 on a, c; 600 on b"
        ],
        "{}",
        outcome.text()
    );
    outcome.stderr_contains("2 of 280 settings differ on 3 servers; not as most: b in 1");
    // Nobody wonders at that: the port of each.
    outcome.stderr_contains("own of each: hostport\n");
}

/// Behind a step that one server failed, its values are those of the steps that it
/// did.
#[test]
fn a_step_that_one_server_fails_is_not_taken_for_its_next_one() {
    // Its list fits into what it sends before it closes, and two do not.
    let closes = Server::with_faults(&["close-after=100000"]);
    let (_servers, home) = fleet_and(1, &[closes.address()]);
    let outcome = rcon(["@all", "--keep-going", "-e", "!diff", "-e", "!diff"])
        .args(["-e", "sv_gravity 600", "-e", "!diff"])
        .home(&home)
        .assert();
    outcome.code(6);
    assert!(
        !outcome.text().contains("sv_gravity:"),
        "{}",
        outcome.text()
    );
    outcome.stderr_contains(": -e 2: the connection died");
}

#[test]
fn each_server_that_differs_is_an_object() {
    let (servers, home) = fleet(3);
    on(&home, "b", "sv_gravity 600");
    let outcome = rcon(["@all", "--json", "-e", "!diff"]).home(&home).assert();
    outcome.code(0);
    let objects = outcome.records();
    let address = servers.addrs()[1].to_string();
    assert_eq!(
        objects,
        [
            json!({"server": address, "name": "b", "convar": "sv_gravity", "is": "600", "should": "800"})
        ]
    );
}

#[test]
fn a_script_compares_each_with_a_file() {
    let (servers, home) = fleet(2);
    on(&home, "b", "sv_gravity 600");
    let file = home.file("server.cfg", "sv_gravity 800\n");
    let command = format!("!diff '{file}'");
    let outcome = rcon(["@all", "-e", &command]).home(&home).assert();
    outcome.code(0);
    let address = servers.addrs()[1];
    assert!(
        outcome.text().contains(&format!(
            "==> b ({address}) <==\nsv_gravity: is 600, should be 800\n"
        )),
        "{}",
        outcome.text()
    );
    let outcome = rcon(["@all", "--json", "-e", &command])
        .home(&home)
        .assert();
    let [object] = &outcome.records()[..] else {
        panic!("not one record: {}", outcome.text());
    };
    assert_eq!(object["name"], "b");
    assert_eq!(object["is"], "600");
}

/// None of them knows another, and nobody can be asked for its password.
#[test]
fn a_script_compares_many_with_no_one_server() {
    let (servers, home) = fleet(2);
    let outcome = rcon(["@all", "-e", "echo x", "-e", "!diff b"])
        .home(&home)
        .assert();
    outcome
        .code(2)
        .stderr_contains("\"b\" is no file: with several servers !diff compares each with a FILE");
    assert_eq!(servers.logins(), 0);
}

#[test]
fn what_all_agree_on_is_a_file_that_all_can_have() {
    let (_servers, home) = fleet(3);
    for name in ["a", "b", "c"] {
        on(&home, name, "sv_gravity 600");
    }
    on(&home, "b", "mp_timelimit 5");
    let file = home.path("ours.cfg").display().to_string();
    let command = format!("!snapshot '{file}'");
    let outcome = rcon(["@all", "-e", &command]).home(&home).assert();
    outcome.code(0).stdout("");
    outcome
        .stderr_contains("those that are not their default")
        .stderr_contains("the 3 servers differ stand there as a remark");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("// What 3 servers agree on, "), "{text}");
    assert!(text.contains("\nsv_gravity \"600\"\n"), "{text}");
    assert!(
        text.contains("\n// mp_timelimit: 30 on a, c; 5 on b\n"),
        "{text}"
    );
    assert!(!text.contains(PASSWORD), "{text}");
    let outcome = rcon(["@all", "--expect", &file]).home(&home).assert();
    outcome.code(0).stdout("");
}

/// Of servers that are not there nobody knows anything.
#[test]
fn what_one_server_alone_has_told_stands_there_under_its_name() {
    let (_server, home) = fleet_and(1, &[nobody()]);
    let file = home.path("ours.cfg").display().to_string();
    let command = format!("!snapshot '{file}'");
    rcon(["@all", "-e", &command]).home(&home).assert().code(3);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("// a, "), "{text}");
}

/// What a part of the servers agree on is not what the file is for.
#[cfg(unix)]
#[test]
fn a_file_stays_as_it_was_where_ctrl_c_ends_it() {
    use rustix::process::Signal;

    let stuck = crate::support::Script::new().silent("cvarlist").start();
    let (server, home) = fleet_and(1, &[stuck.address()]);
    let file = home.file("ours.cfg", "sv_gravity 700\n");
    let command = format!("!snapshot '{file}'");
    let running = rcon(["@all", "-e", &command, "-e", "echo behind"])
        .home(&home)
        .start();
    // One has told all, and the other one never does.
    server.wait_command("echo behind");
    stuck.wait_command("cvarlist");
    running.signal(Signal::INT);
    let outcome = running.assert();
    outcome
        .code(130)
        .stderr_contains(&format!("interrupted: {file} was not written"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "sv_gravity 700\n");
}

#[test]
fn with_the_name_in_it_each_server_has_a_file() {
    let (_servers, home) = fleet(2);
    on(&home, "b", "sv_gravity 600");
    let file = home.path("{name}.cfg").display().to_string();
    let command = format!("!snapshot '{file}'");
    let outcome = rcon(["@all", "-e", &command]).home(&home).assert();
    outcome.code(0).stdout("");
    let text = |name: &str| std::fs::read_to_string(home.path(name)).unwrap();
    assert!(text("b.cfg").contains("sv_gravity \"600\"\n"));
    assert!(!text("a.cfg").contains("sv_gravity"));
}

#[test]
fn one_server_alone_has_nothing_to_be_compared_with() {
    let (_servers, home) = fleet(1);
    let outcome = rcon(["a", "-e", "!diff"]).home(&home).assert();
    outcome
        .code(2)
        .stderr_contains("usage: !diff [SERVER or FILE]");
}

#[test]
fn minecraft_and_bukkit_are_compared_by_their_gamerules() {
    let vanilla = Server::with(|builder| builder.game(Game::Minecraft));
    let bukkit = Server::with(|builder| builder.game(Game::Bukkit));
    let home = Home::new();
    home.config(&format!(
        "[servers.v]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        vanilla.address(),
        bukkit.address(),
    ));
    on(&home, "b", "gamerule keepInventory true");
    let outcome = rcon(["v", "b", "--game", "minecraft", "-e", "!diff"])
        .home(&home)
        .assert();
    outcome
        .code(0)
        .stdout("keepInventory: false on v; true on b\n");
    let file = home.path("rules.cfg").display().to_string();
    let command = format!("!snapshot '{file}'");
    let outcome = rcon(["b", "--game", "minecraft", "-e", &command])
        .home(&home)
        .assert();
    outcome.code(0);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("\nkeepInventory true\n"), "{text}");
}

#[cfg(unix)]
mod prompt {
    use super::*;
    use crate::support::{Key, Screen, Script};

    fn open(home: &Home, (rows, columns): (u16, u16), prompt: &str) -> Screen {
        let screen = rcon(["@all"]).home(home).start_on_screen(rows, columns);
        screen.wait_row(prompt);
        screen
    }

    #[test]
    fn what_differs_stands_with_the_majoritys_value() {
        for size in [(24, 80), (50, 200)] {
            let (_servers, home) = fleet(3);
            on(&home, "b", "sv_gravity 600");
            let mut screen = open(&home, size, "@all ]");
            screen
                .type_text("!diff\n")
                .wait_text("sv_gravity: 800 on a, c; 600 on b");
            screen.wait_text("not as most: b in 1");
            screen.wait_row("@all ]");
            screen
                .type_text("!on a,c !diff\n")
                .wait_text("settings differs on 2 servers");
        }
    }

    #[test]
    fn many_that_agree_are_counted_and_one_that_is_down_is_told() {
        let (_servers, home) = fleet_and(20, &[nobody()]);
        on(&home, "q", "sv_gravity 600");
        let mut screen = open(&home, (24, 80), "@all 20/21 ]");
        screen
            .type_text("!diff\n")
            .wait_text("sv_gravity: 800 on 19 of 20 servers; 600 on q");
        screen.wait_text("1 of 280 settings differs on 20 servers; not as most: q in 1");
        screen.wait_row("@all 20/21 ]");
    }

    #[test]
    fn a_file_is_compared_with_each_and_what_is_the_same_stands_once() {
        let (servers, home) = fleet(4);
        on(&home, "b", "sv_gravity 600");
        on(&home, "d", "sv_gravity 600");
        let file = home.file("server.cfg", "sv_gravity 800\nexec x.cfg\n");
        let mut screen = open(&home, (24, 80), "@all ]");
        let before = servers.commands().len();
        screen
            .type_text(&format!("!diff {file}\n"))
            .wait_text("==> b, d <==\nsv_gravity: is 600, should be 800\n");
        screen.wait_text("says: a, c");
        screen.wait_text("line 2 (exec");
        let sent = servers.commands().split_off(before);
        assert!(sent.iter().all(|it| !it.contains(' ')), "{sent:?}");
    }

    #[test]
    fn the_settings_are_kept_in_one_file_or_in_one_for_each() {
        let (_servers, home) = fleet(3);
        on(&home, "b", "sv_gravity 600");
        let file = |name: &str| home.path(name).display().to_string();
        let mut screen = open(&home, (24, 200), "@all ]");
        screen
            .type_text(&format!("!snapshot {}\n", file("all.cfg")))
            .wait_text("the 3 servers differ stand there as a remark");
        let text = std::fs::read_to_string(home.path("all.cfg")).unwrap();
        assert!(text.contains("// sv_gravity: 800 on a, c; 600 on b\n"));
        screen
            .type_text(&format!("!on a,b !snapshot all {}\n", file("{name}.cfg")))
            .wait_text("b: ");
        screen.wait_row("@all ]");
        let text = std::fs::read_to_string(home.path("b.cfg")).unwrap();
        assert!(text.contains("\nsv_gravity \"600\"\n"), "{text}");
        assert!(home.path("a.cfg").is_file() && !home.path("c.cfg").exists());
    }

    #[test]
    fn one_of_them_is_what_the_others_are_compared_with() {
        let (servers, home) = fleet(3);
        on(&home, "b", "sv_gravity 600");
        let mut screen = open(&home, (24, 80), "@all ]");
        screen
            .type_text("!diff b\n")
            .wait_text("==> a, c <==\nsv_gravity: is 800, on b 600\n");
        screen.wait_text("own of each: hostport\n@all ]");
        screen
            .type_text("!on a !diff c\n")
            .wait_text("as c: a\nown of each: hostport\n@all ]");
        // A file says what it says.
        let port = servers.addrs()[1].port();
        let file = home.file("b.cfg", format!("hostport {port}\n"));
        screen
            .type_text(&format!("!on a,b !diff {file}\n"))
            .wait_text(&format!(", should be {port}\n"));
        screen.wait_text("says: b\n");
        screen
            .type_text("!diff nobody\n")
            .wait_text("\"nobody\" is no file that is there, and no server of this fleet");
    }

    #[test]
    fn a_question_that_is_not_waited_for_does_nothing() {
        let stuck = Script::new().silent("cvarlist").start();
        let (_servers, home) = fleet_and(2, &[stuck.address()]);
        let mut screen = open(&home, (24, 80), "@all ]");
        screen.type_text("!diff\n");
        stuck.wait_command("cvarlist");
        // It has been seen that it takes its time.
        screen.wait_text("2 of 3 servers").wait_let_go();
        screen.key(Key::Ctrl('c'));
        screen.wait_text("not waited for: c\nnone of 280 settings differs on 2 servers");
        screen.wait_row("@all ]");
        screen.wait_for("no bar", |shown| {
            !shown.rows().iter().any(|row| row.contains("of 3 servers"))
        });
    }
}
