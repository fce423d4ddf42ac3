//! The program `rcon-sim` as a user starts it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use rcon_proto::Packet;

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rcon-sim"));
    command.args(args);
    command
}

/// A running program; ended when the test is over, however it ends.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended on its own.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(args: &[&str]) -> (Program, BufReader<ChildStdout>) {
    let mut child = command(args)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let out = child.stdout.take().expect("a pipe");
    (Program(child), BufReader::new(out))
}

fn address(out: &mut impl BufRead) -> SocketAddr {
    let mut line = String::new();
    out.read_line(&mut line).expect("text");
    line.trim_end().parse().expect("an address")
}

fn fails(args: &[&str]) -> String {
    let Output {
        status,
        stderr,
        stdout,
    } = command(args).output().expect("it starts");
    assert!(!status.success(), "{args:?}");
    assert!(stdout.is_empty(), "{args:?}");
    String::from_utf8(stderr).expect("text")
}

#[test]
fn it_prints_its_addresses_and_serves_until_it_is_stopped() {
    let (mut program, mut out) = start(&["--listen", "127.0.0.1:0", "--password", "a b"]);
    let mut stream = TcpStream::connect(address(&mut out)).expect("it listens");
    let mut login = [0; 28];
    stream
        .write_all(&Packet::new(1, 3, "a b").encode())
        .expect("the link is up");
    stream.read_exact(&mut login).expect("an answer");
    assert_eq!(login[14..], Packet::new(1, 2, "").encode());
    stream
        .write_all(&Packet::new(2, 2, "quit").encode())
        .expect("the link is up");
    assert!(program.0.wait().expect("it ends").success());
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("text");
    assert_eq!(rest, "");
}

#[test]
fn it_serves_many_ports_of_any_kind() {
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--count",
        "50",
        "--game",
        "hostile:ssh",
    ];
    let (_program, mut out) = start(&args);
    let mut addresses: Vec<_> = (0..50).map(|_| address(&mut out)).collect();
    for address in &addresses {
        let mut greeting = [0; 4];
        let mut stream = TcpStream::connect(address).expect("it listens");
        stream.read_exact(&mut greeting).expect("a greeting");
        assert_eq!(&greeting, b"SSH-");
    }
    addresses.sort();
    addresses.dedup();
    assert_eq!(addresses.len(), 50);
}

#[test]
fn what_it_cannot_do_it_says_in_one_line() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = listener.local_addr().expect("an address").to_string();
    assert!(fails(&["--listen", &taken]).contains(&format!("cannot listen on {taken}: ")));
    assert!(fails(&["--listen", "127.0.0.1:65535", "--count", "2"]).contains("use port 0"));
    assert!(fails(&["--game", "chess"]).contains("unknown game 'chess'; there are source,"));
    assert!(fails(&["--fault", "latency=soon"]).contains("for example 'latency=100ms'"));
}
