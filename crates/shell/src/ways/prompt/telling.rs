//! What becomes of what arrives while a command of the prompt runs.

use rcon_proto::{Observer, Quirk, RequestId};

use super::asides::Asides;
use super::messages::say;
use crate::error::{Error, Result};
use crate::server::transcript::Transcript;
use crate::show::output::{Mode, Output, StandardOutput};
use crate::ways::sink::Kept;

/// Bytes of a reply's beginning that are looked into for what they show.
const HEAD: usize = 16 * 1024;

/// Where a reply goes.
enum ReplyTo<'a> {
    /// To the screen, as it comes.
    Output(&'a mut Output<StandardOutput>),
    /// Nowhere yet.
    Kept(Kept),
}

/// Takes what arrives while a command runs.
pub(super) struct Telling<'a> {
    into: ReplyTo<'a>,
    current: Option<RequestId>,
    transcript: Option<Transcript>,
    head: Vec<u8>,
    asides: Asides,
}

/// What there is to know after a reply.
pub(super) struct Told {
    pub(super) transcript: Option<Transcript>,
    /// The command has left.
    pub(super) sent: bool,
    /// The reply's beginning.
    pub(super) head: Vec<u8>,
    /// The whole reply, if it was to be kept; an error where it was too long.
    pub(super) reply: Result<Vec<u8>>,
    /// What arrived meanwhile and was no reply.
    pub(super) asides: Vec<String>,
}

impl<'a> Telling<'a> {
    /// Prints the reply as it comes.
    pub(super) fn printing(
        output: &'a mut Output<StandardOutput>,
        transcript: Option<Transcript>,
    ) -> Self {
        Self::new(ReplyTo::Output(output), transcript)
    }

    /// Keeps the reply, up to a limit in bytes.
    pub(super) fn keeping(limit: usize, transcript: Option<Transcript>) -> Self {
        Self::new(ReplyTo::Kept(Kept::with_limit(limit)), transcript)
    }

    fn new(into: ReplyTo<'a>, transcript: Option<Transcript>) -> Self {
        Self {
            into,
            current: None,
            transcript,
            head: Vec::new(),
            asides: Asides::default(),
        }
    }

    pub(super) fn finish(mut self) -> Told {
        Told {
            transcript: self.transcript,
            sent: self.current.is_some(),
            head: self.head,
            reply: match self.into {
                ReplyTo::Output(_) => Ok(Vec::new()),
                ReplyTo::Kept(mut kept) => kept.take().map_err(Error::from),
            },
            asides: self.asides.take(),
        }
    }
}

/// Writes a piece to the transcript. One that cannot be written on is ended:
/// a reply is not lost for it.
fn note(transcript: &mut Option<Transcript>, bytes: &[u8]) {
    if let Some(open) = transcript
        && let Err(error) = open.reply(bytes)
    {
        let path = open.path().display().to_string();
        say(&format!("the log {path} ends here: {error}"));
        *transcript = None;
    }
}

impl Observer for Telling<'_> {
    fn sent(&mut self, request: RequestId) {
        self.current = Some(request);
    }

    fn reply(&mut self, request: RequestId, bytes: &[u8]) {
        if self.current != Some(request) {
            self.asides.late("", bytes);
            return;
        }
        match &mut self.into {
            ReplyTo::Output(output) => output.reply(bytes),
            ReplyTo::Kept(kept) => kept.push(bytes),
        }
        let room = HEAD - self.head.len();
        self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
        note(&mut self.transcript, bytes);
    }

    fn more(&mut self, command: &str, _: RequestId, bytes: &[u8]) {
        self.asides.late(command, bytes);
    }

    fn line_break(&mut self, request: RequestId) {
        // On a terminal, a person reads it; elsewhere bytes are as they came.
        if self.current == Some(request)
            && let ReplyTo::Output(output) = &mut self.into
            && matches!(output.mode(), Mode::Terminal { .. })
        {
            output.reply(b"\n");
        }
    }

    fn pause(&mut self) {
        if let ReplyTo::Output(output) = &mut self.into {
            output.flush();
        }
    }

    fn stop(&self) -> bool {
        matches!(&self.into, ReplyTo::Kept(kept) if kept.is_full())
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        self.asides.late(command, bytes);
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        self.asides.unsolicited(bytes);
    }

    fn quirk(&mut self, quirk: Quirk) {
        log::warn!("{quirk}");
    }
}
