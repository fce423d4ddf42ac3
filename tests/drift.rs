//! Settings as a checked state: `--expect`, on each kind of server that has some.

use rcon_sim::Game;
use serde_json::json;

use crate::support::{Home, PASSWORD, Script, Server, Target as _, nobody, rcon, with_deadline};

pub(crate) fn server(game: Game) -> Server {
    Server::with(|builder| builder.game(game))
}

/// A home with a file of settings, and its path.
pub(crate) fn file(text: &str) -> (Home, String) {
    let home = Home::new();
    let path = home.file("server.cfg", text);
    (home, path)
}

/// What the server was sent that could have changed something.
pub(crate) fn changes(server: &Server) -> Vec<String> {
    let sent = server.commands().into_iter();
    sent.filter(|command| {
        command
            .split(';')
            .any(|part| part.contains(' ') && !part.starts_with("help "))
    })
    .collect()
}

const CFG: &str = "// The server as it should be\n\
    sv_gravity 800 // as ever\n\
    SV_CHEATS 1; mp_timelimit \"20\"\n\
    hostname \"Ours; the \u{fc}ber \"best\" // one\"\n\
    sv_tags \"\"\n\
    sv_no_such_thing 3\n\
    rcon_password hunter2\n\
    no_such_password hunter2\n\
    exec banned_user.cfg\n\
    status now\n\
    writeid\n";

#[test]
fn differences_are_told_and_nothing_is_changed() {
    for game in [Game::Source, Game::Cs2, Game::Gmod] {
        let server = server(game);
        let (home, path) = file(CFG);
        // CS2 answers nothing to what prints nothing.
        let command = "sv_gravity 600; sv_gravity";
        server.run(["-e", command]).assert().code(0);
        let before = server.commands().len();
        let outcome = server.run(["--expect", &path]).home(&home).assert();
        outcome.code(9);
        let text = outcome.text();
        for line in [
            "sv_gravity: is 600, should be 800\n",
            "should be 1\n",
            "hostname: is rcon-shell demo, should be Ours; the \u{fc}ber \"best\" // one\n",
            "sv_no_such_thing: is unknown, should be 3\n",
        ] {
            assert!(text.contains(line), "{game:?}: no {line:?} in {text}");
        }
        assert!(!text.contains("sv_tags"), "{text}");
        outcome
            .stderr_contains("exec banned_user.cfg")
            .stderr_contains("writeid")
            .stderr_contains("they are commands: status")
            .stderr_contains("they hold passwords: rcon_password, no_such_password")
            .never_printed("hunter2");
        let sent = server.commands().split_off(before);
        let known = |part: &str| {
            [
                "cvarlist",
                "sv_gravity",
                "hostname",
                "sv_cheats",
                "mp_timelimit",
                "sv_tags",
            ]
            .contains(&part.to_lowercase().as_str())
        };
        assert!(
            sent.iter().all(|line| line.split(';').all(known)),
            "{sent:?}"
        );
        // The list, and one question for all.
        assert_eq!(sent.len(), 2, "{game:?}: {sent:?}");
    }
}

#[test]
fn a_server_that_is_as_it_should_be_is_0() {
    let server = Server::start();
    let (home, path) = file("sv_gravity 800.0\nsv_lan false\nhostname \"rcon-shell demo\"\n");
    let outcome = server.run(["--expect", &path]).home(&home).assert();
    outcome.code(0).stdout("");
    let outcome = server
        .run(["--json", "--apply", &path])
        .home(&home)
        .assert();
    outcome.code(0).stdout("");
    assert!(changes(&server).is_empty());
}

#[test]
fn each_difference_is_an_object() {
    let server = Server::start();
    let home = Home::new();
    home.config(&format!(
        "[servers.tf2]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        server.address()
    ));
    let path = home.file("server.cfg", "sv_gravity 600\nsv_x 1\n");
    let outcome = rcon(["tf2", "--json", "--expect", &path])
        .home(&home)
        .assert();
    outcome.code(9);
    let objects = outcome.records();
    let address = server.address();
    assert_eq!(
        objects,
        [
            json!({"server": address, "name": "tf2", "convar": "sv_gravity", "is": "800", "should": "600"}),
            json!({"server": address, "name": "tf2", "convar": "sv_x", "is": null, "should": "1"}),
        ]
    );
    let outcome = rcon(["tf2", "--json", "--apply", &path])
        .home(&home)
        .assert();
    outcome.code(8);
    let first = &outcome.records()[0];
    assert_eq!(first["was"], "800");
    assert_eq!(
        (&first["is"], &first["should"]),
        (&json!("600"), &json!("600"))
    );
}

