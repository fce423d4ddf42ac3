//! What python-valve's own tests try of its shell and its command line, and
//! what comes of it here: the rows of `crates/proto/docs/python_valve.md` that
//! are about the program. The others are gone through beside that page.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::process::Command;

/// Where the cases of a class are.
const CLASSES: [(&str, &str); 2] = [
    ("`TestShell.test_", "python_valve::test_shell::"),
    ("`TestMain.test_", "python_valve::test_main::"),
];

/// The rows of the page that are about the program have a test each, and no
/// test is without its row.
#[test]
fn every_case_about_the_program_has_a_test() {
    const PAGE: &str = include_str!("../crates/proto/docs/python_valve.md");
    let mut wanted = BTreeSet::new();
    for row in PAGE.lines().filter_map(|line| line.strip_prefix("| ")) {
        for (class, home) in CLASSES {
            let case = row.strip_prefix(class);
            let name = case.and_then(|case| case.split('`').next());
            wanted.extend(name.map(|name| format!("{home}{name}")));
        }
    }
    assert_eq!(wanted.len(), 5 + 14);
    let this = std::env::current_exe().unwrap();
    let list = Command::new(this).arg("--list").output().unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    let names = list.lines().filter_map(|line| line.strip_suffix(": test"));
    let cases = names.filter(|name| CLASSES.iter().any(|(_, home)| name.starts_with(home)));
    let found: BTreeSet<_> = cases.map(str::to_owned).collect();
    assert_eq!(found, wanted, "left: the tests, right: the rows");
}

/// A program of one's own that calls [`rcon_shell::shell`]: the crate's example.
mod caller {
    use crate::support::{Run, Screen};

    /// A run of it, which `cargo test` builds beside the tests.
    pub(super) fn shell(address: Option<&str>, password: Option<&str>) -> Run {
        let mut program = std::env::current_exe().unwrap();
        program.pop();
        program.pop();
        program.push("examples/embedded");
        let is_there = program.exists();
        assert!(
            is_there,
            "not built: run cargo test -p rcon-shell --examples"
        );
        Run::new(program).args([address.unwrap_or_default()].into_iter().chain(password))
    }

    /// Waits until the call has come back, and all is well.
    pub(super) fn wait_return(screen: &mut Screen) {
        screen.wait_text("the shell has returned");
        assert_eq!(screen.wait_exit(), 0);
        assert!(screen.is_sane());
    }
}

mod test_shell {
    use super::caller::{shell, wait_return};
    use crate::support::{Key, PASSWORD, Server, Target};

    #[test]
    fn address_and_password() {
        let server = Server::start();
        let run = shell(Some(&server.address()), Some(PASSWORD));
        let mut screen = run.start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen.type_text("echo Hello\n").wait_text("\nHello\n");
        screen.wait_row(&server.prompt());
        screen.type_text("!exit\n");
        wait_return(&mut screen);
    }

    #[test]
    fn address_only() {
        let server = Server::start();
        let run = || shell(Some(&server.address()), None);
        let mut screen = run().start_on_screen(24, 80);
        screen.wait_text("assword");
        screen.type_text(&format!("{PASSWORD}\n"));
        screen.wait_row(&server.prompt());
        screen.key(Key::Ctrl('d'));
        wait_return(&mut screen);

        // Nobody is asked for what the environment has.
        let run = run().env("RCON_PASSWORD", PASSWORD);
        let screen = run.start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
    }

    #[test]
    fn no_address() {
        let server = Server::start();
        // The caller said no server, so the user's own is none either.
        let run = shell(None, None).env("RCON_HOST", server.address());
        let mut screen = run.start_on_screen(24, 80);
        screen.wait_row("RCON ]");
        assert_eq!(server.connections(), 0);
        screen.type_text(&format!("!connect {} {PASSWORD}\n", server.address()));
        screen.wait_row(&server.prompt());
        screen.type_text("!exit\n");
        wait_return(&mut screen);
    }

    #[test]
    fn password_only() {
        let server = Server::start();
        let run = shell(None, Some("not-for-anybody"));
        let mut screen = run.start_on_screen(24, 80);
        screen.wait_row("RCON ]");
        screen.type_text(&format!("!connect {}\n", server.address()));
        // It is asked for, not taken from what was to be ignored.
        screen.wait_text("assword");
        screen.type_text(&format!("{PASSWORD}\n"));
        screen.wait_row(&server.prompt());
    }

