//! A running script, and how a client strayed from it.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::server::Server;

use super::step::Step;

/// How long [`Scripted::finish`] waits for the client's last packets.
const PATIENCE: Duration = Duration::from_secs(10);

/// What has happened so far.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) connections: Vec<Vec<Step>>,
    progress: Mutex<Progress>,
}

#[derive(Debug, Default)]
pub(super) struct Progress {
    /// How many steps of each connection are done.
    pub(super) done: Vec<usize>,
    /// Connections that came.
    pub(super) came: usize,
    /// The first thing that was not as expected.
    pub(super) failure: Option<Unfulfilled>,
}

impl Log {
    pub(super) fn new(connections: Vec<Vec<Step>>) -> Self {
        let progress = Progress {
            done: vec![0; connections.len()],
            ..Progress::default()
        };
        Self {
            connections,
            progress: Mutex::new(progress),
        }
    }

    pub(super) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is still to come; `None` when everything was as expected.
    fn missing(&self) -> Option<Unfulfilled> {
        let progress = self.progress();
        if progress.failure.is_some() {
            return progress.failure.clone();
        }
        for (at, (steps, done)) in self.connections.iter().zip(&progress.done).enumerate() {
            if at >= progress.came {
                return Some(Unfulfilled(format!("connection {} never came", at + 1)));
            }
            if let Some(step) = steps.get(*done) {
                return Some(Unfulfilled(format!(
                    "connection {}, step {}: expected {step}, but nothing more came",
                    at + 1,
                    done + 1
                )));
            }
        }
        None
    }
}

/// How a client strayed from a script: which connection and step, what was
/// expected and what came. From [`Scripted::finish`]; its text says all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfulfilled(pub(super) String);

impl fmt::Display for Unfulfilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfulfilled {}

/// A running script; made by [`Script::start`](crate::Script::start). Dropping
/// it stops the server, whatever has come.
#[derive(Debug)]
pub struct Scripted {
    server: Server,
    log: Arc<Log>,
}

impl Scripted {
    pub(super) fn new(server: Server, log: Arc<Log>) -> Self {
        Self { server, log }
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.server.addr()
    }

    /// The server behind it, for its counts and for what can be done to its
    /// links.
    ///
    /// ```
    /// use rcon_sim::Script;
    ///
    /// let scripted = Script::new().start()?;
    /// assert_eq!(scripted.server().connections(), 0);
    /// # Ok::<(), rcon_sim::Error>(())
    /// ```
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Waits until everything has happened, at most ten seconds, and stops.
    ///
    /// # Errors
    ///
    /// [`Unfulfilled`] at once when something else came than was expected, and
    /// after the ten seconds when something is missing.
    ///
    /// ```
    /// use rcon_proto::{ConnectOptions, Connection};
    /// use rcon_sim::Script;
    ///
    /// let scripted = Script::new().expect_auth("secret").accept().expect_command("save").start()?;
    /// let mut bot = Connection::open(scripted.addr(), &"secret".into(), ConnectOptions::default())?;
    /// assert!(bot.execute("svae").is_err());
    /// let error = scripted.finish().unwrap_err().to_string();
    /// assert!(error.contains(r#"expected the command "save", got the command "svae""#), "{error}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn finish(self) -> Result<(), Unfulfilled> {
        self.server.wait_until(PATIENCE, |_| {
            let failed = self.log.progress().failure.is_some();
            failed || self.log.missing().is_none()
        });
        self.log.missing().map_or(Ok(()), Err)
    }
}
