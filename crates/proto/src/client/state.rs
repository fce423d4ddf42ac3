//! What a client has and what it is: its connection, its options, its
//! password.

use std::time::Duration;

use super::Client;
use crate::address::Address;
use crate::connection::{ConnectOptions, Connection};
use crate::flow::now;
use crate::game::Shape;
use crate::password::Password;
use crate::shown::Shown;

impl Client {
    /// Closes the connection, if there is one. The next command makes a new
    /// one.
    pub fn close(&mut self) {
        self.0.close();
    }

    /// Closes the connection, if there is one, and gives the server a moment to
    /// notice, as [`Connection::leave`] does. The next command makes a new one.
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    /// client.leave();
    /// assert!(client.connection().is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn leave(&mut self) {
        now(self.0.leave());
    }

    /// What the server has shown so far, over all connections, for a caller
    /// that keeps it for the next run ([`ServerOptions::shown`](crate::ServerOptions::shown)).
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    /// client.execute("echo hi")?;
    /// client.close();
    /// assert_eq!(client.shown().to_string(), "source probes=answered ids=own");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn shown(&self) -> &Shown {
        self.0.shown()
    }

    /// How often a new connection was made after the first: whoever has told the
    /// server something that lasts as long as it runs tells it again when this grows.
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    /// assert_eq!(client.reconnections(), 0);
    /// client.close();
    /// client.execute("echo hi")?;
    /// assert_eq!(client.reconnections(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reconnections(&self) -> u64 {
        self.0.reconnections
    }

    /// The connection, while there is one. It may have died since it was used.
    pub fn connection(&mut self) -> Option<&mut Connection> {
        self.0.connection.as_mut()
    }

    /// Where to.
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// How connections are made, with the timeout as it is now.
    pub fn options(&self) -> &ConnectOptions {
        &self.0.options
    }

    /// Changes the deadline of connections, logins and replies from now on.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    /// client.set_timeout(Duration::from_secs(2));
    /// assert_eq!(client.options().timeout, Duration::from_secs(2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.0.options.timeout = timeout;
        if let Some(connection) = &mut self.0.connection {
            connection.set_timeout(timeout);
        }
    }

    /// What the newest login showed; `None` while there is no connection.
    ///
    /// ```
    /// use rcon_proto::Shape;
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    /// assert_eq!(client.shape(), Some(Shape::Source));
    /// assert!(client.round_trip().is_some() && client.connection().is_some());
    /// client.close();
    /// assert_eq!(client.shape(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn shape(&self) -> Option<Shape> {
        self.0.connection.as_ref().and_then(Connection::shape)
    }

    /// From sending the newest login to its answer; `None` while there is no
    /// connection.
    pub fn round_trip(&self) -> Option<Duration> {
        self.0.connection.as_ref().and_then(Connection::round_trip)
    }

    /// The password that this server accepted, for a caller that keeps it;
    /// `None` once it has failed.
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    /// client.execute("rcon_password new")?;
    /// # server.wait_until(std::time::Duration::from_secs(9), |s| s.open_connections() == 0);
    /// // That has closed every link, and the password is no longer the one.
    /// assert!(client.execute("status").is_err());
    /// assert!(client.password().is_none());
    /// // So it is not sent again.
    /// assert!(client.execute("status").is_err());
    /// assert_eq!(server.refusals(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn password(&self) -> Option<&Password> {
        self.0.password.as_ref()
    }
}
