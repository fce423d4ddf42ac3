//! The one place that writes the transcript: between the client and whoever
//! takes what arrives.

use std::io;
use std::path::PathBuf;

use rcon_proto::{Observer, Quirk};

use crate::server::transcript::Transcript;

/// Passes everything on, replies to the transcript as well.
pub(super) struct Tee<'a> {
    logs: [Option<&'a mut Transcript>; 2],
    to: &'a mut dyn Observer,
    /// The first piece that could not be written.
    failed: Option<(PathBuf, io::Error)>,
    /// The next piece is a line of its own.
    breaks: bool,
}

impl<'a> Tee<'a> {
    pub(super) fn new(logs: [Option<&'a mut Transcript>; 2], to: &'a mut dyn Observer) -> Self {
        Self {
            logs,
            to,
            failed: None,
            breaks: false,
        }
    }

    /// Where the first piece could not be written, and why, if there was one.
    pub(super) fn failed(self) -> Option<(PathBuf, io::Error)> {
        self.failed
    }

    fn note(&mut self, write: impl Fn(&mut Transcript) -> io::Result<()>) {
        for transcript in self.logs.iter_mut().flatten() {
            if let Err(error) = write(transcript) {
                let path = transcript.path().to_owned();
                self.failed.get_or_insert((path, error));
            }
        }
    }
}

impl Observer for Tee<'_> {
    fn sent(&mut self) {
        self.to.sent();
    }

    fn reply(&mut self, bytes: &[u8]) {
        self.to.reply(bytes);
        let breaks = std::mem::take(&mut self.breaks);
        self.note(|transcript| {
            if breaks {
                transcript.reply(b"\n")?;
            }
            transcript.reply(bytes)
        });
    }

    fn line_break(&mut self) {
        self.to.line_break();
        self.breaks = true;
    }

    fn more(&mut self, command: &str, bytes: &[u8]) {
        self.to.more(command, bytes);
        let breaks = std::mem::take(&mut self.breaks);
        self.note(|transcript| {
            if breaks {
                transcript.more(b"\n")?;
            }
            transcript.more(bytes)
        });
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
