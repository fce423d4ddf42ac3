//! What a session is asked to send: the password, and commands.

use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::awaiting::Awaiting;
use super::ids::Ids;
use super::{Closed, Event, Execute, Previous, RequestId, Session, State, Transmit, Wait};
use crate::auth::LoginRule;
use crate::error::{Error, MessageError, StateError};
use crate::game::Shape;
use crate::packet::{
    SERVERDATA_AUTH, SERVERDATA_EXECCOMMAND, SERVERDATA_RESPONSE_VALUE, encode_into,
};
use crate::password::Password;
use crate::reply::{FirstPacketRule, HalfCloseRule, ProbeRule, ProbeTrust, ReplyRule, SilenceRule};

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
        match self.state {
            State::Connected => {}
            State::Closed => return Err(StateError::Closed.into()),
            _ => return Err(StateError::AlreadyAuthenticated.into()),
        }
        if let Some(position) = password.expose().iter().position(|&b| b == 0) {
            return Err(MessageError::Nul { position }.into());
        }
        let id = self.ids.login();
        self.transmit(|out| encode_into(out, id, SERVERDATA_AUTH, password.expose()));
        self.spoke = Some(now);
        self.state = State::LoggingIn {
            rule: LoginRule::new(id),
            sent: now,
            timeout,
        };
        Ok(())
    }

    /// Sends a command. With [`Wait::Nothing`] there is no event for it;
    /// otherwise [`Event::ReplyEnded`], [`Event::ReplyTimedOut`] or
    /// [`Event::Closed`] follows, and until then no other command is taken.
    ///
    /// # Errors
    ///
    /// [`MessageError`] for a command that cannot be sent, [`StateError`]
    /// when not logged in or busy. In both cases nothing is sent.
    /// [`StateError::Closed`] also where a command was given up before this
    /// server had shown that its replies have the ids of their commands: the
    /// late reply could be taken for this one's. [`Event::Closed`] follows.
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
        match self.state {
            State::Ready => {}
            State::Connected | State::LoggingIn { .. } => {
                return Err(StateError::NotAuthenticated.into());
            }
            State::Awaiting(_) => return Err(StateError::Busy.into()),
            State::Closed => return Err(StateError::Closed.into()),
        }
        self.check(command)?;
        if self.might_mistake_a_reply() {
            self.end_with(Event::Closed(Closed::IdsTellNothing));
            return Err(StateError::Closed.into());
        }
        let id = self.ids.command();
        let probe_id = Ids::probe_of(id);
        let probed = how.wait == Wait::Reply
            && self.shape == Some(Shape::Source)
            && self.learned.probes != ProbeTrust::Unanswered;
        self.transmit(|out| {
            encode_into(out, id, SERVERDATA_EXECCOMMAND, command);
            if probed {
                encode_into(out, probe_id, SERVERDATA_RESPONSE_VALUE, b"");
            }
        });
        self.spoke = Some(now);
        let rule = match how.wait {
            Wait::Nothing => {
                self.previous = Some(Previous { id, open: false });
                return Ok(RequestId(id));
            }
            Wait::Begun => ReplyRule::FirstPacket(FirstPacketRule),
            Wait::Reply if probed => ReplyRule::Probe(ProbeRule::new(probe_id, how.last)),
            Wait::Reply if how.last => {
                let patient = self.shape == Some(Shape::Source);
                ReplyRule::HalfClose(HalfCloseRule::new(patient))
            }
            Wait::Reply => ReplyRule::Silence(SilenceRule),
        };
        let text = String::from_utf8_lossy(command);
        let stops = self.config.game.is_stop_command(&text, self.shape);
        self.state = State::Awaiting(Box::new(Awaiting::new(id, rule, how.timeout, stops, now)));
        Ok(RequestId(id))
    }

    /// Whether the next reply could be that of a command which was given up:
    /// on a server that may be one of those with ids of their own, nothing
    /// tells the two apart.
    fn might_mistake_a_reply(&self) -> bool {
        self.given_up_silent && !self.learned.own_ids && self.shape == Some(Shape::OnePacket)
    }

    fn check(&self, command: &[u8]) -> Result<(), MessageError> {
        let limit = self.max_command();
        if command.len() > limit {
            let len = command.len();
            return Err(MessageError::TooLong { len, limit });
        }
        match command.iter().position(|&b| b == 0) {
            Some(position) => Err(MessageError::Nul { position }),
            None => Ok(()),
        }
    }

    /// The longest command that this session sends, in bytes; see
    /// [`SessionConfig::max_command`](super::SessionConfig::max_command).
    ///
    /// ```
    /// use rcon_proto::session::{Session, SessionConfig};
    ///
    /// // Before the login it is the smaller of the two limits.
    /// assert_eq!(Session::new(SessionConfig::default()).max_command(), 1014);
    /// ```
    pub fn max_command(&self) -> usize {
        let game = self.config.game;
        self.config
            .max_command
            .unwrap_or(game.max_command(self.shape))
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
        if let State::Awaiting(awaiting) = &self.state {
            let (id, begun) = (awaiting.id, awaiting.progress.packets > 0);
            self.leave_awaiting(id, begun);
        }
    }

    pub(super) fn transmit(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut segment = Zeroizing::new(Vec::new());
        write(&mut segment);
        self.outbound.push_back(Transmit::Segment(segment));
    }
}
