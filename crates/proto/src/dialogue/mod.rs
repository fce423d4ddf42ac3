//! The contract between a console's protocol and whoever drives it.
//!
//! A dialogue is what [`Session`](crate::session::Session) is to Source RCON, for any console: bytes and
//! a clock in, bytes and events out, without socket, clock or thread. Whatever
//! is above it (connection, client, an event loop of your own) knows no
//! protocol; whatever is below it carries bytes and knows no dialogue.
//!
//! It is driven as a session is, in this order, again and again:
//! 1. [`poll_event`](Dialogue::poll_event) until there is none;
//! 2. [`transmit`](Dialogue::transmit) until there is none or the carrier takes
//!    no more, each time telling [`transmitted`](Dialogue::transmitted);
//! 3. wait for bytes, at the longest until
//!    [`poll_timeout`](Dialogue::poll_timeout), also between two commands: some
//!    consoles want a sign of life;
//! 4. [`space`](Dialogue::space) and [`received`](Dialogue::received), or
//!    [`closed`](Dialogue::closed), or, if nothing came,
//!    [`handle_timeout`](Dialogue::handle_timeout).
//!
//! The match that chooses a protocol is in this module: once where a dialogue is
//! made, and once a call.

mod battleye;
mod desk;
mod redact;
mod source;
mod talk;
mod telnet;
mod webrcon;
mod wire;

use std::fmt;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::game::Shape;
use crate::password::Password;
use crate::request::RequestId;
use crate::scheme::Scheme;
use crate::session::{Ended, Event, Execute, SessionConfig, ToSend};
use crate::shown::Shown;

use battleye::BattlEye;
use source::Source;
use talk::Talk;
use telnet::Telnet;
use webrcon::WebRcon;

/// One connection's dialogue, of whichever protocol. See the [module](self) for
/// how it is driven.
///
/// ```
/// use std::time::{Duration, Instant};
/// use rcon_proto::dialogue::Dialogue;
/// use rcon_proto::session::{Event, Execute, SessionConfig, ToSend};
/// use rcon_proto::{Packet, Scheme};
///
/// let now = Instant::now();
/// let mut dialogue = Dialogue::new(Scheme::Rcon, SessionConfig::default().first_id(7));
/// dialogue.login(&"secret".into(), Duration::from_secs(10), now)?;
/// let Some(ToSend::Bytes(login)) = dialogue.transmit() else {
///     panic!("the login is to be sent");
/// };
/// let count = login.len();
/// dialogue.transmitted(count);
///
/// dialogue.receive(&Packet::new(7, 2, "").encode(), now);
/// assert!(matches!(dialogue.poll_event(), Some(Event::LoggedIn { .. })));
/// let request = dialogue.execute(b"list", Execute::new(Duration::from_secs(10)), now)?;
/// dialogue.receive(&Packet::new(request.wire_id(), 0, "nobody").encode(), now);
/// assert!(matches!(dialogue.poll_event(), Some(Event::Reply { bytes, .. }) if &*bytes == b"nobody"));
/// # Ok::<(), rcon_proto::Error>(())
/// ```
pub struct Dialogue {
    protocol: Protocol,
}

/// The protocols, each of which fills the contract. Source RCON stands here
/// itself: what most servers speak is not behind a pointer. The others share
/// [`Talk`].
#[allow(
    clippy::large_enum_variant,
    reason = "one a connection, and never moved"
)]
enum Protocol {
    Source(Source),
    Other(Talk),
}

/// What shows that a server has read all that was sent to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parting {
    /// Nothing, besides answers.
    Nothing,
    /// It was told that this is the end, and closes when it comes to that.
    Close,
    /// Each command is answered, and sent again until then.
    Answers,
}

/// Does the same to whichever protocol it is.
macro_rules! each {
    ($dialogue:expr, $it:ident => $call:expr) => {
        match $dialogue {
            Protocol::Source($it) => $call,
            Protocol::Other($it) => $call,
        }
    };
}

impl fmt::Debug for Dialogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        each!(&self.protocol, it => it.fmt(f))
    }
}

