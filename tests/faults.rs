//! Links that break, crawl or lie: the code says what is known of the command,
//! and no command ever runs twice.

use std::time::{Duration, Instant};

use rcon_sim::{Fault, Game};

use crate::support::{PASSWORD, Server, Table, Target as _, with_deadline};

const COMMAND: &str = "sim_echo hello";
const REPLY: &str = "hello\n";

fn server(game: Game, faults: &[Fault]) -> Server {
    Server::with(|builder| {
        let builder = builder.game(game);
        faults.iter().fold(builder, |b, fault| b.fault(*fault))
    })
}

/// Bytes of a packet with this body.
fn packet(body: &str) -> u64 {
    14 + body.len() as u64
}

/// Up to which byte of one direction the login goes, and up to which one the
/// client cannot know that it has the whole reply.
struct Exchange {
    login: u64,
    reply: u64,
}

impl Exchange {
    /// From the server: a login's one or two packets, the reply, and on
    /// Source the probe's first answer.
    fn sent(game: Game) -> Self {
        let (login, probe) = match game {
            Game::Source => (2 * packet(""), packet("")),
            _ => (packet(""), 0),
        };
        let reply = login + packet(REPLY) + probe;
        Self { login, reply }
    }

    /// The same, where a reset follows the last byte: it may have swallowed
    /// more, unless the probe's answer had come.
    fn sent_and_reset(game: Game) -> Self {
        let mut exchange = Self::sent(game);
        if game != Game::Source {
            exchange.reply += 1;
        }
        exchange
    }

    /// From the client. The link ends before the last of the bytes that are
    /// counted is acted upon.
    fn received(game: Game) -> Self {
        let login = packet(PASSWORD) + 1;
        let probe = match game {
            Game::Source => packet(""),
            _ => 0,
        };
        let reply = login + packet(COMMAND) + probe;
        Self { login, reply }
    }

    /// What a run must end in when the link ends at this byte.
    fn code(&self, at: u64) -> i32 {
        match at {
            at if at < self.login => 5,
            at if at < self.reply => 6,
            _ => 0,
        }
    }
}

/// Ends the link at every byte of an exchange.
fn at_every_byte(game: Game, exchange: &Exchange, fault: fn(u64) -> Fault) -> String {
    for at in 0..exchange.reply + 2 {
        let server = server(game, &[fault(at)]);
        let outcome = server.run(["-e", COMMAND]).assert();
        let code = exchange.code(at);
        println!("{game}, byte {at}");
        // Behind the only packet of a login's answer it is a refusal as well, where
        // it comes before the command goes out.
        if at != exchange.login || outcome.code != Some(5) {
            outcome.code(code);
        }
        let printed = outcome.text();
        match code {
            0 => assert_eq!(printed, REPLY),
            // As far as it came, and a newline.
            6 => assert!(REPLY.starts_with(printed.trim_end()), "{printed:?}"),
            _ => assert_eq!(printed, ""),
        }
        assert!(server.commands().len() <= 1, "{:?}", server.commands());
        // A link that ends right behind the login is made anew, once.
        let most = if at == exchange.login { 2 } else { 1 };
        assert!(server.logins() <= most, "{} logins", server.logins());
    }
    let (login, reply) = (exchange.login, exchange.reply);
    format!("5 to byte {login}, 6 to byte {reply}, then 0")
}

#[test]
fn an_end_at_every_byte() {
    let mut table = Table::default();
    for game in [Game::Source, Game::Minecraft] {
        table.cell(&"reset, from the server", game.name(), move || {
            at_every_byte(game, &Exchange::sent_and_reset(game), Fault::ResetAfter)
        });
        table.cell(&"close, from the server", game.name(), move || {
            at_every_byte(game, &Exchange::sent(game), Fault::CloseAfter)
        });
        for (name, fault) in [
            (
                "reset, from the client",
                Fault::ResetAfterReceived as fn(u64) -> Fault,
            ),
            ("close, from the client", Fault::CloseAfterReceived),
        ] {
            table.cell(&name, game.name(), move || {
                at_every_byte(game, &Exchange::received(game), fault)
            });
        }
    }
    table.run("codes of a run whose link ends at every byte in turn");
}

