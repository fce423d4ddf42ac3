//! A connection between two commands.

use std::time::{Duration, Instant};

use super::Connection;
use super::drive::nothing;
use crate::error::{Error, Lost};
use crate::observer::Observer;
use crate::pace::later;
use crate::transport::{SLICE, Watch};

impl Connection {
    /// Reads what has arrived while nothing was under way, and tells it; sends
    /// what a console wants from time to time, a sign of life say. `false` when the connection is over. Does not wait.
    ///
    /// ```
    /// use rcon_proto::{Observer, Packet};
    /// # use std::time::Duration;
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    ///
    /// #[derive(Default)]
    /// struct Chat(Vec<String>);
    ///
    /// impl Observer for Chat {
    ///     fn unsolicited(&mut self, bytes: &[u8]) {
    ///         self.0.push(String::from_utf8_lossy(bytes).into_owned());
    ///     }
    /// }
    ///
    /// server.inject(&Packet::new(0, 1, "[chat] hello"));
    /// let mut chat = Chat::default();
    /// let watch = connection.watch()?;
    /// while chat.0.is_empty() {
    ///     watch.wait(Duration::from_secs(1));
    ///     assert!(connection.poll_idle(&mut chat));
    /// }
    /// assert_eq!(chat.0, ["[chat] hello"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn poll_idle(&mut self, observer: &mut dyn Observer) -> bool {
        // An end is told by being closed.
        let _ = self.look(observer);
        self.keep_time(observer);
        observer.pause();
        !self.is_closed()
    }

    /// Something to wait on for a thread that does not hold the connection;
    /// when it says so, [`poll_idle`](Self::poll_idle) has something to read,
    /// and shows an example.
    ///
    /// # Errors
    ///
    /// [`Error::Lost`] when the connection is closed already.
    pub fn watch(&self) -> Result<Watch, Error> {
        let transport = self.transport.as_ref();
        transport
            .and_then(|transport| transport.watch(self.dialogue.poll_timeout()).ok())
            .ok_or(Error::Lost(Lost::Idle))
    }

    /// Gives a server that was sent something unawaited the time to read it:
    /// a close with an unread answer resets the link, and what the server
    /// has not read by then is lost. Waits for the first sign of an answer,
    /// and at most this long. A server of the Source shape answers each command:
    /// where no answer comes, it may handle a packet only when the next one comes,
    /// so it is sent a probe, and that long is waited once more.
    /// [`send`](Self::send) has an example.
    ///
    /// # Errors
    ///
    /// [`Lost::AfterSend`] where the first sign is the connection's end, and the
    /// command is none that stops the server: whether it arrived is unknown.
    /// Where there was no sign at all, nothing is known either.
    pub fn linger(&mut self, at_most: Duration) -> Result<(), Error> {
        if self.transport.is_none() {
            return Ok(());
        }
        self.await_sign(at_most);
        if self.dialogue.is_unheard() && self.dialogue.push() {
            self.flush();
            self.await_sign(at_most);
        }
        if self.dialogue.is_closed() && !self.unawaited_stop {
            return Err(Error::Lost(Lost::AfterSend));
        }
        Ok(())
    }

    /// Reads until there is a sign of what nobody waits for, at most this long:
    /// of the command itself, on a server that answers each, else any.
    fn await_sign(&mut self, at_most: Duration) {
        let until = later(Instant::now(), at_most);
        while self.transport.is_some() && !self.options.cancel.is_cancelled() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let due = self.dialogue.poll_timeout();
            let due = due.map_or(left, |at| at.saturating_duration_since(Instant::now()));
            let came = self.receive(left.min(due).min(SLICE), &mut ());
            self.keep_time(&mut ());
            self.take_events(nothing, &mut ());
            if came && !self.dialogue.is_unheard() {
                break;
            }
        }
    }

    /// Whether the next command needs a connection of its own: see
    /// [`Session::needs_fresh_login`](crate::session::Session::needs_fresh_login).
    /// [`Client`](crate::Client) makes one; here it fails with [`Lost::Idle`], and
    /// nothing is sent. Where the server has closed behind such a reply, as most
    /// do when they are told that no more will come, so has this.
    ///
    /// ```
    /// use rcon_proto::{ConnectOptions, Connection};
    ///
    /// let server = rcon_sim::Server::builder().game(rcon_sim::Game::Palworld).start()?;
    /// let mut connection = Connection::open(server.addr(), &"secret".into(), ConnectOptions::default())?;
    /// connection.execute("echo one")?;
    /// assert!(connection.needs_fresh_login() || connection.is_closed());
    /// assert!(connection.execute("echo two").is_err());
    /// assert_eq!(server.commands(), ["echo one"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn needs_fresh_login(&self) -> bool {
        self.dialogue.needs_fresh_login()
    }

    /// Closes the connection, after what may still come of the last reply, where
    /// the next command goes over another one. A person who has read the reply
    /// waits for nothing: the silence has lasted already.
    pub(crate) fn finish_reply(&mut self, observer: &mut dyn Observer) {
        if !self.poll_idle(observer) {
            return;
        }
        let silence = self.dialogue.concluding_silence();
        let silent = self.dialogue.heard().map(|heard| heard.elapsed());
        if self.dialogue.more_may_come() && silent.is_none_or(|silent| silent < silence) {
            self.conclude(observer);
        } else {
            self.leave();
        }
    }

    /// Ends the use of the connection where it turns out only now that the last
    /// command was the last: tells the server so, and reads what is still to
    /// come of a reply whose end was provisional, until the server closes or
    /// is silent. Closes the connection.
    ///
    /// ```
    /// use rcon_proto::{ConnectOptions, Connection};
    ///
    /// let server = rcon_sim::Server::builder().game(rcon_sim::Game::Minecraft).start()?;
    /// let mut connection = Connection::open(server.addr(), &"secret".into(), ConnectOptions::default())?;
    /// connection.execute("list")?;
    /// connection.conclude(&mut ());
    /// assert!(connection.is_closed());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn conclude(&mut self, observer: &mut dyn Observer) {
        let silence = self.dialogue.concluding_silence();
        let deadline = later(Instant::now(), self.options.timeout);
        let mut told = false;
        if let Some(transport) = &mut self.transport
            && transport.can_half_close()
            && self.dialogue.may_half_close()
        {
            // Broken already: what was sent before can be read all the same.
            told = transport.half_close().is_ok();
        }
        self.concluding = told;
        let mut heard = Instant::now();
        while !self.is_closed() && !self.options.cancel.is_cancelled() && !observer.stop() {
            let end = deadline.min(later(heard, silence));
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                if told {
                    self.dialogue.half_close_was_ignored();
                }
                break;
            }
            if self.receive(left.min(SLICE), observer) {
                heard = Instant::now();
            }
            self.take_events(nothing, observer);
        }
        self.concluding = false;
        self.close();
    }
}