impl Dialogue {
    /// A dialogue with this kind of console, over a carrier that has just been
    /// opened. Nothing is sent.
    pub fn new(scheme: Scheme, config: SessionConfig) -> Self {
        let protocol = match scheme {
            Scheme::Rcon => Protocol::Source(Source::new(config)),
            Scheme::WebRcon => {
                let console = Box::new(WebRcon::new());
                Protocol::Other(Talk::new(console, Shape::WebRcon, config))
            }
            Scheme::BattlEye => {
                let console = Box::<BattlEye>::default();
                Protocol::Other(Talk::new(console, Shape::BattlEye, config))
            }
            Scheme::Telnet => {
                let console = Box::<Telnet>::default();
                Protocol::Other(Talk::new(console, Shape::Telnet, config))
            }
        };
        Self { protocol }
    }

    /// Logs in: as [`Session::login`](crate::session::Session::login).
    ///
    /// # Errors
    ///
    /// A second login, one on a closed dialogue, and a password that cannot be
    /// sent.
    pub fn login(
        &mut self,
        password: &Password,
        timeout: Duration,
        now: Instant,
    ) -> Result<(), Error> {
        each!(&mut self.protocol, it => it.login(password, timeout, now))
    }

    /// Sends a command: as [`Session::execute`](crate::session::Session::execute).
    ///
    /// # Errors
    ///
    /// Those of [`Session::execute`](crate::session::Session::execute); nothing was sent then.
    pub fn execute(
        &mut self,
        command: &[u8],
        how: Execute,
        now: Instant,
    ) -> Result<RequestId, Error> {
        each!(&mut self.protocol, it => it.execute(command, how, now))
    }

