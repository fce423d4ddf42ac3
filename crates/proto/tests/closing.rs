//! A close around the moment at which a command is sent.

use std::time::Duration;

use rcon_proto::{Client, ConnectOptions, Error, ExecuteOptions, Follows, LoginFailure, Lost};
use rcon_sim::{BadConsole, BadWeb, Game, Hostile, Script, Scripted, Server};

/// A server that is at its first connection's second command when it closes, as
/// one does that closes behind each reply (Conan Exiles) and is slow to.
#[test]
fn a_close_that_crosses_a_command_loses_it_and_the_next_one_logs_in() {
    let script = Script::new()
        .expect_auth("secret")
        .accept()
        .expect_command("one")
        .reply("1")
        .expect_command("two")
        .close()
        .next_connection()
        .expect_auth("secret")
        .accept()
        .expect_command("three")
        .reply("3")
        .expect_end();
    let server = script.start().expect("a server");
    let options = ConnectOptions::default();
    let client = Client::open(server.addr(), &"secret".into(), options);
    let mut client = client.expect("a login");
    assert_eq!(client.execute("one").expect("a reply").bytes(), b"1");
    let error = client.execute("two").expect_err("the link is closed");
    assert!(matches!(error, Error::Lost(Lost::AfterSend)), "{error}");
    assert_eq!(client.execute("three").expect("a reply").bytes(), b"3");
    drop(client);
    server.finish().expect("the script, to its end");
}

/// The same, where the close has come by the time that the command is sent.
#[test]
fn a_close_that_came_before_a_command_costs_a_login() {
    let server = Server::builder().game(Game::ConanClosing).start();
    let server = server.expect("a server");
    let options = ConnectOptions::default();
    let client = Client::open(server.addr(), &"secret".into(), options);
    let mut client = client.expect("a login");
    for command in ["sim_echo one", "sim_echo two", "sim_echo three"] {
        client.execute(command).expect("a reply");
        let closed = server.wait_no_links(Duration::from_secs(20));
        assert!(closed, "it closes behind each reply");
    }
    let sent = ["sim_echo one", "sim_echo two", "sim_echo three"];
    assert_eq!(server.commands(), sent);
    assert_eq!(server.logins(), 3);
}

/// A server that has closed behind its only command once is not raced again: its
/// next close is waited for, and where none comes, that is the last time.
#[test]
fn a_close_that_is_to_be_expected_is_waited_for() {
    let script = Script::new()
        .expect_auth("secret")
        .accept()
        .expect_command("one")
        .reply("1")
        .close()
        .next_connection()
        .expect_auth("secret")
        .accept()
        .expect_command("two")
        .reply("2")
        .pause(Duration::from_millis(100))
        .close()
        .next_connection()
        .expect_auth("secret")
        .accept()
        .expect_command("three")
        .reply("3")
        .expect_command("four")
        .reply("4")
        .expect_end();
    let server = script.start().expect("a server");
    let options = ConnectOptions::default();
    let client = Client::open(server.addr(), &"secret".into(), options);
    let mut client = client.expect("a login");
    assert_eq!(client.execute("one").expect("a reply").bytes(), b"1");
    while (client.connection()).is_some_and(|link| link.poll_idle(&mut ())) {
        // The first close comes in its own time.
        std::thread::yield_now();
    }
    for (command, reply) in [("two", "2"), ("three", "3"), ("four", "4")] {
        let told = client.execute(command).expect("a reply");
        assert_eq!(told.bytes(), reply.as_bytes());
    }
    drop(client);
    server.finish().expect("the script, to its end");
}

/// A client of a server that closes right behind what looks like a login, and has.
fn closed_behind_its_login() -> (Scripted, Client) {
    let script = Script::new().expect_auth("wrong").accept().close();
    let server = script.start().expect("a server");
    let options = ConnectOptions::default();
    let client = Client::open(server.addr(), &"wrong".into(), options);
    let mut client = client.expect("what looks like a login");
    let connection = client.connection().expect("a connection");
    connection
        .linger(Duration::from_secs(20))
        .expect_err("it closes");
    (server, client)
}

