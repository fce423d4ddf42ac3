//! A client that comes back, and what it tells when it cannot just go on: the
//! blocking one, and with the feature `tokio` that one, by the same cases.

use std::time::Duration;

use rcon_proto::{
    Client, ConnectOptions, Error, ErrorKind, ExecuteOptions, Follows, Lost, ProtocolError, Reply,
    StateError,
};
use rcon_sim::{Fault, MapChange, Server};

/// A client of either kind.
trait Any: Sized {
    fn open(server: &Server, options: ConnectOptions) -> Result<Self, Error>;
    fn execute_bytes(&mut self, command: &[u8], how: &ExecuteOptions) -> Result<Reply, Error>;
    fn send(&mut self, command: &[u8], follows: Follows) -> Result<(), Error>;

    fn execute(&mut self, command: &str) -> Result<Reply, Error> {
        self.execute_bytes(command.as_bytes(), &ExecuteOptions::default())
    }
}

impl Any for Client {
    fn open(server: &Server, options: ConnectOptions) -> Result<Self, Error> {
        Client::open(server.addr(), &"secret".into(), options)
    }

    fn execute_bytes(&mut self, command: &[u8], how: &ExecuteOptions) -> Result<Reply, Error> {
        Client::execute_bytes(self, command, how)
    }

    fn send(&mut self, command: &[u8], follows: Follows) -> Result<(), Error> {
        Client::send(self, command, follows, &mut ())
    }
}

#[cfg(feature = "tokio")]
struct OnTokio(tokio::runtime::Runtime, rcon_proto::tokio::Client);

#[cfg(feature = "tokio")]
impl Any for OnTokio {
    fn open(server: &Server, options: ConnectOptions) -> Result<Self, Error> {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().build().expect("a runtime");
        let password = "secret".into();
        let opened = rcon_proto::tokio::Client::open(server.addr(), &password, options);
        let client = runtime.block_on(opened)?;
        Ok(Self(runtime, client))
    }

    fn execute_bytes(&mut self, command: &[u8], how: &ExecuteOptions) -> Result<Reply, Error> {
        self.0.block_on(self.1.execute_bytes(command, how))
    }

    fn send(&mut self, command: &[u8], follows: Follows) -> Result<(), Error> {
        self.0.block_on(self.1.send(command, follows))
    }
}

