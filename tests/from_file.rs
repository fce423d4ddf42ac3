//! `--from` and `from`: address and password out of the game's own file.

use crate::support::{Home, PASSWORD, Server, Target as _, rcon};

fn port(server: &Server) -> String {
    let address = server.address();
    address.rsplit_once(':').unwrap().1.to_owned()
}

#[test]
fn the_games_own_file_is_all_that_is_needed() {
    let server = Server::start();
    let home = Home::new();
    let port = port(&server);
    let cfg = home.file(
        "server.cfg",
        format!(
            "hostname x; hostport {port}\nrcon_password \"{PASSWORD}\" // secret\nip 0.0.0.0\n"
        ),
    );
    #[cfg(unix)]
    home.chmod("server.cfg", 0o644);
    rcon(["--from", &cfg, "-e", "echo hi"])
        .home(&home)
        .assert()
        .code(0)
        .stdout("hi\n")
        .stderr("");
    home.config("[servers.own]\nfrom = \"../../server.cfg\"\n[groups]\nall = [\"own\"]\n");
    rcon(["own", "-e", "echo hi"])
        .home(&home)
        .assert()
        .code(0)
        .stdout("hi\n");
    rcon(["@all", "--json", "-e", "echo hi"])
        .home(&home)
        .assert()
        .code(0)
        .stdout_contains("\"name\":\"own\"");
    assert_eq!(server.logins(), 3);
}

#[test]
fn what_has_to_change_is_named_with_its_line_and_no_password() {
    let home = Home::new();
    let off = home.file(
        "server.properties",
        format!("#\nenable-rcon=false\nrcon.password={PASSWORD}\n"),
    );
    rcon(["--from", &off, "-e", "list"])
        .home(&home)
        .assert()
        .code(2)
        .stderr_contains("server.properties:2: RCON is switched off: set enable-rcon=true")
        .never_printed(PASSWORD);
    home.config("[servers.own]\nfrom = \"x.cfg\"\npassword_file = \"pw\"\n");
    rcon(["own", "-e", "list"])
        .home(&home)
        .assert()
        .code(2)
        .stderr_contains("config.toml:3: [servers.own] has both from and password_file: keep one");
}
