//! What a session is asked to send: the password, and commands.

use std::time::{Duration, Instant};

use super::config::Execute;
use super::effects::Effects;
use super::event::Event;
use super::open::Effect;
use super::outbound::Transmit;
use super::{Session, State};
use crate::error::Closed;
use crate::error::{Error, MessageError, StateError};
use crate::game::{Game, Shape};
use crate::packet::{SERVERDATA_AUTH, encode_into};
use crate::password::Password;
use crate::password::mentions_password;
use crate::request::RequestId;
use crate::server_options::TransferEncoding;
use crate::sums::base64;

impl Session {
    /// Sends the password, once in a session's life. The answer is
    /// [`Event::LoggedIn`], [`Event::LoginFailed`] or, at the latest after
    /// `timeout`, [`Event::LoginTimedOut`]; [`Event::Closed`] where what comes
    /// is no RCON.
    ///
    /// # Errors
    ///
    /// [`StateError`] when this was done before, [`MessageError::Nul`] for a
    /// password that holds a NUL. In both cases nothing is sent.
    ///
    /// ```
    /// use std::time::{Duration, Instant};
    /// use rcon_proto::session::{Session, SessionConfig};
    ///
    /// let mut session = Session::new(SessionConfig::default());
    /// let now = Instant::now();
    /// session.login(&"secret".into(), Duration::from_secs(10), now)?;
    /// assert_eq!(session.poll_timeout(), Some(now + Duration::from_secs(10)));
    /// assert!(session.login(&"secret".into(), Duration::from_secs(10), now).is_err());
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
    pub fn login(
        &mut self,
        password: &Password,
        timeout: Duration,
        now: Instant,
    ) -> Result<(), Error> {
        let connected = match &mut self.state {
            State::Connected(connected) => connected,
            State::Closed(_) => return Err(StateError::Closed.into()),
            State::LoggingIn(_) | State::Open(_) => {
                return Err(StateError::AlreadyAuthenticated.into());
            }
        };
        if let Some(position) = password.expose().iter().position(|&b| b == 0) {
            return Err(MessageError::Nul { position }.into());
        }
        let (login, id) = connected.login(password.expose(), timeout, now);
        self.state = State::LoggingIn(login);
        self.outbound.push(Transmit::segment(|out| {
            encode_into(out, id, SERVERDATA_AUTH, password.expose());
        }));
        Ok(())
    }

    /// Sends a command. With [`Wait::Nothing`](super::Wait::Nothing) there is no event for it;
    /// otherwise [`Event::ReplyEnded`], [`Event::ReplyTimedOut`] or
    /// [`Event::Closed`] follows, and until then no other command is taken.
    ///
    /// # Errors
    ///
    /// [`MessageError`] for a command that cannot be sent, [`StateError`]
    /// when not logged in or busy. In both cases nothing is sent.
    /// [`StateError::Closed`] also where the ids of this server's replies do not
    /// tell this one from what may still come of the one before
    /// ([`needs_fresh_login`](Self::needs_fresh_login)). [`Event::Closed`] follows.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// use rcon_proto::session::{Event, Execute, Session, SessionConfig};
    /// use rcon_proto::{EndedBy, Packet};
    ///
    /// # let now = Instant::now();
    /// # let mut session = Session::new(SessionConfig::default().first_id(7));
    /// # session.login(&"secret".into(), Duration::from_secs(10), now)?;
    /// # session.receive(&Packet::new(7, 2, "").encode(), now);
    /// # while session.poll_event().is_some() {}
    /// // A Minecraft server: nothing marks the end of its replies.
    /// let request = session.execute(b"seed", Execute::new(Duration::from_secs(10)), now)?;
    /// session.receive(&Packet::new(request.wire_id(), 0, "Seed: [1]").encode(), now);
    /// while session.poll_event().is_some() {}
    /// let silence = session.poll_timeout().expect("a silence ends the reply");
    /// session.handle_timeout(silence);
    /// let by = EndedBy::Silence;
    /// assert_eq!(session.poll_event(), Some(Event::ReplyEnded { request, by }));
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
    pub fn execute(
        &mut self,
        command: &[u8],
        how: Execute,
        now: Instant,
    ) -> Result<RequestId, Error> {
        let limit = self.max_command();
        let open = match &mut self.state {
            State::Connected(_) | State::LoggingIn(_) => {
                return Err(StateError::NotAuthenticated.into());
            }
            State::Open(open) if open.is_busy() => return Err(StateError::Busy.into()),
            State::Open(open) => open,
            State::Closed(_) => return Err(StateError::Closed.into()),
        };
        let encoded = match self.config.server.transfer {
            TransferEncoding::Plain => None,
            TransferEncoding::Base64 => Some(base64(command).into_bytes()),
        };
        let body = encoded.as_deref().unwrap_or(command);
        check(command, body.len(), limit)?;
        if open.might_mistake_a_reply() {
            let closed = Event::Closed(Closed::IdsTellNothing);
            self.follow(Effects::over(closed));
            return Err(StateError::Closed.into());
        }
        let text = String::from_utf8_lossy(command);
        let effect = effect(self.config.server.game, &text, open.known().shape);
        let (request, segment) = open.execute(body, how, effect, now);
        self.outbound.push(segment);
        Ok(request)
    }