#[test]
fn what_a_server_does_not_tell_is_not_compared() {
    let list = "cvar list\n--------------\nmotd : 0 : , \"sv\" : \nkept : 0 : , \"prot\" : \nsv_x : 0 : : \n\
        --------------\n  3 total convars/concommands\n";
    let server = Script::new()
        .reply("cvarlist", list)
        .reply(
            "motd;kept;sv_x",
            "\"motd\" = \"1\"\n\"kept\" = \"***PROTECTED***\"\n",
        )
        .start();
    let (home, path) = file("motd 1\nkept 2\nsv_x 3\n");
    let outcome = server.run(["--expect", &path]).home(&home).assert();
    outcome
        .code(0)
        .stdout("")
        .stderr_contains("the server does not tell their values: kept, sv_x")
        .never_printed("PROTECTED");
}

#[test]
fn gamerules_are_settings_too() {
    let server = server(Game::Minecraft);
    let cfg = "keepInventory true\ndoFireTick true\nrandomTickSpeed 3\nmax-players=20\ndifficulty normal\nview-distance=10\nnoSuchRule 1\nsay hi\n";
    let (home, path) = file(cfg);
    let outcome = server.run(["--expect", &path]).home(&home).assert();
    outcome
        .code(9)
        .stdout("keepInventory: is false, should be true\nnoSuchRule: is unknown, should be 1\n")
        .stderr_contains("view-distance")
        .stderr_contains("say hi");
    let (home, path) = file("keepInventory true\nrandomTickSpeed 5\ndifficulty hard\n");
    server.run(["--apply", &path]).home(&home).assert().code(0);
    server.run(["--expect", &path]).home(&home).assert().code(0);
    let (home, path) = file("randomTickSpeed many\n");
    server
        .run(["--apply", &path])
        .home(&home)
        .assert()
        .code(8)
        .stderr_contains("Expected integer");
}

#[test]
fn a_fleet_tells_them_under_each_servers_name() {
    let (one, two) = (Server::start(), Server::start());
    one.run(["-e", "sv_gravity 600"]).assert().code(0);
    let (home, path) = file("sv_gravity 800\nrcon_password x1y2z3\n");
    let both = [one.address(), two.address()];
    let run = |more: &[&str]| {
        rcon([&*both[0], &both[1], "-p", PASSWORD])
            .args(more)
            .home(&home)
            .assert()
    };
    let outcome = run(&["--expect", &path]);
    outcome.code(9);
    assert_eq!(
        outcome.text(),
        format!("==> {} <==\nsv_gravity: is 600, should be 800\n", both[0])
    );
    outcome.stderr_contains(&format!("{}: 1 value is not as ", both[0]));
    let outcome = run(&["--json", "--expect", &path]);
    outcome.code(9);
    assert_eq!(outcome.records()[0]["server"], both[0]);
    run(&["--apply", &path]).code(0);
    run(&["--expect", &path]).code(0);
    // Failures of two kinds.
    one.run(["-e", "sv_gravity 1"]).assert().code(0);
    let outcome = rcon([&*both[0], &nobody(), "-p", PASSWORD, "--expect", &path])
        .home(&home)
        .assert();
    outcome.code(1);
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let server = Server::start();
    server
        .run(["--expect", "/no/such/file"])
        .assert()
        .code(2)
        .stderr_contains("/no/such/file");
    server.run(["--expect", "/"]).assert().code(2);
    let (home, path) = file("// nothing\nexec x\n");
    let run = |more: &[&str]| server.run(more).home(&home).assert();
    run(&["--expect", &path])
        .code(2)
        .stderr_contains("holds no setting");
    run(&["--expect", &path, "-e", "status"]).code(2);
    run(&["--expect", &path, "--format", "csv"]).code(2);
    rcon(["--expect", &path])
        .home(&home)
        .assert()
        .code(2)
        .stderr_contains("--expect");
    assert!(server.commands().is_empty());
    let (home, path) = file("a 1\n");
    let other = self::server(Game::Palworld);
    let outcome = other
        .run(["--game", "palworld", "--expect", &path])
        .home(&home)
        .assert();
    outcome.code(2).stderr_contains("lists no settings");
    assert!(other.commands().is_empty());
    let address = nobody();
    let outcome = rcon([&address, "-p", "x", "--json", "--expect", &path])
        .home(&home)
        .assert();
    outcome.code(3).stdout_contains("\"connect\"");
}

#[test]
fn a_convar_to_which_nothing_is_said_is_not_told() {
    let list = "cvar list\n--------------\nsv_x : 0 : , \"sv\" : \n--------------\n  1 total convars/concommands\n";
    let attempt = |deadline: f64| {
        let server = Script::new().reply("cvarlist", list).silent("sv_x").start();
        let (home, path) = file("sv_x 3\n");
        let run = server.run(["--timeout", &deadline.to_string(), "--expect", &path]);
        run.home(&home).assert()
    };
    with_deadline(0.3, attempt, |outcome| outcome.code == Some(0))
        .code(0)
        .stderr_contains("not tell their values: sv_x");
}
