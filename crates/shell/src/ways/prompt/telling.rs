//! What becomes of what arrives while a command of the prompt runs.

use rcon_proto::{Collector, Error, Game, Observer, Quirk};

use super::asides::{Aside, Asides};
use crate::error::Result;
use crate::server::verdict::{Rejected, Verdict};
use crate::show::one_line::broken;
use crate::show::output::{Output, Rendering, StandardOutput};
use crate::system::encoding::{ServerEncoding, in_utf_8};

/// Bytes of a reply's beginning that are looked into for what they show.
const HEAD: usize = 16 * 1024;

/// Who takes a reply.
enum Taker<'a> {
    /// The screen, as it comes.
    Screen(&'a mut Output<StandardOutput>),
    /// Nobody yet.
    Kept(Collector),
}

/// A reply that is held back.
struct Held {
    command: Vec<u8>,
    text: Vec<u8>,
}

/// The most of a reply that is held back, in bytes.
const HELD: usize = 64 * 1024;

/// Takes what arrives while a command runs.
pub(super) struct Telling<'a> {
    taker: Taker<'a>,
    encoding: Option<ServerEncoding>,
    /// A reply without newlines, as far as it may be given some at its end.
    held: Option<Held>,
    sent: bool,
    /// The next piece is a line of its own.
    breaks: bool,
    head: Collector,
    asides: Asides,
    /// What server it is, if it has shown that.
    game: Option<Game>,
    /// What is looked for in the reply.
    pub(super) verdict: Option<Verdict>,
}

/// What there is to know after a reply.
pub(super) struct Told {
    /// The command has left.
    pub(super) sent: bool,
    /// What server it is, if it has shown that.
    pub(super) game: Option<Game>,
    /// The reply's beginning, in UTF-8 where it was named what the server speaks.
    pub(super) head: Vec<u8>,
    /// The whole reply, if it was to be kept; an error where it was too long.
    pub(super) reply: Result<Vec<u8>>,
    /// Why the reply is a failure, where it is one.
    pub(super) rejected: Option<Rejected>,
    /// What arrived meanwhile and was no reply.
    pub(super) asides: Vec<Aside>,
}

/// The one game that has this quirk, if there is only one.
pub(crate) fn game_of(quirk: Quirk) -> Option<Game> {
    matches!(quirk, Quirk::MarkedEnds).then_some(Game::Rust)
}

impl<'a> Telling<'a> {
    /// Prints the reply of a server that speaks this, as it comes.
    pub(super) fn printing(
        output: &'a mut Output<StandardOutput>,
        encoding: Option<ServerEncoding>,
    ) -> Self {
        Self::new(Taker::Screen(output), encoding)
    }

    /// Keeps the reply of a server that speaks this, up to a limit in bytes.
    pub(super) fn keeping(limit: usize, encoding: Option<ServerEncoding>) -> Self {
        Self::new(Taker::Kept(Collector::new(limit)), encoding)
    }

    fn new(taker: Taker<'a>, encoding: Option<ServerEncoding>) -> Self {
        Self {
            taker,
            encoding,
            held: None,
            sent: false,
            breaks: false,
            head: Collector::cutting(HEAD),
            asides: Asides::new(encoding),
            game: None,
            verdict: None,
        }
    }

    /// Gives a reply of a Minecraft server to `command` that has no newlines one
    /// a line, on a terminal.
    pub(super) fn breaking(mut self, command: &[u8]) -> Self {
        let on_terminal = matches!(
            &self.taker,
            Taker::Screen(output) if matches!(output.rendering(), Rendering::Terminal { .. })
        );
        self.held = on_terminal.then(|| Held {
            command: command.to_vec(),
            text: Vec::new(),
        });
        self
    }

    /// Prints what was held back.
    fn release(&mut self) {
        if let (Some(held), Taker::Screen(output)) = (self.held.take(), &mut self.taker) {
            let broken = broken(&held.command, &held.text);
            output.reply(broken.as_deref().unwrap_or(&held.text));
        }
    }

    /// What there is to know, after the reply to `command`.
    pub(super) fn finish(mut self, command: &str) -> Told {
        self.release();
        Told {
            rejected: self.verdict.and_then(|verdict| verdict.told(command)),
            sent: self.sent,
            game: self.game,
            head: in_utf_8(self.head.bytes(), self.encoding).into_owned(),
            reply: match self.taker {
                Taker::Screen(_) => Ok(Vec::new()),
                Taker::Kept(mut kept) => kept.take().map_err(|error| Error::from(error).into()),
            },
            asides: self.asides.take(),
        }
    }
}

impl Observer for Telling<'_> {
    fn sent(&mut self) {
        self.sent = true;
    }

    fn reply(&mut self, bytes: &[u8]) {
        if std::mem::take(&mut self.breaks) {
            match &mut self.taker {
                Taker::Screen(output) => output.line_break(),
                Taker::Kept(kept) => kept.push(b"\n"),
            }
            self.head.push(b"\n");
        }
        self.head.push(bytes);
        if let Some(verdict) = &mut self.verdict {
            verdict.push(bytes);
        }
        if let Some(held) = &mut self.held {
            held.text.extend_from_slice(bytes);
            if held.text.len() > HELD || bytes.contains(&b'\n') {
                self.release();
            }
            return;
        }
        match &mut self.taker {
            Taker::Screen(output) => output.reply(bytes),
            Taker::Kept(kept) => kept.push(bytes),
        }
    }

    fn more(&mut self, command: &str, bytes: &[u8]) {
        self.breaks = false;
        self.asides.late(command, bytes);
    }

    fn line_break(&mut self) {
        // What was held back stands before it.
        self.release();
        self.breaks = true;
    }

    fn pause(&mut self) {
        if let Taker::Screen(output) = &mut self.taker {
            output.flush();
        }
    }

    fn stop(&self) -> bool {
        matches!(&self.taker, Taker::Kept(kept) if kept.stop())
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
