//! Files and folders are their user's alone, and what several programs write at once
//! is all there.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;

use crate::support::{Home, PASSWORD, Run, Server, Target as _, program, rcon};

#[test]
fn a_configuration_that_others_may_change_is_refused() {
    let server = Server::start();
    for what in [
        "password_command = \"echo x\"",
        "password = \"x\"",
        "proxy_command = \"cat\"",
    ] {
        let home = Home::new();
        let address = server.address();
        let config = home.config(&format!("[servers.x]\naddress = \"{address}\"\n{what}\n"));
        let run = || rcon(["x", "-p", "x", "-e", "echo x"]).home(&home).assert();
        home.chmod("config/rcon-shell/config.toml", 0o622);
        run()
            .code(2)
            .stderr_contains("chmod go-w")
            .stderr_contains(&config);
        home.chmod("config/rcon-shell/config.toml", 0o600);
        home.chmod("config/rcon-shell", 0o777);
        run()
            .code(2)
            .stderr_contains("chmod go-w")
            .stderr_contains("its folder");
        home.chmod("config/rcon-shell", 0o700);
        assert_ne!(run().code, Some(2));
    }
    // Nothing in it that anybody would be led astray by.
    let home = Home::new();
    home.config("[defaults]\ntimeout = 5\n");
    home.chmod("config/rcon-shell/config.toml", 0o666);
    rcon([&server.address(), "-p", PASSWORD, "-e", "echo x"])
        .home(&home)
        .assert()
        .code(0);
}

#[test]
fn whatever_in_a_configuration_starts_programs_is_found() {
    let server = Server::start();
    let address = server.address();
    let config = |aliases: &str, on_connect: &str| {
        let home = Home::new();
        home.config(&format!(
            "[servers.x]\naddress = \"{address}\"\non_connect = [{on_connect}]\n[aliases]\n{aliases}\n"
        ));
        home.chmod("config/rcon-shell/config.toml", 0o622);
        rcon(["x", "-p", PASSWORD, "-e", "echo x"])
            .home(&home)
            .assert()
    };
    for aliases in [
        "x = '!pipe cat :: status'",
        "x = ['status', '!on a !pipe cat :: status']",
        "x = '!on a !ON b,c  !pipe cat :: status'",
        "x = '!watch 5 !pipe cat :: status'",
        "x = '!on $1 !pipe cat :: status'",
        // Neither of them is one by itself.
        "x = '!y pipe cat :: status'\ny = '!$*'",
        "x = '!y !pipe cat :: status'\ny = '!on a $*'",
        "x = '!on a !y pipe cat :: status'\ny = '!$*'",
        "x = '!run ~/what.others.wrote'",
    ] {
        config(aliases, "").code(2).stderr_contains("chmod go-w");
    }
    config("", "'!on a !pipe cat :: status'").code(2);
    config("y = '!$*'", "'!y pipe cat :: status'").code(2);
    // Those that only send, and one that never ends.
    let harmless =
        "x = ['!on a say !pipe', '!watch 5 status', '!y 600']\ny = 'sv_gravity $1'\nz = '!on a !z'";
    config(harmless, "'!y 800'").code(0);
}

#[test]
fn a_log_that_was_there_is_narrowed() {
    let server = Server::start();
    let home = Home::new();
    let log = home.file("log", "before\n");
    home.chmod("log", 0o644);
    let line = format!("!log {log}");
    rcon([
        &server.address(),
        "-p",
        PASSWORD,
        "-e",
        &line,
        "-e",
        "echo x",
    ])
    .assert()
    .code(0);
    assert_eq!(
        std::fs::metadata(&log).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(
        std::fs::read_to_string(&log)
            .unwrap()
            .starts_with("before\n")
    );
}

#[test]
fn folders_are_the_users_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let server = Server::start();
        let home = Home::new();
        let line = format!("umask {umask}; exec \"$0\" \"$@\"");
        let mut screen = Run::new("sh")
            .args(["-c", &line])
            .args([program()])
            .args([server.address().as_str(), "-p", PASSWORD])
            .home(&home)
            .start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen.type_text("!save x\n").wait_text("saved as x");
        screen.type_text("!exit\n");
        assert_eq!(screen.wait_exit(), 0);
        for folder in ["config", "config/rcon-shell", "state", "state/rcon-shell"] {
            let mode = std::fs::metadata(home.path(folder))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o700, "{folder} with {umask}");
        }
    }
}

#[test]
fn twelve_that_save_at_once_keep_twelve() {
    let server = Server::start();
    let home = Home::new();
    let shells = (0..12).map(|_| {
        let screen = rcon([&server.address(), "-p", PASSWORD])
            .home(&home)
            .start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen
    });
    let mut shells: Vec<_> = shells.collect();
    for (number, screen) in shells.iter_mut().enumerate() {
        screen.type_text(&format!("!save server{number}\n"));
    }
    for screen in &shells {
        screen.wait_text("saved as server");
    }
    let text = std::fs::read_to_string(home.path("config/rcon-shell/config.toml")).unwrap();
    assert_eq!(text.matches("[servers.server").count(), 12, "{text}");
}
