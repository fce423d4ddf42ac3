//! A connection between two commands.

use std::time::Duration;

use super::Connection;
use crate::error::{Error, Lost};
use crate::flow::now;
use crate::observer::Observer;
use crate::transport::Watch;

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
        now(self.0.poll_idle(observer))
    }

    /// Something to wait on for a thread that does not hold the connection;
    /// when it says so, [`poll_idle`](Self::poll_idle) has something to read,
    /// and shows an example.
    ///
    /// # Errors
    ///
    /// [`Error::Lost`] when the connection is closed already.
    pub fn watch(&self) -> Result<Watch, Error> {
        let transport = self.0.link.as_ref();
        transport
            .and_then(|transport| transport.watch(self.0.dialogue.poll_timeout()).ok())
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
        now(self.0.linger(at_most))
    }

    /// [`linger`](Self::linger)s, and ends the connection as its console does it, so
    /// that the server has read all that was sent without waiting: a WebSocket is
    /// closed, a telnet session left, a `BattlEye` command acknowledged. Closes the
    /// connection.
    ///
    /// # Errors
    ///
    /// Those of [`linger`](Self::linger). [`Lost::AfterSend`] where the connection
    /// broke instead, [`Error::Timeout`] where the server has shown nothing of the
    /// kind within [`timeout`](crate::ConnectOptions::timeout), begun again with each
    /// command that it answers: in both cases it is unknown how much of it arrived.
    /// [`Error::Interrupted`] where that was cancelled.
    ///
    /// ```
    /// # use std::time::Duration;
    /// use rcon_proto::{Connection, Follows};
    ///
    /// # let server = rcon_sim::Server::builder().game(rcon_sim::Game::RustWeb).start()?;
    /// let address = format!("ws://{}", server.addr());
    /// let mut connection = Connection::open(&*address, &"secret".into(), Default::default())?;
    /// connection.send(b"say one", Follows::More)?;
    /// connection.send(b"say two", Follows::Nothing)?;
    /// connection.see_out(Duration::from_millis(250))?;
    /// assert_eq!(server.commands(), ["say one", "say two"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn see_out(&mut self, at_most: Duration) -> Result<(), Error> {
        now(self.0.see_out(at_most))
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
        self.0.dialogue.needs_fresh_login()
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
        now(self.0.conclude(observer));
    }
}
