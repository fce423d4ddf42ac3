//! `--json`: one object a line for each command or check, for programs.
//!
//! The form is fixed by `schema/record.json`.

mod kept;
mod reply;
mod safe;

#[cfg(test)]
mod tests;

use std::io;
use std::time::Duration;

use rcon_proto::EndedBy;
use serde::Serialize;

use crate::system::encoding::ServerEncoding;

pub(crate) use kept::{KeptRecord, KeptReply};
use reply::ReplyText;

/// `value` as one line, newline included, safe on a terminal.
pub(crate) fn to_line(value: &impl Serialize) -> String {
    safe::line(value)
}

/// What became of one command on one server.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Record<'a> {
    server: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    command: Option<&'a str>,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply: Option<ReplyText<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elapsed_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    lossy: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure<'a>>,
}

impl<'a> Record<'a> {
    /// A record of a `command` that was sent and of which no reply was asked
    /// for (`--no-wait`); add what came of it with [`replied`](Self::replied)
    /// or [`failed`](Self::failed).
    ///
    /// `server` is the resolved `host:port`, `name` the profile's, `command`
    /// is `None` where the login failed before there was one.
    pub(crate) fn new(server: &'a str, name: Option<&'a str>, command: Option<&'a str>) -> Self {
        Record {
            server,
            name,
            command,
            ok: true,
            reply: None,
            elapsed_ms: None,
            end: None,
            lossy: false,
            error: None,
        }
    }

    /// The record with the whole `reply`, which took `elapsed`. What is not in
    /// `encoding` becomes U+FFFD and the record `lossy`.
    #[must_use]
    pub(crate) fn replied(
        self,
        reply: &'a [u8],
        encoding: ServerEncoding,
        elapsed: Duration,
    ) -> Self {
        Record {
            reply: Some(ReplyText::new(reply, encoding)),
            elapsed_ms: Some(milliseconds(elapsed)),
            lossy: encoding.loses_some_of(reply),
            ..self
        }
    }

    /// The record with how the end of its reply was told.
    #[must_use]
    pub(crate) fn ended(self, by: Option<EndedBy>) -> Self {
        Record {
            end: by.map(EndedBy::as_str),
            ..self
        }
    }

    /// The record with Minecraft's and SGR colours left out of its reply, and
    /// nothing else: `--color never`.
    #[must_use]
    pub(crate) fn without_colours(self) -> Self {
        Record {
            reply: self.reply.map(ReplyText::without_colours),
            ..self
        }
    }

    /// The record of a failure: `kind` is the word for its exit code, `message`
    /// is for people.
    #[must_use]
    pub(crate) fn failed(self, kind: &'a str, message: &'a str) -> Self {
        Record {
            ok: false,
            error: Some(Failure { kind, message }),
            ..self
        }
    }

    /// The record as one line, newline included.
    pub(crate) fn to_line(&self) -> String {
        safe::line(self)
    }

    /// Writes that line, piece by piece: a reply may be as long as memory has
    /// room for.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub(crate) fn write(&self, out: impl io::Write) -> io::Result<()> {
        safe::write(self, out)
    }
}

/// What `--check` found out about one server.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct CheckRecord<'a> {
    server: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    game: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    round_trip_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure<'a>>,
}

impl<'a> CheckRecord<'a> {
    /// A server that let us in: the `game` as far as it was recognised, and
    /// how long it takes to answer.
    pub(crate) fn passed(
        server: &'a str,
        name: Option<&'a str>,
        game: &'a str,
        round_trip: Duration,
    ) -> Self {
        CheckRecord {
            server,
            name,
            ok: true,
            game: Some(game),
            round_trip_ms: Some(milliseconds(round_trip)),
            error: None,
        }
    }

    /// A server that did not: see [`Record::failed`].
    pub(crate) fn failed(
        server: &'a str,
        name: Option<&'a str>,
        kind: &'a str,
        message: &'a str,
    ) -> Self {
        CheckRecord {
            server,
            name,
            ok: false,
            game: None,
            round_trip_ms: None,
            error: Some(Failure { kind, message }),
        }
    }

    /// The record as one line, newline included.
    pub(crate) fn to_line(&self) -> String {
        safe::line(self)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Failure<'a> {
    kind: &'a str,
    message: &'a str,
}

/// Milliseconds with two decimals at most.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e5).round() / 1e2
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes fields by reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}
