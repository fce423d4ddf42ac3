//! What the shell has asked by itself of late, while logs are followed: a server
//! that logs each command that comes over RCON tells of these too, and nobody
//! wants to read them.
//!
//! Source, `engine/sv_rcon.cpp`, and CS2 log them as `rcon from "192.0.2.7:5000": command "status"`,
//! with the address from which the connection comes, as the server sees it.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rcon_proto::log_line::{LogKind, LogLine};
use rcon_proto::{Address, Client};

/// How long after a question a line about it may come: a datagram may be lost, and
/// what somebody types later is to be seen.
const FRESH: Duration = Duration::from_secs(15);

/// The most questions that are kept, and the most bytes of each one: Source takes no
/// longer commands than 511.
const MOST: usize = 1024;
const LONGEST: usize = 512;

/// What begins a question by which a server shows how it sees the connection,
/// where that comes from elsewhere than is known here. See [`Own::line`].
const SHOWS_FROM: &[u8] = b"logaddress_list";

/// What stands before a command in a line of the log, around the address.
const BEFORE: &[u8] = b"rcon from \"";
const BETWEEN: &str = "\": command \"";

/// How many logs are followed: without one, nothing has to be known.
static FOLLOWED: AtomicUsize = AtomicUsize::new(0);

static ASKED: Mutex<VecDeque<Asked>> = Mutex::new(VecDeque::new());

/// A question that went out, or is about to.
struct Asked {
    server: Address,
    /// The connection's own end; nothing behind a proxy command.
    from: Option<SocketAddr>,
    question: Vec<u8>,
    at: Instant,
}

/// The shell is about to ask this by itself.
pub(crate) fn note(client: &mut Client, question: &[u8]) {
    if FOLLOWED.load(Ordering::Relaxed) == 0 || question.len() > LONGEST {
        return;
    }
    let server = client.address().clone();
    let from = client.connection().and_then(|it| it.local_addr());
    keep(server, from, question, Instant::now());
}

fn keep(server: Address, from: Option<SocketAddr>, question: &[u8], at: Instant) {
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    asked.retain(|it| at.saturating_duration_since(it.at) < FRESH);
    if asked.len() >= MOST {
        asked.pop_front();
    }
    asked.push_back(Asked {
        server,
        from,
        question: question.to_vec(),
        at,
    });
}

/// Knows the lines of one server's log that tell of questions of the shell's own.
#[derive(Debug)]
pub(crate) struct Own {
    server: Address,
    /// From where the server sees us, where that is not the connection's own end: behind
    /// a router or a proxy command.
    seen_from: Option<String>,
    count: u64,
}

