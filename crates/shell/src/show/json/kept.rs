//! A record with all that is in it, to be handed to whoever prints.

use std::io;
use std::time::Duration;

use rcon_proto::EndedBy;

use super::Record;
use crate::system::encoding::ServerEncoding;

/// What became of one command on one server. It owns its reply, of which there
/// is no other copy: [`Record`] is the view of it that is written.
#[derive(Debug, Default)]
pub(crate) struct KeptRecord {
    pub(crate) server: String,
    pub(crate) name: Option<String>,
    pub(crate) command: Option<String>,
    pub(crate) reply: Option<KeptReply>,
    /// A line of JSON that is written in the place of all this.
    pub(crate) line: Option<String>,
    /// Kind and message of a failure.
    pub(crate) error: Option<(&'static str, String)>,
}

/// A reply and what belongs to it.
#[derive(Debug)]
pub(crate) struct KeptReply {
    pub(crate) bytes: Vec<u8>,
    pub(crate) encoding: ServerEncoding,
    pub(crate) elapsed: Duration,
    pub(crate) by: Option<EndedBy>,
    /// Whether the server's colours are left out: `--color never`.
    pub(crate) colourless: bool,
}

impl KeptRecord {
    /// As it is written.
    pub(crate) fn record(&self) -> Record<'_> {
        let mut record = Record::new(&self.server, self.name.as_deref(), self.command.as_deref());
        if let Some(reply) = &self.reply {
            record = record
                .replied(&reply.bytes, reply.encoding, reply.elapsed)
                .ended(reply.by);
            if reply.colourless {
                record = record.without_colours();
            }
        }
        match &self.error {
            Some((kind, message)) => record.failed(kind, message),
            None => record,
        }
    }

    /// Writes it.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub(crate) fn write(&self, mut out: impl io::Write) -> io::Result<()> {
        match &self.line {
            Some(line) => out.write_all(line.as_bytes()),
            None => self.record().write(out),
        }
    }

    /// How many bytes of a reply are kept for it.
    pub(crate) fn kept(&self) -> usize {
        self.reply.as_ref().map_or(0, |reply| reply.bytes.len())
    }
}
