//! Scripts that clients keep to, and scripts from which they stray.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use rcon_proto::Packet;

use super::{Script, Scripted};

fn connect(scripted: &Scripted) -> TcpStream {
    TcpStream::connect(scripted.addr()).expect("it listens")
}

fn send(stream: &mut TcpStream, id: i32, kind: i32, body: &str) {
    let bytes = Packet::new(id, kind, body).encode();
    stream.write_all(&bytes).expect("the link is up");
}

fn read(stream: &mut TcpStream, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    stream.read_exact(&mut bytes).expect("so many bytes");
    bytes
}

fn to_end(mut stream: &TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an orderly end");
    bytes
}

#[test]
fn replies_have_the_ids_of_their_requests() {
    let scripted = Script::new()
        .expect_auth("pw")
        .accept_as_source()
        .expect_command("status")
        .expect_probe()
        .reply("fine")
        .answer_probe()
        .expect_end()
        .close()
        .start()
        .expect("a free port");
    let mut stream = connect(&scripted);
    send(&mut stream, 4, 3, "pw");
    let login = [Packet::new(4, 0, ""), Packet::new(4, 2, "")];
    assert_eq!(read(&mut stream, 28), login.map(|p| p.encode()).concat());
    send(&mut stream, 5, 2, "status");
    send(&mut stream, 6, 0, "");
    stream.shutdown(Shutdown::Write).expect("the link is up");
    let replies = [
        Packet::new(5, 0, "fine"),
        Packet::new(6, 0, ""),
        Packet::new(6, 0, [0, 1, 0, 0]),
    ];
    assert_eq!(to_end(&stream), replies.map(|p| p.encode()).concat());
    assert_eq!(scripted.finish(), Ok(()));
}

#[test]
fn bytes_are_cut_as_told_and_connections_follow_each_other() {
    let scripted = Script::new()
        .expect_bytes(*b"hel")
        .expect_bytes(*b"lo")
        .send_cut(b"abcdef", &[1, 3, 3, 9])
        .close()
        .next_connection()
        .send_bytes(*b"again")
        .half_close()
        .expect_end()
        .start()
        .expect("a free port");
    let mut stream = connect(&scripted);
    stream.write_all(b"hello").expect("the link is up");
    let mut pieces = Vec::new();
    loop {
        let mut buffer = [0; 16];
        match stream.read(&mut buffer).expect("an orderly end") {
            0 => break,
            n => pieces.push(buffer[..n].to_vec()),
        }
    }
    assert_eq!(pieces.concat(), b"abcdef");
    let second = connect(&scripted);
    assert_eq!(to_end(&second), b"again");
    drop(second);
    assert_eq!(scripted.finish(), Ok(()));
}

#[test]
fn a_stray_is_reported_with_what_came_instead() {
    let scripted = Script::new()
        .expect_auth("pw")
        .accept()
        .expect_command("status")
        .start()
        .expect("a free port");
    let mut stream = connect(&scripted);
    send(&mut stream, 1, 3, "pw");
    send(&mut stream, 7, 2, "stats");
    let error = scripted.finish().expect_err("another command").to_string();
    assert_eq!(
        error,
        "connection 1, step 3: expected the command \"status\", got the command \"stats\" (id 7)"
    );
}

#[test]
fn an_end_too_early_and_a_packet_too_many_are_reported() {
    let scripted = Script::new().expect_any().start().expect("a free port");
    drop(connect(&scripted));
    let error = scripted.finish().expect_err("nothing was sent").to_string();
    assert_eq!(
        error,
        "connection 1, step 1: expected a packet, got the client's end"
    );

    let scripted = Script::new().expect_probe().start().expect("a free port");
    let mut stream = connect(&scripted);
    send(&mut stream, 1, 0, "");
    send(&mut stream, 2, 2, "more");
    assert!(to_end(&stream).is_empty());
    let error = scripted.finish().expect_err("one too many").to_string();
    assert!(
        error.contains("the script is over, but got the command \"more\""),
        "{error}"
    );
}
