//! One simulated server: what its connections share.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::counters::Counters;
use crate::effect::Effect;
use crate::options::Options;
use crate::parcel::Parcel;
use crate::throttle::Throttle;
use crate::world::{Consoles, Player, World};

/// Within this time, failed logins add up to a ban
/// (`sv_rcon_minfailuretime`).
const FAILURE_WINDOW: Duration = Duration::from_secs(30);

/// One server.
pub(crate) struct Host {
    /// Its place among the servers of one process.
    pub(crate) index: usize,
    pub(crate) password: Vec<u8>,
    pub(crate) world: World,
    consoles: Consoles,
    pub(crate) options: Arc<Options>,
    pub(crate) counters: Arc<Counters>,
    /// What is to be done once the call into the peer returns.
    pub(crate) effects: Vec<Effect>,
    /// What is to be sent then.
    pub(crate) parcels: Vec<Parcel>,
    /// Where it listens.
    pub(crate) addr: SocketAddr,
    /// Grows when the map changes: logins of an earlier map are forgotten by
    /// servers with that habit.
    pub(crate) map_changes: u32,
    /// Links that are logged in, where there may be only so many.
    pub(crate) holders: usize,
    /// Threads that connections have cost.
    pub(crate) threads: usize,
    throttle: Throttle,
    /// Until when, or for the server's life.
    banned: HashMap<IpAddr, Option<Instant>>,
    failures: Vec<(IpAddr, Instant)>,
}

impl Host {
    /// The server as it is when somebody has started it again.
    pub(crate) fn again(&self) -> Self {
        Self::new(
            self.index,
            self.addr,
            Arc::clone(&self.options),
            Arc::clone(&self.counters),
            self.consoles,
        )
    }

    pub(crate) fn new(
        index: usize,
        addr: SocketAddr,
        options: Arc<Options>,
        counters: Arc<Counters>,
        consoles: Consoles,
    ) -> Self {
        let mut world = World::new(&options, addr, consoles);
        for (name, number) in options.guests.iter().zip(0..) {
            world.join(Player::guest(number, name));
        }
        Self {
            index,
            password: options.password.clone(),
            world,
            consoles,
            options,
            counters,
            effects: Vec::new(),
            parcels: Vec::new(),
            addr,
            map_changes: 0,
            holders: 0,
            threads: 0,
            throttle: Throttle::default(),
            banned: HashMap::new(),
            failures: Vec::new(),
        }
    }

    /// Whether connections from there are closed at once.
    pub(crate) fn is_banned(&self, from: SocketAddr) -> bool {
        let until = self.banned.get(&from.ip());
        until.is_some_and(|until| until.is_none_or(|until| Instant::now() < until))
    }

    /// Bans an address, for as long as this server was told to; if it was not
    /// told, for `time`, and without one for its life.
    pub(crate) fn ban(&mut self, from: SocketAddr, time: Option<Duration>) {
        if !self.is_banned(from) {
            let time = self.options.ban_time.or(time);
            let until = time.map(|time| Instant::now() + time);
            self.banned.insert(from.ip(), until);
            self.counters.update(|c| c.bans += 1);
        }
    }

    /// Whether a command from there is handled, where too many are not.
    pub(crate) fn admits_command(&mut self, from: SocketAddr) -> bool {
        let rate = self.options.rate;
        self.throttle.admits(from.ip(), rate, Instant::now())
    }

    /// Lifts every ban, as `removeip` at the server's own console does.
    pub(crate) fn unban(&mut self) {
        self.banned.clear();
        self.failures.clear();
    }

    /// Notes a refused password. Returns how many its sender has sent within
    /// the time in which they add up.
    pub(crate) fn failed_login(&mut self, from: SocketAddr, now: Instant) -> usize {
        self.failed_login_within(FAILURE_WINDOW, from, now)
    }

    /// The same, where they add up within another time than Source's.
    pub(crate) fn failed_login_within(
        &mut self,
        window: Duration,
        from: SocketAddr,
        now: Instant,
    ) -> usize {
        self.failures
            .retain(|(_, at)| now.duration_since(*at) < window);
        self.failures.push((from.ip(), now));
        let sent = self.failures.iter().filter(|(ip, _)| *ip == from.ip());
        sent.count()
    }
}
