//! What a log's owner, its readers and its listeners have in common, and how a
//! server is told to send, told again, and told to stop.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rcon_proto::{Address, Cancel, Client, ConnectOptions, ErrorKind, Password, StateError};

use super::gate::Gate;
use super::registered::{How, Registered, Switch, ask, read_switch};
use crate::server::link::Link;
use crate::show::report;
use crate::system::patience::SLICE;

/// How long the connection is waited for in the end, before another is made.
const TURN: Duration = Duration::from_millis(500);

/// The deadline of a connection that is made in the end.
const CONNECT: Duration = Duration::from_secs(2);

/// How long somebody who cannot be told to stop is waited for, to be told 410.
const GONE: Duration = Duration::from_secs(1);

/// How long nothing may come before that is told.
const SILENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) link: Link,
    pub(super) spare: Spare,
    pub(super) gate: Arc<Gate>,
    pub(super) registered: Mutex<Option<Registered>>,
    /// The listeners end.
    pub(super) over: Arc<AtomicBool>,
    /// The listener of HTTP says that nobody is there.
    pub(super) gone: Arc<AtomicBool>,
    /// The address on this side is one of the connection's own.
    pub(super) local: Mutex<Option<IpAddr>>,
    /// When it was asked for; nothing once that was told which depends on it.
    pub(super) since: Mutex<Option<Instant>>,
    /// Of which of the client's connections the server was told.
    pub(super) seen: AtomicU64,
}

/// What another connection takes, should the one there is be in use or gone.
#[derive(Debug)]
pub(super) struct Spare {
    pub(super) address: Address,
    /// Nothing once it was refused: it is not sent again.
    pub(super) password: Mutex<Option<Password>>,
    pub(super) options: ConnectOptions,
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, Option<Registered>> {
        self.registered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// That nothing has come in a while, told once: nobody else tells that the server
    /// cannot reach us.
    pub(super) fn silence(&self) -> Option<String> {
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

    /// Has the server log a question of ours where it may see us elsewhere than we do,
    /// behind a router or a proxy command: from where the others come is then known.
    pub(super) fn show_from_where(&self, client: &mut Client, how: How<'_>) {
        let Some(registered) = self.lock().clone() else {
            return;
        };
        let local = *self.local.lock().unwrap_or_else(PoisonError::into_inner);
        if local.is_none_or(|local| !registered.place.contains(&local.to_string())) {
            // Without an answer those lines are shown, and that is all.
            let _ = registered.list(client, how);
        }
    }

    pub(super) fn renew(&self, client: &mut Client) -> Option<String> {
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
                self.show_from_where(client, given);
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
    pub(super) fn take_back(&self) -> Option<String> {
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
                    rcon_proto::Error::State(_) => "its password is not sent again".to_owned(),
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
    pub(super) fn tell_that_nobody_is_there(&self) -> bool {
        self.gone.store(true, Ordering::SeqCst);
        let until = Instant::now() + GONE;
        while Instant::now() < until {
            if !self.gone.load(Ordering::SeqCst) {
                return true;
            }
            thread::sleep(SLICE);
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
    pub(super) fn forget_password(&self) {
        let mut known = self.password.lock().unwrap_or_else(PoisonError::into_inner);
        *known = None;
    }

    pub(super) fn open(&self) -> Result<Client, rcon_proto::Error> {
        let known = self.password.lock().unwrap_or_else(PoisonError::into_inner);
        let password = known.clone().ok_or(StateError::NotAuthenticated)?;
        drop(known);
        let options = self.options.clone().timeout(CONNECT).cancel(Cancel::new());
        Client::open(self.address.clone(), &password, options)
    }
}
