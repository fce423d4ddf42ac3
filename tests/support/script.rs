//! A Source server that says what a test tells it to.

use rcon_sim::Builder;

use super::server::Server;

/// What it is to say to which command.
#[must_use]
#[derive(Default)]
pub(crate) struct Script {
    replies: Vec<(String, Vec<u8>)>,
}

impl Script {
    pub(crate) fn new() -> Self {
        Self::default()
    }
    pub(crate) fn reply(mut self, command: &str, reply: impl Into<Vec<u8>>) -> Self {
        self.replies.push((command.to_owned(), reply.into()));
        self
    }
    pub(crate) fn silent(self, _command: &str) -> Self {
        self
    }
    pub(crate) fn raw_answer(self, _command: &str, _bytes: &[u8]) -> Self {
        self
    }
    pub(crate) fn answer_all(self, _bytes: &str) -> Self {
        self
    }
    pub(crate) fn start(self) -> Server {
        self.start_with(|builder| builder)
    }
    pub(crate) fn start_with(self, special: impl FnOnce(Builder) -> Builder) -> Server {
        Server::with(special)
    }
}
