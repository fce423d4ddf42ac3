//! Commands and their replies.

use std::time::{Duration, Instant};

use super::drive::reply_ended;
use super::{Connection, ExecuteOptions, Reply};
use crate::cancel::Cancel;
use crate::collector::Collector;
use crate::convar::CvarList;
use crate::dialogue::mentions_password;
use crate::error::{Error, Lost, StateError};
use crate::game::Shape;
use crate::observer::Observer;
use crate::reply::EndedBy;
use crate::request::Follows;
use crate::session::{Execute, Wait};
use crate::transport::Transport;

/// Commands whose text is remembered, to name them when output comes late.
const REMEMBERED: usize = 64;

/// What a server of the Source shape is given at the least to begin a reply
/// that nobody waits for. Real ones lose nothing without it; imitators of them
/// read one packet a segment, and would be sent several in one.
const MOMENT: Duration = Duration::from_millis(100);

impl Connection {
    /// Sends a command and waits for its reply, which is kept whole.
    ///
    /// # Errors
    ///
    /// [`Error::Timeout`] and [`Error::Unfinished`]: the reply is lost, the
    /// connection is not. [`Error::Lost`] with [`Lost::Idle`]: nothing was
    /// sent; with [`Lost::AfterSend`]: the outcome is unknown.
    /// [`Error::Protocol`] also for a reply beyond
    /// [`max_reply`](super::ConnectOptions::max_reply). [`Error::Message`]: nothing
    /// was sent. [`Error::State`] without a login.
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    /// let reply = connection.execute("echo Hello")?;
    /// assert_eq!(reply.text_lossy(), "Hello\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn execute(&mut self, command: &str) -> Result<Reply, Error> {
        self.execute_bytes(command.as_bytes(), &ExecuteOptions::default())
    }

    /// As [`execute`](Self::execute), with a command in any encoding, a timeout
    /// of its own, or as the last command.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    ///
    /// ```
    /// use rcon_proto::{EndedBy, Error, ExecuteOptions, TextEncoding, Latin1};
    /// # use std::time::Duration;
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    ///
    /// let how = ExecuteOptions::default().timeout(Duration::from_millis(50));
    /// let nothing = connection.execute_bytes(b"sim_silent", &how);
    /// assert!(matches!(nothing, Err(Error::Timeout { .. })));
    ///
    /// // Its reply is lost, the connection is not.
    /// let command = Latin1.encode("echo é")?;
    /// let reply = connection.execute_bytes(&command, &ExecuteOptions::default())?;
    /// assert_eq!(reply.text(&Latin1)?, "é\n");
    /// assert_eq!(reply.ended_by(), EndedBy::Probe);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn execute_bytes(&mut self, command: &[u8], how: &ExecuteOptions) -> Result<Reply, Error> {
        let mut whole = Collector::new(self.options.max_reply);
        let by = self.execute_with(command, how, &mut whole);
        if whole.is_over() {
            // It may go on.
            self.close();
        }
        Reply::of(whole, by)
    }

    /// Sends a command, and hands its reply to the observer as it arrives:
    /// nothing is kept, however long it is.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute), and [`Error::Interrupted`] when the
    /// observer wants no more or a [`Cancel`] is raised.
    ///
    /// ```
    /// use rcon_proto::{ExecuteOptions, Observer};
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    ///
    /// struct Count(usize);
    ///
    /// impl Observer for Count {
    ///     fn reply(&mut self, bytes: &[u8]) {
    ///         self.0 += bytes.len();
    ///     }
    /// }
    ///
    /// let mut count = Count(0);
    /// connection.execute_with(b"sim_bytes 100000", &ExecuteOptions::default(), &mut count)?;
    /// assert_eq!(count.0, 100_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn execute_with(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut dyn Observer,
    ) -> Result<EndedBy, Error> {
        let timeout = how.timeout.unwrap_or(self.options.timeout);
        self.begin(command, timeout, Wait::Reply, how.follows, observer)?;
        self.finish(how.cancel.as_ref(), observer)
    }

    /// Sends a command and does not wait for its reply, except that where more
    /// commands will follow its first packet is waited for: some servers lose
    /// what they are sent before that. Those of the Source shape are given only
    /// a moment for it. What comes of the reply is late output: see
    /// [`Observer::late`].
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute), of what can happen so far.
    ///
    /// ```
    /// # use std::time::Duration;
    /// use rcon_proto::Follows;
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    /// connection.send(b"say one", Follows::More)?;
    /// connection.send(b"say two", Follows::Nothing)?;
    /// connection.linger(Duration::from_secs(1))?;
    /// assert!(server.wait_until(Duration::from_secs(9), |s| s.commands() == ["say one", "say two"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn send(&mut self, command: &[u8], follows: Follows) -> Result<(), Error> {
        let timeout = self.options.timeout;
        if follows == Follows::More {
            let moment = self.round_trip.unwrap_or_default() * 2 + MOMENT;
            let patient = self.dialogue.shape() != Some(Shape::Source);
            let at_most = if patient {
                timeout
            } else {
                moment.min(timeout)
            };
            self.begin(command, at_most, Wait::Begun, follows, &mut ())?;
            return match self.finish(None, &mut ()) {
                Err(Error::Timeout { .. } | Error::Unfinished { .. }) if !patient => Ok(()),
                result => result.map(drop),
            };
        }
        let text = String::from_utf8_lossy(command);
        self.unawaited_stop = self.options.game.is_stop_command(&text, self.shape());
        self.begin(command, timeout, Wait::Nothing, Follows::More, &mut ())?;
        self.flush();
        if self.transport.is_none() {
            return Err(Error::Lost(Lost::AfterSend));
        }
        Ok(())
    }

    fn begin(
        &mut self,
        command: &[u8],
        timeout: Duration,
        wait: Wait,
        follows: Follows,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        // An end that is found here is told below: nothing was sent.
        let _ = self.look(observer);
        if self.transport.is_none() || self.dialogue.is_closed() {
            self.close();
            return Err(Error::Lost(Lost::Idle));
        }
        let half_close = self
            .transport
            .as_ref()
            .is_some_and(Transport::can_half_close);
        let last = follows == Follows::Nothing && half_close;
        let how = Execute {
            timeout,
            wait,
            last,
            half_close,
        };
        let request = match self.dialogue.execute(command, how, Instant::now()) {
            Err(Error::State(StateError::Closed)) => {
                self.close();
                return Err(Error::Lost(Lost::Idle));
            }
            result => result?,
        };
        self.under_way = (wait != Wait::Nothing).then_some(request);
        self.replied = false;
        observer.sent();
        // Kept to name it when output comes late; a password is not kept.
        let text = if mentions_password(command) {
            "a command about a password".to_owned()
        } else {
            String::from_utf8_lossy(command).into_owned()
        };
        self.sent.push_back((request, text));
        if self.sent.len() > REMEMBERED {
            self.sent.pop_front();
        }
        Ok(())
    }

    fn finish(
        &mut self,
        cancel: Option<&Cancel>,
        observer: &mut dyn Observer,
    ) -> Result<EndedBy, Error> {
        let ended = self.drive(reply_ended, cancel, observer);
        self.under_way = None;
        if self.dialogue.is_closed() {
            self.close();
        }
        ended
    }

    /// Whether the newest command's reply had any text.
    pub(crate) fn has_replied(&self) -> bool {
        self.replied
    }

    /// The server's convars and commands, as its `cvarlist` has them.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute). A reply in which nothing is found is an
    /// empty list: some servers have none, and some post the command to their
    /// chat instead ([`Game::name_source`](crate::Game::name_source) knows).
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    /// let list = connection.cvarlist()?;
    /// let gravity = list.get("sv_gravity").expect("every Source game has it");
    /// assert_eq!(gravity.value.as_str(), Some("800"));
    /// assert!(gravity.flags.contains("rep"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cvarlist(&mut self) -> Result<CvarList, Error> {
        Ok(CvarList::parse(self.execute("cvarlist")?.bytes()))
    }
}
