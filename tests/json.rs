//! `--json`: one object a line, made for programs.

use serde_json::{Value, json};

use crate::support::{Home, Outcome, PASSWORD, Run, Script, Server, Target as _, nobody, rcon};

/// The objects that a run printed, their times checked and taken out.
#[track_caller]
fn objects(outcome: &Outcome) -> Vec<Value> {
    let times_out = |mut object: Value| {
        for time in ["elapsed_ms", "round_trip_ms"] {
            if let Some(time) = object.as_object_mut().unwrap().remove(time) {
                let time = time.as_f64().unwrap();
                assert!((0.0..20_000.0).contains(&time), "{object}");
            }
        }
        object
    };
    outcome.records().into_iter().map(times_out).collect()
}

#[test]
fn an_object_for_each_command() {
    let server = Server::start();
    let address = server.address();
    let outcome = server
        .run(["--json", "-e", "echo \"quoted\" ä", "-e", "sv_gravity 700"])
        .assert();
    outcome.code(0);
    assert!(outcome.text().contains("\"elapsed_ms\":"));
    assert_eq!(
        objects(&outcome),
        [
            json!({"server": address, "command": "echo \"quoted\" ä", "ok": true, "end": "mark",
                   "reply": "\"quoted\" ä\n"}),
            json!({"server": address, "command": "sv_gravity 700", "ok": true, "end": "mark", "reply": ""}),
        ]
    );
}

#[test]
fn the_profiles_name_is_there_too() {
    let server = Server::start();
    let home = Home::new();
    home.config(&format!(
        "[servers.tf2]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        server.address()
    ));
    let outcome = rcon(["tf2", "--json", "-e", "echo x"]).home(&home).assert();
    let objects = objects(&outcome);
    assert_eq!(objects[0]["name"], "tf2");
    assert_eq!(objects[0]["server"], server.address());
}

#[test]
fn bytes_that_are_no_text_are_said_to_be_lost() {
    let server = Server::start();
    let outcome = server.run(["--json", "-e", "sim_invalid"]).assert();
    let object = &objects(&outcome)[0];
    assert_eq!(object["reply"], "caf\u{fffd} \u{fffd}\u{fffd} cut \u{fffd}");
    assert_eq!(object["lossy"], true);
    let known = server
        .run(["--json", "--encoding", "latin1", "-e", "sim_invalid"])
        .assert();
    let object = &objects(&known)[0];
    assert_eq!(object["reply"], "café ÿþ cut â\u{201a}");
    assert_eq!(object.get("lossy"), None);
}

#[test]
fn a_failed_login_is_one_object_without_a_command() {
    let server = Server::start();
    let wrong = [&server.address(), "-p", "wrong", "--json"];
    let outcome = rcon(wrong).args(["-e", "a", "-e", "b"]).assert();
    outcome.code(4);
    let objects = objects(&outcome);
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["command"], Value::Null);
    assert!(objects[0].as_object().unwrap().contains_key("command"));
    assert_eq!(objects[0]["error"]["kind"], "refused");
}

#[test]
fn a_failed_login_is_one_object_whatever_was_wanted() {
    let server = Server::start();
    let home = Home::new();
    home.config(&format!(
        "[servers.mine]\naddress = \"{}\"\n",
        server.address()
    ));
    let one: &[&str] = &["mine"];
    let two: &[&str] = &["mine", "127.0.0.1:1"];
    for (servers, way) in [
        (one, "--follow"),
        (one, "--players"),
        (two, "--follow"),
        (two, "--players"),
    ] {
        let run = rcon(servers).args(["-p", "wrong", "--json", way]);
        let outcome = run.home(&home).assert();
        outcome.stderr_contains("rcon-shell: mine (");
        let objects = objects(&outcome);
        assert_eq!(objects.len(), servers.len(), "{way}");
        let mine = objects.iter().find(|object| object["name"] == "mine");
        let mine = mine.expect("an object for each server");
        assert_eq!(mine["command"], Value::Null);
        assert_eq!(mine["error"]["kind"], "refused");
    }
}

