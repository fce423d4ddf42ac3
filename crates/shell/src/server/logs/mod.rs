//! The live log of a server: asked for, received, checked, and taken back
//! whatever ends it.
//!
//! Source sends its log in datagrams to addresses that it is told, CS2 in requests of
//! HTTP; Squad and Rust push what is said over the connection itself, which whoever reads that
//! hands to [`Logs::pushed`]. Lines wait in an [`Inbox`](inbox::Inbox) that has an end.

mod gate;
mod http;
mod inbox;
mod place;
mod registered;
mod request;
mod udp;

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rcon_proto::{
    Address, Cancel, Client, ConnectOptions, ErrorKind, Game, Password, Shape, StateError,
};
use regex_lite::Regex;

use crate::error::{Error, Result, UsageError};
use crate::request::log_place::LogPlace;
use crate::request::target::Target;
use crate::server::link::Link;
use crate::show::report;
use crate::system::interrupt::Parting;

use gate::Gate;
pub(crate) use inbox::{Batch, Logged};
use place::{Ends, Listening};
use registered::{How, Registered, Switch, Way, ask, read_secret, read_switch};

/// How long the connection is waited for in the end, before another is made.
const TURN: Duration = Duration::from_millis(500);

/// The deadline of a connection that is made in the end.
const CONNECT: Duration = Duration::from_secs(2);

/// How long somebody who cannot be told to stop is waited for, to be told 410.
const GONE: Duration = Duration::from_secs(1);

/// How long nothing may come before that is told.
const SILENCE: Duration = Duration::from_secs(10);

/// How a server's log is had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// It is asked to send it.
    Sent(Way),
    /// The connection brings it.
    Pushed,
}

/// The live log of one server. It ends with [`end`](Self::end), and at the latest when it
/// is dropped or the program ends.
#[derive(Debug)]
pub(crate) struct Logs {
    shared: Arc<Shared>,
    /// Where the server sends to; nothing where the connection brings the log.
    place: Option<String>,
    /// What there is to know besides.
    remarks: Vec<String>,
    tell: fn(&str),
    _parting: Option<Parting>,
}

#[derive(Debug)]
struct Shared {
    link: Link,
    spare: Spare,
    gate: Arc<Gate>,
    registered: Mutex<Option<Registered>>,
    /// The listeners end.
    over: Arc<AtomicBool>,
    /// The listener of HTTP says that nobody is there.
    gone: Arc<AtomicBool>,
    /// The address on this side is one of the connection's own.
    local: Mutex<Option<IpAddr>>,
    /// When it was asked for; nothing once that was told which depends on it.
    since: Mutex<Option<Instant>>,
    /// Of which of the client's connections the server was told.
    seen: AtomicU64,
}

/// What another connection takes, should the one there is be in use or gone.
#[derive(Debug)]
struct Spare {
    address: Address,
    /// Nothing once it was refused: it is not sent again.
    password: Mutex<Option<Password>>,
    options: ConnectOptions,
}

/// What is known before a log is asked for.
pub(crate) struct Wanted<'a> {
    pub(crate) link: &'a Link,
    pub(crate) target: &'a Target,
    pub(crate) cancel: &'a Cancel,
    pub(crate) place: &'a LogPlace,
    /// The game, as far as it is known.
    pub(crate) game: Game,
    pub(crate) filter: Option<Regex>,
    /// So many lines may wait to be shown.
    pub(crate) room: usize,
    /// Tells the user what there is to tell in the end.
    pub(crate) tell: fn(&str),
}

impl Logs {
    /// Asks a server that is connected to for its log.
    ///
    /// # Errors
    ///
    /// Its game has none that could be had, it does not answer or refuses, or there is no place
    /// where it could be received.
    pub(crate) fn start(wanted: &Wanted<'_>) -> Result<Self> {
        let with = |act: &mut dyn FnMut(&mut Client) -> Result<Self>| {
            let used = wanted.link.with(wanted.cancel, |client| act(client));
            used.map_err(|_| Error::from(rcon_proto::Error::Interrupted))?
        };
        with(&mut |client| Self::start_over(client, wanted))
    }

