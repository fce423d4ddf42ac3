//! A password is in nothing that is printed for debugging.

use std::time::{Duration, Instant};

use rcon_proto::session::{Session, SessionConfig};
use rcon_proto::{Packet, SERVERDATA_AUTH, decode};

/// Letters that are in no name of a type or a field, as a text and as the
/// numbers that a list of bytes is printed as.
const PASSWORD: &str = "~`~`";
const AS_NUMBERS: &str = "126, 96, 126, 96";

fn assert_hidden(printed: &str) {
    assert!(!printed.contains(PASSWORD), "{printed}");
    assert!(!printed.contains(AS_NUMBERS), "{printed}");
}

#[test]
fn neither_a_client_nor_its_connection_shows_it() {
    let server = rcon_sim::Server::builder().password(PASSWORD).start();
    let server = server.expect("a server");
    let options = rcon_proto::ConnectOptions::default();
    let client = rcon_proto::Client::open(server.addr(), &PASSWORD.into(), options);
    let mut client = client.expect("a login");
    assert_hidden(&format!("{client:?}"));
    // Not even where it came in a command or a reply.
    client
        .execute(&format!("rcon_password {PASSWORD}"))
        .expect("a reply");
    assert_hidden(&format!("{client:?}"));
}

#[test]
fn a_session_that_is_about_to_log_in_does_not_show_the_password() {
    let mut session = Session::new(SessionConfig::default());
    session
        .login(&PASSWORD.into(), Duration::from_secs(1), Instant::now())
        .expect("a fresh session");
    assert_hidden(&format!("{session:?}"));
    let transmit = session.poll_transmit().expect("the login is to be sent");
    assert_hidden(&format!("{transmit:?}"));
}

#[test]
fn a_packet_shows_how_long_its_body_is_and_no_more() {
    let login = Packet::new(7, SERVERDATA_AUTH, PASSWORD);
    assert_hidden(&format!("{login:?} {login:#?}"));
    let wire = login.encode();
    let decoded = decode(&wire).expect("a packet");
    assert_hidden(&format!("{decoded:?} {decoded:#?}"));
    let shown = format!("{login:?}");
    assert_eq!(shown, "Packet { id: 7, kind: 3, body: 4 bytes }");
}
