//! The driver of the guide's page on event loops, against servers of every
//! kind: one thread for all of them.

#[path = "../examples/nonblocking/driver/mod.rs"]
mod driver;

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use driver::{Failure, Job, Report, run};
use rcon_proto::session::SessionConfig;
use rcon_proto::{LoginFailure, ServerOptions};
use rcon_sim::{Ban, Fault, Game, Hostile, Script, Server, Stage};

/// Long enough to be passed only by what hangs.
const TIMEOUT: Duration = Duration::from_secs(20);

fn job(address: SocketAddr, commands: &[&str]) -> Job {
    Job {
        address,
        password: "secret".into(),
        commands: commands.iter().map(ToString::to_string).collect(),
        config: SessionConfig::default(),
    }
}

fn run_one(job: Job, timeout: Duration) -> Report {
    let mut reports = run(vec![job], timeout).expect("a system that polls");
    reports.pop().expect("a report for a job")
}

fn texts(report: &Report) -> Vec<String> {
    let text = |reply: &Option<Vec<u8>>| {
        let bytes = reply.as_deref().unwrap_or(b"(none)");
        String::from_utf8_lossy(bytes).into_owned()
    };
    report.replies.iter().map(text).collect()
}

/// What `sim_lines 3` prints, without its newlines: Pumpkin has none.
const LINES: &str = "line 1line 2line 3";

/// Games that this client is not right on yet. One that begins to be right has
/// to be taken off.
const NOT_YET: &[Game] = &[];

/// The second command, and how much of it comes at the least. Some servers
/// take no more than a little.
fn second(game: Game) -> (&'static str, usize) {
    match game {
        Game::BepInEx => ("sim_bytes 200", 200),
        Game::Assetto => ("sim_bytes 900", 900),
        Game::ValheimRcon | Game::Hytale | Game::VRising => ("sim_bytes 4000", 4000),
        // Pumpkin and Rust send lines without their newlines.
        _ => ("sim_bytes 9000", 9000 - 9000 / 64),
    }
}

/// What is wrong with what came of two commands to this game.
fn wrong(game: Game, server: &Server, report: &Report) -> Option<String> {
    if let Some(failure) = &report.failure {
        return Some(format!("{failure:?}"));
    }
    let texts = texts(report);
    let lines: String = texts[0]
        .lines()
        .filter(|line| line.starts_with("line "))
        .collect();
    let logins = server.logins();
    let right = lines == LINES && texts[1].len() >= second(game).1 && logins == 1;
    (!right).then(|| format!("{logins} logins, {lines:?}, {} bytes", texts[1].len()))
}

#[test]
fn every_game_answers_two_commands_over_links_of_single_bytes() {
    // Where ids tell nothing (Palworld, Conan) each command needs a connection
    // of its own, one build of Conan ends the link after each, and V Rising, so
    // set, at the first probe: that is for a client that comes back. Rust's
    // WebSocket has no packets.
    let left_out = [
        Game::Palworld,
        Game::PalworldParts,
        Game::Conan,
        Game::ConanShifted,
        Game::ConanClosing,
        Game::VRisingTwo,
    ];
    let games = Game::ALL.iter().filter(|game| {
        // The example is a session's.
        game.scheme() == "rcon" && !left_out.contains(game)
    });
    let servers: Vec<_> = games
        .map(|&game| {
            let builder = Server::builder().game(game).fault(Fault::Slice(1));
            (game, builder.start().expect("a server"))
        })
        .collect();
    let jobs = servers
        .iter()
        .map(|(game, server)| job(server.addr(), &["sim_lines 3", second(*game).0]));
    let reports = run(jobs.collect(), TIMEOUT).expect("a system that polls");
    for ((game, server), report) in servers.iter().zip(&reports) {
        let wrong = wrong(*game, server, report);
        assert_eq!(wrong.is_some(), NOT_YET.contains(game), "{game}: {wrong:?}");
    }
}

#[test]
fn the_last_commands_reply_ends_with_a_half_close() {
    let scripted = Script::new()
        .expect_auth("secret")
        .accept()
        .expect_command("list")
        .reply("There are ")
        .expect_end()
        .reply("0 players")
        .close()
        .start()
        .expect("a server");
    let report = run_one(job(scripted.addr(), &["list"]), TIMEOUT);
    assert_eq!(texts(&report), ["There are 0 players"]);
    scripted.finish().expect("as scripted");
}

