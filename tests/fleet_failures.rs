//! Many servers, some of which fail, hang or are never reached: what is said of
//! them, and that no other suffers from it.

use std::time::Duration;

use crate::support::{Home, PASSWORD, Run, Server, Target as _, nobody, rcon, with_deadline};

fn addresses(servers: &Server) -> Vec<String> {
    servers.addrs().iter().map(ToString::to_string).collect()
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
    let attempt = |deadline: f64| {
        let run = rcon([&silent.address(), &good.address()]);
        let run = run.args(["-t", &deadline.to_string()]);
        run.args(["-p", PASSWORD, "-e", "echo fine"]).assert()
    };
    with_deadline(1.0, attempt, |outcome| outcome.text().contains("fine"))
        .code(124)
        .stdout_contains("fine\n");
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

#[test]
fn failures_are_listed_last_in_order_a_line_each() {
    let servers = Server::with(|builder| builder.count(2));
    let strict = Server::with(|builder| builder.password("another"));
    let dead = nobody();
    let good = addresses(&servers);
    let order = [&dead, &good[0], &strict.address(), &good[1]];
    let outcome = rcon(order)
        .args(["-p", PASSWORD, "-e", "echo fine"])
        .assert();
    // Failures of two kinds.
    outcome.code(1).stdout(format!(
        "==> {} <==\nfine\n\n==> {} <==\nfine\n",
        good[0], good[1]
    ));
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with(&format!("rcon-shell: {dead}: connection refused")));
    let refused = format!(
        "rcon-shell: {}: password from --password: ",
        strict.address()
    );
    assert!(lines[1].starts_with(&refused), "{lines:?}");
    assert_eq!(strict.logins(), 1);
}

#[test]
fn a_failure_ends_that_servers_script_unless_told_otherwise() {
    for (option, expected, others) in [
        (None, vec!["sim_silent"], ""),
        (
            Some("--keep-going"),
            vec!["sim_silent", "sim_silent", "echo on"],
            " (and 1 more failure)",
        ),
    ] {
        let attempt = |deadline: f64| {
            let servers = Server::with(|builder| builder.count(2));
            let outcome = rcon(addresses(&servers))
                .args(["-p", PASSWORD, "-t", &deadline.to_string()])
                .args(["-e", "sim_silent", "-e", "sim_silent", "-e", "echo on"])
                .args(option)
                .assert();
            (deadline, servers, outcome)
        };
        let (deadline, servers, outcome) = with_deadline(0.3, attempt, |(_, servers, outcome)| {
            // Nothing else took as long.
            outcome.stderr.matches("-e 1: sent, but").count() == 2
                && outcome.stderr.matches("failure").count() == 2 * usize::from(option.is_some())
                && servers.commands().len() == 2 * expected.len()
        });
        outcome.code(124);
        for address in servers.addrs() {
            assert_eq!(servers.commands_at(*address), expected);
            outcome.stderr_contains(&format!(
                "rcon-shell: {address}: -e 1: sent, but no reply within {deadline} s{others}\n"
            ));
        }
    }
}

#[test]
fn a_reply_past_the_limit_fails_its_server_alone() {
    let servers = Server::with(|builder| builder.count(2));
    let home = Home::new();
    let [small, large] = [servers.addrs()[0], servers.addrs()[1]];
    home.config(&format!(
        "[servers.small]\naddress = \"{small}\"\nmax_reply_bytes = 10000\n"
    ));
    let outcome = rcon(["small", &large.to_string(), "-p", PASSWORD])
        .args(["-e", "sim_bytes 20000"])
        .home(&home)
        .assert();
    outcome
        .code(7)
        .stderr_contains("10000")
        .stderr_contains("--max-reply");
    assert!(outcome.text().starts_with(&format!("==> {large} <==\n")));
    assert!(outcome.text().len() > 20_000);
    assert!(!outcome.text().contains("small"));
}

