//! What becomes of what arrives while a command of a script runs.

use std::time::Duration;

use rcon_proto::{Collector, EndedBy, Observer, Quirk};

use crate::error::{Error, Result};
use crate::server::verdict::{Rejected, Verdict};
use crate::show::escape;
use crate::ways::sink::{Done, Sink};

/// A reply that seems to be whole.
#[derive(Clone)]
pub(super) struct OpenReply {
    pub(super) command: Vec<u8>,
    pub(super) elapsed: Duration,
    /// What is looked for in it.
    pub(super) verdict: Option<Verdict>,
    /// How its end was told.
    pub(super) by: Option<EndedBy>,
}

impl OpenReply {
    /// Why it is a failure, as far as it has come.
    pub(super) fn rejected(&self) -> Option<Rejected> {
        let command = String::from_utf8_lossy(&self.command);
        self.verdict.as_ref()?.told(&command)
    }

    /// Hands it over as whole.
    ///
    /// # Errors
    ///
    /// It could not be written, was too long, or is a failure by what it says;
    /// that the sink has been told then.
    pub(super) fn end(&self, sink: &mut dyn Sink) -> Result<()> {
        let rejected = self.rejected();
        let why = rejected.as_ref().map(ToString::to_string);
        sink.end(Done {
            command: &self.command,
            elapsed: self.elapsed,
            awaited: true,
            rejected: why.as_deref(),
            by: self.by,
        })?;
        rejected.map_or(Ok(()), |rejected| Err(rejected.into()))
    }

    fn push(&mut self, bytes: &[u8]) {
        if let Some(verdict) = &mut self.verdict {
            verdict.push(bytes);
        }
    }
}

/// Hands what arrives to a sink: first what still belongs to the reply
/// before, then this one's.
pub(super) struct Telling<'a> {
    pub(super) sink: &'a mut dyn Sink,
    pub(super) open: Option<OpenReply>,
    /// The reply before, where it was handed over as whole.
    pub(super) ended: Option<OpenReply>,
    /// The command has left.
    pub(super) sent: bool,
    /// What is looked for in this reply.
    pub(super) verdict: Option<Verdict>,
    /// This reply's beginning, where it is looked at.
    pub(super) head: Option<Collector>,
    /// The next piece is a line of its own.
    breaks: bool,
    /// The command whose output came too late.
    pub(super) late: Option<String>,
    /// The reply before this one could not be ended.
    pub(super) unended: Option<(Vec<u8>, Error)>,
}

impl<'a> Telling<'a> {
    pub(super) fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            open: None,
            ended: None,
            sent: false,
            verdict: None,
            head: None,
            breaks: false,
            late: None,
            unended: None,
        }
    }

    fn piece(&mut self, bytes: &[u8]) {
        if std::mem::take(&mut self.breaks) {
            self.sink.line_break();
        }
        self.sink.piece(bytes);
    }

    /// There is more of a reply that was handed over as whole. Whether it can
    /// still be put in its place.
    fn reopens(&mut self) -> bool {
        if self.sink.can_go_on() {
            self.open = self.ended.clone();
            return true;
        }
        let command = self.ended.as_ref().map(|ended| &*ended.command);
        let command = String::from_utf8_lossy(command.unwrap_or_default());
        self.late.get_or_insert_with(|| command.into_owned());
        false
    }
}

impl Observer for Telling<'_> {
    fn sent(&mut self) {
        self.sent = true;
    }

    fn reply(&mut self, bytes: &[u8]) {
        if let Some(open) = self.open.take()
            && let Err(error) = open.end(self.sink)
        {
            self.unended = Some((open.command, error));
        }
        self.piece(bytes);
        if let Some(verdict) = &mut self.verdict {
            verdict.push(bytes);
        }
        if let Some(head) = &mut self.head {
            head.push(bytes);
        }
    }

    fn line_break(&mut self) {
        self.breaks = true;
    }

    fn more(&mut self, _: &str, bytes: &[u8]) {
        if self.open.is_some() || self.reopens() {
            self.piece(bytes);
            if let Some(open) = &mut self.open {
                open.push(bytes);
            }
        }
    }

    fn stop(&self) -> bool {
        self.sink.is_full()
    }

    fn pause(&mut self) {
        self.sink.pause();
    }

    fn late(&mut self, command: &str, _: &[u8]) {
        self.late.get_or_insert_with(|| command.to_owned());
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        log::info!(
            "unsolicited: {}",
            escape::line(&String::from_utf8_lossy(bytes), usize::MAX)
        );
    }

    fn quirk(&mut self, quirk: Quirk) {
        log::warn!("{quirk}");
    }
}