    fn start_over(client: &mut Client, wanted: &Wanted<'_>) -> Result<Self> {
        client.ensure(&mut ())?;
        let mut remarks = Vec::new();
        let (source, switch) = source(client, wanted, &mut remarks)?;
        let ends = client.connection().and_then(|connection| {
            Some(Ends {
                local: connection.local_addr()?.ip().to_canonical(),
                peer: connection.peer_addr()?.ip().to_canonical(),
            })
        });
        let gate = Arc::new(Gate::with_room(wanted.room));
        gate.set_filter(wanted.filter.clone());
        let shared = Arc::new(Shared {
            link: wanted.link.clone(),
            spare: Spare {
                address: client.address().clone(),
                password: Mutex::new(client.password().cloned()),
                options: client.options().clone(),
            },
            gate,
            registered: Mutex::new(None),
            over: Arc::default(),
            gone: Arc::default(),
            local: Mutex::new(ends.map(|ends| ends.local)),
            since: Mutex::new(None),
            seen: AtomicU64::new(client.reconnections()),
        });
        let Source::Sent(way) = source else {
            return Ok(Self {
                shared,
                place: None,
                remarks,
                tell: wanted.tell,
                _parting: None,
            });
        };
        let mut listening = place::listen(way, wanted.place, ends, wanted.target, wanted.cancel)?;
        shared.gate.set_senders(listening.senders.drain(..));
        let registered = Registered {
            way,
            place: listening.announced.clone(),
            ours: true,
            switched_on: switch == Switch::Off,
        };
        for command in [
            registered.switched_on.then(|| "log on".to_owned()),
            Some(registered.command()),
        ] {
            wanted
                .target
                .check_allowed(command.as_deref().unwrap_or_default())?;
        }
        let parting = {
            let shared = Arc::clone(&shared);
            Parting::before_end(move || drop(shared.take_back()))
        };
        // From here on, whatever comes, it is taken back.
        let logs = Self {
            shared,
            place: Some(listening.announced.clone()),
            remarks,
            tell: wanted.tell,
            _parting: Some(parting),
        };
        logs.begin(client, &registered, listening, wanted)?;
        Ok(logs)
    }