#[test]
fn a_command_that_the_system_takes_in_parts_arrives_whole() {
    let long = "x".repeat(12 << 20);
    let scripted = Script::new()
        .expect_auth("secret")
        .accept()
        .expect_command(long.as_str())
        .reply("long")
        .close()
        .start()
        .expect("a server");
    let mut job = job(scripted.addr(), &[&long]);
    job.config = job
        .config
        .server(ServerOptions::default().max_command(long.len()));
    let report = run_one(job, TIMEOUT);
    assert_eq!(texts(&report), ["long"], "{:?}", report.failure);
    scripted.finish().expect("as scripted");
}

#[test]
fn a_refused_password_is_sent_once() {
    let server = Server::builder()
        .password("other")
        .start()
        .expect("a server");
    let report = run_one(job(server.addr(), &["status"]), TIMEOUT);
    assert!(matches!(
        report.failure,
        Some(Failure::Login(LoginFailure::Refused))
    ));
    assert!(report.replies.is_empty());
    assert_eq!((server.logins(), server.refusals()), (1, 1));
}

#[test]
fn a_close_before_the_answer_is_no_refusal() {
    let builder = Server::builder()
        .password("other")
        .ban_after(1)
        .ban(Ban::Close);
    let server = builder.start().expect("a server");
    run_one(job(server.addr(), &["status"]), TIMEOUT);
    let report = run_one(job(server.addr(), &["status"]), TIMEOUT);
    let Some(Failure::Login(LoginFailure::Closed { .. })) = report.failure else {
        panic!("{:?}", report.failure);
    };
}

#[test]
fn a_lost_link_says_whether_the_command_had_gone() {
    for (script, sent) in [
        // Closed between two commands.
        (
            Script::new()
                .expect_auth("secret")
                .accept()
                .expect_command("a")
                .reply("1")
                .close(),
            false,
        ),
        // Closed with the second one on its way.
        (
            Script::new()
                .expect_auth("secret")
                .accept()
                .expect_command("a")
                .reply("1")
                .expect_command("b")
                .reset(),
            true,
        ),
    ] {
        let scripted = script.start().expect("a server");
        let report = run_one(job(scripted.addr(), &["a", "b"]), TIMEOUT);
        assert_eq!(texts(&report), ["1"]);
        let Some(Failure::Lost { sent: as_told }) = report.failure else {
            panic!("{:?}", report.failure);
        };
        assert_eq!(as_told, sent);
        scripted.finish().expect("as scripted");
    }
}

#[test]
fn what_never_comes_ends_at_the_deadline() {
    let timeout = Duration::from_secs(1);

    // A command without an answer; the next one has its own reply, for which a busy
    // machine may need as long.
    let server = Server::builder().start().expect("a server");
    let ask = |timeout| run_one(job(server.addr(), &["sim_silent", "sim_lines 1"]), timeout);
    let mut report = ask(timeout);
    if texts(&report) != ["(none)", "line 1\n"] {
        report = ask(TIMEOUT);
    }
    assert!(report.failure.is_none(), "{:?}", report.failure);
    assert_eq!(texts(&report), ["(none)", "line 1\n"]);

    // A login without one.
    let server = Server::builder()
        .hostile(Hostile::Silent(Stage::Accept))
        .start();
    let report = run_one(job(server.expect("a server").addr(), &["status"]), timeout);
    assert!(matches!(
        report.failure,
        Some(Failure::Login(_) | Failure::LoginTimedOut)
    ));
}

#[test]
fn nobody_listens() {
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = gone.local_addr().expect("bound");
    drop(gone);
    let report = run_one(job(address, &["status"]), TIMEOUT);
    let Some(Failure::Connect(error)) = report.failure else {
        panic!("{:?}", report.failure);
    };
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
}

#[test]
fn nothing_hostile_keeps_the_loop() {
    let servers: Vec<_> = Hostile::ALL
        .iter()
        .map(|&hostile| {
            Server::builder()
                .hostile(hostile)
                .start()
                .expect("a server")
        })
        .collect();
    let jobs = servers.iter().map(|server| job(server.addr(), &["a", "b"]));
    let reports = run(jobs.collect(), Duration::from_millis(500)).expect("a system that polls");
    assert_eq!(reports.len(), Hostile::ALL.len());
}