    /// The next event: as [`Session::poll_event`](crate::session::Session::poll_event).
    pub fn poll_event(&mut self) -> Option<Event<'_>> {
        each!(&mut self.protocol, it => it.poll_event())
    }

    /// The next thing to do to the carrier: as [`Session::transmit`](crate::session::Session::transmit). What is
    /// given at once is one datagram, where those are what carries it.
    pub fn transmit(&self) -> Option<ToSend<'_>> {
        each!(&self.protocol, it => it.transmit())
    }

    /// So much of it was written: as [`Session::transmitted`](crate::session::Session::transmitted).
    pub fn transmitted(&mut self, bytes: usize) {
        each!(&mut self.protocol, it => it.transmitted(bytes));
    }

    /// Room to read into, never empty, and enough for any datagram: as
    /// [`Session::space`](crate::session::Session::space).
    pub fn space(&mut self) -> &mut [u8] {
        each!(&mut self.protocol, it => it.space())
    }

    /// So many bytes, or a datagram of so many, were read into
    /// [`space`](Self::space): as [`Session::received`](crate::session::Session::received).
    pub fn received(&mut self, count: usize, now: Instant) {
        each!(&mut self.protocol, it => it.received(count, now));
    }

    /// Bytes that are elsewhere already: as [`Session::receive`](crate::session::Session::receive).
    pub fn receive(&mut self, mut bytes: &[u8], now: Instant) {
        while !bytes.is_empty() {
            let space = self.space();
            let count = space.len().min(bytes.len());
            let (head, rest) = bytes.split_at(count);
            space[..count].copy_from_slice(head);
            self.received(count, now);
            bytes = rest;
        }
    }

    /// The carrier has ended: as [`Session::closed`](crate::session::Session::closed).
    pub fn closed(&mut self, ended: Ended) {
        each!(&mut self.protocol, it => it.closed(ended));
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called if nothing
    /// comes before: as [`Session::poll_timeout`](crate::session::Session::poll_timeout), and with some consoles also
    /// while nothing is under way.
    pub fn poll_timeout(&self) -> Option<Instant> {
        each!(&self.protocol, it => it.poll_timeout())
    }

    /// Time has passed, and nothing is there: as [`Session::handle_timeout`](crate::session::Session::handle_timeout).
    pub fn handle_timeout(&mut self, now: Instant) {
        each!(&mut self.protocol, it => it.handle_timeout(now));
    }

    /// The time until now did not count: as [`Session::excuse`](crate::session::Session::excuse).
    pub fn excuse(&mut self, lost: Duration) {
        each!(&mut self.protocol, it => it.excuse(lost));
    }

    /// Nobody waits for the reply under way any more: as [`Session::give_up`](crate::session::Session::give_up).
    pub fn give_up(&mut self) {
        each!(&mut self.protocol, it => it.give_up());
    }

    /// What the login showed: as [`Session::shape`](crate::session::Session::shape).
    pub fn shape(&self) -> Option<Shape> {
        each!(&self.protocol, it => it.shape())
    }

    /// What the server has shown: as [`Session::shown`](crate::session::Session::shown).
    pub fn shown(&self) -> &Shown {
        each!(&self.protocol, it => it.shown())
    }

    /// The longest command that would be sent, in bytes: as
    /// [`Session::max_command`](crate::session::Session::max_command).
    pub fn max_command(&self) -> usize {
        each!(&self.protocol, it => it.max_command())
    }

    /// Whether the password was accepted, and the carrier is open.
    pub fn is_authenticated(&self) -> bool {
        each!(&self.protocol, it => it.is_authenticated())
    }

    /// Whether a reply is waited for.
    pub fn is_awaiting(&self) -> bool {
        each!(&self.protocol, it => it.is_awaiting())
    }

    /// Whether the dialogue is over.
    pub fn is_closed(&self) -> bool {
        each!(&self.protocol, it => it.is_closed())
    }

    /// Whether the next command needs a login of its own: as
    /// [`Session::needs_fresh_login`](crate::session::Session::needs_fresh_login).
    pub fn needs_fresh_login(&self) -> bool {
        each!(&self.protocol, it => it.needs_fresh_login())
    }

    /// Whether a wrong password, or a ban, may be told by nothing but a close.
    pub(crate) fn refuses_by_closing(&self) -> bool {
        each!(&self.protocol, it => it.refuses_by_closing())
    }

    /// Whether a command may follow one that nobody waits for before that was
    /// answered.
    pub(crate) fn takes_more_at_once(&self) -> bool {
        each!(&self.protocol, it => it.takes_more_at_once())
    }

    /// Whether nothing has come of the newest command that nobody waits for.
    pub(crate) fn is_unheard(&self) -> bool {
        each!(&self.protocol, it => it.is_unheard())
    }

    /// Moves on a server that may handle a packet only when the next one comes.
    /// Whether anything is to be sent for it.
    pub(crate) fn push(&mut self) -> bool {
        each!(&mut self.protocol, it => it.push())
    }

    /// When bytes last came.
    pub(crate) fn heard(&self) -> Option<Instant> {
        each!(&self.protocol, it => it.heard())
    }

    /// Says goodbye, once, where this console has a way to: what that is to be
    /// waited for by whoever sent commands that nobody waited for.
    pub(crate) fn part(&mut self) -> Parting {
        each!(&mut self.protocol, it => it.part())
    }

    /// Whether more of the last reply may come, behind an end that was inferred.
    pub(crate) fn more_may_come(&self) -> bool {
        each!(&self.protocol, it => it.more_may_come())
    }

    /// How long a server that is told that no more will come may be silent
    /// before the last reply is taken as whole.
    pub(crate) fn concluding_silence(&self) -> Duration {
        each!(&self.protocol, it => it.concluding_silence())
    }

    /// Whether a server is told at the end that no more will come.
    pub(crate) fn may_half_close(&self) -> bool {
        each!(&self.protocol, it => it.may_half_close())
    }

    /// A server that was told so has been silent for that long.
    pub(crate) fn half_close_was_ignored(&mut self) {
        each!(&mut self.protocol, it => it.half_close_was_ignored());
    }

    /// A server that was told so ends the stream: call it before
    /// [`closed`](Self::closed).
    pub(crate) fn half_close_was_answered(&mut self) {
        each!(&mut self.protocol, it => it.half_close_was_answered());
    }
}
