//! Rust has one of two consoles, and nothing but the port tells which: `--game rust`
//! finds it out, however a server is named; its names come from its own `find .`.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use rcon_sim::Game;

use crate::support::{Home, PASSWORD, Server, rcon};

const HOSTNAME: &str = "server.hostname: \"rcon-shell demo\"\n";

fn server(game: Game) -> Server {
    Server::with(|builder| builder.game(game))
}

/// A proxy of the web in front of a server: what is no HTTP is answered with 400.
/// Gives its address.
fn behind_a_proxy(server: SocketAddr) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let mut begin = [0; 4];
            if client.read_exact(&mut begin).is_err() {
                continue;
            }
            if &begin != b"GET " {
                let _ = client.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
                let _ = client.shutdown(Shutdown::Write);
                continue;
            }
            let mut server = TcpStream::connect(server).unwrap();
            server.write_all(&begin).unwrap();
            let mut back = (server.try_clone().unwrap(), client.try_clone().unwrap());
            thread::spawn(move || {
                let _ = std::io::copy(&mut client, &mut server);
                let _ = server.shutdown(Shutdown::Write);
            });
            thread::spawn(move || {
                let _ = std::io::copy(&mut back.0, &mut back.1);
                let _ = back.1.shutdown(Shutdown::Both);
            });
        }
    });
    address.to_string()
}

#[test]
fn a_profile_finds_out_and_remembers() {
    for game in [Game::Rust, Game::RustWeb] {
        let server = server(game);
        let home = Home::new();
        home.config(&format!(
            "[servers.rusty]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\ngame = \"rust\"\n",
            server.addr()
        ));
        for logins in 1..=2 {
            let run = rcon(["rusty", "-e", "server.hostname"]).home(&home);
            run.assert().code(0).stdout(HOSTNAME);
            assert_eq!((server.logins(), server.refusals()), (logins, 0), "{game}");
        }
        // By now nothing else is tried.
        let before = server.connections();
        let run = rcon(["rusty", "--check"]).home(&home);
        run.assert().code(0).stdout_contains("rusty");
        assert_eq!(server.connections(), before + 1, "{game}");
    }
}

#[test]
fn a_fleet_finds_out_for_each() {
    let servers = [server(Game::Rust), server(Game::RustWeb)];
    let addresses = servers.each_ref().map(|server| server.addr().to_string());
    let run = rcon(&addresses).args(["--password", PASSWORD, "--game", "rust"]);
    let outcome = run.args(["-e", "server.hostname", "--json"]).assert();
    outcome.code(0);
    let text = outcome.text();
    assert_eq!(text.matches("rcon-shell demo").count(), 2, "{text}");
    for address in &addresses {
        assert!(
            text.contains(&format!("\"server\":\"{address}\"")),
            "{text}"
        );
    }
    for server in &servers {
        assert_eq!((server.logins(), server.refusals()), (1, 0));
    }
}

#[test]
fn http_in_the_place_of_an_answer_needs_no_waiting() {
    let server = server(Game::RustWeb);
    let address = behind_a_proxy(server.addr());
    let run = rcon([&address, "--password", PASSWORD, "--game", "rust"]);
    let outcome = run.args(["-e", "server.hostname"]).assert();
    outcome.code(0).stdout(HOSTNAME);
    assert_eq!((server.logins(), server.refusals()), (1, 0));
}

/// Its list has neither, and another of its answers has.
#[test]
fn who_is_on_comes_with_the_map_and_how_many_fit() {
    for (game, scheme) in [(Game::Rust, ""), (Game::RustWeb, "ws://")] {
        let server = server(game);
        let at = format!("{scheme}{}", server.addr());
        let run = |args: &[&str]| {
            let options = ["--password", PASSWORD, "--game", "rust"];
            rcon([&*at]).args(options).args(args).assert()
        };
        run(&["--players"])
            .code(0)
            .stdout_contains("4 players of 50, Procedural Map");
        run(&["--check", "--players", "--format", "prometheus"])
            .code(0)
            .stdout_contains("rcon_players_max{")
            .stdout_contains("map=\"Procedural Map\"");
        assert_eq!(server.commands(), ["playerlist", "status"].repeat(2));
    }
}

#[test]
fn a_wrong_password_is_sent_to_the_console_that_there_is() {
    for (game, ban) in [(Game::RustWeb, "300 s"), (Game::Rust, "60 s")] {
        let server = server(game);
        let address = server.addr().to_string();
        let run = rcon([&address, "--password", "wrong-one", "--game", "rust"]);
        let outcome = run.args(["-e", "status"]).assert();
        outcome.code(4).stderr_contains(ban).stdout("");
        outcome.never_complained("wrong-one");
        assert_eq!((server.logins(), server.refusals()), (1, 1), "{game}");
    }
}

