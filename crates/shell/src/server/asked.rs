//! What the shell has asked by itself of late, while logs are followed: a server
//! that logs each command that comes over RCON tells of these too, and nobody
//! wants to read them.
//!
//! Source, `engine/sv_rcon.cpp`, and CS2 log them as `rcon from "192.0.2.7:5000": command "status"`,
//! with the address from which the connection comes, as the server sees it.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::ops::DerefMut;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rcon_proto::log_line::{LogKind, LogLine};
use rcon_proto::{Address, Client, Shape};

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
    /// The connection's own end; nothing behind a proxy command, or where another
    /// connection is made for it.
    from: Option<SocketAddr>,
    /// The server may be asked over another connection than it was before: where nothing
    /// but its close tells that a reply is whole, each question has one of its own.
    anew: bool,
    question: Vec<u8>,
    at: Instant,
}

/// The shell is about to ask this by itself.
pub(crate) fn note(client: &mut Client, question: &[u8]) {
    if FOLLOWED.load(Ordering::Relaxed) == 0 || question.len() > LONGEST {
        return;
    }
    let server = client.address().clone();
    let one_each = client.shape() == Some(Shape::OnePacket);
    let connection = client.connection();
    let anew = one_each || connection.is_none();
    let from = connection.and_then(|it| it.local_addr());
    let asked = Asked {
        server,
        from,
        anew,
        question: question.to_vec(),
        at: Instant::now(),
    };
    keep(&mut all(), asked);
}

/// Keeps a question, and none for long.
fn keep(asked: &mut VecDeque<Asked>, question: Asked) {
    let at = question.at;
    asked.retain(|it| at.saturating_duration_since(it.at) < FRESH);
    if asked.len() >= MOST {
        asked.pop_front();
    }
    asked.push_back(question);
}

fn all() -> MutexGuard<'static, VecDeque<Asked>> {
    ASKED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Knows the lines of one server's log that tell of questions of the shell's own.
#[derive(Debug)]
pub(crate) struct Own {
    server: Address,
    /// This machine's end, as it is known here.
    ip: Option<IpAddr>,
    /// From where the server sees us, where that is not the connection's own end: behind
    /// a router or a proxy command.
    seen_from: Option<String>,
    count: u64,
}

