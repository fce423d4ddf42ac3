//! Passwords: whatever they look like, wherever they come from, they work.

use crate::support::{Home, PASSWORD, Server, Target as _, rcon};

/// What people use, and what breaks clients that split, trim or decode.
pub(crate) const AWKWARD: [&str; 5] = [
    "two  words ",
    "it's \"quoted\" $HOME \\n",
    "-dash",
    "--execute=quit",
    "pässwörd→密",
];

pub(crate) fn server(password: &str) -> Server {
    Server::with(|builder| builder.password(password))
}

#[test]
fn every_password_from_every_source_that_needs_no_terminal() {
    for password in AWKWARD {
        let server = server(password);
        let address = &server.address();
        let home = Home::new();
        let file = &home.file("secret", format!("{password}\nnot this line\n"));
        // Rust escapes as TOML does.
        let quoted = format!("{password:?}");
        home.config(&format!(
            "[servers.own]\naddress = \"{address}\"\npassword = {quoted}\n\
             [servers.file]\naddress = \"{address}\"\npassword_file = '{file}'\n\
             [servers.command]\naddress = \"{address}\"\npassword_command = \"head -n1 '{file}'\"\n"
        ));
        let plain = |server: &str| rcon([server, "-e", "echo ok"]).home(&home);
        let runs = [
            ("--password", plain(address).args(["--password", password])),
            ("-p", plain(address).args(["-p", password])),
            (
                "--password=",
                plain(address).args([format!("--password={password}")]),
            ),
            (
                "--password-file",
                plain(address).args(["--password-file", file]),
            ),
            (
                "--password-stdin",
                plain(address)
                    .args(["--password-stdin"])
                    .stdin(format!("{password}\n")),
            ),
            (
                "--password-stdin without a newline",
                plain(address).args(["--password-stdin"]).stdin(password),
            ),
            (
                "RCON_PASSWORD",
                plain(address).env("RCON_PASSWORD", password),
            ),
            (
                "RCON_PASSWORD_FILE",
                plain(address).env("RCON_PASSWORD_FILE", file),
            ),
            ("the profile's password", plain("own")),
            ("the profile's file", plain("file")),
            #[cfg(unix)]
            ("the profile's command", plain("command")),
        ];
        for (source, run) in runs {
            println!("{password:?} from {source}");
            run.assert().code(0).stdout("ok\n");
        }
        assert_eq!(server.refusals(), 0);
    }
}

/// Kubernetes and Docker leave a line end behind a secret, `PowerShell` and
/// Windows editors put a byte order mark before it.
#[test]
fn what_tools_put_around_a_password_is_not_sent() {
    let server = Server::start();
    let address = &server.address();
    for (before, after) in [
        ("", "\n"),
        ("", "\r\n"),
        ("\u{feff}", ""),
        ("\u{feff}", "\r\n"),
    ] {
        let given = &format!("{before}{PASSWORD}{after}");
        let home = Home::new();
        let file = &home.file("secret", given);
        let quoted = given.replace('\r', "\\r").replace('\n', "\\n");
        home.config(&format!(
            "[servers.own]\naddress = \"{address}\"\npassword = \"{quoted}\"\n\
             [servers.file]\naddress = \"{address}\"\npassword_file = '{file}'\n\
             [servers.command]\naddress = \"{address}\"\npassword_command = \"cat '{file}'\"\n"
        ));
        let plain = |server: &str| rcon([server, "-e", "echo ok"]).home(&home);
        let to_another = rcon(["-f", "-"])
            .home(&home)
            .stdin(format!("!connect {address} \"{given}\"\necho ok\n"));
        for (source, run) in [
            ("-p", plain(address).args(["-p", given])),
            ("a file", plain(address).args(["--password-file", file])),
            (
                "standard input",
                plain(address)
                    .args(["--password-stdin"])
                    .stdin(given.as_str()),
            ),
            ("RCON_PASSWORD", plain(address).env("RCON_PASSWORD", given)),
            (
                "RCON_PASSWORD_FILE",
                plain(address).env("RCON_PASSWORD_FILE", file),
            ),
            ("the profile's password", plain("own")),
            ("the profile's file", plain("file")),
            #[cfg(unix)]
            ("the profile's command", plain("command")),
            (
                "a fleet's",
                rcon([address, "own", "-p", given, "-e", "echo ok"]).home(&home),
            ),
        ] {
            println!("{given:?} from {source}");
            run.assert().code(0);
        }
        if after.is_empty() {
            to_another.assert().code(0);
        }
    }
    assert_eq!(server.refusals(), 0);
}

