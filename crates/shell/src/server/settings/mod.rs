//! A server's settings, asked for by their names: which there are, and what
//! their values are. A question changes and runs nothing.
//!
//! How a question is sent is left to whoever asks: [`Asker`] is handed a function.

mod asking;
mod compare;
mod known;
mod minecraft;
mod own;
mod together;

use std::borrow::Cow;
use std::collections::HashMap;

use rcon_proto::{Client, Game};

use crate::error::Result;
use crate::request::target::Target;
use crate::server::ask;

pub(crate) use asking::Asker;
pub(crate) use compare::{Difference, differences, told_apart};
pub(crate) use known::Known;
pub(crate) use minecraft::command as minecraft_command;
pub(crate) use own::is_own;
pub(crate) use together::{Group, Setting, Table, Together};

/// What is known of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The server told it.
    Value {
        value: String,
        /// Whether it is the default, where the game tells that.
        is_default: Option<bool>,
    },
    /// The server does not tell it.
    Untold,
    /// A password by its name: not asked for.
    Secret,
    /// The name is that of a command: not asked for.
    Command,
    /// The server knows no such name.
    Unknown,
}

impl Reading {
    fn value(value: impl Into<String>) -> Self {
        Self::Value {
            value: value.into(),
            is_default: None,
        }
    }
}

/// What was asked for, by name without regard to case.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    readings: HashMap<String, Reading>,
}

impl State {
    /// What is known of a name; that it is not known, where it was not asked for.
    pub(crate) fn get(&self, name: &str) -> &Reading {
        static UNKNOWN: Reading = Reading::Unknown;
        self.readings.get(&*key(name)).unwrap_or(&UNKNOWN)
    }

    fn put(&mut self, name: &str, reading: Reading) {
        self.readings.insert(key(name).into_owned(), reading);
    }
}

/// Consoles look names up in any case. Most are in lower case as they are.
fn key(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Sends a question over a client, and gives the whole reply as text.
///
/// # Errors
///
/// It was not answered, or with more than may be kept.
pub(crate) fn ask(client: &mut Client, target: &Target, question: &str) -> Result<String> {
    ask::ask(client, target, question, target.max_reply)
}

/// The longest question to a server, in bytes.
pub(crate) fn limit(target: &Target) -> usize {
    // Shorter than what any game's facts say.
    target.max_command.unwrap_or(usize::MAX)
}

/// Whether the game has settings that can be asked for by name, as far as is known
/// before it was asked.
fn may_have_settings(game: Game) -> bool {
    use rcon_proto::NameSource;
    game == Game::Auto
        || matches!(
            game.facts().names,
            NameSource::Cvarlist | NameSource::Help | NameSource::Unknown
        )
}
