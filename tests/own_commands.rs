//! The shell's own commands as a set: what is none of them, what goes to the
//! server all the same, and that no way of running differs.

use crate::support::{Home, PASSWORD, Script, Server, Target, rcon};

/// Some servers' own commands begin with `!`: whoever types one is told how
/// to send it, whether or not the shell has one of that name.
#[test]
fn what_is_none_of_ours_is_told_with_how_to_send_it() {
    let server = Server::start();
    let home = Home::new();
    for (line, why) in [
        ("!save", "!save is for the prompt, not for scripts"),
        ("!Save world", "!save is for the prompt, not for scripts"),
        ("!votemap", "Unknown command !votemap"),
        ("!sent x", "Unknown command !sent (did you mean !send?)"),
    ] {
        let name = why.split(' ').find(|word| word.starts_with('!')).unwrap();
        let said = format!("{why}: !{name} sends the text {name} to the server");
        server
            .run(["-e", line])
            .assert()
            .code(2)
            .stderr_contains(&format!("rcon-shell: -e: {said}\n"));
        let script = home.file("script", format!("{line}\n"));
        server
            .run(["-f", &script])
            .assert()
            .code(2)
            .stderr_contains(&format!("{script}:1: {said}\n"));
        server
            .run([""; 0])
            .stdin(format!("{line}\n"))
            .assert()
            .code(2)
            .stderr_contains(&format!("standard input:1: {said}\n"));
    }
    assert_eq!(server.commands(), [""; 0]);
    server.run(["-e", "!!save"]).assert().code(0);
    assert_eq!(server.commands(), ["!save"]);
}

#[test]
fn a_text_is_sent_as_it_is() {
    let texts = ["help", "!votemap x", "!!y", " # a", "say hi ", "exit"];
    let lines = texts.map(|text| format!("!send {text}\n"));
    let home = Home::new();
    let script = home.file("script", lines.concat());
    // The last of them stops the server.
    for how in [&[][..], &["--no-wait"]] {
        let server = Server::start();
        server.run(["-f", &script]).args(how).assert().code(0);
        server.wait("its end", rcon_sim::Server::is_stopped);
        assert_eq!(server.commands(), texts);
    }
    let server = Server::start();
    for text in &texts[..3] {
        let line = format!("!send {text}");
        server.run(["-e", &line]).assert().code(0);
    }
    assert_eq!(server.commands(), texts[..3]);
}

/// What a script tells of such a command is what it tells of any other.
#[test]
fn a_sent_text_is_a_command_like_any_other() {
    let server = Script::new()
        .reply("!votemap", "voted")
        .silent("!never")
        .start();
    server
        .run([
            "--json",
            "-e",
            "!send !votemap",
            "-e",
            "!set timeout 0.3",
            "-e",
            "!send !never",
        ])
        .assert()
        .code(124)
        .stdout_contains("\"command\":\"!votemap\",\"ok\":true,\"reply\":\"voted")
        .stdout_contains("\"command\":\"!never\",\"ok\":false");
    for line in ["!send", "!send  "] {
        server
            .run(["-e", line])
            .assert()
            .code(2)
            .stderr_contains("usage: !send TEXT");
    }
    rcon(["-e", "!send status", "-p", "x"])
        .assert()
        .code(2)
        .stderr_contains("-e needs a server");
}

#[test]
fn a_fleet_sends_a_text_to_all() {
    let servers = [Server::start(), Server::start()];
    rcon(servers.each_ref().map(Target::address))
        .args(["-p", PASSWORD, "-e", "!send !votemap"])
        .assert()
        .code(0);
    for server in servers {
        assert_eq!(server.commands(), ["!votemap"]);
    }
}

#[test]
fn a_transcript_has_no_password_of_a_sent_text() {
    let server = Server::start();
    let home = Home::new();
    let log = home.path("log").display().to_string();
    server
        .run([
            "-e",
            &format!("!log {log}"),
            "-e",
            "!send sv_password hunter2",
        ])
        .assert()
        .code(0);
    let kept = std::fs::read_to_string(&log).unwrap();
    assert!(kept.contains("sv_password (redacted)\n"), "{kept}");
    assert!(!kept.contains("hunter2"), "{kept}");
}

#[cfg(unix)]
mod at_the_prompt {
    use super::*;

    #[test]
    fn what_the_shell_takes_for_itself_is_sent() {
        let server = Server::start();
        let mut screen = server.shell().start_on_screen(24, 100);
        screen.wait_row(&server.prompt());
        screen
            .type_text("!votemap\n")
            .wait_text("!!votemap sends the text !votemap to the server");
        screen.type_text("!send !votemap\n");
        server.wait_command("!votemap");
        screen.type_text("!SEND help \n");
        server.wait_command("help");
        screen.type_text("!send\n").wait_text("usage: !send TEXT");
        screen.wait_tab("!send sv_gravi", "!send sv_gravity");
        screen.type_text("\n");
        server.wait_command("sv_gravity");
        screen
            .type_text("!help send\n")
            .wait_text("!send help asks the server for its help");
        screen.wait_row(&server.prompt());
        screen.type_text("!send exit\n").wait_text("Go on?");
        screen.type_text("y\n");
        server.wait("its end", rcon_sim::Server::is_stopped);
    }

    #[test]
    fn no_command_that_sends_leaves_a_password_in_the_history() {
        let server = Server::start();
        let home = Home::new();
        let mut screen = server.shell().home(&home).start_on_screen(24, 100);
        screen.wait_row(&server.prompt());
        for line in [
            "!send sv_password hunter2",
            "!pipe cat :: sv_password hunter2",
            "!watch sv_password hunter2",
            "!alias sv_password hunter2",
        ] {
            screen.key(crate::support::Key::Ctrl('l'));
            screen.type_text(&format!("{line}\n"));
            if line.starts_with("!watch") {
                screen.wait_text("q ends it");
                screen.type_text("q");
            }
            screen.wait_row(&server.prompt());
        }
        screen.type_text("echo kept\n").wait_text("\nkept\n");
        screen.type_text("!exit\n");
        assert_eq!(screen.wait_exit(), 0);
        home.assert_nowhere("hunter2");
        let history = std::fs::read_to_string(home.path("state/rcon-shell/history")).unwrap();
        assert!(history.contains("echo kept"), "{history}");
    }
}

#[test]
fn a_sleep_without_a_time_says_how_it_is_used() {
    let server = Server::start();
    let outcome = server.run(["-e", "!sleep"]).assert();
    outcome.code(2).stderr_contains("usage: !sleep SECONDS");
    let outcome = server.run(["-e", "!sleep soon"]).assert();
    outcome
        .code(2)
        .stderr_contains("not a number of seconds, such as 10 or 0.5: \"soon\"");
}
