//! What the page says that a name's counterpart does, the counterpart does.
//! `page.rs` has which test goes through which row.

use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use rcon_proto::convar::Value;
use rcon_proto::{
    Ascii, ConnectError, ConnectOptions, Connection, Decoded, Error, ErrorKind, ExecuteOptions,
    FrameError, Game, Latin1, LoginFailure, Lost, Packet, SERVERDATA_AUTH,
    SERVERDATA_AUTH_RESPONSE, SERVERDATA_EXECCOMMAND, SERVERDATA_RESPONSE_VALUE, StateError,
    TextEncoding, Utf8, decode,
};
use rcon_sim::{Ban, Hostile, Script, Server, Stage};

use crate::{open, server};

/// For what never comes; what does come has this long.
const BRIEF: Duration = Duration::from_secs(1);

#[test]
fn messages() {
    let packet = Packet::new(5, SERVERDATA_EXECCOMMAND, "a€");
    assert_eq!((packet.id, packet.kind), (5, 2));
    assert_eq!(packet.body, "a€".as_bytes());
    assert_eq!(packet.text(&Utf8).as_deref(), Ok("a€"));
    assert_eq!(packet.text(&Ascii).map_err(|e| e.position()), Err(1));
    assert_eq!(Ascii.encode("a€").map_err(|e| e.position()), Err(1));
    let latin = Packet::new(5, 2, Latin1.encode("é").expect("it has that"));
    assert_eq!(latin.text(&Latin1).as_deref(), Ok("é"));

    let shown = format!("{packet:?}");
    assert_eq!(shown, "Packet { id: 5, kind: 2, body: 4 bytes }");

    let mut wire = packet.encode();
    assert_eq!(wire, b"\x0e\0\0\0\x05\0\0\0\x02\0\0\0a\xe2\x82\xac\0\0");
    wire.extend_from_slice(b"more");
    let Ok(Decoded::Packet { packet: read, rest }) = decode(&wire) else {
        panic!("a whole packet is there");
    };
    assert_eq!((read.to_packet(), rest), (packet, &b"more"[..]));
    assert!(matches!(
        decode(rest),
        Err(FrameError::TooSmall { .. }) | Ok(Decoded::NeedMore { .. })
    ));
    assert_eq!(decode(b"\x0e\0"), Ok(Decoded::NeedMore { missing: 12 }));
    assert_eq!(decode(b"\x09\0\0\0"), Err(FrameError::TooSmall { size: 9 }));
}

#[test]
fn types() {
    assert_eq!(SERVERDATA_AUTH, 3);
    assert_eq!(SERVERDATA_AUTH_RESPONSE, 2);
    assert_eq!(SERVERDATA_EXECCOMMAND, 2);
    assert_eq!(SERVERDATA_RESPONSE_VALUE, 0);
}

#[test]
fn a_connection_step_by_step() {
    let server = server();
    let text = server.addr().to_string();
    let mut rcon = Connection::connect(text, ConnectOptions::default()).expect("a server");
    assert!(rcon.is_connected() && !rcon.is_authenticated() && !rcon.is_closed());
    let early = rcon.execute("status").expect_err("before the login");
    assert!(matches!(early, Error::State(StateError::NotAuthenticated)));
    assert_eq!(early.kind(), ErrorKind::Other);

    rcon.set_timeout(Duration::from_secs(5));
    rcon.authenticate(&"secret".into()).expect("the password");
    assert!(rcon.is_authenticated());

    rcon.close();
    assert!(!rcon.is_connected() && !rcon.is_authenticated() && rcon.is_closed());
    let late = rcon.execute("status").expect_err("behind the end");
    assert!(matches!(late, Error::Lost(Lost::Idle)));
}

#[test]
fn open_takes_a_pair_and_dropping_closes() {
    let server = server();
    let pair = ("127.0.0.1", server.addr().port());
    let options = ConnectOptions::default().timeout(Duration::MAX);
    let rcon = Connection::open(pair, &"secret".into(), options).expect("a login");
    assert_eq!(server.open_connections(), 1);
    drop(rcon);
    assert!(server.wait_no_links(Duration::from_secs(9)));
}

#[test]
fn ten_seconds_unless_another_time_is_given() {
    let default = ConnectOptions::default();
    assert_eq!(default.timeout, Duration::from_secs(10));
    // What is in the options is what a connection has.
    let rcon = open(&server());
    assert_eq!(rcon.options().timeout, default.timeout);
    let for_ever = default.timeout(Duration::MAX);
    assert_eq!(for_ever.timeout, Duration::MAX);
}