#[test]
fn a_server_without_a_password_does_not_keep_the_others() {
    let servers = Server::with(|builder| builder.count(2));
    let home = Home::new();
    let [with, without] = [servers.addrs()[0], servers.addrs()[1]];
    home.config(&format!(
        "[servers.a]\naddress = \"{with}\"\npassword = \"{PASSWORD}\"\n"
    ));
    rcon([&without.to_string(), "a", "-e", "echo x"])
        .home(&home)
        .assert()
        .code(2)
        .stdout(format!("==> a ({with}) <==\nx\n"))
        .stderr_contains(&format!("rcon-shell: {without}: "));
    // None has one: nothing is tried, and it is said once.
    let outcome = rcon(addresses(&servers)).args(["-e", "echo x"]).assert();
    outcome.code(2).stdout("");
    assert_eq!(outcome.stderr.lines().count(), 1);
    assert_eq!(servers.connections(), 1);
}

#[test]
fn a_check_of_many_in_each_format() {
    let servers = Server::with(|builder| builder.count(2));
    let (good, dead) = (addresses(&servers), nobody());
    let check = |format: &str| {
        let outcome = rcon([&good[0], &dead, &good[1]])
            .args(["-p", PASSWORD, "--check", "--format", format])
            .assert();
        outcome.code(3).stderr_contains(&dead);
        outcome.text()
    };
    let text = check("text");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].starts_with(&format!("{} source ", good[0])),
        "{text}"
    );
    assert!(
        lines[1].starts_with(&format!("{} source ", good[1])),
        "{text}"
    );

    let mut json: Vec<(String, bool)> = check("json")
        .lines()
        .map(|line| {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            let server = object["server"].as_str().unwrap();
            (server.to_owned(), object["ok"].as_bool().unwrap())
        })
        .collect();
    json.sort();
    let mut expected = [
        (good[0].clone(), true),
        (good[1].clone(), true),
        (dead.clone(), false),
    ];
    expected.sort();
    assert_eq!(json, expected);

    let metrics = check("prometheus");
    assert_eq!(metrics.matches("# TYPE rcon_up gauge\n").count(), 1);
    let up = format!(
        "rcon_up{{server=\"{}\"}} 1\nrcon_up{{server=\"{dead}\"}} 0\nrcon_up{{server=\"{}\"}} 1\n",
        good[0], good[1]
    );
    assert!(metrics.contains(&up), "{metrics}");
    assert_eq!(servers.commands(), [""; 0]);
}

/// `ulimit` for the program alone.
#[cfg(unix)]
fn limited(limit: &str, arguments: &[String]) -> Run {
    let program = crate::support::program();
    Run::new("sh")
        .args(["-c", &format!("ulimit {limit} && exec \"$@\""), "sh"])
        .args([program])
        .args(arguments)
        .args(["-p", PASSWORD, "-e", "echo fine"])
}

#[cfg(unix)]
#[test]
fn the_open_file_limit_is_raised_and_named_where_that_is_not_enough() {
    let servers = Server::with(|builder| builder.count(60));
    let addresses = addresses(&servers);
    let outcome = limited("-Sn 40", &addresses).assert();
    outcome.code(0).stderr("");
    assert_eq!(outcome.text().matches("fine\n").count(), 60);

    let outcome = limited("-n 40", &addresses).assert();
    outcome
        .code(0)
        .stderr_contains("the open-file limit is 40: asking ");
    assert_eq!(outcome.text().matches("fine\n").count(), 60);
}

#[cfg(unix)]
mod by_a_person {
    use rustix::process::Signal;

    use super::*;
    use crate::support::{Key, Outcome, Script};

    /// Three servers, one at a time: the first is done with, the second does
    /// not answer its second command, the third is not reached.
    fn stuck(format: &str) -> (String, String, String, Outcome) {
        let (first, third) = (Server::start(), Server::start());
        let second = Script::new().reply("echo x", "x\n").silent("echo y");
        let second = second.start();
        let run = rcon([first.address(), second.address(), third.address()])
            .args(["-p", PASSWORD, "-t", "600", "--parallel", "1"])
            .args(["--format", format, "-e", "echo x", "-e", "echo y"])
            .start();
        second.wait_command("echo y");
        run.signal(Signal::INT);
        let outcome = run.assert();
        assert_eq!(third.connections(), 0);
        (first.address(), second.address(), third.address(), outcome)
    }

