//! What a server's console knows: the game behind the wire. Nothing here
//! knows packets.

mod answer;
mod call;
pub(crate) mod clock;
mod players;
mod sim;
mod source;

use std::net::SocketAddr;

use crate::game::Game;

pub(crate) use answer::{Answer, Consequence, Item};
pub(crate) use call::Call;

/// The console of one kind of game.
pub(crate) trait Console: Send {
    /// Runs one command.
    fn run(&mut self, call: &Call<'_>) -> Answer;

    /// Whether `;` separates commands in a line.
    fn has_separator(&self) -> bool {
        false
    }
}

/// The world of one server.
pub(crate) struct World {
    console: Box<dyn Console>,
    sim: sim::Sim,
}

impl World {
    pub(crate) fn new(game: Game, hostname: &str, addr: SocketAddr) -> Self {
        let _ = game;
        Self {
            console: Box::new(source::Source::new(hostname, addr)),
            sim: sim::Sim::default(),
        }
    }

    /// Runs a line.
    pub(crate) fn execute(&mut self, call: &Call<'_>) -> Answer {
        if !self.console.has_separator() {
            return self.run(call);
        }
        let mut parts = call.split().into_iter();
        let Some(first) = parts.next() else {
            return self.run(call);
        };
        let mut answer = self.run(&first);
        for part in parts {
            answer.append(self.run(&part));
        }
        answer
    }

    fn run(&mut self, call: &Call<'_>) -> Answer {
        match self.sim.run(call) {
            Some(answer) => answer,
            None => self.console.run(call),
        }
    }
}