    fn begin(
        &self,
        client: &mut Client,
        registered: &Registered,
        listening: Listening,
        wanted: &Wanted<'_>,
    ) -> Result<()> {
        let shared = &self.shared;
        let secret = match registered.way {
            Way::Udp => {
                let reply = ask(client, "sv_logsecret", How::default())?;
                read_secret(reply.as_bytes())
            }
            Way::Http => None,
        };
        let mut registered = registered.clone();
        if wanted.place.via.is_some() && registered.way == Way::Udp {
            // Somebody else may have put it there, and be there.
            let listed = ask(client, "logaddress_list", How::default())?;
            registered.ours = !listed.lines().any(|line| line.trim() == registered.place);
        }
        listening.start(secret, &shared.gate, &shared.over, &shared.gone)?;
        *shared.lock() = Some(registered.clone());
        let given = How::given_up_by(wanted.cancel);
        let added = (|| {
            if registered.switched_on {
                ask(client, "log on", given)?;
            }
            registered.add(client, given)
        })();
        *shared.since.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        match added {
            // Somebody else may have put it there, unless only we can be there.
            Ok(true) if wanted.place.via.is_some() => {
                if let Some(registered) = &mut *shared.lock() {
                    registered.ours = false;
                }
            }
            Ok(_) => {}
            Err(error) => {
                let taken = shared.lock().take();
                if let Some(registered) = taken {
                    // The error is what is told.
                    let _ = registered.take_back(client);
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// Where the server sends its log; nothing where the connection brings it.
    pub(crate) fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// What there is to know besides; told once.
    pub(crate) fn remarks(&mut self) -> Vec<String> {
        std::mem::take(&mut self.remarks)
    }

    /// A handle for whoever shows what comes.
    pub(crate) fn reader(&self) -> Reader {
        Reader(Arc::clone(&self.shared))
    }

    /// Shows only lines in which this is found from now on.
    pub(crate) fn set_filter(&self, filter: Option<Regex>) {
        self.shared.gate.set_filter(filter);
    }

    /// The connection brought this.
    pub(crate) fn pushed(&self, bytes: &[u8]) {
        for line in bytes.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !line.is_empty() {
                self.shared.gate.pass(line);
            }
        }
    }

    /// Takes back what the server was told, and tells what could not be taken
    /// back, and what was turned away.
    pub(crate) fn end(self) {
        let left = self.shared.take_back();
        for text in left.into_iter().chain(self.shared.gate.summary()) {
            (self.tell)(&text);
        }
    }

    /// The server was stopped, and has forgotten what it was told.
    pub(crate) fn forget(self) {
        self.shared.lock().take();
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        // Where `end` was called there is nothing to be taken back any more.
        let _ = self.shared.take_back();
        self.shared.over.store(true, Ordering::SeqCst);
        self.shared.gate.inbox.close();
    }
}

/// Reads what comes, and sees to it that more does.
#[derive(Debug, Clone)]
pub(crate) struct Reader(Arc<Shared>);

impl Reader {
    /// At most so many lines, once there are any; after this time what there is.
    pub(crate) fn take(&self, most: usize, wait: Duration) -> Batch {
        self.0.gate.inbox.take(most, wait)
    }

    /// Whether the log has ended.
    pub(crate) fn is_over(&self) -> bool {
        self.0.over.load(Ordering::SeqCst)
    }

    /// What there is to tell of it: what was turned away since, or that nothing comes.
    pub(crate) fn news(&self) -> Option<String> {
        self.0.gate.news().or_else(|| self.0.silence())
    }

    /// Tells the server again where it has a new connection: one that was started again
    /// has forgotten. What there is to say of it.
    pub(crate) fn renew(&self, client: &mut Client) -> Option<String> {
        self.0.renew(client)
    }

    /// The password was refused.
    pub(crate) fn forget_password(&self) {
        self.0.spare.forget_password();
    }

    /// Whether it is to be told again.
    pub(crate) fn is_stale(&self, client: &mut Client) -> bool {
        client.reconnections() != self.0.seen.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Option<Registered>> {
        self.registered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// That nothing has come in a while, told once: nobody else tells that the server
    /// cannot reach us.
    fn silence(&self) -> Option<String> {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        since.filter(|since| since.elapsed() >= SILENCE)?;
        *since = None;
        let registered = self.lock().clone()?;
        (!self.gate.has_heard()).then(|| {
            format!(
                "nothing of the log has come yet: it may be that nothing happens there, or that the server cannot reach {} (a firewall, NAT, a container: --log-listen and --log-via)",
                registered.place
            )
        })
    }

    fn renew(&self, client: &mut Client) -> Option<String> {
        let registered = self.lock().clone()?;
        let connection = client.connection()?;
        if let (Some(local), Some(peer)) = (connection.local_addr(), connection.peer_addr()) {
            let mut known = self.local.lock().unwrap_or_else(PoisonError::into_inner);
            self.gate.set_senders([peer.ip()]);
            let local = local.ip().to_canonical();
            let moved = known.is_some_and(|known| known != local);
            *known = Some(local);
            if moved {
                self.seen.store(client.reconnections(), Ordering::SeqCst);
                return Some(
                    "this machine has another address now: the log has to be asked for again"
                        .to_owned(),
                );
            }
        }
        let cancel = Cancel::new();
        let given = How::given_up_by(&cancel);
        let told = (|| {
            let switch = read_switch(&ask(client, "log", given)?);
            if switch == Switch::Off {
                ask(client, "log on", given)?;
                if let Some(registered) = &mut *self.lock() {
                    registered.switched_on = true;
                }
            }
            registered.add(client, given)
        })();
        match told {
            Ok(_) => {
                self.seen.store(client.reconnections(), Ordering::SeqCst);
                None
            }
            // The link died again: the next one is told.
            Err(error) if comes_back(error.kind()) => None,
            Err(error) => {
                self.seen.store(client.reconnections(), Ordering::SeqCst);
                Some(report::text(&error))
            }
        }
    }

    /// Takes back what the server was told, once. What could not be.
    fn take_back(&self) -> Option<String> {
        let registered = self.lock().take()?;
        let act = |client: &mut Client| {
            let before = client.options().timeout;
            client.set_timeout(CONNECT.min(before));
            let result = registered.take_back(client);
            client.set_timeout(before);
            result
        };
        // A connection that is gone is not made again by its holder, which Ctrl-C may
        // have ended.
        let over_this_one = |client: &mut Client| {
            if client.password().is_none() {
                self.spare.forget_password();
            }
            let connection = client.connection()?;
            connection.poll_idle(&mut ()).then(|| act(client))
        };
        let taken = match self.link.within(TURN, over_this_one).flatten() {
            Some(result) => result,
            None => self.spare.open().and_then(|mut client| act(&mut client)),
        };
        match taken {
            Ok(false) => None,
            Ok(true) => (!self.tell_that_nobody_is_there()).then(|| {
                format!(
                    "the server has no logaddress_del_http, and goes on sending its log to {} until it is started again, or told logaddress_delall_http",
                    registered.place
                )
            }),
            // It forgets by itself.
            Err(_) if self.link.is_stopping() => None,
            Err(error) => {
                let why = match error {
                    rcon_proto::Error::State(_) => "its password was refused".to_owned(),
                    error => report::text(&error.into()),
                };
                let commands = [
                    registered.ours.then(|| registered.farewell()),
                    registered.switched_on.then(|| "log off".to_owned()),
                ];
                let commands: Vec<String> = commands.into_iter().flatten().collect();
                (!commands.is_empty()).then(|| {
                    format!(
                        "the log could not be taken back ({why}): a server that still runs goes on sending it to {}, until it is told {}",
                        registered.place,
                        commands.join("; ")
                    )
                })
            }
        }
    }

    /// A server that cannot be told to stop does so by itself where it is told
    /// that nobody is there. Whether that has been possible.
    fn tell_that_nobody_is_there(&self) -> bool {
        self.gone.store(true, Ordering::SeqCst);
        let until = Instant::now() + GONE;
        while Instant::now() < until {
            if !self.gone.load(Ordering::SeqCst) {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

/// Whether what failed may work again over another connection.
fn comes_back(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Connect
            | ErrorKind::Closed
            | ErrorKind::Lost
            | ErrorKind::Timeout
            | ErrorKind::Interrupted
    )
}

impl Spare {
    fn forget_password(&self) {
        let mut known = self.password.lock().unwrap_or_else(PoisonError::into_inner);
        *known = None;
    }

    fn open(&self) -> Result<Client, rcon_proto::Error> {
        let known = self.password.lock().unwrap_or_else(PoisonError::into_inner);
        let password = known.clone().ok_or(StateError::NotAuthenticated)?;
        drop(known);
        let options = self.options.clone().timeout(CONNECT).cancel(Cancel::new());
        Client::open(self.address.clone(), &password, options)
    }
}

/// How the log of this server is had, and whether it is on.
fn source(
    client: &mut Client,
    wanted: &Wanted<'_>,
    remarks: &mut Vec<String>,
) -> Result<(Source, Switch)> {
    let way = match wanted.game {
        // None of Source's logs in with one packet.
        Game::Source if client.shape() == Some(Shape::OnePacket) => Way::Http,
        Game::Source => Way::Udp,
        Game::Cs2 => Way::Http,
        Game::Squad
        | Game::Rust
        | Game::BattlEye
        | Game::DayZ
        | Game::Arma
        | Game::Reforger
        | Game::SevenDays => return Ok((Source::Pushed, Switch::On)),
        Game::Auto | Game::Generic => {
            return Err(UsageError(
                "what the server is has not shown, nor so how its log is had: --game NAME says it"
                    .to_owned(),
            )
            .into());
        }
        game => {
            return Err(UsageError(format!(
                "no way is known to have the log of a server of the game {game} sent here: it is in a file over there"
            ))
            .into());
        }
    };
    let how = How::given_up_by(wanted.cancel);
    let switch = read_switch(&ask(client, "log", how)?);
    match switch {
        Switch::On | Switch::Off => {}
        // Others log in as Source does: Squad, Rust.
        Switch::Unknown | Switch::Unclear if way == Way::Udp && wanted.target.game == Game::Auto => {
            remarks.push(
                "the server has no log as Source has it: shown is what comes over the connection by itself".to_owned(),
            );
            return Ok((Source::Pushed, switch));
        }
        Switch::Unknown => {
            return Err(UsageError(format!(
                "the server knows no command log: is it of another game than {}?",
                wanted.game
            ))
            .into());
        }
        Switch::Unclear => remarks.push(
            "the server does not say whether its log is on: log on switches it on, should nothing come".to_owned(),
        ),
    }
    Ok((Source::Sent(way), switch))
}
