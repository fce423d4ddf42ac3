//! A thousand servers, each asked one command from one thread of tokio's, beside
//! the floor: the same bytes over as many bare sockets of the same runtime, which
//! know nothing and wait for the last byte that they are told of.
//!
//! `cargo bench -p rcon-proto --features tokio --bench tokio`

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rcon_proto::tokio::Client;
use rcon_proto::{ConnectOptions, Decoded, Packet, decode};
use rcon_sim::Server;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const SERVERS: usize = 1000;
const ROUNDS: usize = 15;

/// What a packet that marks the end is known by.
const PROBE: i32 = 3;

async fn client(address: SocketAddr) {
    let options = ConnectOptions::default().timeout(Duration::from_secs(60));
    let opened = Client::open(address, &"secret".into(), options).await;
    let reply = opened.expect("a login").execute("echo hi").await;
    assert_eq!(reply.expect("a reply").bytes(), b"hi\n");
}

async fn bare(address: SocketAddr) {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("an option");
    let mut pending = Vec::with_capacity(4096);
    let login = Packet::new(1, 3, "secret").encode();
    stream.write_all(&login).await.expect("it is taken");
    until(&mut stream, &mut pending, |packet| packet.kind == 2).await;
    let mut both = Packet::new(2, 2, "echo hi").encode();
    both.extend(Packet::new(PROBE, 0, "").encode());
    stream.write_all(&both).await.expect("it is taken");
    until(&mut stream, &mut pending, |packet| packet.id == PROBE).await;
}

async fn until(stream: &mut TcpStream, pending: &mut Vec<u8>, last: impl Fn(&Packet) -> bool) {
    loop {
        while let Ok(Decoded::Packet { packet, rest }) = decode(pending) {
            let is_last = last(&packet.to_packet());
            let used = pending.len() - rest.len();
            pending.drain(..used);
            if is_last {
                return;
            }
        }
        let count = stream.read_buf(pending).await.expect("an answer");
        assert_ne!(count, 0, "closed");
    }
}

/// All of them at once, on this thread.
fn all<F: Future<Output = ()> + Send + 'static>(
    addresses: &[SocketAddr],
    one: impl Fn(SocketAddr) -> F,
) -> Duration {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().expect("a runtime");
    let began = Instant::now();
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for &address in addresses {
            tasks.spawn(one(address));
        }
        while let Some(ended) = tasks.join_next().await {
            ended.expect("no panic");
        }
    });
    began.elapsed()
}

fn main() {
    // Compiled by whoever compiles all targets, run by `cargo bench` alone.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let server = Server::builder()
        .count(SERVERS)
        .start()
        .expect("that many ports");
    let addresses = server.addrs().to_vec();
    let (mut ours, mut floor) = (Duration::MAX, Duration::MAX);
    // By turns, so that what else the machine does is in both.
    for _ in 0..ROUNDS {
        ours = ours.min(all(&addresses, client));
        floor = floor.min(all(&addresses, bare));
    }
    let ratio = ours.as_secs_f64() / floor.as_secs_f64();
    println!("| what | time | floor | ratio |");
    println!("| --- | --: | --: | --: |");
    println!("| {SERVERS} servers on tokio, one thread | {ours:.1?} | {floor:.1?} | {ratio:.2} |");
}
