//! The steps that wait for the client.

use super::Script;
use super::step::Expect;

impl Script {
    /// Expects a login with this password: a packet of type 3.
    #[must_use]
    pub fn expect_auth(self, password: impl Into<Vec<u8>>) -> Self {
        self.expect(Expect::Packet(3, password.into()))
    }

    /// Expects this command: a packet of type 2.
    #[must_use]
    pub fn expect_command(self, command: impl Into<Vec<u8>>) -> Self {
        self.expect(Expect::Packet(2, command.into()))
    }

    /// Expects an empty packet of type 0, which clients send behind a command to
    /// find the end of its reply.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::Script;
    /// # let options = ConnectOptions::default();
    /// let scripted = Script::new()
    ///     .expect_auth("secret")
    ///     .accept_as_source()
    ///     .expect_command("status")
    ///     .expect_probe()
    ///     .reply("one, ")
    ///     .reply("two")
    ///     .answer_probe()
    ///     .start()?;
    /// let mut bot = Connection::open(scripted.addr(), &"secret".into(), options)?;
    /// assert_eq!(bot.execute("status")?.bytes(), b"one, two");
    /// scripted.finish()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn expect_probe(self) -> Self {
        self.expect(Expect::Packet(0, Vec::new()))
    }

    /// Expects a packet of this type and body.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let script = Script::new().expect_packet(3, "secret").accept().expect_any().reply("hi").close();
    /// let scripted = script.start()?;
    /// let mut bot = Connection::open(scripted.addr(), &"secret".into(), options)?;
    /// assert_eq!(bot.execute("anything")?.bytes(), b"hi");
    /// scripted.finish()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn expect_packet(self, kind: i32, body: impl Into<Vec<u8>>) -> Self {
        self.expect(Expect::Packet(kind, body.into()))
    }

    /// Expects any one packet, which [`reply`](Self::reply) then answers.
    #[must_use]
    pub fn expect_any(self) -> Self {
        self.expect(Expect::Any)
    }

    /// Expects exactly these bytes, ids and all.
    ///
    /// ```
    /// # use rcon_proto::{ErrorKind, Connection, ConnectOptions, Packet};
    /// # use rcon_sim::Script;
    /// # let options = ConnectOptions::default();
    /// let scripted = Script::new()
    ///     .expect_bytes(Packet::new(10_000, 3, "secret").encode())
    ///     .refuse()
    ///     .start()?;
    /// let error = Connection::open(scripted.addr(), &"secret".into(), options).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Refused);
    /// scripted.finish()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn expect_bytes(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.expect(Expect::Bytes(bytes.into()))
    }

    /// Expects that the client ends its direction, by a half-close or a close.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let scripted = Script::new().expect_auth("secret").accept().expect_end().start()?;
    /// drop(Connection::open(scripted.addr(), &"secret".into(), options)?);
    /// scripted.finish()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn expect_end(self) -> Self {
        self.expect(Expect::End)
    }
}
