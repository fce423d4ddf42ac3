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
mod shared;
mod source;
mod udp;

use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rcon_proto::{Cancel, Client, Game};
use regex_lite::Regex;

use crate::error::{Error, Result};
use crate::request::log_place::LogPlace;
use crate::request::target::Target;
use crate::server::link::Link;
use crate::system::interrupt::Parting;
use crate::system::terminal;

use gate::Gate;
pub(crate) use inbox::{Batch, Logged};
use place::{Ends, Listening};
use registered::{How, Registered, Switch, Way, ask, read_secret};
use shared::{Shared, Spare};
use source::{Source, source};

/// Stands for none of a client's connections: the server was told over another client's.
const NEVER: u64 = u64::MAX;

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
        let encoding = wanted.target.encoding.unwrap_or_default();
        let gate = Arc::new(Gate::with_room(wanted.room, encoding));
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
            let (shared, tell) = (Arc::clone(&shared), wanted.tell);
            Parting::before_end(move || {
                if let Some(text) = shared.take_back() {
                    below_what_was_typed();
                    tell(&text);
                }
            })
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
            let listed = registered.list(client, How::default())?;
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
        let local = *shared.local.lock().unwrap_or_else(PoisonError::into_inner);
        shared.gate.leave_out_own(client.address().clone(), local);
        shared.show_from_where(client, given);
        Ok(())
    }

    /// Where the server sends its log; nothing where the connection brings it.
    pub(crate) fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// How many lines that told of the shell's own questions were left out.
    pub(crate) fn left_out(&self) -> u64 {
        self.shared.gate.left_out()
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
        for text in self.taken_back() {
            (self.tell)(&text);
        }
    }

    /// The same; gives what there is to tell.
    pub(crate) fn finish(self) -> Vec<String> {
        self.taken_back()
    }

    fn taken_back(&self) -> Vec<String> {
        let left = self.shared.take_back().into_iter();
        left.chain(self.shared.gate.summary()).collect()
    }

    /// The link is left, and another one to the same server is to come: over that it is
    /// told again.
    pub(crate) fn is_left(&self) {
        self.shared.seen.store(NEVER, Ordering::SeqCst);
    }

    /// The server starts again: as its own files say, whatever it was told.
    pub(crate) fn is_started_again(&self) {
        if let Some(registered) = &mut *self.shared.lock() {
            registered.switched_on = false;
        }
        self.is_left();
    }

    /// The server was stopped, and has forgotten what it was told.
    pub(crate) fn forget(self) {
        self.shared.lock().take();
    }
}

/// A signal comes whatever stands on the terminal's last line.
fn below_what_was_typed() {
    if terminal::streams().stderr {
        // Nobody is left to be told if this fails.
        let _ = writeln!(std::io::stderr());
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
