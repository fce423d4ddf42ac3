//! Passwords are seen nowhere: in no output, in no file, by no other user.

use crate::support::{PASSWORD, Server, Target as _, rcon};

#[test]
fn nothing_that_is_printed_or_kept_holds_one() {
    let server = Server::start();
    let spelled: Vec<String> = PASSWORD.bytes().map(|b| format!("{b:02x}")).collect();
    let right = rcon([&server.address(), "-p", PASSWORD, "-vv", "-e", "status"]).assert();
    right.code(0);
    let other = Server::with(|builder| builder.password("another"));
    let refused = rcon([&other.address(), "-p", PASSWORD, "-vv", "-e", "status"]).assert();
    refused.code(4);
    for outcome in [right, refused] {
        outcome
            .never_printed(PASSWORD)
            .never_printed(&spelled.join(" "))
            .never_printed(&spelled.concat());
        outcome.home.assert_nowhere(PASSWORD);
    }
}

#[cfg(unix)]
mod seen_by_others {
    use crate::passwords::{AWKWARD, server};
    use crate::support::{Home, Key, PASSWORD, Server, Target as _, rcon};

    /// The command line of a process, as others see it.
    fn shown_by_ps(process: u32) -> String {
        let output = std::process::Command::new("ps")
            .args(["-ww", "-o", "args=", "-p", &process.to_string()])
            .output();
        match output {
            Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
            Err(_) => std::fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap(),
        }
    }

    #[test]
    fn ps_shows_none_that_came_from_elsewhere() {
        let server = Server::start();
        let home = Home::new();
        let file = home.file("secret", PASSWORD);
        let address = server.address();
        let runs = [
            rcon([&address, "--password-file", &file]),
            rcon([&address, "--password-stdin"]).stdin(PASSWORD),
            rcon([&address]).env("RCON_PASSWORD", PASSWORD),
        ];
        for (count, run) in runs.into_iter().enumerate() {
            let running = run.args(["-e", "sim_silent"]).start();
            server.wait("the command", |s| s.commands().len() == count + 1);
            let shown = shown_by_ps(running.id());
            assert!(shown.contains("sim_silent"), "{shown}");
            assert!(!shown.contains(PASSWORD), "{shown}");
        }
    }

    #[test]
    fn typed_at_the_prompt() {
        for password in AWKWARD {
            let server = server(password);
            let mut screen = rcon([&server.address()]).start_on_screen(24, 80);
            screen.wait_row("Password:");
            screen.type_text(password).key(Key::Enter);
            screen.wait_row(&server.prompt());
            assert!(!screen.contents().contains(password), "{screen}");
            screen.type_text("!exit\n");
            assert_eq!(screen.wait_exit(), 0);
            assert!(screen.is_sane());
            screen.home.assert_nowhere(password);
        }
    }

    #[test]
    fn asked_for_at_the_terminal_though_the_output_is_a_pipe() {
        let server = Server::start();
        let line = "\"$0\" \"$1\" -e 'echo ok' </dev/null | tr a-z A-Z";
        let mut screen = crate::support::Run::new("sh")
            .args(["-c", line])
            .args([crate::support::program()])
            .args([server.address()])
            .start_on_screen(24, 80);
        screen.wait_row("Password:");
        screen.type_text(PASSWORD).key(Key::Enter);
        screen.wait_text("OK");
        assert_eq!(screen.wait_exit(), 0);
        screen.assert_never_sent(PASSWORD.as_bytes());
    }

    #[test]
    fn none_is_kept_in_the_history() {
        let server = Server::start();
        let mut screen = rcon([""; 0]).start_on_screen(24, 100);
        screen.wait_row("RCON ]");
        screen.type_text(&format!("!connect {} {PASSWORD}\n", server.address()));
        screen.wait_row(&server.prompt());
        screen.type_text("echo kept\n").wait_text("\nkept");
        screen.wait_row(&server.prompt());
        screen.type_text("echo a; rcon_password hunter2\n");
        screen.wait_text("hunter2");
        screen.type_text("!exit\n");
        assert_eq!(screen.wait_exit(), 0);
        screen.home.assert_nowhere(PASSWORD);
        screen.home.assert_nowhere("hunter2");
        let kept = screen.home.files();
        let kept = kept
            .iter()
            .filter(|(_, bytes)| bytes.windows(9).any(|part| part == b"echo kept"));
        let modes: Vec<u32> = kept
            .map(|(path, _)| {
                use std::os::unix::fs::PermissionsExt as _;
                std::fs::metadata(path).unwrap().permissions().mode() & 0o777
            })
            .collect();
        assert_eq!(modes, [0o600], "one history, for its owner only");
    }
}
