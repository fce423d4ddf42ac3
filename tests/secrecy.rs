//! A password that the program knows is nowhere: not in what it keeps, not in
//! what it prints by itself, not in the environment of what it starts.
#![cfg(unix)]

use crate::support::{Home, PASSWORD, Script, Server, Target as _, rcon, says};

/// As it is, in hexadecimal, percent-encoded and in base64.
const FORMS: [&str; 5] = [
    PASSWORD,
    "736573616d652d34373131",
    "73 65 73 61 6d 65 2d 34 37 31 31",
    "%73%65%73%61%6d%65%2d%34%37%31%31",
    "c2VzYW1lLTQ3MT",
];

fn server() -> Server {
    Server::start()
}

fn assert_none(text: &str) {
    for form in FORMS {
        assert!(!text.contains(form), "{form} in {text}");
    }
}

#[test]
fn no_line_that_holds_it_is_kept() {
    let server = server();
    let mut screen = rcon([&server.address(), "-p", PASSWORD]).start_on_screen(24, 100);
    screen.wait_row(&server.prompt());
    for line in [
        PASSWORD.to_owned(),
        format!("echo {PASSWORD}"),
        "echo kept".to_owned(),
    ] {
        screen.type_text(&format!("{line}\n"));
        server.wait_command(&line);
        screen.wait_row(&server.prompt());
    }
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    for form in FORMS {
        screen.home.assert_nowhere(form);
    }
    let history = std::fs::read_to_string(screen.home.path("state/rcon-shell/history")).unwrap();
    assert_eq!(history, "echo kept\n!exit\n");
}

/// How often the password is in the memory of a program that runs: where it is
/// written to, so not in the arguments and the environment that it began with.
#[cfg(target_os = "linux")]
fn copies_in_memory(process: u32) -> usize {
    use std::io::{Read as _, Seek as _, SeekFrom};

    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let mut memory = std::fs::File::open(format!("/proc/{process}/mem")).unwrap();
    let mut copies = 0;
    for line in maps.lines() {
        let mut fields = line.split_whitespace();
        let (range, rights) = (fields.next().unwrap(), fields.next().unwrap());
        let (start, end) = range.split_once('-').unwrap();
        let [start, end] = [start, end].map(|at| u64::from_str_radix(at, 16).unwrap());
        if !rights.starts_with("rw") || memory.seek(SeekFrom::Start(start)).is_err() {
            continue;
        }
        let mut bytes = Vec::new();
        // A part that is not there any more is as good as empty.
        let _ = (&mut memory).take(end - start).read_to_end(&mut bytes);
        let at = bytes.windows(PASSWORD.len());
        copies += at.filter(|part| *part == PASSWORD.as_bytes()).count();
    }
    copies
}

#[test]
#[cfg(target_os = "linux")]
fn one_copy_stays_in_memory() {
    let server = server();
    let address = &server.address();
    let home = Home::new();
    let file = home.file("pw", PASSWORD);
    home.chmod("pw", 0o600);
    for source in [&["--password-file", &file][..], &[]] {
        let mut screen = rcon([address]).args(source).start_on_screen(24, 100);
        if source.is_empty() {
            screen.wait_row("Password:");
            screen.type_text(&format!("{PASSWORD}\n"));
        }
        screen.wait_row(&server.prompt());
        screen.type_text("echo one\n");
        server.wait_command("echo one");
        screen.wait_row(&server.prompt());
        screen.type_text("!disconnect\n").wait_row("RCON ]");
        assert_eq!(copies_in_memory(screen.id()), 1, "{source:?}");
        // That one serves.
        screen.type_text("!reconnect\n").wait_row(&server.prompt());
    }
    let mut running = rcon([address, "--password-stdin"]).stdin_open().start();
    running.write(&format!(
        "{PASSWORD}\necho one\n!disconnect\n!connect {address}\necho two\n!disconnect\n"
    ));
    assert_eq!([running.line(), running.line()], ["one", "two"]);
    assert_eq!(copies_in_memory(running.id()), 1);
}

#[test]
fn a_transcript_holds_it_in_no_form() {
    let reply = format!("\"rc\" = \"{PASSWORD}\" {}", FORMS[1..].join(" "));
    let script = Script::new()
        .reply("status", reply.clone())
        .reply("rcon_password", "\"rcon_password\" = \"another-one\"")
        .reply("echo", "kept");
    let server = script.start();
    let home = Home::new();
    let log = home.path("log").display().to_string();
    let outcome = rcon([&server.address(), "-p", PASSWORD])
        .home(&home)
        .args([
            "-e",
            &format!("!log {log}"),
            "-e",
            "status",
            "-e",
            "rcon_password",
        ])
        .args(["-e", &format!("say {PASSWORD}"), "-e", "echo"])
        .assert();
    // What was asked for is as the server said it.
    outcome
        .code(0)
        .stdout_contains(&reply)
        .stdout_contains("another-one");
    let text = std::fs::read_to_string(&log).unwrap();
    assert_none(&text);
    assert!(!text.contains("another-one"), "{text}");
    assert!(text.contains("\"rc\" = \"(redacted)\""), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let [.., asked, kept] = lines[..] else {
        panic!("{text}");
    };
    assert!(asked.ends_with(" ] echo"), "{text}");
    assert!(kept.ends_with(" | kept"), "{text}");
}

#[test]
fn the_names_that_are_kept_hold_no_value_of_it() {
    let list = format!(
        "cvar list\n--------------\n\
         rcon_password : other-secret : , \"sv\" : The password.\n\
         sv_copy : {PASSWORD} : , \"sv\" : Says {PASSWORD}.\n\
         sv_gravity : 800 : , \"sv\" : How heavy.\n\
         --------------\n3 total convars/concommands\n"
    );
    let server = Script::new().reply("cvarlist", list).start();
    let mut screen = rcon([&server.address(), "-p", PASSWORD]).start_on_screen(24, 100);
    server.wait_command("cvarlist");
    screen.wait_tab("sv_gra", "sv_gravity");
    screen.type_text("\x15!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    let cached = screen.home.files().into_iter().any(|(path, bytes)| {
        path.extension().is_some_and(|ending| ending == "names") && !bytes.is_empty()
    });
    assert!(cached, "nothing is kept, so nothing is shown");
    screen.home.assert_nowhere(PASSWORD);
    screen.home.assert_nowhere("other-secret");
}

