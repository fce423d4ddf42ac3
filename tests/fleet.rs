//! Several servers at once, none of them in another's way.

use crate::support::{Home, PASSWORD, Server, Target, nobody, rcon};

#[test]
fn a_heading_for_each_in_the_order_given() {
    let fast = Server::start();
    let slow = Server::with_faults(&["latency=100ms"]);
    let (slow, fast) = (slow.address(), fast.address());
    let home = Home::new();
    home.config(&format!("[servers.tf2]\naddress = \"{fast}\"\n"));
    rcon([slow.as_str(), "tf2", "-p", PASSWORD])
        .args(["-e", "echo a", "-e", "sim_empty", "-e", "sim_bytes 3"])
        .home(&home)
        .assert()
        .code(0)
        .stdout(format!(
            "==> {slow} <==\na\n000\n\n==> tf2 ({fast}) <==\na\n000\n"
        ))
        .stderr("");
}

#[test]
fn output_begins_before_the_last_has_answered() {
    let fast = Server::start();
    let stuck = Server::start();
    let home = Home::new();
    let script = home.file("script", "echo early\nsim_silent\n");
    let addresses = [fast.address(), stuck.address()];
    let run = rcon(&addresses)
        .args(["-p", PASSWORD, "-t", "60", "-f", &script])
        .start();
    assert_eq!(run.line(), format!("==> {} <==", addresses[0]));
    assert_eq!(run.line(), "early");
    stuck.wait_command("sim_silent");
    // Neither has done its last command: dropping the run kills it.
}

#[test]
fn a_script_is_read_once_for_all() {
    let servers = Server::with(|builder| builder.count(3));
    let addresses: Vec<String> = servers.addrs().iter().map(ToString::to_string).collect();
    let home = Home::new();
    let inner = home.file("inner", "echo three\n");
    // The password, then the script, through a pipe that can be read once.
    rcon(&addresses)
        .args(["--password-stdin", "-f", "-"])
        .stdin(format!(
            "{PASSWORD}\n# a comment\necho one\n\n!sleep 0.01\necho two\n!run '{inner}'\n!exit\necho four\n"
        ))
        .assert()
        .code(0);
    for address in servers.addrs() {
        assert_eq!(
            servers.commands_at(*address),
            ["echo one", "echo two", "echo three"]
        );
    }
}

#[test]
fn what_cannot_be_run_is_refused_before_anything_is_sent() {
    let servers = [Server::start(), Server::start()];
    let home = Home::new();
    let script = home.file("script", "echo one\n!connect elsewhere\n");
    rcon(servers.each_ref().map(Target::address))
        .args(["-p", PASSWORD, "-f", &script])
        .assert()
        .code(2)
        .stdout("")
        .stderr(&format!(
            "rcon-shell: {script}:2: !connect cannot be used with several servers: \
             !!connect sends the text !connect to the server\n"
        ));
    for server in servers {
        assert_eq!(server.connections(), 0);
    }
}

#[test]
fn bytes_are_left_alone_in_a_pipe_and_shown_on_a_terminal() {
    let servers = [Server::start(), Server::start()];
    let addresses = servers.each_ref().map(Target::address);
    let piped = rcon(&addresses)
        .args(["-p", PASSWORD, "-e", "sim_escape"])
        .assert();
    assert!(piped.text().contains('\x1b'));
    #[cfg(unix)]
    {
        let mut screen = rcon(&addresses)
            .args(["-p", PASSWORD, "--color", "never", "-e", "sim_escape"])
            .start_on_screen(60, 120);
        assert_eq!(screen.wait_exit(), 0);
        screen.wait_text("\\x1b]0;");
        screen.assert_never_sent(b"\x1b]0;");
    }
}

#[test]
fn each_has_its_own_password_encoding_and_name() {
    let cyrillic = Server::with(|builder| builder.password("one"));
    let plain = Server::with(|builder| builder.password("two words"));
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{}\"\npassword_command = \"echo one\"\nencoding = \"cp1251\"\n\
         [servers.b]\naddress = \"{}\"\npassword = \"two words\"\n\
         [groups]\nboth = [\"a\", \"b\"]\n",
        cyrillic.address(),
        plain.address()
    ));
    rcon(["@both", "-e", "echo д"]).home(&home).assert().code(0);
    let sent = |server: &Server| server.commands().pop().unwrap_or_default();
    assert_eq!(sent(&plain), "echo д");
    // One byte, which is no UTF-8.
    assert_eq!(sent(&cyrillic), "echo \u{fffd}");
}

#[test]
fn a_closed_output_changes_nothing() {
    let servers = [Server::start(), Server::start()];
    rcon(servers.each_ref().map(Target::address))
        .args(["-p", PASSWORD, "-e", "echo a", "-e", "echo b"])
        .stdout_unread()
        .assert()
        .code(0)
        .stderr("");
    for server in servers {
        assert_eq!(server.commands(), ["echo a", "echo b"]);
    }
}

#[test]
fn named_twice_is_asked_once() {
    let server = Server::start();
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{0}\"\n[groups]\nall = [\"a\", \"{0}\"]\n",
        server.address()
    ));
    rcon(["@all", "a", "-p", PASSWORD, "-e", "echo once"])
        .home(&home)
        .assert()
        .code(0);
    assert_eq!(server.connections(), 1);
    assert_eq!(server.commands(), ["echo once"]);
}

#[test]
fn equal_replies_are_printed_once() {
    let same = [Server::start(), Server::start()];
    let other = Server::start();
    other.run(["-e", "sv_gravity 100"]).assert().code(0);
    let outcome = rcon([&same[0].address(), &other.address(), &same[1].address()])
        .args(["-p", PASSWORD, "--group-by-reply", "-e", "sv_gravity"])
        .assert();
    outcome.code(0);
    let text = outcome.text();
    assert_eq!(
        text.matches("\"sv_gravity\" = \"800\"").count(),
        1,
        "{text}"
    );
    assert_eq!(
        text.matches("\"sv_gravity\" = \"100\"").count(),
        1,
        "{text}"
    );
    for server in same.iter().chain([&other]) {
        assert_eq!(text.matches(&server.address()).count(), 1, "{text}");
    }
}

#[test]
fn json_lines_as_each_command_ends() {
    let good = Server::start();
    let dead = nobody();
    let outcome = rcon([&dead, &good.address()])
        .args(["-p", PASSWORD, "--json", "-e", "echo x"])
        .assert();
    outcome.code(3);
    let mut seen: Vec<(String, bool)> = outcome
        .records()
        .iter()
        .map(|object| {
            let server = object["server"].as_str().unwrap().to_owned();
            (server, object["ok"].as_bool().unwrap())
        })
        .collect();
    seen.sort();
    let mut expected = [(dead, false), (good.address(), true)];
    expected.sort();
    assert_eq!(seen, expected);
}

#[test]
fn what_is_piped_runs_on_all() {
    let servers = [Server::start(), Server::start()];
    rcon([&servers[0].address(), &servers[1].address()])
        .args(["-p", PASSWORD])
        .stdin("echo piped\n")
        .assert()
        .code(0);
    for server in servers {
        assert_eq!(server.commands(), ["echo piped"]);
    }
}
