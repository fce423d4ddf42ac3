//! `Client` and `Connection`, the blocking ones and those on tokio, against the
//! same servers over a socket: what the session is held to on the virtual clock
//! holds through them. Only servers that let nobody wait are taken, as here the
//! clock is the machine's; no check asks how long anything took.

use std::io::Write as _;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rcon_proto::{Client, ConnectOptions, Connection, Error, ExecuteOptions, Follows, Reply};

use crate::choices::{
    Choices, Close, CloseAt, Named, PauseAt, Probe, ProbeWhen, RoundTrip, Run, Service, SizeField,
    Unsolicited, Verdict,
};
use crate::judge::judge;
use crate::listener::{Listener, Seen};
use crate::number;
use crate::plan::command_text;
use crate::play::{PASSWORD, play};
use crate::record::Status;
use crate::reply::{Owner, owner, text_of};
use crate::rng::Rng;
use crate::tell::{is_misnamed, source_shape};

/// So many of each kind of client.
const CASES: u64 = 48;
/// Most of a case is waiting.
const LANES: usize = 8;
/// No case lasts longer than this on the virtual clock, in milliseconds.
const LONGEST: u64 = 2500;

/// A client of any kind.
trait Any: Sized {
    const NAME: &'static str;
    fn open(server: &Listener) -> Result<Self, Error>;
    fn execute(&mut self, command: &str, how: &ExecuteOptions) -> Result<Reply, Error>;
    /// Whether the next command goes out.
    fn goes_on(&self) -> bool {
        true
    }
}

fn options() -> ConnectOptions {
    // For a machine that stands still for a while.
    ConnectOptions::default().timeout(Duration::from_secs(30))
}

impl Any for Client {
    const NAME: &'static str = "Client";

    fn open(server: &Listener) -> Result<Self, Error> {
        Client::open(server.address(), &PASSWORD.into(), options())
    }

    fn execute(&mut self, command: &str, how: &ExecuteOptions) -> Result<Reply, Error> {
        self.execute_bytes(command.as_bytes(), how)
    }
}

impl Any for Connection {
    const NAME: &'static str = "Connection";

    fn open(server: &Listener) -> Result<Self, Error> {
        Connection::open(server.address(), &PASSWORD.into(), options())
    }

    fn execute(&mut self, command: &str, how: &ExecuteOptions) -> Result<Reply, Error> {
        self.execute_bytes(command.as_bytes(), how)
    }

    fn goes_on(&self) -> bool {
        !self.is_closed() && !self.needs_fresh_login()
    }
}

#[cfg(feature = "tokio")]
struct OnTokio(tokio::runtime::Runtime, rcon_proto::tokio::Client);

#[cfg(feature = "tokio")]
impl Any for OnTokio {
    const NAME: &'static str = "tokio::Client";

    fn open(server: &Listener) -> Result<Self, Error> {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().build().expect("a runtime");
        let password = PASSWORD.into();
        let opened = rcon_proto::tokio::Client::open(server.address(), &password, options());
        let client = runtime.block_on(opened)?;
        Ok(Self(runtime, client))
    }

    fn execute(&mut self, command: &str, how: &ExecuteOptions) -> Result<Reply, Error> {
        let executed = self.1.execute_bytes(command.as_bytes(), how);
        self.0.block_on(executed)
    }
}

/// The case of a seed, if it is one for a real clock, and which of its commands
/// the session told whole there.
fn draw(seed: u64, case: u64) -> Option<(Choices, Vec<bool>)> {
    let mut choices = Choices::draw(&mut Rng::of_case(seed, case));
    choices.run = Run::Script;
    choices.round_trip = RoundTrip::Ms2;
    let fits = choices.pause_at == PauseAt::Nowhere
        && choices.verdict == Verdict::Accepted
        && choices.service == Service::Rcon
        && choices.game == Named::Auto
        && choices.unsolicited != Unsolicited::KeepAliveSteady
        && choices.size_field == SizeField::Right
        // What nothing tells is looked at on the virtual clock.
        && (choices.close == Close::Never || choices.close_at == CloseAt::Behind)
        && choices.probe_when != ProbeWhen::AtOnce
        && (choices.probe != Probe::Paged || source_shape(&choices))
        && !is_misnamed(&choices);
    if !fits {
        return None;
    }
    let record = play(&choices);
    let quick = record.asked.iter().all(|asked| {
        asked.status != Status::TimedOut && asked.done_at.saturating_sub(asked.at) < LONGEST
    });
    // What the session itself cannot tell is looked at there.
    if !quick || record.logged_in.is_none() || !judge(&choices, &record).is_empty() {
        return None;
    }
    let whole = |(command, asked): (usize, &crate::record::Asked)| {
        matches!(asked.status, Status::Ended(_)) && asked.told == text_of(&choices, command)
    };
    Some((
        choices,
        record.asked.iter().enumerate().map(whole).collect(),
    ))
}