/// It is no login that failed.
#[test]
fn a_line_for_the_shell_that_fails_is_named() {
    let server = Server::start();
    let lines = ["-e", "!kick nobody", "-e", "!set rcon_password x"];
    let outcome = server.run(["--json", "--keep-going"]).args(lines).assert();
    outcome.code(2);
    let objects = objects(&outcome);
    let named: Vec<&Value> = objects.iter().map(|object| &object["command"]).collect();
    assert_eq!(named[0], "!kick nobody");
    assert!(named[1].as_str().unwrap().starts_with("!set"));
    assert_eq!(named.len(), 2);
}

#[test]
fn a_connect_that_fails_is_about_the_server_that_was_to_be_had() {
    let (here, there) = (Server::start(), Server::start());
    let there = there.address();
    let connect = format!("!connect {there} wrong");
    let outcome = here
        .run(["--json", "-e", "echo a", "-e", &connect])
        .assert();
    outcome.code(4).stderr_contains(&format!(
        "rcon-shell: {there}: -e 2: password from !connect"
    ));
    let objects = objects(&outcome);
    assert_eq!(objects[0]["server"], here.address());
    assert_eq!(objects[1]["server"], there);
    assert_eq!(objects[1]["command"], Value::Null);
}

#[test]
fn a_password_that_is_not_to_be_had_is_a_failed_login() {
    let address = nobody();
    for how in [&["-e", "a"][..], &["--check"]] {
        let outcome = rcon([&address, "--json"]).args(how).assert();
        outcome
            .code(2)
            .stderr_contains(&format!("rcon-shell: {address}: no password"));
        let objects = objects(&outcome);
        assert_eq!(objects.len(), 1);
        assert_eq!(objects[0]["server"], address);
        assert_eq!(objects[0]["error"]["kind"], "usage");
    }
}

#[test]
fn commands_never_tried_have_no_object() {
    let server = Server::start();
    let outcome = server
        .run(["--json", "-e", "sim_close", "-e", "never"])
        .assert();
    outcome.code(6);
    let objects = objects(&outcome);
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["command"], "sim_close");
}

#[test]
fn a_check() {
    let server = Server::start();
    let outcome = server.run(["--check", "--json"]).assert();
    outcome.code(0);
    assert!(outcome.text().contains("\"round_trip_ms\":"));
    assert_eq!(
        objects(&outcome),
        [json!({"server": server.address(), "ok": true, "game": "source"})]
    );
    assert_eq!(server.commands(), [""; 0]);

    let address = nobody();
    let outcome = rcon([&address, "-p", "x", "--check", "--json"]).assert();
    outcome.code(3);
    let object = &objects(&outcome)[0];
    assert_eq!(object["server"], address);
    assert_eq!(object["ok"], false);
    assert_eq!(object["error"]["kind"], "connect");
}

/// What else is in a reply is a program's business, escapes of JSON included.
#[test]
fn refused_colours_are_left_out_of_replies() {
    let sent = "§6There §x§1§2§3§4§5§6are\u{1b}[1;31m 3\u{1b}[0m of \u{1b}[2J§ \r\n§z";
    let bare = "There are 3 of \u{1b}[2J§ \r\n§z";
    let start = || Script::new().reply("list", sent).start();
    let (one, other) = (start(), start());
    let replies = |run: Run| -> Vec<String> {
        let outcome = run.args(["--json", "-e", "list"]).assert();
        let replies = objects(outcome.code(0));
        let replies = replies.iter().map(|object| object["reply"].as_str());
        replies.map(|reply| reply.unwrap().to_owned()).collect()
    };
    let fleet = || rcon([one.address(), other.address()]).args(["-p", PASSWORD]);
    assert_eq!(replies(one.run(["--color", "never"])), [bare]);
    assert_eq!(replies(one.run([""; 0])), [sent]);
    assert_eq!(replies(fleet().args(["--color", "never"])), [bare, bare]);
    assert_eq!(replies(fleet()), [sent, sent]);
}
