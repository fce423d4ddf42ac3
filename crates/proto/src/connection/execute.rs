//! Commands and their replies.

use super::{Connection, ExecuteOptions, Reply};
use crate::collector::Collector;
use crate::convar::CvarList;
use crate::error::Error;
use crate::flow::now;
use crate::observer::Observer;
use crate::reply::EndedBy;
use crate::request::Follows;

impl Connection {
    /// Sends a command and waits for its reply, which is kept whole.
    ///
    /// # Errors
    ///
    /// [`Error::Timeout`] and [`Error::Unfinished`]: the reply is lost, the
    /// connection is not. [`Error::Lost`] with [`Lost::Idle`](crate::Lost::Idle): nothing was
    /// sent; with [`Lost::AfterSend`](crate::Lost::AfterSend): the outcome is unknown.
    /// [`Error::Protocol`] also for a reply beyond
    /// [`max_reply`](super::ConnectOptions::max_reply). [`Error::Message`]: nothing
    /// was sent. [`Error::State`] without a login. [`Error::Interrupted`]: nothing
    /// was sent if the [`Cancel`](crate::Cancel) was raised before the call, else the
    /// outcome is unknown. [`Error::Authentication`] where the server said no to the
    /// login only behind it.
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
        let mut whole = Collector::new(self.0.options.max_reply);
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
    /// observer wants no more or a [`Cancel`](crate::Cancel) is raised.
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
        now(self.0.execute(command, how, observer))
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
        now(self.0.send(command, follows))
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
    pub fn cvarlist(&mut self) -> Result<CvarList<'static>, Error> {
        let reply = self.execute("cvarlist")?;
        Ok(CvarList::parse(reply.bytes()).into_owned())
    }
}
