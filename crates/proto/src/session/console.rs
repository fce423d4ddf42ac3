//! Rust's older console (`+rcon.web 0`), from the game's `Facepunch.RCon`: it
//! repeats the command and all that it prints under id 0 as type 4, and ends
//! each reply, also one of nothing, in `(-1, 0, "")`.

use std::hash::{DefaultHasher, Hasher as _};

use crate::decode::Header;
use crate::inbound::Part;
use crate::packet::SERVERDATA_RESPONSE_VALUE;

/// The type of what the console prints, whoever asked.
const CONSOLE: i32 = 4;

/// How it begins where it repeats a command.
const ECHO: &[u8] = b"[RCON]";

/// What is still to come of it.
#[derive(Debug, Default)]
pub(super) struct Console {
    /// Marks that commands which were sent still owe, that under way too.
    owed: usize,
    /// The echo of the newest command has not come.
    echo_due: bool,
    /// The newest packet of a reply, which comes once more.
    newest: DefaultHasher,
}

/// Whether a packet is one that the console repeats under id 0.
pub(super) fn is_console(header: &Header) -> bool {
    header.kind == CONSOLE && header.id == 0
}

/// Whether a packet is the mark behind a reply.
pub(super) fn is_end_mark(part: &Part, body: &[u8]) -> bool {
    part.header.id == -1 && part.header.kind == SERVERDATA_RESPONSE_VALUE && body.is_empty()
}

impl Console {
    pub(super) fn sent(&mut self) {
        self.owed += 1;
        self.echo_due = true;
    }

    /// A part of a reply was told.
    pub(super) fn note(&mut self, part: &Part, body: &[u8]) {
        if part.first {
            self.newest = DefaultHasher::new();
        }
        self.newest.write(body);
    }

    /// Whether a text says once more what was sent or told.
    pub(super) fn repeats(&mut self, body: &[u8]) -> bool {
        if self.echo_due && body.starts_with(ECHO) {
            self.echo_due = false;
            return true;
        }
        let mut text = DefaultHasher::new();
        text.write(body);
        text.finish() == self.newest.finish()
    }

    /// A mark has come. `begun`: behind a packet of the reply under way.
    /// Whether it is that one's.
    pub(super) fn marked(&mut self, begun: bool) -> bool {
        let newest = begun || self.owed <= 1;
        self.owed = if newest { 0 } else { self.owed - 1 };
        newest
    }
}