    #[test]
    fn ignore_interrupt() {
        let mut screen = shell(None, None).start_on_screen(24, 80);
        screen.wait_row("RCON ]");
        screen.type_text("half a li").wait_row("RCON ] half a li");
        screen.key(Key::Ctrl('c')).wait_row("RCON ]");
        screen.key(Key::Ctrl('d'));
        wait_return(&mut screen);
    }
}

mod test_main {
    use crate::support::{PASSWORD, Run, Screen, Server, Target, rcon};

    #[test]
    fn no_arguments() {
        Screen::start([""; 0]).wait_row("RCON ]");
    }

    #[test]
    fn address_only() {
        let server = Server::start();
        let mut screen = Screen::start([server.address()]);
        screen.wait_text("assword");
        screen.type_text(&format!("{PASSWORD}\n"));
        screen.wait_row(&server.prompt());
    }

    #[test]
    fn address_and_password() {
        let server = Server::start();
        let screen = Screen::start([&server.address(), "-p", PASSWORD]);
        screen.wait_row(&server.prompt());
    }

    #[test]
    fn address_and_password_and_no_multi() {
        let server = Server::start();
        let screen = server.run(["--game", "generic"]);
        let mut screen = screen.start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen.type_text("echo Hello\n").wait_text("\nHello\n");
        screen.wait_row(&server.prompt());
        assert_eq!(server.probes(), 0);
    }

    #[test]
    fn password_only() {
        let screen = Screen::start(["-p", PASSWORD]);
        screen.wait_text("the password option is ignored: there is no server");
        screen.wait_row("RCON ]");
    }

    #[test]
    fn no_multi_only() {
        let server = Server::start();
        let mut screen = Screen::start(["--game", "generic"]);
        screen.wait_row("RCON ]");
        screen.type_text(&format!("!connect {} {PASSWORD}\n", server.address()));
        screen.wait_row(&server.prompt());
        screen.type_text("echo Hello\n").wait_text("\nHello\n");
        screen.wait_row(&server.prompt());
        assert_eq!(server.probes(), 0);
    }

    #[test]
    fn execute() {
        let server = Server::start();
        let run = server.run(["-e", "echo Hello"]);
        run.assert().code(0).stdout("Hello\n");
    }

    #[test]
    fn execute_no_multi() {
        let server = Server::start();
        let run = server.run(["--game", "generic", "-e", "echo Hello"]);
        run.assert().code(0).stdout("Hello\n");
        assert_eq!(server.probes(), 0);
    }

    /// A call that names no server.
    fn lacks_a_server(run: Run) {
        run.assert()
            .code(2)
            .stdout("")
            .stderr_contains("needs a server");
    }

    #[test]
    fn execute_no_address() {
        lacks_a_server(rcon(["-p", PASSWORD, "-e", "foo"]));
    }

    #[test]
    fn execute_no_address_no_multi() {
        lacks_a_server(rcon(["-p", PASSWORD, "--game", "generic", "-e", "foo"]));
    }

    #[test]
    fn execute_no_password() {
        without_a_password(&[]);
    }

    #[test]
    fn execute_no_password_no_multi() {
        without_a_password(&["--game", "generic"]);
    }

    /// A call without a password is fine where one is to be had.
    fn without_a_password(more: &[&str]) {
        let server = Server::start();
        let run = || {
            rcon([server.address()])
                .args(more)
                .args(["-e", "echo Hello"])
        };
        let lacks = run().assert();
        lacks.code(2).stdout("").stderr_contains("no password");
        assert_eq!(server.connections(), 0);
        let found = run().env("RCON_PASSWORD", PASSWORD).assert();
        found.code(0).stdout("Hello\n");
    }

    #[test]
    fn execute_no_address_or_password() {
        lacks_a_server(rcon(["-e", "foo"]));
    }

    #[test]
    fn execute_no_address_or_password_no_multi() {
        lacks_a_server(rcon(["--game", "generic", "-e", "foo"]));
    }
}
