//! One simulated server: what its connections share.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::counters::Counters;
use crate::options::Options;
use crate::outbox::End;
use crate::world::World;

/// Within this time, failed logins add up to a ban
/// (`sv_rcon_minfailuretime`).
const FAILURE_WINDOW: Duration = Duration::from_secs(30);

/// What a command does to more than its own connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Every link of the server ends.
    DropLinks(End),
    /// Every link ends and nobody is accepted any more.
    Stop(End),
}

/// One server.
pub(crate) struct Host {
    /// Its place among the servers of one process.
    pub(crate) index: usize,
    pub(crate) password: Vec<u8>,
    pub(crate) world: World,
    pub(crate) options: Arc<Options>,
    pub(crate) counters: Arc<Counters>,
    /// What is to be done once the call into the peer returns.
    pub(crate) effects: Vec<Effect>,
    /// Grows when the map changes: logins of an earlier map are forgotten by
    /// servers with that habit.
    pub(crate) map_changes: u32,
    banned: HashSet<IpAddr>,
    failures: Vec<(IpAddr, Instant)>,
}

impl Host {
    pub(crate) fn new(
        index: usize,
        addr: SocketAddr,
        options: Arc<Options>,
        counters: Arc<Counters>,
    ) -> Self {
        Self {
            index,
            password: options.password.clone(),
            world: World::new(options.game, &options.hostname, addr),
            options,
            counters,
            effects: Vec::new(),
            map_changes: 0,
            banned: HashSet::new(),
            failures: Vec::new(),
        }
    }

    /// Whether connections from there are closed at once.
    pub(crate) fn is_banned(&self, from: SocketAddr) -> bool {
        self.banned.contains(&from.ip())
    }

    /// Bans an address for the life of this server.
    pub(crate) fn ban(&mut self, from: SocketAddr) {
        if self.banned.insert(from.ip()) {
            self.counters.update(|c| c.bans += 1);
        }
    }

    /// Lifts every ban, as `removeip` at the server's own console does.
    pub(crate) fn unban(&mut self) {
        self.banned.clear();
        self.failures.clear();
    }

    /// Notes a refused password; bans its sender when there were too many.
    pub(crate) fn failed_login(&mut self, from: SocketAddr, now: Instant) {
        self.failures
            .retain(|(_, at)| now.duration_since(*at) < FAILURE_WINDOW);
        self.failures.push((from.ip(), now));
        let count = self.failures.iter().filter(|(ip, _)| *ip == from.ip());
        if count.count() >= self.options.ban_after {
            self.ban(from);
        }
    }
}