impl Own {
    /// From now on: what was asked before is in no line that comes here.
    pub(crate) fn new(server: Address) -> Self {
        FOLLOWED.fetch_add(1, Ordering::Relaxed);
        let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|it| it.server != server);
        drop(asked);
        Self {
            server,
            seen_from: None,
            count: 0,
        }
    }

    /// How many lines were such.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Whether a line tells of a question of the shell's own. Each question counts
    /// for one line, so that the same words, typed as well, are seen.
    pub(crate) fn line(&mut self, line: &[u8]) -> bool {
        // Most lines are others, and there may be many.
        let window = &line[..line.len().min(64)];
        if !window.windows(BEFORE.len()).any(|it| it == BEFORE) {
            return false;
        }
        let text = String::from_utf8_lossy(line);
        let read = LogLine::read(&text);
        let told = (read.kind == LogKind::Rcon)
            .then_some(read.text.as_bytes())
            .and_then(|text| std::str::from_utf8(text.strip_prefix(BEFORE)?).ok())
            .and_then(|text| text.split_once(BETWEEN));
        let is_own = told.is_some_and(|(from, command)| self.take(from, command));
        self.count += u64::from(is_own);
        is_own
    }

    fn take(&mut self, from: &str, command: &str) -> bool {
        let now = Instant::now();
        let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
        let found = asked.iter().position(|it| {
            it.server == self.server
                && now.saturating_duration_since(it.at) < FRESH
                && it.is_told_by(command)
                && (it.is_from(from)
                    || it.question.starts_with(SHOWS_FROM)
                    || self.seen_from.as_deref() == Some(from))
        });
        let Some(found) = found.and_then(|at| asked.remove(at)) else {
            return false;
        };
        if !found.is_from(from) {
            self.seen_from = Some(from.to_owned());
        }
        true
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        FOLLOWED.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Asked {
    /// By the port alone: a router gives another address, and most leave the port. Nobody
    /// else asks the same from the same port of another machine.
    fn is_from(&self, from: &str) -> bool {
        let port = from
            .rsplit_once(':')
            .and_then(|(_, port)| port.parse().ok());
        self.from.is_some_and(|own| Some(own.port()) == port)
    }

    /// Whether this is how the server tells of it: to the closing quote, or as much as the
    /// line had room for.
    fn is_told_by(&self, command: &str) -> bool {
        match command.strip_suffix('"') {
            Some(whole) if whole.as_bytes() == self.question => true,
            _ => !command.is_empty() && self.question.starts_with(command.as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(port: u16) -> Address {
        Address::new("192.0.2.9", port)
    }

    fn line(from: &str, command: &str) -> Vec<u8> {
        format!("L 11/27/2026 - 19:05:14: rcon from \"{from}\": command \"{command}\"").into()
    }

    fn asked(server: &Address, from: Option<&str>, question: &str) {
        let from = from.map(|from| from.parse().unwrap());
        keep(server.clone(), from, question.as_bytes(), Instant::now());
    }

    #[test]
    fn one_line_for_each_question_from_this_very_connection() {
        let at = server(1);
        let mut own = Own::new(at.clone());
        let (ours, theirs) = ("192.0.2.1:5000", "192.0.2.1:5001");
        assert!(!own.line(&line(ours, "status")));
        asked(&at, Some(ours), "status");
        assert!(!own.line(&line(theirs, "status")));
        assert!(!own.line(&line(ours, "status;quit")));
        assert!(!own.line(b"L 11/27/2026 - 19:05:14: World triggered \"status\""));
        assert!(own.line(&line(ours, "status")));
        // The same was typed, too.
        assert!(!own.line(&line(ours, "status")));
        assert_eq!(own.count(), 1);
        // A router leaves the port.
        asked(&at, Some("10.0.0.1:5000"), "cvarlist");
        assert!(own.line(&line("203.0.113.7:5000", "cvarlist")));
        // Another server's is another's.
        asked(&server(2), Some(ours), "status");
        assert!(!own.line(&line(ours, "status")));
    }

    #[test]
    fn what_the_line_had_no_room_for_is_not_missed() {
        let at = server(3);
        let mut own = Own::new(at.clone());
        asked(&at, Some("192.0.2.1:5000"), "sv_gravity;sv_cheats");
        let whole = line("192.0.2.1:5000", "sv_gravity;sv_cheats");
        assert!(!own.line(&line("192.0.2.1:5000", "sv_gravity")));
        assert!(own.line(&whole[..whole.len() - 4]));
    }

    #[test]
    fn behind_a_proxy_command_a_question_shows_from_where_it_came() {
        let at = server(4);
        let mut own = Own::new(at.clone());
        let seen = "127.0.0.1:40000";
        asked(&at, None, "status");
        assert!(!own.line(&line(seen, "status")));
        asked(&at, None, "logaddress_list");
        assert!(own.line(&line(seen, "logaddress_list")));
        assert!(own.line(&line(seen, "status")));
        asked(&at, None, "status");
        assert!(!own.line(&line("127.0.0.1:40001", "status")));
    }

    #[test]
    fn nothing_is_kept_for_long_and_never_much() {
        let at = server(5);
        let own = Own::new(at.clone());
        let long_ago = Instant::now().checked_sub(2 * FRESH);
        if let Some(then) = long_ago {
            keep(at.clone(), None, b"status", then);
        }
        for _ in 0..3 * MOST {
            asked(&at, None, "cvarlist");
        }
        assert!(ASKED.lock().unwrap().len() <= MOST);
        drop(own);
    }
}