/// A console around Bedrock's server says the same to a wrong password as to a
/// right one, and closes behind it: the password does not go out again.
#[test]
fn a_close_right_behind_a_login_is_a_refusal() {
    let (server, mut client) = closed_behind_its_login();
    let error = client.execute("list").expect_err("it is over");
    let closed = LoginFailure::Closed {
        said: String::new(),
    };
    assert!(
        matches!(&error, Error::Authentication(how) if *how == closed),
        "{error}"
    );
    assert!(client.password().is_none(), "not to be sent again");
    assert_eq!(server.server().connections(), 1);
}

/// The same, of whoever only makes sure of the connection.
#[test]
fn making_sure_of_a_connection_sends_no_refused_password() {
    let (server, mut client) = closed_behind_its_login();
    let error = client.ensure(&mut ()).expect_err("it is over");
    assert!(matches!(error, Error::Authentication(_)), "{error}");
    assert!(client.password().is_none(), "not to be sent again");
    assert_eq!(server.server().connections(), 1);
}

/// Ways in which we end a connection ourselves say nothing of the password.
#[test]
fn a_close_of_our_own_right_behind_a_login_is_no_refusal() {
    type Parting = fn(&mut rcon_proto::Connection);
    let ways: [Parting; 4] = [
        |connection| connection.close(),
        |connection| connection.leave(),
        |connection| connection.conclude(&mut ()),
        |connection| {
            let last = ExecuteOptions::default().follows(Follows::Nothing);
            let reply = connection.execute_bytes(b"sim_echo last", &last);
            reply.expect("a reply");
        },
    ];
    for (way, part) in ways.into_iter().enumerate() {
        let server = Server::builder().game(Game::Minecraft).start();
        let server = server.expect("a server");
        let options = ConnectOptions::default();
        let client = Client::open(server.addr(), &"secret".into(), options);
        let mut client = client.expect("a login");
        part(client.connection().expect("a connection"));
        let reply = client.execute("sim_echo one");
        let reply = reply.unwrap_or_else(|error| panic!("{way}: {error}"));
        assert_eq!(reply.text_lossy().trim(), "one", "{way}");
        assert_eq!(server.logins(), 2, "{way}");
    }
}

/// What a server says a moment behind the handshake that was the login, by a close
/// frame with 1008. Five such logins are a ban of 300 s.
#[test]
fn a_refusal_behind_a_handshake_ends_the_password_whenever_it_comes() {
    type Next = fn(&mut Client) -> Error;
    let nexts: [Next; 4] = [
        |client| client.execute("status").expect_err("refused"),
        |client| {
            let connection = client.connection().expect("a connection");
            while connection.poll_idle(&mut ()) {
                std::thread::yield_now();
            }
            client.execute("status").expect_err("refused")
        },
        |client| {
            let connection = client.connection().expect("a connection");
            while connection.poll_idle(&mut ()) {
                std::thread::yield_now();
            }
            client.ensure(&mut ()).expect_err("refused")
        },
        |client| {
            let connection = client.connection().expect("a connection");
            while connection.poll_idle(&mut ()) {
                std::thread::yield_now();
            }
            let error = connection.execute("status").expect_err("refused");
            client.leave();
            error
        },
    ];
    for (way, next) in nexts.into_iter().enumerate() {
        let bad = Hostile::Console(BadConsole::Web(BadWeb::PolicyClose));
        let server = Server::builder().hostile(bad).start().expect("a server");
        let address = format!("ws://{}", server.addr());
        let options = ConnectOptions::default();
        let client = Client::open(&*address, &"wrong".into(), options);
        let mut client = client.expect("what looks like a login");
        let error = next(&mut client);
        let refused = matches!(
            &error,
            Error::Authentication(LoginFailure::RefusedOrBanned { .. })
        );
        assert!(refused, "{way}: {error}");
        assert!(client.password().is_none(), "{way}: not to be sent again");
        client.execute("status").expect_err("there is no password");
        client.ensure(&mut ()).expect_err("there is no password");
        assert_eq!(server.connections(), 1, "{way}");
    }
}