/// Text without the newlines that are put between packets.
fn without_newlines(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|&byte| byte != b'\n').collect()
}

/// What is wrong with a reply that is told as whole.
fn complaint(choices: &Choices, command: usize, reply: &[u8]) -> Option<String> {
    let (told, text) = (
        without_newlines(reply),
        without_newlines(&text_of(choices, command)),
    );
    let anothers = told
        .iter()
        .any(|&byte| matches!(owner(byte), Some(Owner::Command(other)) if other != command));
    if anothers {
        return Some(format!(
            "bytes of another command in the reply to {command}"
        ));
    }
    let own: Vec<u8> = match choices.unsolicited {
        Unsolicited::None => told,
        // Letters of nobody's may be in it where ids tell nothing.
        _ => told
            .into_iter()
            .filter(|&byte| !matches!(owner(byte), Some(Owner::Nobody)))
            .collect(),
    };
    (own != text).then(|| {
        format!(
            "{} of {} bytes of the reply to {command} are told as whole",
            own.len(),
            text.len()
        )
    })
}

/// Asks all commands. `whole`: those that are told whole over a virtual link.
fn ask<C: Any>(choices: &Choices, whole: &[bool]) -> Result<(), String> {
    let server = Listener::start(choices);
    let opened = C::open(&server);
    let mut client = opened.map_err(|error| format!("the login failed: {error}"))?;
    for command in 0..choices.count() {
        let last = command + 1 == choices.count();
        let how = ExecuteOptions::default();
        let how = how.follows(if last {
            Follows::Nothing
        } else {
            Follows::More
        });
        match client.execute(&command_text(command), &how) {
            Ok(reply) => {
                if let Some(what) = complaint(choices, command, reply.bytes()) {
                    return Err(what);
                }
            }
            Err(error) if whole.get(command) == Some(&true) => {
                return Err(format!("command {command} failed: {error}"));
            }
            Err(_) => {}
        }
        if !client.goes_on() {
            break;
        }
    }
    drop(client);
    sent_once(&server.seen())
}

/// Each command went out once at the most, and the password once a connection.
fn sent_once(seen: &Seen) -> Result<(), String> {
    let mut commands = seen.commands.clone();
    commands.sort_unstable();
    commands.dedup();
    if commands.len() < seen.commands.len() {
        return Err(format!("a command went out twice: {:?}", seen.commands));
    }
    if seen.logins > seen.connections {
        return Err(format!(
            "{} passwords over {} connections",
            seen.logins, seen.connections
        ));
    }
    Ok(())
}

fn all<C: Any>() {
    let (seed, cases) = (
        number("BEHAVIOURS_SEED", crate::SEED),
        number("BEHAVIOURS_LIVE", CASES),
    );
    println!("{}: seed {seed}, {cases} cases", C::NAME);
    let drawn = (0..).filter_map(|case| Some((case, draw(seed, case)?)));
    let drawn = Mutex::new(drawn.take(cases as usize));
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                while let Some((case, (choices, whole))) = { lock(&drawn).next() } {
                    if let Err(what) = ask::<C>(&choices, &whole) {
                        let words = choices.words().join("; ");
                        lock(&failed).push(format!("case {case}: {what}\n{words}\n{choices:?}\n"));
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    let _ = std::io::stdout().flush();
    assert!(failed.is_empty(), "seed {seed}\n{}", failed.concat());
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn a_client_deals_with_them_alike() {
    all::<Client>();
}

#[test]
fn a_connection_deals_with_them_alike() {
    all::<Connection>();
}

#[cfg(feature = "tokio")]
#[test]
fn a_client_on_tokio_deals_with_them_alike() {
    all::<OnTokio>();
}