impl Own {
    /// From now on: what was asked before is in no line that comes here.
    pub(crate) fn new(server: Address, ip: Option<IpAddr>) -> Self {
        FOLLOWED.fetch_add(1, Ordering::Relaxed);
        all().retain(|it| it.server != server);
        Self {
            server,
            ip,
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
        self.line_among(all, line)
    }

    fn line_among<A: DerefMut<Target = VecDeque<Asked>>>(
        &mut self,
        asked: impl FnOnce() -> A,
        line: &[u8],
    ) -> bool {
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
        let is_own = told.is_some_and(|(from, command)| self.take(&mut asked(), from, command));
        self.count += u64::from(is_own);
        is_own
    }

    fn take(&mut self, asked: &mut VecDeque<Asked>, from: &str, command: &str) -> bool {
        let now = Instant::now();
        let found = asked.iter().position(|it| {
            it.server == self.server
                && now.saturating_duration_since(it.at) < FRESH
                && it.is_told_by(command)
                && (it.is_from(from)
                    || it.question.starts_with(SHOWS_FROM)
                    || self.seen_from.as_deref() == Some(from)
                    || it.anew && self.is_of_this_machine(from))
        });
        let Some(found) = found.and_then(|at| asked.remove(at)) else {
            return false;
        };
        if !found.is_from(from) {
            self.seen_from = Some(from.to_owned());
        }
        true
    }

    /// Whether it is from where we are, whatever the port.
    fn is_of_this_machine(&self, from: &str) -> bool {
        let ip = ip_of(from);
        let seen = self.seen_from.as_deref().and_then(ip_of);
        ip.is_some() && (ip == seen || ip == self.ip)
    }
}

/// The address before the port.
fn ip_of(end: &str) -> Option<IpAddr> {
    let end: SocketAddr = end.parse().ok()?;
    Some(end.ip().to_canonical())
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

    /// A log that is followed, and what was asked meanwhile.
    struct Followed {
        own: Own,
        asked: VecDeque<Asked>,
    }

    impl Followed {
        fn new(ip: Option<&str>) -> Self {
            Self {
                own: Own::new(server(), ip.map(|ip| ip.parse().unwrap())),
                asked: VecDeque::new(),
            }
        }

        fn asks(&mut self, from: Option<&str>, question: &str) -> &mut Asked {
            let asked = Asked {
                server: server(),
                from: from.map(|from| from.parse().unwrap()),
                anew: false,
                question: question.as_bytes().to_vec(),
                at: Instant::now(),
            };
            keep(&mut self.asked, asked);
            self.asked.back_mut().unwrap()
        }

        fn is_own(&mut self, from: &str, command: &str) -> bool {
            let line =
                format!("L 11/27/2026 - 19:05:14: rcon from \"{from}\": command \"{command}\"");
            self.is_own_line(&line)
        }

        fn is_own_line(&mut self, line: &str) -> bool {
            let Self { own, asked } = self;
            own.line_among(|| asked, line.as_bytes())
        }
    }

    fn server() -> Address {
        Address::new("192.0.2.9", 27015)
    }

    const OURS: &str = "192.0.2.1:5000";

    #[test]
    fn one_line_for_each_question_from_this_very_connection() {
        let mut log = Followed::new(None);
        assert!(!log.is_own(OURS, "status"));
        log.asks(Some(OURS), "status");
        assert!(!log.is_own("192.0.2.1:5001", "status"));
        assert!(!log.is_own(OURS, "status;quit"));
        assert!(!log.is_own_line("L 11/27/2026 - 19:05:14: World triggered \"status\""));
        assert!(log.is_own(OURS, "status"));
        // The same was typed, too.
        assert!(!log.is_own(OURS, "status"));
        assert_eq!(log.own.count(), 1);
        // A router leaves the port.
        log.asks(Some(OURS), "cvarlist");
        assert!(log.is_own("203.0.113.7:5000", "cvarlist"));
        // Another server's is another's.
        log.asks(Some(OURS), "status").server = Address::new("192.0.2.9", 27016);
        assert!(!log.is_own(OURS, "status"));
    }

    #[test]
    fn what_the_line_had_no_room_for_is_not_missed() {
        let mut log = Followed::new(None);
        log.asks(Some(OURS), "sv_gravity;sv_cheats");
        assert!(!log.is_own(OURS, "sv_gravity"));
        let cut =
            "L 11/27/2026 - 19:05:14: rcon from \"192.0.2.1:5000\": command \"sv_gravity;sv_ch";
        assert!(log.is_own_line(cut));
    }

    #[test]
    fn behind_a_proxy_command_a_question_shows_from_where_it_came() {
        let mut log = Followed::new(None);
        let seen = "127.0.0.1:40000";
        log.asks(None, "status");
        assert!(!log.is_own(seen, "status"));
        log.asks(None, "logaddress_list");
        assert!(log.is_own(seen, "logaddress_list"));
        assert!(log.is_own(seen, "status"));
        log.asks(None, "status");
        assert!(!log.is_own("127.0.0.1:40001", "status"));
    }

    #[test]
    fn where_each_question_has_a_connection_the_address_tells_it() {
        let mut log = Followed::new(Some("192.0.2.1"));
        log.asks(None, "status").anew = true;
        assert!(!log.is_own("192.0.2.2:7", "status"));
        assert!(log.is_own("192.0.2.1:7", "status"));
        // Behind a router.
        log.asks(None, "logaddress_list_http").anew = true;
        assert!(log.is_own("203.0.113.7:1", "logaddress_list_http"));
        log.asks(None, "status").anew = true;
        assert!(log.is_own("203.0.113.7:2", "status"));
    }

    #[test]
    fn nothing_is_kept_for_long_and_never_much() {
        let mut log = Followed::new(None);
        if let Some(then) = Instant::now().checked_sub(2 * FRESH) {
            log.asks(Some(OURS), "status").at = then;
            assert!(!log.is_own(OURS, "status"));
        }
        for _ in 0..3 * MOST {
            log.asks(None, "cvarlist");
        }
        assert_eq!(log.asked.len(), MOST);
    }
}
