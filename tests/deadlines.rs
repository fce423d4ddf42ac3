//! How long is waited, for a reply and for a connection, and what ends the wait.

use std::time::{Duration, Instant};

use crate::life::{SHAPES, server};
use crate::support::{PASSWORD, Server, Target as _, rcon, with_deadline};

#[test]
fn a_deadline_begins_again_with_each_kib_of_text() {
    // A KiB in about a third of the deadline, and so all in more than two of it.
    let attempt = |deadline: f64| {
        let rate = (3.2 * 1024.0 / deadline).round();
        let server = Server::with_faults(&[&format!("bandwidth={rate}")]);
        let run = server.run(["-t", &deadline.to_string(), "-e", "sim_bytes 8192"]);
        (deadline, run.assert())
    };
    let (deadline, outcome) = with_deadline(0.8, attempt, |(_, outcome)| outcome.code == Some(0));
    outcome
        .code(0)
        .slower_than(Duration::from_secs_f64(2.0 * deadline));
    // A KiB in a second, and half of one until the deadline. The login has more time.
    let server = Server::with_faults(&["bandwidth=1k"]);
    let outcome = server
        .run(["-e", "!set timeout 0.5", "-e", "sim_bytes 8192"])
        .assert();
    outcome
        .code(124)
        .stderr_contains("its end did not come within 0.5 s");
}

#[cfg(unix)]
#[test]
fn a_blocked_output_is_not_the_servers_fault() {
    let server = Server::start();
    let attempt = |deadline: f64| {
        let line = format!("\"$@\" | {{ sleep {}; wc -c; }}", 3.0 * deadline);
        let run = crate::support::Run::new("bash").args(["-o", "pipefail", "-c", &line, "bash"]);
        let run = run.args([crate::support::program()]);
        let run = run.args([&server.address(), "-p", PASSWORD]);
        let run = run.args([
            "--timeout",
            &deadline.to_string(),
            "-e",
            "sim_bytes 3000000",
        ]);
        run.within(Duration::from_mins(3)).assert()
    };
    with_deadline(0.4, attempt, |outcome| outcome.code == Some(0))
        .code(0)
        .stdout("3000000\n")
        .stderr("");
}

#[cfg(unix)]
#[test]
fn ctrl_c_gives_the_prompt_back_before_the_reply_comes() {
    use crate::support::Key;

    for game in SHAPES {
        // The reply takes so many seconds. The next one waits for it at the server.
        let attempt = |seconds: f64| {
            let server = server(game);
            let mut screen = server.run(["-t", "60"]).start_on_screen(24, 80);
            screen.wait_row(&server.prompt());
            let slow = format!("sim_delay {} slow\n", (1000.0 * seconds).round());
            screen.type_text(&slow);
            server.wait_command("sim_delay");
            screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
            let before_the_reply = !screen.contents().contains("\nslow");
            screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
            screen.type_text("sim_echo next\n").wait_text("\nnext\n");
            screen.wait_row(&server.prompt());
            assert!(!screen.contents().contains("within"), "{screen}");
            before_the_reply
        };
        assert!(with_deadline(0.7, attempt, |before| *before), "{game}");
    }
}

#[test]
fn the_time_that_is_waited_for_a_connection_ends_also_with_a_short_timeout() {
    let began = Instant::now();
    let unreachable = crate::support::nobody();
    rcon([
        &unreachable,
        "-p",
        "x",
        "--wait",
        "1.2",
        "--timeout",
        "0.1",
        "-e",
        "x",
    ])
    .assert()
    .code(3);
    let took = began.elapsed();
    assert!(took >= Duration::from_millis(1100), "{took:?}");
}
