//! One server's reply to one line, kept whole so that it can be compared.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcon_proto::convar::{console_kind, rejected};
use rcon_proto::{
    Collector, Error, ExecuteOptions, Executed, Game, Observer, ProtocolError, Quirk,
};

use super::member::Member;
use crate::commands::secret_part;
use crate::error::Result;
use crate::server::console::Console;
use crate::server::verdict::{Rejected, Verdict};
use crate::system::encoding::ServerEncoding;
use crate::ways::prompt::asides::{Aside, Asides};
use crate::ways::prompt::telling::game_of;

/// Bytes of a reply's beginning that are looked into for what they show.
const HEAD: usize = 16 * 1024;

/// How much of all replies to one line may be kept together: so many of the
/// longest that is let pass.
const LONGEST: usize = 4;

/// A line for each of some servers: places in the fleet, and what is sent there.
pub(crate) type EachLine = Vec<(usize, Vec<u8>)>;

/// A whole reply.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) bytes: Vec<u8>,
    pub(crate) encoding: Option<ServerEncoding>,
    /// It may have colours of Minecraft.
    pub(crate) minecraft: bool,
    /// The server will not do what the line says.
    pub(crate) refused: bool,
    /// Why the reply is a failure, where it is one.
    pub(crate) rejected: Option<Rejected>,
    /// What arrived meanwhile and was no reply.
    pub(crate) asides: Vec<Aside>,
    /// The server forgot its login, and the line should be repeated.
    pub(crate) forgotten: bool,
}

impl Reply {
    /// A text of our own in a reply's place.
    pub(crate) fn of_ours(text: String) -> Self {
        Self {
            bytes: text.into_bytes(),
            encoding: None,
            minecraft: false,
            refused: false,
            rejected: None,
            asides: Vec::new(),
            forgotten: false,
        }
    }

    /// Its beginning, where it says what it is.
    pub(crate) fn head(&self) -> &[u8] {
        self.bytes.get(..HEAD).unwrap_or(&self.bytes)
    }
}

/// What may be kept of all replies to a line, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Room(Arc<AtomicUsize>);

impl Room {
    /// Room for some replies of this length at the most.
    pub(super) fn for_replies_of(longest: usize) -> Self {
        Self(Arc::new(AtomicUsize::new(longest.saturating_mul(LONGEST))))
    }

    /// Takes so many bytes of it, if they are there.
    fn take(&self, bytes: usize) -> bool {
        let order = Ordering::Relaxed;
        let less = |left: usize| left.checked_sub(bytes);
        self.0.fetch_update(order, order, less).is_ok()
    }
}

/// Sends a line, and keeps the reply.
///
/// # Errors
///
/// It was not sent, not answered, or answered with too much.
pub(super) fn execute(
    console: &mut Console,
    member: &Member,
    command: &[u8],
    room: &Room,
) -> Result<Reply> {
    let limit = member.target.max_reply;
    let mut taking = Taking {
        reply: Collector::new(limit),
        room: room.clone(),
        full: false,
        breaks: false,
        asides: Asides::new(member.target.encoding),
        game: None,
        verdict: console.verdict(),
    };
    let how = ExecuteOptions::default();
    let result = console.execute(command, &how, &mut taking);
    if let Some(unwritten) = console.take_unwritten() {
        taking.asides.note(unwritten.to_string());
    }
    let text = String::from_utf8_lossy(command);
    if let Some(game) = taking.game {
        member.shows(game);
    }
    if taking.full {
        // It may go on.
        let _ = console.with_client(rcon_proto::Client::close);
        return Err(Error::Protocol(ProtocolError::ReplyTooLarge { limit }).into());
    }
    let bytes = taking.reply.take().map_err(Error::from)?;
    let executed = result?;
    let stops = (member.game()).is_stop_command(&text, member.seen().shape);
    member.link.may_be_stopping(stops);
    let reply = Reply {
        encoding: member.target.encoding,
        minecraft: member.may_be_minecraft(),
        refused: false,
        rejected: taking.verdict.and_then(|verdict| verdict.told(&text)),
        asides: taking.asides.take(),
        forgotten: executed == Executed::LoginForgotten,
        bytes,
    };
    if !secret_part(&text)
        && let Some(game) = console_kind(&text, reply.head()).and_then(|kind| member.game_of(kind))
    {
        member.shows(game);
    }
    let refused = reply.rejected.is_some() || rejected(member.game(), reply.head()).is_some();
    Ok(Reply { refused, ..reply })
}

/// Takes what arrives while a line is under way.
struct Taking {
    reply: Collector,
    room: Room,
    /// There is no room for what the servers reply together.
    full: bool,
    /// The next piece is a line of its own.
    breaks: bool,
    asides: Asides,
    /// What server it is, if it has shown that.
    game: Option<Game>,
    verdict: Option<Verdict>,
}

impl Observer for Taking {
    fn reply(&mut self, bytes: &[u8]) {
        if std::mem::take(&mut self.breaks) {
            self.reply.push(b"\n");
        }
        if self.full || !self.room.take(bytes.len()) {
            self.full = true;
            return;
        }
        self.reply.push(bytes);
        if let Some(verdict) = &mut self.verdict {
            verdict.push(bytes);
        }
    }

    fn line_break(&mut self) {
        self.breaks = true;
    }

    fn more(&mut self, command: &str, bytes: &[u8]) {
        self.asides.late(command, bytes);
    }

    fn stop(&self) -> bool {
        self.full || self.reply.stop()
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        self.asides.late(command, bytes);
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        self.asides.unsolicited(bytes);
    }

    fn quirk(&mut self, quirk: Quirk) {
        self.game = self.game.or(game_of(quirk));
        log::warn!("{quirk}");
    }
}