    /// Whether the next command needs a connection and a login of its own:
    /// this server's replies do not have the ids of their commands (Palworld,
    /// Conan Exiles), and of the one before more may still come, or it was given
    /// up before any reply had shown its id. [`execute`](Self::execute) sends
    /// nothing then. Whoever wants the rest of that reply half-closes the stream
    /// first, and reads on until it ends or is silent.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// # use rcon_proto::session::{Execute, Session, SessionConfig};
    /// # use rcon_proto::Packet;
    /// # let now = Instant::now();
    /// # let mut session = Session::new(SessionConfig::default().first_id(7));
    /// # session.login(&"secret".into(), Duration::from_secs(10), now)?;
    /// # session.receive(&Packet::new(7, 2, "").encode(), now);
    /// # while session.poll_event().is_some() {}
    /// session.execute(b"Info", Execute::new(Duration::from_secs(10)), now)?;
    /// session.receive(&Packet::new(0, 0, "Welcome").encode(), now); // as Palworld does
    /// while session.poll_event().is_some() {}
    /// session.handle_timeout(session.poll_timeout().expect("a silence"));
    /// assert!(!session.is_awaiting() && session.needs_fresh_login());
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
    pub fn needs_fresh_login(&self) -> bool {
        matches!(&self.state, State::Open(open) if !open.is_busy() && open.might_mistake_a_reply())
    }

    /// Whether a command that nobody waits for has been sent, and nothing has
    /// come of it, on a server that answers each.
    pub(crate) fn is_unheard(&self) -> bool {
        matches!(&self.state, State::Open(open) if open.is_unheard())
    }

    /// Sends a probe behind that command, where the server may be one that
    /// handles a packet only when the next one comes. Whether one was sent.
    pub(crate) fn push(&mut self) -> bool {
        let State::Open(open) = &self.state else {
            return false;
        };
        let probe = open.push();
        let sent = probe.is_some();
        if let Some(probe) = probe {
            self.outbound.push(probe);
        }
        sent
    }

    /// The longest command that this session sends, in bytes; see
    /// [`ServerOptions::max_command`](crate::ServerOptions::max_command).
    ///
    /// ```
    /// use rcon_proto::session::{Session, SessionConfig};
    ///
    /// // Before the login it is the smaller of the two limits.
    /// assert_eq!(Session::new(SessionConfig::default()).max_command(), 1014);
    /// ```
    pub fn max_command(&self) -> usize {
        let game = match (self.config.server.game, self.shown().game) {
            // Only of a server that has logged us in as it did before.
            (Game::Auto, Some(shown)) if self.shape().is_some() => shown,
            (named, _) => named,
        };
        let server = &self.config.server;
        server.max_command.unwrap_or(game.max_command(self.shape()))
    }

    /// Gives up the reply that is waited for; without one it does nothing. What
    /// still comes of it is [`Event::Late`]. Where this server's ids tell
    /// nothing, [`Event::Closed`] follows.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// # use rcon_proto::session::{Event, Execute, Session, SessionConfig};
    /// # use rcon_proto::Packet;
    /// # let now = Instant::now();
    /// # let mut session = Session::new(SessionConfig::default().first_id(7));
    /// # session.login(&"secret".into(), Duration::from_secs(10), now)?;
    /// # session.receive(&Packet::new(7, 0, "").encode(), now);
    /// # session.receive(&Packet::new(7, 2, "").encode(), now);
    /// # while session.poll_event().is_some() {}
    /// let request = session.execute(b"slow", Execute::new(Duration::from_secs(10)), now)?;
    /// session.give_up();
    /// assert!(session.poll_event().is_none() && !session.is_awaiting());
    /// session.receive(&Packet::new(request.wire_id(), 0, "at last").encode(), now);
    /// assert!(matches!(session.poll_event(), Some(Event::Late { .. })));
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
    pub fn give_up(&mut self) {
        if let State::Open(open) = &mut self.state {
            let effects = open.give_up();
            self.follow(effects);
        }
    }
}

fn effect(game: Game, text: &str, shape: Shape) -> Effect {
    if game.is_stop_command(text, Some(shape)) {
        Effect::StopsServer
    } else if game.changes_map(text, Some(shape)) || mentions_password(text.as_bytes()) {
        Effect::MayClose
    } else {
        Effect::None
    }
}

/// `len` is what it has on the wire, in bytes.
fn check(command: &[u8], len: usize, limit: usize) -> Result<(), MessageError> {
    if len > limit {
        return Err(MessageError::TooLong { len, limit });
    }
    match command.iter().position(|&b| b == 0) {
        Some(position) => Err(MessageError::Nul { position }),
        None => Ok(()),
    }
}
