//! A client that comes back, and what it tells when it cannot just go on.

use std::time::Duration;

use rcon_proto::{
    Client, ConnectOptions, Error, ErrorKind, ExecuteOptions, Follows, Lost, ProtocolError,
    StateError,
};
use rcon_sim::{Fault, MapChange, Server};

fn open(server: &Server, options: ConnectOptions) -> Client {
    Client::open(server.addr(), &"secret".into(), options).expect("a login")
}

#[test]
fn a_login_that_was_forgotten_is_made_again_and_the_command_is_not_sent_again() {
    let builder = Server::builder().map_change(MapChange::ForgetLogins);
    let server = builder.start().expect("a server");
    let mut client = open(&server, ConnectOptions::default());
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

#[test]
fn a_reply_over_the_limit_is_an_error_and_the_next_has_a_new_connection() {
    let server = Server::builder().start().expect("a server");
    let options = ConnectOptions::default().max_reply(1000);
    let mut client = open(&server, options);
    let error = client.execute("sim_bytes 50000").expect_err("too long");
    let limit = 1000;
    let Error::Protocol(ProtocolError::ReplyTooLarge { limit: told }) = error else {
        panic!("{error}");
    };
    assert_eq!(told, limit);
    assert_eq!(client.execute("echo hi").expect("a reply").bytes(), b"hi\n");
    assert_eq!(server.logins(), 2);
}

#[test]
fn a_command_whose_link_died_is_not_sent_again() {
    let login = 14 + "secret".len() as u64;
    let builder = Server::builder().fault(Fault::CloseAfterReceived(login + 4));
    let server = builder.start().expect("a server");
    let mut client = open(&server, ConnectOptions::default());
    let error = client.execute("status").expect_err("the link is cut");
    assert!(
        matches!(error, Error::Lost(Lost::AfterSend | Lost::AtProbe)),
        "{error}"
    );
    assert_eq!(error.kind(), ErrorKind::Lost);
    assert!(server.commands().is_empty());
    assert_eq!(server.logins(), 1);
}

#[test]
fn bytes_with_a_timeout_of_their_own_go_over_a_new_connection() {
    let server = Server::builder().start().expect("a server");
    let mut client = open(&server, ConnectOptions::default());
    let how = ExecuteOptions::default().timeout(Duration::from_millis(50));
    let error = client.execute_bytes(b"sim_silent", &how);
    assert!(matches!(error, Err(Error::Timeout { .. })), "{error:?}");

    server.close_links();
    assert!(server.wait_until(Duration::from_secs(20), |s| s.open_connections() == 0));
    let how = ExecuteOptions::default().follows(Follows::Nothing);
    let reply = client.execute_bytes(b"echo \xe9", &how).expect("a reply");
    assert_eq!(reply.bytes(), b"\xe9\n");
    assert_eq!(server.logins(), 2);
}