#[test]
fn a_scheme_says_which_and_the_other_is_not_tried() {
    let web = server(Game::RustWeb);
    let address = format!("rcon://{}", web.addr());
    let args = ["--password", PASSWORD, "--game", "rust"];
    let run = rcon([&*address, "-e", "status", "--timeout", "2.5"]).args(args);
    run.assert().code(124);
    assert_eq!(web.logins(), 0);
    let old = server(Game::Rust);
    let address = format!("ws://{}", old.addr());
    let run = rcon([&*address, "-e", "status"]).args(args);
    let outcome = run.assert();
    outcome.code(5).stderr_contains("300 s");
    assert!(!outcome.stderr.contains("60 s"), "{}", outcome.stderr);
}

#[test]
fn nobody_there_is_3_and_silence_124() {
    let address = crate::support::nobody();
    let run = rcon([&*address, "--password", PASSWORD, "--game", "rust"]);
    run.args(["-e", "status"]).assert().code(3);
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let run = rcon([&*address, "--password", PASSWORD, "--game", "rust"]);
    let run = run.args(["--timeout", "3", "-e", "status"]);
    let outcome = run.within(Duration::from_secs(30)).assert();
    outcome.code(124).slower_than(Duration::from_millis(2800));
}

#[cfg(unix)]
mod prompt {
    use super::*;
    use crate::support::{Key, Screen};

    fn shell(server: &Server) -> Screen {
        let address = server.addr().to_string();
        let run = rcon([&*address, "--password", PASSWORD, "--game", "rust"]);
        let screen = run.start_on_screen(24, 100);
        screen.wait_row(&format!("{address} ]"));
        screen
    }

    #[test]
    fn a_prompt_finds_out_and_comes_back() {
        for game in [Game::Rust, Game::RustWeb] {
            let server = server(game);
            let mut screen = shell(&server);
            screen.type_text("server.hostname\n");
            screen.wait_text(HOSTNAME.trim_end());
            screen.type_text("!reconnect\n");
            server.wait("a second login", |server| server.logins() == 2);
            screen.type_text("sim_lines 2\n");
            screen.wait_text("line 2");
            assert_eq!(server.refusals(), 0, "{game}");
        }
    }

    #[test]
    fn names_are_asked_of_the_server_when_they_are_wanted() {
        for game in [Game::Rust, Game::RustWeb] {
            let server = server(game);
            let mut screen = shell(&server);
            // Nothing is asked unbidden, and what the program knows is there.
            screen.type_text("server.hostname\n");
            screen.wait_text(HOSTNAME.trim_end());
            let found = |server: &rcon_sim::Server| {
                let asked = server.commands();
                asked.iter().filter(|it| *it == "find .").count()
            };
            assert_eq!(found(&server), 0, "{game}");
            // A person who asks for one gets the server's own, too.
            screen.type_text("server.simu").key(Key::Tab);
            server.wait("find .", |server| found(server) == 1);
            screen.wait_tab("", "server.simulated");
            screen.key(Key::Ctrl('u'));
            screen.type_text("!find says that this\n");
            screen.wait_text("Says that this is no real server");
            // Asked once, and again when it is told to.
            screen.type_text("dec").key(Key::Tab);
            screen.wait_text("decay.scale");
            screen.key(Key::Ctrl('u'));
            assert_eq!(found(&server), 1, "{game}");
            screen.type_text("!refresh\n");
            server.wait("find . again", |server| found(server) == 2);
            screen.type_text("!exit\n");
            assert_eq!(screen.wait_exit(), 0);
            let shown = String::from_utf8_lossy(&screen.raw()).into_owned();
            assert!(!shown.contains("secret-of-the-console"), "{screen}");
        }
    }

    #[test]
    fn a_fleet_asks_for_them_when_they_are_wanted() {
        let (one, other) = (server(Game::RustWeb), server(Game::Rust));
        let addresses = [&one, &other].map(|it| it.addr().to_string());
        let run = rcon(addresses).args(["--password", PASSWORD, "--game", "rust"]);
        let mut screen = run.start_on_screen(24, 100);
        screen.wait_row("2 servers ]");
        screen.type_text("server.hostname\n");
        screen.wait_text(HOSTNAME.trim_end());
        let found = |server: &rcon_sim::Server| {
            let asked = server.commands();
            asked.iter().filter(|it| *it == "find .").count()
        };
        assert_eq!((found(&one), found(&other)), (0, 0));
        screen.type_text("server.simu").key(Key::Tab);
        one.wait("find .", |server| found(server) == 1);
        other.wait("find .", |server| found(server) == 1);
        screen.wait_tab("", "server.simulated");
        // What comes with the program is counted once.
        screen.key(Key::Ctrl('u')).type_text("!find hostname\n");
        screen.wait_text("server.hostname");
        assert!(!screen.contents().contains("of 2 servers)"), "{screen}");
        assert_eq!((found(&one), found(&other)), (1, 1));
    }
}
