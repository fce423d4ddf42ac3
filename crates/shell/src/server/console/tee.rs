//! The one place that writes the transcript: between the client and whoever
//! takes what arrives.

use std::io;

use rcon_proto::{Observer, Quirk};

use crate::server::transcript::Transcript;

/// Passes everything on, replies to the transcript as well.
pub(super) struct Tee<'a> {
    transcript: Option<&'a mut Transcript>,
    to: &'a mut dyn Observer,
    /// The first piece that could not be written.
    failed: Option<io::Error>,
}

impl<'a> Tee<'a> {
    pub(super) fn new(transcript: Option<&'a mut Transcript>, to: &'a mut dyn Observer) -> Self {
        Self {
            transcript,
            to,
            failed: None,
        }
    }

    /// The first piece that could not be written, if any.
    pub(super) fn failed(self) -> Option<io::Error> {
        self.failed
    }

    fn note(&mut self, write: impl FnOnce(&mut Transcript) -> io::Result<()>) {
        if let Some(transcript) = &mut self.transcript
            && let Err(error) = write(transcript)
        {
            self.failed.get_or_insert(error);
        }
    }
}

impl Observer for Tee<'_> {
    fn sent(&mut self) {
        self.to.sent();
    }

    fn reply(&mut self, bytes: &[u8]) {
        self.to.reply(bytes);
        self.note(|transcript| transcript.reply(bytes));
    }

    fn line_break(&mut self) {
        self.to.line_break();
    }

    fn more(&mut self, command: &str, bytes: &[u8]) {
        self.to.more(command, bytes);
        self.note(|transcript| transcript.more(bytes));
    }

    fn stop(&self) -> bool {
        self.to.stop()
    }

    fn pause(&mut self) {
        self.to.pause();
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        self.to.late(command, bytes);
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        self.to.unsolicited(bytes);
    }

    fn quirk(&mut self, quirk: Quirk) {
        self.to.quirk(quirk);
    }
}
