//! The steps of a script, and how they are put into words.

use std::fmt;
use std::time::Duration;

use crate::outbox::End;

#[derive(Debug, Clone)]
pub(super) enum Step {
    Expect(Expect),
    Act(Act),
}

/// What the client is to send.
#[derive(Debug, Clone)]
pub(super) enum Expect {
    /// A packet of this type and body.
    Packet(i32, Vec<u8>),
    Any,
    Bytes(Vec<u8>),
    End,
}

/// What it gets.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// A packet of this type with the id of the last login or command.
    Answer(i32, Vec<u8>),
    /// A packet of type 0 with the id of the last probe.
    Mirror(Vec<u8>),
    Bytes(Vec<u8>),
    Pause(Duration),
    End(End),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expect(expect) => expect.fmt(f),
            Self::Act(_) => f.write_str("to be able to send"),
        }
    }
}

impl fmt::Display for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Packet(kind, body) => f.write_str(&packet(*kind, body)),
            Self::Any => f.write_str("a packet"),
            Self::Bytes(bytes) => write!(f, "the bytes {}", hex(bytes)),
            Self::End => f.write_str("the client's end"),
        }
    }
}

/// A packet in words.
pub(super) fn packet(kind: i32, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    match kind {
        3 => format!("a login with {text:?}"),
        2 => format!("the command {text:?}"),
        0 if body.is_empty() => "a probe".to_owned(),
        _ => format!("a packet of type {kind} with {text:?}"),
    }
}

/// Bytes as two digits each, the first of many.
pub(super) fn hex(bytes: &[u8]) -> String {
    let shown: Vec<_> = bytes.iter().take(32).map(|b| format!("{b:02x}")).collect();
    let more = if bytes.len() > 32 { " ..." } else { "" };
    format!("{}{more}", shown.join(" "))
}
