//! Each way in which a run can end has a code and a word of its own.

use crate::support::{PASSWORD, Run, Script, Server, Target as _, nobody, rcon};

/// Runs it plainly and with `--json`; both end in `code`, and what JSON says
/// went wrong is `kind`.
#[track_caller]
fn ends(run: impl Fn() -> Run, code: i32, kind: &str) {
    let plain = run().assert();
    plain.code(code);
    let message = plain.stderr.lines().last().unwrap_or_default();
    assert!(!message.is_empty(), "code {code} without a word");
    for debris in ["Error {", "Os {", "panicked", "RUST_BACKTRACE", "Some("] {
        plain.never_printed(debris);
    }

    let json = run().args(["--json"]).assert();
    json.code(code);
    let records = json.records();
    let object = records.last().expect("an object");
    assert_eq!(object["ok"], false, "{object}");
    assert_eq!(object["error"]["kind"], kind, "{object}");
    let said = object["error"]["message"].as_str().unwrap();
    assert!(!said.is_empty() && !said.contains('\n'), "{object}");
}

#[test]
fn connect() {
    let address = nobody();
    ends(|| rcon([&address, "-p", "x", "-e", "echo"]), 3, "connect");
    let unknown = "no-such-host.invalid";
    ends(|| rcon([unknown, "-p", "x", "-e", "echo"]), 3, "connect");
}

#[test]
fn refused() {
    let server = Server::start();
    let address = server.address();
    ends(|| rcon([&address, "-p", "x", "-e", "echo"]), 4, "refused");
}

#[test]
fn closed() {
    let server = Server::with_faults(&["close-after=0"]);
    ends(|| server.run(["-e", "echo"]), 5, "closed");
    let server = Server::with_faults(&["reset-after=0"]);
    ends(|| server.run(["-e", "echo"]), 5, "closed");
}

#[test]
fn lost() {
    let server = Server::start();
    for command in ["sim_close", "sim_reset", "sim_torn"] {
        ends(|| server.run(["-e", command]), 6, "lost");
    }
    // Twice each, as `ends` runs them: nothing was sent again.
    assert_eq!(server.commands().len(), 6);
}

#[test]
fn protocol() {
    let server = Script::new()
        .raw("babble", b"HTTP/1.1 400 Bad Request\r\n\r\n")
        .start();
    ends(|| server.run(["-e", "babble"]), 7, "protocol");
}

#[test]
fn protocol_past_a_limit() {
    let server = Server::start();
    server
        .run(["--max-reply", "4096", "--json", "-e", "sim_bytes 5000"])
        .assert()
        .code(7)
        .stdout_contains("\"protocol\"")
        .stdout_contains("--max-reply");
    // Printed as it comes, it is not kept, and no limit is passed.
    server
        .run(["--max-reply", "4096", "-e", "sim_bytes 5000"])
        .assert()
        .code(0);
}

#[test]
fn timeout() {
    let server = Server::start();
    ends(
        || server.run(["--timeout", "0.3", "-e", "sim_silent"]),
        124,
        "timeout",
    );
}

#[test]
fn usage() {
    let server = Server::start();
    let long = "x".repeat(1015);
    ends(|| server.run(["-e", &long]), 2, "usage");
    for args in [
        &["--no-such-option"][..],
        &["host:port"],
        &["host:65536", "-p", "x", "-e", "y"],
        &["[::1", "-p", "x", "-e", "y"],
        &["--timeout", "soon", "host"],
        &["--timeout", "-1", "host"],
        &["--game", "chess", "host"],
        &["--color", "pink", "host"],
        &["@nobody", "-e", "x"],
    ] {
        println!("{args:?}");
        let outcome = rcon(args).assert();
        outcome.code(2).stdout("");
        assert!(!outcome.stderr.is_empty());
    }
}

#[test]
fn other_where_servers_fail_in_different_ways() {
    let silent = Server::with_faults(&["silent"]);
    rcon([&silent.address(), &nobody()])
        .args(["-p", PASSWORD, "--timeout", "0.3", "-e", "status"])
        .assert()
        .code(1);
}

#[cfg(unix)]
#[test]
fn interrupted() {
    use rustix::process::Signal;

    let server = Server::start();
    let running = server.run(["-e", "sim_silent", "-e", "never"]).start();
    server.wait("the command", |s| s.commands() == ["sim_silent"]);
    running.signal(Signal::INT);
    running.assert().code(130);
    assert_eq!(server.commands(), ["sim_silent"]);
}

/// Without a terminal, too: no thread listens there, and in a container the
/// first process ends by a handler or not at all.
#[cfg(unix)]
#[test]
fn ended_by_a_signal() {
    use rustix::process::Signal;

    let server = Server::start();
    let running = server.run(["-e", "sim_silent", "-e", "never"]).start();
    server.wait("the command", |s| s.commands() == ["sim_silent"]);
    running.signal(Signal::TERM);
    running.assert().code(128 + Signal::TERM.as_raw());
    assert_eq!(server.commands(), ["sim_silent"]);
}