#[test]
fn multi_part_false_sends_no_probe() {
    let server = server();
    let options = ConnectOptions::default().game(Game::Generic);
    let mut rcon = Connection::open(server.addr(), &"secret".into(), options).expect("a login");
    rcon.execute("echo one").expect("a reply");
    assert_eq!(server.probes(), 0);
    open(&server).execute("echo two").expect("a reply");
    assert_eq!(server.probes(), 1);
}

#[test]
fn execute_in_its_forms() {
    let server = server();
    let mut rcon = open(&server);
    // More than one packet, and characters that packets cut.
    let long = rcon.execute("sim_bytes 20000").expect("a reply");
    assert_eq!(long.bytes().len(), 20_000);
    let reply = rcon.execute("echo Zürich").expect("a reply");
    assert_eq!(reply.text_lossy(), "Zürich\n");
    assert_eq!(reply.text(&Utf8).as_deref(), Ok("Zürich\n"));

    // A reply that timed out is lost, the connection is not, and what comes
    // late is not another's.
    let brief = ExecuteOptions::default().timeout(Duration::from_millis(50));
    // On a busy machine it may have come before anybody looked at the clock.
    let mut error = rcon.execute_bytes(b"sim_delay 150 late", &brief);
    if error.is_ok() {
        error = rcon.execute_bytes(b"sim_delay 3000 late", &brief);
    }
    let error = error.expect_err("it takes longer");
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let watch = rcon.watch().expect("an open link");
    assert!(watch.wait(Duration::from_secs(9)), "it comes after all");
    assert_eq!(
        rcon.execute("echo next").expect("a reply").bytes(),
        b"next\n"
    );

    rcon.send(b"say bye", rcon_proto::Follows::Nothing)
        .expect("a link");
    let said = |s: &Server| s.chat().iter().any(|line| line.contains("bye"));
    assert!(server.wait_until(Duration::from_secs(9), said));

    let text = rcon_proto::execute(server.addr(), "secret", "echo once");
    assert_eq!(text.expect("a reply"), "once\n");
}

#[test]
fn cvarlist() {
    let server = server();
    let list = open(&server).cvarlist().expect("a list");
    let gravity = list.iter().find(|convar| convar.name == "sv_gravity");
    let gravity = gravity.expect("every Source game has it");
    assert_eq!(gravity.value.as_str(), Some("800"));
    assert!(gravity.flags.contains("rep") && !gravity.description.is_empty());
    let command = list.iter().find(|convar| convar.value == Value::Command);
    assert_eq!(command.expect("there are commands").value.as_str(), None);
}

#[test]
fn communication_errors() {
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = gone.local_addr().expect("bound");
    drop(gone);
    let error = Connection::connect(address, ConnectOptions::default());
    let error = error.expect_err("nobody listens");
    assert!(matches!(error, Error::Connect(ConnectError::Refused(_))));
    assert_eq!(error.kind(), ErrorKind::Connect);

    let server = Server::builder()
        .hostile(Hostile::Reset(Stage::Command))
        .start();
    let error = open(&server.expect("a server"))
        .execute("status")
        .expect_err("reset");
    assert!(matches!(error, Error::Lost(Lost::AfterSend)), "{error}");
    assert_eq!(error.kind(), ErrorKind::Lost);
}

