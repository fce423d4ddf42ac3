//! What becomes of what arrives while a command of a script runs.

use std::time::Duration;

use rcon_proto::{EndedBy, Observer, Quirk};

use crate::error::Error;
use crate::show::escape;
use crate::ways::sink::{Done, Sink};

/// A reply that seems to be whole.
#[derive(Clone)]
pub(super) struct OpenReply {
    pub(super) command: Vec<u8>,
    pub(super) elapsed: Duration,
    /// How its end was told.
    pub(super) by: Option<EndedBy>,
}

impl OpenReply {
    pub(super) fn done(&self) -> Done<'_> {
        Done {
            command: &self.command,
            elapsed: self.elapsed,
            awaited: true,
            by: self.by,
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
            late: None,
            unended: None,
        }
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
            && let Err(error) = self.sink.end(open.done())
        {
            self.unended = Some((open.command, error));
        }
        self.sink.piece(bytes);
    }

    fn more(&mut self, _: &str, bytes: &[u8]) {
        if self.open.is_some() || self.reopens() {
            self.sink.piece(bytes);
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
