//! `--no-wait`: whatever ends with 0 has been read by the server, also by one that is
//! slow to read.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use rcon_sim::Game;

use crate::life::server;
use crate::support::{PASSWORD, Server, Table, Target as _, rcon, with_deadline};

fn commands() -> Vec<String> {
    (1..=30).map(|n| format!("sim_echo {n}")).collect()
}

#[test]
fn what_is_sent_unawaited_all_arrives() {
    let mut table = Table::default();
    // A close behind each reply meets the next command, which may be lost then,
    // and that is told.
    let closes = |game: &&Game| **game == Game::ConanClosing;
    for &game in Game::ALL.iter().filter(|game| !closes(game)) {
        table.cell(&game, "30 commands", move || {
            let server = server(game);
            let sent: Vec<String> = (1..=30).map(|n| format!("sim_echo {n}")).collect();
            let args = sent.iter().flat_map(|command| ["-e", command]);
            let outcome = server.run(["--no-wait"]).args(args).assert();
            outcome.code(0).stdout("").stderr("");
            server.wait("all of them", |server| server.commands() == sent);
            // Where ids tell nothing each needs a login.
            let apart = [
                Game::Palworld,
                Game::PalworldParts,
                Game::Conan,
                Game::ConanShifted,
            ];
            let logins = server.logins();
            assert!(logins == 1 || apart.contains(&game) && logins <= 30);
            assert_eq!(server.probes(), 0);
            format!("{} ms", outcome.elapsed.as_millis())
        });
    }
    table.run("--no-wait");
}

/// The server's host is busy: it takes a command in some 40 ms, and answers each,
/// so that answers are on their way all the time.
#[test]
fn a_server_that_reads_slowly_has_read_all_of_it() {
    for (game, intake) in [
        (Game::RustWeb, "intake=2k"),
        (Game::SevenDays, "intake=300"),
        (Game::Minecraft, "intake=2k"),
        (Game::Source, "intake=2k"),
    ] {
        let server = Server::with(|builder| builder.game(game).fault(intake.parse().unwrap()));
        let sent = commands();
        let args = sent.iter().flat_map(|command| ["-e", command]);
        let outcome = server.run(["--no-wait", "-t", "60"]).args(args).assert();
        outcome.code(0).stdout("").stderr("");
        assert_eq!(server.commands(), sent, "{game}");
    }
}

#[test]
fn a_server_that_breaks_before_it_has_read_all_is_told() {
    // In the midst of the commands, behind the handshake of some 170 bytes.
    let faults = |builder: rcon_sim::Builder| {
        let builder = builder.fault("intake=2k".parse().unwrap());
        builder.fault("reset-after-received=900".parse().unwrap())
    };
    let server = Server::with(|builder| faults(builder.game(Game::RustWeb)));
    let sent = commands();
    let args = sent.iter().flat_map(|command| ["-e", command]);
    let outcome = server.run(["--no-wait", "-t", "60"]).args(args).assert();
    outcome
        .code(6)
        .stdout("")
        .stderr_contains("whether it ran is unknown");
    assert!(server.commands().len() < sent.len());
}

#[test]
fn a_server_that_neither_answers_nor_closes_is_told() {
    // The answer to the handshake, and nothing after it.
    let stalls = |builder: rcon_sim::Builder| builder.fault("stall-after=129".parse().unwrap());
    let attempt = |deadline: f64| {
        let server = Server::with(|builder| stalls(builder.game(Game::RustWeb)));
        let run = server.run(["--no-wait", "-t", &deadline.to_string(), "-e", "sim_echo 1"]);
        let said = format!("sent, but no reply within {deadline} s");
        (run.assert(), said, server)
    };
    let (outcome, said, server) = with_deadline(1.0, attempt, |(outcome, said, _)| {
        outcome.stderr.contains(said)
    });
    outcome.code(124).stderr_contains(&said);
    assert_eq!(server.commands(), ["sim_echo 1"]);
}

/// The last of them too is sent again until it is answered.
#[test]
fn datagrams_that_are_lost_are_sent_again() {
    let lossy = |builder: rcon_sim::Builder| builder.fault("lose=30%".parse().unwrap());
    let server = Server::with(|builder| lossy(builder.game(Game::BattlEye)));
    let sent = &commands()[..3];
    let args = sent.iter().flat_map(|command| ["-e", command]);
    let run = server.run(["--no-wait", "-t", "60"]).args(args);
    run.within(Duration::from_mins(2)).assert().code(0);
    assert_eq!(server.commands(), sent);
}

/// Logs a client in, and reads nothing more.
fn never_reads(listener: &TcpListener) -> TcpStream {
    let (mut link, _) = listener.accept().unwrap();
    let (mut head, mut byte) = (String::new(), [0]);
    while !head.ends_with("\r\n\r\n") {
        link.read_exact(&mut byte).unwrap();
        head.push(char::from(byte[0]));
    }
    let key = head
        .lines()
        .find_map(|line| line.strip_prefix("Sec-WebSocket-Key: "));
    let accept = rcon_proto::sums::websocket_accept(key.unwrap());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {accept}\r\n\r\n"
    );
    link.write_all(answer.as_bytes()).unwrap();
    link
}

/// Waits until nothing more comes into the buffers of a link that nobody reads.
fn until_full(link: &TcpStream) {
    let (mut buffer, mut before) = (vec![0; 16 << 20], 0);
    loop {
        let count = link.peek(&mut buffer).unwrap();
        if count == before {
            return;
        }
        before = count;
        thread::sleep(Duration::from_millis(200));
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_write_to_a_server_that_never_reads() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    let script = format!("say {}\n", "x".repeat(900)).repeat(20_000);
    let run = rcon([&*format!("ws://{address}"), "--password", PASSWORD]);
    let run = run.args(["--no-wait", "-t", "600", "-f", "-"]);
    let running = run.stdin(script).start();
    let link = never_reads(&listener);
    until_full(&link);
    running.signal(rustix::process::Signal::INT);
    running.assert().code(130);
}
