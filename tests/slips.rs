//! Slips of the keyboard cost nothing: a word that is no server is told as that
//! before a password is asked for, and nothing is sent anywhere.

use crate::support::{Home, PASSWORD, Server, Target, rcon};

/// Profiles of which two are near to a typo.
const CONFIG: &str = "[servers.tf2-eu]\naddress = \"127.0.0.1:1\"\npassword = \"x\"\n";

#[track_caller]
fn refused(args: &[&str], said: &str) {
    let home = Home::new();
    home.config(CONFIG);
    let outcome = rcon(args).home(&home).assert();
    outcome.code(2).stderr(&format!("rcon-shell: {said}\n"));
}

#[test]
fn a_word_that_is_no_server_is_told_before_anything_is_asked() {
    let plain = "\"hello\" is not a server: no profile, no address, no such host";
    refused(&["hello"], plain);
    refused(&["hello", "-e", "status"], plain);
    refused(&["hello", "--check"], plain);
    let near =
        "\"tf2-ue\" is not a server: no profile, no address, no such host (did you mean tf2-eu?)";
    refused(&["tf2-ue"], near);
    refused(&["tf2-ue", "-e", "status", "--json"], near);
    rcon([""; 0])
        .env("RCON_HOST", "hello")
        .stdin("status\n")
        .assert()
        .code(2)
        .stderr(&format!("rcon-shell: {plain}\n"));
}

#[test]
fn what_a_shell_cut_off_a_command_is_put_together_again() {
    let server = Server::start();
    let address = server.address();
    let no = "is not a server: no profile, no address, no such host";
    for (args, said) in [
        (
            &["-e", "say", "hello", "world"][..],
            format!("\"hello\" {no}; quotes missing? -e 'say hello world'"),
        ),
        (
            &["-e", "status", "-e", "say", "it's"],
            format!("\"it's\" {no}; quotes missing? -e 'say it'\\''s'"),
        ),
        (
            &["-e", "rcon_password", "hunter2"],
            format!("\"(redacted)\" {no}; quotes missing? -e 'rcon_password (redacted)'"),
        ),
        (
            &["status"],
            format!("\"status\" {no}; -e status runs it as a command"),
        ),
        (
            &["say", "hi"],
            format!("\"say\" {no}; -e 'say hi' runs it as a command"),
        ),
    ] {
        let run = rcon([&*address, "-p", PASSWORD]).args(args);
        let outcome = run.assert();
        outcome.code(2).stderr(&format!("rcon-shell: {said}\n"));
        outcome.never_printed("hunter2");
    }
    assert_eq!(server.connections(), 0, "nobody was asked anything");
}

#[test]
fn behind_a_proxy_the_name_is_for_its_other_end() {
    let server = Server::start();
    let port = server.addr().port().to_string();
    let through = format!(
        "{} 127.0.0.1 {port}",
        if cfg!(unix) { "nc" } else { "ncat" }
    );
    let outcome = rcon([
        "no-such-host-here",
        "-p",
        "x",
        "-e",
        "status",
        "--proxy-command",
    ])
    .args([&through])
    .assert();
    outcome.never_printed("is not a server");
}

#[test]
fn another_clients_flag_is_told_what_it_is_here() {
    for (args, said) in [
        (
            &["-H", "127.0.0.1"][..],
            "-H is another client's: write the server as a word of its own",
        ),
        (
            &["-P", "27015"],
            "-P is another client's: write the port behind the server, HOST:PORT",
        ),
        (
            &["-a", "127.0.0.1:27015"],
            "-a is another client's: write the server as a word of its own",
        ),
    ] {
        rcon(args)
            .assert()
            .code(2)
            .stderr_contains(&format!("rcon-shell: {said}"));
    }
}

#[cfg(unix)]
mod at_the_prompt {
    use super::*;
    use crate::support::Screen;

    #[test]
    fn no_password_is_asked_for_a_typo() {
        let home = Home::new();
        home.config(CONFIG);
        let server = Server::start();
        let mut screen: Screen = server.shell().home(&home).start_on_screen(24, 100);
        screen.wait_row(&server.prompt());
        screen.type_text("!connect tf2-ue\n");
        screen.wait_text("\"tf2-ue\" is not a server: no profile, no address, no such host (did you mean tf2-eu?)");
        // It was not left for it.
        screen.wait_row(&server.prompt());
        assert!(!screen.contents().contains("Password"), "{screen}");
        screen
            .type_text("echo still here\n")
            .wait_text("\nstill here\n");
        let mut screen = rcon(["tf2-ue"]).home(&home).start_on_screen(24, 100);
        assert_eq!(screen.wait_exit(), 2);
        assert!(!screen.contents().contains("Password"), "{screen}");
    }

    #[test]
    fn no_group_is_offered_to_connect_to() {
        let home = Home::new();
        home.config(&format!("{CONFIG}[groups]\neu = [\"tf2-eu\"]\n"));
        let mut screen = rcon([""; 0]).home(&home).start_on_screen(24, 80);
        screen.wait_row("RCON ]");
        screen.wait_tab("!connect t", "!connect tf2-eu");
        screen.key(crate::support::Key::Ctrl('u'));
        screen.type_text("!connect @").key(crate::support::Key::Tab);
        screen.type_text("x");
        screen.wait_row("RCON ] !connect @x");
    }
}
