//! Who may bring a line, and what was turned away.

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rcon_proto::Address;
use regex_lite::Regex;

use super::inbox::Inbox;
use crate::server::asked::Own;
use crate::system::encoding::ServerEncoding;

/// What was turned away, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Sent from another address than the server's.
    pub(crate) strangers: u64,
    /// Without the secret, or with another.
    pub(crate) secrets: u64,
    /// No line of a log.
    pub(crate) forms: u64,
    /// One of the strangers.
    pub(crate) stranger: Option<IpAddr>,
}

impl Refused {
    fn total(&self) -> u64 {
        self.strangers + self.secrets + self.forms
    }
}

/// See the module's documentation. What it lets pass goes into the inbox.
#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) inbox: Inbox,
    /// What the server writes its lines in.
    encoding: ServerEncoding,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    senders: Vec<IpAddr>,
    filter: Option<Regex>,
    /// Knows the lines that tell of the shell's own questions.
    own: Option<Own>,
    refused: Refused,
    told: u64,
    /// Anything at all has come.
    heard: bool,
}

impl Gate {
    /// A gate for lines in this encoding, behind which so many may wait.
    pub(crate) fn with_room(lines: usize, encoding: ServerEncoding) -> Self {
        Self {
            inbox: Inbox::with_room(lines),
            encoding,
            state: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Only these may send from now on.
    pub(crate) fn set_senders(&self, senders: impl IntoIterator<Item = IpAddr>) {
        // A handful.
        let known = senders.into_iter().map(|ip| ip.to_canonical());
        self.lock().senders = known.collect();
    }

    /// Only lines in which this is found pass from now on.
    pub(crate) fn set_filter(&self, filter: Option<Regex>) {
        self.lock().filter = filter;
    }

    /// Lines that tell of the shell's own questions to this server do not pass from
    /// now on.
    pub(crate) fn leave_out_own(&self, server: Address, ip: Option<IpAddr>) {
        self.lock().own = Some(Own::new(server, ip));
    }

    /// How many of those did not pass.
    pub(crate) fn left_out(&self) -> u64 {
        self.lock().own.as_ref().map_or(0, Own::count)
    }

    /// Whether somebody may send; counted if not.
    pub(crate) fn admits(&self, from: IpAddr) -> bool {
        let from = from.to_canonical();
        let mut state = self.lock();
        state.heard = true;
        let admitted = state.senders.contains(&from);
        if !admitted {
            state.refused.strangers += 1;
            state.refused.stranger = Some(from);
        }
        admitted
    }

    /// Whether anything has come, from whomever.
    pub(crate) fn has_heard(&self) -> bool {
        self.lock().heard
    }

    /// Something of the server's own was no line.
    pub(crate) fn refuse_form(&self) {
        self.lock().refused.forms += 1;
    }

    /// Something of the server's own lacked its secret.
    pub(crate) fn refuse_secret(&self) {
        self.lock().refused.secrets += 1;
    }

    /// A line of the server's. Whether there are more than can be shown.
    pub(crate) fn pass(&self, line: &[u8]) -> bool {
        let mut state = self.lock();
        let is_own = state.own.as_mut().is_some_and(|own| own.line(line));
        let wanted = !is_own
            && state
                .filter
                .as_ref()
                .is_none_or(|filter| filter.is_match(&self.encoding.decode(line).0));
        drop(state);
        wanted && self.inbox.push(line)
    }

    /// What was turned away so far, in words, where there is more of it than
    /// when this was asked last: at first, and then each time that it is ten times as much.
    pub(crate) fn news(&self) -> Option<String> {
        let mut state = self.lock();
        let total = state.refused.total();
        if total == 0 || total < state.told.saturating_mul(10) {
            return None;
        }
        state.told = total;
        Some(words(&state.refused))
    }

    /// All that was turned away, in words, if there was more than was told.
    pub(crate) fn summary(&self) -> Option<String> {
        let state = self.lock();
        (state.refused.total() > state.told).then(|| words(&state.refused))
    }
}

fn words(refused: &Refused) -> String {
    let mut parts = Vec::new();
    if refused.strangers > 0 {
        let from = refused
            .stranger
            .map(|ip| format!(" ({ip})"))
            .unwrap_or_default();
        parts.push(format!(
            "{} from another address than the server's{from}",
            refused.strangers
        ));
    }
    if refused.secrets > 0 {
        parts.push(format!("{} without the right secret", refused.secrets));
    }
    if refused.forms > 0 {
        parts.push(format!("{} that are no lines of a log", refused.forms));
    }
    format!("dropped of what came to the log: {}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_the_server_may_send_and_what_is_turned_away_is_counted() {
        let gate = Gate::with_room(9, ServerEncoding::UTF_8);
        gate.set_senders(["192.0.2.7".parse().unwrap()]);
        assert!(gate.admits("::ffff:192.0.2.7".parse().unwrap()));
        assert_eq!(gate.news(), None);
        assert!(!gate.admits("192.0.2.8".parse().unwrap()));
        let told =
            "dropped of what came to the log: 1 from another address than the server's (192.0.2.8)";
        assert_eq!(gate.news().as_deref(), Some(told));
        gate.refuse_form();
        assert_eq!(gate.news(), None);
        for _ in 0..8 {
            gate.refuse_secret();
        }
        assert!(
            gate.news()
                .unwrap()
                .contains("8 without the right secret, 1 that")
        );
    }

    #[test]
    fn a_pattern_is_looked_for_in_the_servers_encoding() {
        let gate = Gate::with_room(9, "windows-1251".parse().unwrap());
        gate.set_filter(Some(Regex::new("\u{43f}\u{440}").unwrap()));
        gate.pass(b"say \xef\xf0");
        gate.pass(b"say \xf0\xef");
        let lines = gate.inbox.take(9, Duration::ZERO).lines;
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].line, b"say \xef\xf0");
    }

    #[test]
    fn a_pattern_keeps_out_what_it_is_not_in() {
        let gate = Gate::with_room(9, ServerEncoding::UTF_8);
        gate.set_filter(Some(Regex::new("say").unwrap()));
        gate.pass(b"Ada says");
        gate.pass(b"World triggered");
        assert_eq!(gate.inbox.take(9, Duration::ZERO).lines.len(), 1);
        gate.set_filter(None);
        gate.pass(b"World triggered");
        assert_eq!(gate.inbox.take(9, Duration::ZERO).lines.len(), 1);
    }
}
