//! What is shown of what arrives while a command of the prompt runs.

use rcon_proto::{Observer, Quirk, RequestId};

use crate::editor::redact;
use crate::escape::{self, EscapeOptions};
use crate::output::{Output, StandardOutput};
use crate::sink::Kept;
use crate::style::{self, paint};
use crate::transcript::Transcript;

/// Bytes of a reply's beginning that are looked into for what they show.
pub(super) const HEAD: usize = 16 * 1024;

/// The most bytes of unasked text that are shown at a time.
const ASIDE_LIMIT: usize = 64 * 1024;

/// Text that belongs to no reply being waited for, ready to be printed.
#[derive(Debug, Default)]
pub(super) struct Asides {
    done: Vec<String>,
    late: Option<(String, Vec<u8>)>,
    bytes: usize,
    /// Commands of our own, whose late output nobody wants to see.
    ignored: Option<String>,
}

impl Asides {
    /// These commands' late output is not shown.
    pub(super) fn ignoring(command: &str) -> Self {
        Self {
            ignored: Some(command.to_owned()),
            ..Self::default()
        }
    }

    pub(super) fn unsolicited(&mut self, bytes: &[u8]) {
        self.close();
        if self.has_room(bytes.len()) {
            self.done.push(dimmed(bytes));
        }
    }

    /// Late output comes in pieces, which are shown as one.
    pub(super) fn late(&mut self, command: &str, bytes: &[u8]) {
        if self
            .ignored
            .as_deref()
            .is_some_and(|ignored| is_part_of(ignored, command))
        {
            return;
        }
        if self.late.as_ref().is_none_or(|(of, _)| of != command) {
            self.close();
            self.late = Some((command.to_owned(), Vec::new()));
        }
        let room = self.has_room(bytes.len());
        if let Some((_, text)) = &mut self.late
            && room
        {
            text.extend_from_slice(bytes);
        }
    }

    fn has_room(&mut self, more: usize) -> bool {
        self.bytes += more;
        self.bytes <= ASIDE_LIMIT
    }

    fn close(&mut self) {
        let Some((command, text)) = self.late.take() else {
            return;
        };
        let named = if command.is_empty() {
            "an earlier command".to_owned()
        } else {
            escape::line(&redact(&command), 60).into_owned()
        };
        self.done.push(format!(
            "{}\n{}",
            paint(style::DIM, &format!("late reply of {named}:"), colour()),
            dimmed(&text)
        ));
    }

    pub(super) fn take(&mut self) -> Vec<String> {
        self.close();
        if self.bytes > ASIDE_LIMIT {
            let left_out = self.bytes - ASIDE_LIMIT;
            self.done.push(format!(
                "({left_out} more bytes that nobody asked for are not shown)"
            ));
        }
        self.bytes = 0;
        std::mem::take(&mut self.done)
    }
}

/// Whether a command is the names' own: `help`, `help 2`, `cvarlist`.
fn is_part_of(names: &str, command: &str) -> bool {
    command.split_whitespace().next() == Some(names)
}

fn colour() -> bool {
    // Printed above the prompt, which is on standard output.
    use std::io::IsTerminal as _;
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Harmless text, each line of it dim.
fn dimmed(bytes: &[u8]) -> String {
    let options = EscapeOptions {
        colour: false,
        ..EscapeOptions::default()
    };
    let colour = colour();
    let text = escape::text(bytes, options);
    let lines = text.trim_end_matches('\n').split('\n');
    lines
        .map(|line| paint(style::DIM, line, colour))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Prints a reply as it comes.
pub(super) struct Telling<'a> {
    output: &'a mut Output<StandardOutput>,
    current: Option<RequestId>,
    told: Told,
    asides: Asides,
}

/// What there is to know after a reply.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) transcript: Option<Transcript>,
    /// The reply's beginning.
    pub(super) head: Vec<u8>,
    pub(super) asides: Vec<String>,
}

impl<'a> Telling<'a> {
    pub(super) fn new(
        output: &'a mut Output<StandardOutput>,
        transcript: Option<Transcript>,
    ) -> Self {
        Self {
            output,
            current: None,
            told: Told {
                transcript,
                ..Told::default()
            },
            asides: Asides::default(),
        }
    }

    pub(super) fn finish(mut self) -> Told {
        self.told.asides = self.asides.take();
        self.told
    }
}

/// Writes a piece to the transcript. One that cannot be written on is ended:
/// a reply is not lost for it.
fn note(transcript: &mut Option<Transcript>, bytes: &[u8]) {
    if let Some(open) = transcript
        && let Err(error) = open.reply(bytes)
    {
        let path = open.path().display().to_string();
        crate::runner::notice(&format!("the log {path} is ended: {error}"));
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
        self.output.reply(bytes);
        let room = HEAD - self.told.head.len();
        self.told
            .head
            .extend_from_slice(&bytes[..bytes.len().min(room)]);
        note(&mut self.told.transcript, bytes);
    }

    fn pause(&mut self) {
        self.output.flush();
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

/// Keeps a reply whole.
pub(super) struct Keeping {
    kept: Kept,
    current: Option<RequestId>,
    transcript: Option<Transcript>,
    asides: Asides,
}

/// What there is to know after a reply that was kept.
pub(super) struct KeptReply {
    pub(super) reply: Vec<u8>,
    pub(super) asides: Vec<String>,
    pub(super) transcript: Option<Transcript>,
    /// It was longer than may be kept.
    pub(super) overflow: Option<anyhow::Error>,
}

impl Keeping {
    pub(super) fn new(limit: usize, transcript: Option<Transcript>) -> Self {
        Self {
            kept: Kept::with_limit(limit),
            current: None,
            transcript,
            asides: Asides::default(),
        }
    }

    pub(super) fn finish(mut self) -> KeptReply {
        let (reply, overflow) = match self.kept.take() {
            Ok(reply) => (reply, None),
            Err(error) => (Vec::new(), Some(error.into())),
        };
        KeptReply {
            reply,
            asides: self.asides.take(),
            transcript: self.transcript,
            overflow,
        }
    }
}

impl Observer for Keeping {
    fn sent(&mut self, request: RequestId) {
        self.current = Some(request);
    }

    fn reply(&mut self, request: RequestId, bytes: &[u8]) {
        if self.current == Some(request) {
            self.kept.push(bytes);
            note(&mut self.transcript, bytes);
        } else {
            self.asides.late("", bytes);
        }
    }

    fn stop(&self) -> bool {
        self.kept.is_full()
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