#[test]
fn bytes_come_as_they_like() {
    let links: [&[Fault]; 5] = [
        &[Fault::Slice(1)],
        &[Fault::Coalesce(Duration::from_millis(30))],
        &[
            Fault::Latency(Duration::from_millis(10)),
            Fault::Jitter(Duration::from_millis(40)),
        ],
        &[Fault::Bandwidth(32 * 1024)],
        &[Fault::Slice(700), Fault::Jitter(Duration::from_millis(20))],
    ];
    let rows: Vec<String> = (1..=700).map(|n| format!("line {n}\n")).collect();
    let large = &rows.concat();
    let mut table = Table::default();
    for faults in links {
        let names: Vec<String> = faults.iter().map(ToString::to_string).collect();
        for game in [
            Game::Source,
            Game::Squad,
            Game::Minecraft,
            Game::Palworld,
            Game::Cuberite,
        ] {
            table.cell(&names.join(", "), game.name(), move || {
                let server = server(game, faults);
                let commands = ["-e", "sim_lines 700", "-e", COMMAND, "-e", "sim_lines 700"];
                let outcome = server.run(commands).assert();
                let expected = format!("{large}{REPLY}{large}");
                outcome.code(0).stdout(expected);
                assert_eq!(server.commands().len(), 3);
                format!("{} ms", outcome.elapsed.as_millis())
            });
        }
    }
    table.run("three replies, of 6 KB, of a line, of 6 KB");
}

/// The link delays what comes from the server, so a connection is there at
/// once, and the login and the command take a round trip each.
#[test]
fn a_reply_takes_no_more_round_trips_than_it_has_to() {
    for game in [Game::Source, Game::Minecraft, Game::Cuberite] {
        // In trips that take so many seconds. A busy machine adds its own delays, which
        // are the less the longer they take.
        let first_line = |trip: f64| {
            let latency = Fault::Latency(Duration::from_secs_f64(trip));
            let server = server(game, &[latency]);
            let began = Instant::now();
            let running = server.run(["-t", "60", "-e", COMMAND]).start();
            assert_eq!(running.line(), "hello");
            let trips = began.elapsed().as_secs_f64() / trip;
            assert!(trips >= 2.0, "{game}: {trips} cannot be");
            running.assert().code(0);
            trips
        };
        let trips = with_deadline(0.4, first_line, |trips| *trips < 3.0);
        assert!(trips < 3.0, "{game}: {trips} round trips");
    }
}

#[test]
fn a_link_that_stalls_ends_at_the_deadline() {
    for (game, after, printed, message) in [
        (Game::Source, 0, "", "the login was not answered within"),
        (Game::Source, 20, "", "the login was not answered within"),
        (Game::Source, 28, "", "sent, but no reply within"),
        (Game::Source, 35, "", "sent, but no reply within"),
        (Game::Source, 46, "hel\n", "its end did not come within"),
        (Game::Minecraft, 14, "", "sent, but no reply within"),
        (Game::Minecraft, 32, "hel\n", "its end did not come within"),
    ] {
        println!("{game}, stalled after {after}");
        let attempt = |deadline: f64| {
            let server = server(game, &[Fault::StallAfter(after)]);
            // A packet of a few bytes is told as a whole only: it may be no text.
            let run = server.run(["-e", "sim_echo hello, all of you"]);
            let run = run.args(["-t", &deadline.to_string()]);
            (deadline, run.assert(), server)
        };
        let (deadline, outcome, server) = with_deadline(0.5, attempt, |(_, outcome, _)| {
            outcome.stderr.contains(message)
        });
        outcome
            .code(124)
            .stdout(printed)
            .stderr_contains(message)
            .slower_than(Duration::from_secs_f64(deadline));
        assert!(server.commands().len() <= 1);
    }
}

#[test]
fn noise_is_not_rcon() {
    for (game, after) in [
        (Game::Source, 0),
        (Game::Source, 5),
        (Game::Source, 28),
        (Game::Source, 48),
        (Game::Minecraft, 0),
        (Game::Minecraft, 14),
    ] {
        println!("{game}, noise after {after}");
        let server = server(game, &[Fault::GarbageAfter(after)]);
        let outcome = server.run(["-e", COMMAND]).assert();
        // Noise is no size of a packet, or that of one beyond every limit.
        outcome.code(7).stdout(if after == 48 { REPLY } else { "" });
        assert!(server.commands().len() <= 1);
    }
}