/// A test of each case, for each kind of client.
macro_rules! cases {
    ($($name:ident)*) => {
        mod blocking {
            $(#[test] fn $name() { super::$name::<super::Client>(); })*
        }

        #[cfg(feature = "tokio")]
        mod on_tokio {
            $(#[test] fn $name() { super::$name::<super::OnTokio>(); })*
        }
    };
}

cases! {
    a_login_that_was_forgotten_is_made_again_and_the_command_is_not_sent_again
    a_reply_over_the_limit_is_an_error_and_the_next_has_a_new_connection
    a_command_whose_link_died_is_not_sent_again
    bytes_with_a_timeout_of_their_own_go_over_a_new_connection
    every_game_answers_each_of_two_commands
    a_refused_password_is_not_sent_again
    nobody_is_told_from_a_refusal
    a_command_that_nobody_waits_for_arrives
    late_output_is_never_the_next_reply
}

fn open<C: Any>(server: &Server, options: ConnectOptions) -> C {
    C::open(server, options).expect("a login")
}

fn a_login_that_was_forgotten_is_made_again_and_the_command_is_not_sent_again<C: Any>() {
    let builder = Server::builder().map_change(MapChange::ForgetLogins);
    let server = builder.start().expect("a server");
    let mut client: C = open(&server, ConnectOptions::default());
    let before = client.execute("status").expect("a reply");
    client.execute("changelevel cp_dustbowl").expect("a reply");
    let error = client.execute("status").expect_err("nobody knows us");
    assert!(
        matches!(error, Error::State(StateError::LoginForgotten)),
        "{error}"
    );
    let after = client.execute("status").expect("a reply");
    assert_eq!(before.bytes().is_empty(), after.bytes().is_empty());
    assert_eq!(server.logins(), 2);
}

fn a_reply_over_the_limit_is_an_error_and_the_next_has_a_new_connection<C: Any>() {
    let server = Server::builder().start().expect("a server");
    let options = ConnectOptions::default().max_reply(1000);
    let mut client: C = open(&server, options);
    let error = client.execute("sim_bytes 50000").expect_err("too long");
    let limit = 1000;
    let Error::Protocol(ProtocolError::ReplyTooLarge { limit: told }) = error else {
        panic!("{error}");
    };
    assert_eq!(told, limit);
    assert_eq!(client.execute("echo hi").expect("a reply").bytes(), b"hi\n");
    assert_eq!(server.logins(), 2);
}

fn a_command_whose_link_died_is_not_sent_again<C: Any>() {
    let login = 14 + "secret".len() as u64;
    let builder = Server::builder().fault(Fault::CloseAfterReceived(login + 4));
    let server = builder.start().expect("a server");
    let mut client: C = open(&server, ConnectOptions::default());
    let error = client.execute("status").expect_err("the link is cut");
    assert!(
        matches!(error, Error::Lost(Lost::AfterSend | Lost::AtProbe)),
        "{error}"
    );
    assert_eq!(error.kind(), ErrorKind::Lost);
    assert!(server.commands().is_empty());
    assert_eq!(server.logins(), 1);
}

fn bytes_with_a_timeout_of_their_own_go_over_a_new_connection<C: Any>() {
    let server = Server::builder().start().expect("a server");
    let mut client: C = open(&server, ConnectOptions::default());
    let how = ExecuteOptions::default().timeout(Duration::from_millis(50));
    let error = client.execute_bytes(b"sim_silent", &how);
    assert!(matches!(error, Err(Error::Timeout { .. })), "{error:?}");

    server.close_links();
    assert!(server.wait_no_links(Duration::from_secs(20)));
    let how = ExecuteOptions::default().follows(Follows::Nothing);
    let reply = client.execute_bytes(b"echo \xe9", &how).expect("a reply");
    assert_eq!(reply.bytes(), b"\xe9\n");
    assert_eq!(server.logins(), 2);
}

/// What nothing marks the end of, what gives each reply an id of its own, what
/// closes behind each command: with nothing said about the game.
fn every_game_answers_each_of_two_commands<C: Any>() {
    // They have addresses of another kind.
    let other_consoles = ["rust-web", "battleye", "reforger", "7dtd"];
    // The first command that a probe goes with costs this one its link.
    let not_these = [&other_consoles[..], &["v-rising-two"]].concat();
    let every = rcon_sim::Game::ALL.iter();
    for game in every.filter(|game| !not_these.contains(&game.to_string().as_str())) {
        let server = Server::builder().game(*game).start().expect("a server");
        let mut client: C = open(&server, ConnectOptions::default());
        for lines in [1, 3] {
            let reply = client.execute(&format!("sim_lines {lines}"));
            let reply = reply.unwrap_or_else(|error| panic!("{game}: {error}"));
            let text = reply.text_lossy();
            let found = text.matches("line ").count();
            assert_eq!(found, lines, "{game}: {text:?}");
            // Where a close meets the next command, that is lost: see `closing`.
            if *game == rcon_sim::Game::ConanClosing {
                let closed = server.wait_no_links(Duration::from_secs(20));
                assert!(closed, "it closes behind each reply");
            }
        }
    }
}

fn a_refused_password_is_not_sent_again<C: Any>() {
    let server = Server::builder()
        .password("changing")
        .start()
        .expect("a server");
    let refused = C::open(&server, ConnectOptions::default())
        .err()
        .expect("it is wrong");
    assert_eq!(refused.kind(), ErrorKind::Refused);
    assert_eq!(server.refusals(), 1);

    // One that was right is not sent twice once it is not, however the command was
    // written: no convar minds.
    for command in ["rcon_password new", "RCON_PASSWORD new"] {
        let server = Server::builder().start().expect("a server");
        let mut client: C = open(&server, ConnectOptions::default());
        client.execute(command).expect("a reply");
        assert!(server.wait_no_links(Duration::from_secs(20)));
        for _ in 0..3 {
            client
                .execute("status")
                .expect_err("it is not the one any more");
        }
        assert_eq!(server.refusals(), 1);
    }
}

fn nobody_is_told_from_a_refusal<C: Any>() {
    let server = Server::builder().start().expect("a server");
    let mut client: C = open(&server, ConnectOptions::default());
    client.execute("echo hi").expect("a reply");
    server.stop();
    let error = client.execute("echo hi").expect_err("nobody is there");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

fn a_command_that_nobody_waits_for_arrives<C: Any>() {
    let server = Server::builder().start().expect("a server");
    let mut client: C = open(&server, ConnectOptions::default());
    for text in ["say one", "say two"] {
        client
            .send(text.as_bytes(), Follows::More)
            .expect("it goes out");
    }
    assert_eq!(client.execute("echo hi").expect("a reply").bytes(), b"hi\n");
    assert_eq!(server.commands(), ["say one", "say two", "echo hi"]);
}

fn late_output_is_never_the_next_reply<C: Any>() {
    let server = Server::builder().start().expect("a server");
    let mut client: C = open(&server, ConnectOptions::default());
    let how = ExecuteOptions::default().timeout(Duration::from_millis(20));
    for _ in 0..3 {
        // On a busy machine it may have come before anybody looked at the clock.
        let mut late = client.execute_bytes(b"sim_delay 60 late", &how);
        if late.is_ok() {
            late = client.execute_bytes(b"sim_delay 6000 late", &how);
        }
        assert!(matches!(late, Err(Error::Timeout { .. })), "{late:?}");
        let reply = client.execute("echo mine").expect("a reply");
        assert_eq!(reply.bytes(), b"mine\n");
    }
}