#[test]
fn timeout_errors() {
    let server = Server::builder()
        .hostile(Hostile::Silent(Stage::Accept))
        .start();
    let server = server.expect("a server");
    let options = ConnectOptions::default();
    let mut rcon = Connection::connect(server.addr(), options).expect("a server");
    rcon.set_timeout(BRIEF);
    let error = rcon.authenticate(&"secret".into()).expect_err("silence");
    assert!(matches!(error, Error::LoginTimeout { .. }), "{error}");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(rcon.is_closed());

    let server = Server::builder()
        .hostile(Hostile::Truncated(Stage::Command))
        .start();
    let server = server.expect("a server");
    let mut rcon = open(&server);
    let brief = ExecuteOptions::default().timeout(BRIEF);
    let error = rcon.execute_bytes(b"status", &brief);
    let error = error.expect_err("half a packet");
    assert!(matches!(error, Error::Unfinished { .. }), "{error}");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[test]
fn authentication_errors() {
    let builder = Server::builder().ban_after(2).ban(Ban::Close);
    let server = builder.start().expect("a server");
    let fail = || {
        let options = ConnectOptions::default();
        Connection::open(server.addr(), &"wrong".into(), options).expect_err("that is not it")
    };
    let first = fail();
    assert!(
        matches!(first, Error::Authentication(LoginFailure::Refused)),
        "{first}"
    );
    assert_eq!(first.kind(), ErrorKind::Refused);
    fail();
    let banned = fail();
    assert!(
        matches!(banned, Error::Authentication(LoginFailure::Closed { .. })),
        "{banned}"
    );
    assert_eq!(banned.kind(), ErrorKind::Closed);
}

#[test]
fn message_errors() {
    fn in_ascii(rcon: &mut Connection) -> Result<String, Error> {
        Ok(rcon.execute("echo Zürich")?.text(&Ascii)?)
    }
    let error = in_ascii(&mut open(&server())).expect_err("an umlaut");
    assert!(matches!(error, Error::Message(_)), "{error}");
    assert_eq!(error.kind(), ErrorKind::Usage);

    let server = Server::builder()
        .hostile(Hostile::Size(3, Stage::Command))
        .start();
    let error = open(&server.expect("a server"))
        .execute("x")
        .expect_err("no packet");
    assert!(matches!(error, Error::Protocol(_)), "{error}");
    assert_eq!(error.kind(), ErrorKind::Protocol);
}

#[test]
fn a_scripted_server() {
    let script = Script::new()
        .expect_auth("secret")
        .accept_as_source()
        .expect_command("list")
        .expect_probe()
        .reply("one ")
        .reply_as(SERVERDATA_RESPONSE_VALUE, "two")
        .answer_probe()
        .expect_packet(SERVERDATA_EXECCOMMAND, "last")
        .expect_probe()
        .close()
        .next_connection()
        .expect_auth("wrong")
        .refuse();
    let elsewhere = Server::builder().listen("127.0.0.1:0");
    let scripted = script.clone().start_with(elsewhere).expect("a server");
    let mut rcon = open(scripted.server());
    assert_eq!(rcon.execute("list").expect("a reply").bytes(), b"one two");
    assert!(rcon.execute("last").is_err());
    let options = ConnectOptions::default();
    let refused = Connection::open(scripted.addr(), &"wrong".into(), options);
    assert_eq!(refused.expect_err("as scripted").kind(), ErrorKind::Refused);
    scripted.finish().expect("all of it came");

    // The same again, and another command than was expected.
    let scripted = script.start().expect("a server");
    assert!(open(scripted.server()).execute("other").is_err());
    let error = scripted
        .finish()
        .expect_err("not what was expected")
        .to_string();
    assert!(
        error.contains("\"list\"") && error.contains("\"other\""),
        "{error}"
    );
}

#[test]
fn dropping_a_scripted_server_stops_it() {
    let scripted = Script::new().expect_auth("secret").accept().start();
    let scripted = scripted.expect("a server");
    let address = scripted.addr();
    let mut link = TcpStream::connect(address).expect("it listens");
    drop(scripted);
    // The link is over, by a FIN or a reset, and nobody takes another.
    assert!(matches!(link.read(&mut [0]), Ok(0) | Err(_)));
    let options = ConnectOptions::default();
    let error = Connection::connect(address, options).expect_err("it is gone");
    assert_eq!(error.kind(), ErrorKind::Connect);
}

#[test]
fn three_ways_in_which_a_script_ends_a_connection() {
    let login = || Script::new().expect_auth("secret").accept();
    for script in [login().close(), login().half_close(), login().reset()] {
        let scripted = script.start().expect("a server");
        let options = ConnectOptions::default().timeout(Duration::from_secs(9));
        // The end may overtake the login's answer where it is a reset.
        let ended = Connection::open(scripted.addr(), &"secret".into(), options)
            .and_then(|mut rcon| rcon.execute("status"));
        let error = ended.expect_err("the connection was ended");
        let kinds = [ErrorKind::Lost, ErrorKind::Closed];
        assert!(kinds.contains(&error.kind()), "{error}");
    }
}

#[test]
fn a_scripted_server_that_knows_the_ids() {
    let login = Packet::new(10_000, SERVERDATA_AUTH, "secret");
    let scripted = Script::new()
        .expect_bytes(login.encode())
        .send(&Packet::new(10_000, SERVERDATA_AUTH_RESPONSE, ""))
        .start()
        .expect("a server");
    open(scripted.server());
    scripted.finish().expect("as scripted");
}