#[test]
fn what_happens_on_the_wire_is_told_without_it() {
    // In two packets, and so in two reads.
    let long = format!("{}{PASSWORD}", "x".repeat(4092));
    let server = Script::new()
        .reply("status", long)
        .reply("echo", PASSWORD)
        .start();
    for verbose in ["-v", "-vv"] {
        let outcome = rcon([&server.address(), "-p", PASSWORD, verbose])
            .args([
                "-e",
                "status",
                "-e",
                &format!("say {PASSWORD}"),
                "-e",
                "echo",
            ])
            .assert();
        outcome.code(0);
        for form in FORMS {
            outcome.never_complained(form);
        }
    }
}

#[test]
fn no_error_quotes_it() {
    for form in FORMS {
        let text = format!("bad password: {form}\n");
        let packet = rcon_proto::Packet::new(0, 0, text.as_str()).encode();
        for said in [packet, text.into_bytes()] {
            let server = says(said);
            let plain = rcon([&server, "-p", PASSWORD, "-vv", "-e", "x"]).assert();
            plain
                .never_printed(form)
                .stderr_contains("password: (redacted)");
            let json = rcon([&server, "-p", PASSWORD, "--json", "-e", "x"]).assert();
            json.never_printed(form).stdout_contains("(redacted)");
        }
    }
}

#[test]
fn a_password_command_that_fails_is_not_quoted() {
    let home = Home::new();
    home.config(
        "[servers.x]\naddress = \"127.0.0.1:1\"\npassword_command = \"false --token=s3cr3t-token\"\n",
    );
    rcon(["x", "-e", "y"])
        .home(&home)
        .assert()
        .code(2)
        .stderr_contains("the password_command of the profile x failed")
        .never_printed("s3cr3t-token");
}

#[test]
fn a_short_password_leaves_sentences_readable() {
    let server = says("bad password: a\n");
    rcon([&server, "-p", "a", "-e", "x"])
        .assert()
        .stderr_contains("bad password: (redacted)")
        .stderr_contains("rcon-shell");
}

#[test]
fn no_program_gets_it_by_the_environment() {
    let server = server();
    let home = Home::new();
    let file = home.path("seen").display().to_string();
    let seen = |what: &str| {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("{what} did not run"));
        std::fs::remove_file(&file).unwrap();
        assert!(!text.contains(PASSWORD), "{what} has it");
        assert!(text.contains("HOME="), "{what}: {text}");
    };
    let port = server.address().rsplit(':').next().unwrap().to_owned();
    let proxy = format!("sh -c 'env >{file}; exec nc %h %p'");
    let has_nc = std::process::Command::new("nc").arg("-h").output().is_ok();
    if has_nc {
        rcon([&server.address(), "--proxy-command", &proxy, "-e", "echo x"])
            .env("RCON_PASSWORD", PASSWORD)
            .assert()
            .code(0);
        seen("the proxy");
    }
    home.config(&format!(
        "[servers.x]\naddress = \"127.0.0.1:{port}\"\npassword_command = \"env >{file}; echo {PASSWORD}\"\n"
    ));
    rcon(["x", "-e", "echo x"])
        .home(&home)
        .env("RCON_PASSWORD", PASSWORD)
        .assert()
        .code(0);
    seen("the password command");
    let mut screen = rcon([server.address()])
        .env("RCON_PASSWORD", PASSWORD)
        .env("PAGER", format!("env >{file}; cat"))
        .start_on_screen(10, 80);
    screen.wait_row(&server.prompt());
    screen.type_text(&format!("!pipe env >{file}; cat :: echo piped\n"));
    screen.wait_text("\npiped");
    seen("!pipe");
    screen.wait_row(&server.prompt());
    screen
        .type_text("!set pager on\n")
        .wait_row(&server.prompt());
    screen.type_text("cvarlist\n");
    screen.wait_for("the pager", |_| {
        std::fs::read_to_string(&file).is_ok_and(|text| text.contains("HOME="))
    });
    seen("the pager");
}

#[test]
fn a_wrong_password_goes_to_one_server_once_whatever_it_is_called() {
    let server = server();
    let address = server.address();
    let port = address.rsplit(':').next().unwrap();
    let other_name = format!("localhost:{port}");
    rcon([&address, &other_name, "-p", "wrong", "-e", "echo x"])
        .assert()
        .code(4)
        .stderr_contains("is the same server as");
    assert_eq!(server.refusals(), 1);
    // Two profiles that differ are two.
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n\
         [servers.b]\naddress = \"{other_name}\"\npassword = \"wrong\"\n"
    ));
    rcon(["a", "b", "-e", "echo x"])
        .home(&home)
        .assert()
        .stdout_contains("==> a (");
    assert_eq!(server.refusals(), 2);
}