#[test]
fn a_password_in_utf_16_is_named_before_anything_is_sent() {
    let server = Server::start();
    let address = &server.address();
    let home = Home::new();
    let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark: Vec<u8> = units(&format!("\u{feff}{PASSWORD}\r\n"));
    let without: Vec<u8> = units(PASSWORD);
    for bytes in [with_mark, without] {
        let file = &home.file("secret", &bytes);
        for run in [
            rcon([address, "--password-file", file]),
            rcon([address]).env("RCON_PASSWORD_FILE", file),
            rcon([address, "--password-stdin"]).stdin(bytes.clone()),
            rcon([address, address, "--password-file", file]),
        ] {
            run.home(&home)
                .args(["-e", "echo x"])
                .assert()
                .code(2)
                .stdout("")
                .stderr_contains("UTF-16");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn the_nearer_source_wins() {
    let server = Server::start();
    let home = Home::new();
    let wrong = home.file("wrong", "wrong");
    home.config(&format!(
        "[servers.here]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        server.address()
    ));
    let right = home.file("right", PASSWORD);
    let ok = ["-e", "echo ok"];
    let profile_over_environment = rcon(["here"]).env("RCON_PASSWORD", "wrong");
    let option_over_environment =
        rcon([&server.address(), "--password-file", &right]).env("RCON_PASSWORD", "wrong");
    let file_over_variable = rcon([&server.address()])
        .env("RCON_PASSWORD_FILE", &right)
        .env("RCON_PASSWORD", "wrong");
    for run in [
        profile_over_environment,
        option_over_environment,
        file_over_variable,
    ] {
        run.home(&home).args(ok).assert().code(0).stdout("ok\n");
    }
    let option_over_profile = rcon(["here", "--password-file", &wrong]);
    option_over_profile.home(&home).args(ok).assert().code(4);
}

#[test]
fn what_follows_the_password_is_the_script() {
    let server = Server::start();
    for dash in [&["-f", "-"][..], &[]] {
        rcon([&server.address(), "--password-stdin"])
            .args(dash)
            .stdin(format!("{PASSWORD}\necho one\necho two\n"))
            .assert()
            .code(0)
            .stdout("one\ntwo\n");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_refused() {
    let server = Server::start();
    let home = Home::new();
    let file = home.file("secret", PASSWORD);
    home.chmod("secret", 0o644);
    let by_option = rcon([&server.address(), "--password-file", &file]);
    let by_variable = rcon([&server.address()]).env("RCON_PASSWORD_FILE", &file);
    for run in [by_option, by_variable] {
        run.args(["-e", "echo x"])
            .assert()
            .code(2)
            .stdout("")
            .stderr_contains("chmod 600")
            .stderr_contains(&file);
    }
    let config = home.config(&format!(
        "[servers.x]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        server.address()
    ));
    home.chmod("config/rcon-shell/config.toml", 0o640);
    rcon(["x", "-e", "echo x"])
        .home(&home)
        .assert()
        .code(2)
        .stderr_contains(&config)
        .never_printed(PASSWORD);
    assert_eq!(server.connections(), 0);
}

#[test]
fn an_empty_password_file_is_no_password() {
    let server = Server::start();
    let home = Home::new();
    let file = home.file("secret", "\n");
    rcon([&server.address(), "--password-file", &file, "-e", "echo x"])
        .assert()
        .code(2)
        .stderr_contains(&file);
}

#[test]
fn an_empty_password_is_sent_only_where_it_was_said_to_be() {
    let server = Server::start();
    let address = server.address();
    let run = || rcon([&address]).args(["-e", "echo x"]);
    for variable in ["RCON_PASSWORD", "RCON_PASSWORD_FILE"] {
        // As good as not set.
        let outcome = run().env(variable, "").assert();
        outcome
            .code(2)
            .stderr_contains("no password, and no terminal");
    }
    let outcome = run().args(["--password-stdin"]).stdin("\n").assert();
    outcome.code(2).stderr_contains("the first line is empty");
    assert_eq!(server.connections(), 0);
    let outcome = run().args(["--password", ""]).assert();
    outcome.code(4).stderr_contains("--password is empty");
    assert_eq!(server.logins(), 1);
}

#[cfg(unix)]
#[test]
fn enter_alone_is_no_password() {
    let server = Server::start();
    let screen = rcon([&server.address(), "-e", "echo x"]).start_on_screen(24, 80);
    let mut screen = screen;
    screen.wait_text("Password:");
    screen.type_text("\n");
    screen.wait_text("no password was typed");
    assert_eq!(screen.wait_exit(), 2);
    assert_eq!(server.connections(), 0);
}

/// The environment's is for the servers that a run begins with, and is sent to no
/// other: what is said does not name it.
#[test]
fn a_server_that_a_script_names_has_a_password_of_its_own() {
    let (server, other) = (Server::start(), Server::start());
    let address = other.address();
    for line in [format!("!connect {address}"), format!("!diff {address}")] {
        let outcome = rcon([&server.address(), "-e", &line])
            .env("RCON_PASSWORD", PASSWORD)
            .assert();
        outcome
            .code(2)
            .stderr_contains(&format!("no password is known for {address}"))
            .stderr_contains("!connect SERVER PASSWORD");
        outcome.never_complained("RCON_PASSWORD");
    }
    assert_eq!(other.connections(), 0);
    let connect = format!("!connect {address} {PASSWORD}");
    let diff = format!("!diff {address}");
    let lines = ["-e", &connect, "-e", "!connect -", "-e", &diff];
    let run = rcon([&server.address(), "--password", PASSWORD]).args(lines);
    run.assert().code(0);
}