    #[test]
    fn ctrl_c_ends_it_with_an_account() {
        let (done, under_way, left, outcome) = stuck("text");
        outcome
            .code(130)
            .stdout(format!(
                "==> {done} <==\nx\ny\n\n==> {under_way} <==\nx\n"
            ))
            .stderr(&format!(
                "rcon-shell: {under_way}: -e 2: the command was sent, and whether it ran is unknown: interrupted\n\
                 rcon-shell: interrupted: 1 of 3 servers done: {done}\n\
                 rcon-shell: interrupted: 1 of 3 servers not reached: {left}\n"
            ));
    }

    /// One that is not as a file says has been compared with it.
    #[test]
    fn what_was_compared_is_done_with() {
        let first = Server::start();
        let second = Script::new().silent("cvarlist").start();
        let home = Home::new();
        let path = home.file("server.cfg", "sv_gravity 1\n");
        let run = rcon([first.address(), second.address()])
            .args(["--password", PASSWORD, "--parallel", "1", "--expect", &path])
            .home(&home)
            .start();
        second.wait_command("cvarlist");
        run.signal(Signal::INT);
        let outcome = run.assert();
        outcome.code(130).stderr_contains(&format!(
            "interrupted: 1 of 2 servers done: {}",
            first.address()
        ));
    }

    #[test]
    fn after_ctrl_c_there_are_no_records_of_what_was_not_tried() {
        let (done, under_way, left, outcome) = stuck("json");
        outcome.code(130);
        let text = outcome.text();
        assert_eq!(text.matches(&done).count(), 2, "{text}");
        assert_eq!(text.matches(&under_way).count(), 2, "{text}");
        assert_eq!(
            text.matches("\"kind\":\"interrupted\"").count(),
            1,
            "{text}"
        );
        assert!(!text.contains(&left), "{text}");
    }

    #[test]
    fn one_prompt_serves_all_that_lack_a_password() {
        let servers = Server::with(|builder| builder.count(3));
        let home = Home::new();
        let [own, one, other] = addresses(&servers).try_into().unwrap();
        home.config(&format!(
            "[servers.own]\naddress = \"{own}\"\npassword = \"{PASSWORD}\"\n"
        ));
        let mut screen = rcon([&one, "own", &other, "-e", "echo in"])
            .home(&home)
            .start_on_screen(24, 80);
        screen.wait_row("Password for 2 servers:");
        screen.type_text(PASSWORD).key(Key::Enter);
        assert_eq!(screen.wait_exit(), 0);
        screen.assert_never_sent(PASSWORD.as_bytes());
        assert_eq!(servers.logins(), 3);
        assert_eq!(servers.refusals(), 0);
    }

    #[test]
    fn a_bar_shows_how_far_it_is_and_leaves_no_trace() {
        let servers = Server::with(|builder| builder.count(3));
        let addresses = addresses(&servers);
        // Each server takes so many seconds: the bar is drawn when there is time for it.
        let attempt = |each: f64| {
            let mut screen = rcon(&addresses)
                .args(["-p", PASSWORD, "--parallel", "1"])
                .args(["-e", "echo line", "-e"])
                .args([format!("sim_delay {} done", (1000.0 * each).round())])
                .start_on_screen(24, 80);
            assert_eq!(screen.wait_exit(), 0);
            let shown = String::from_utf8_lossy(&screen.raw()).contains("1 of 3 servers");
            (screen, shown)
        };
        let (screen, shown) = with_deadline(0.2, attempt, |(_, shown)| *shown);
        assert!(shown, "{screen}");
        let rows = screen.rows();
        let text = rows.join("\n");
        let expected: Vec<String> = addresses
            .iter()
            .map(|address| format!("==> {address} <==\nline\ndone\n"))
            .collect();
        assert!(text.contains(&expected.join("\n")), "{screen}");
        assert!(!text.contains("of 3 servers"), "{screen}");
        assert!(text.contains("3 servers in "), "{screen}");
    }
}
