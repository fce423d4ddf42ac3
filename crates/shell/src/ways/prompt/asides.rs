//! Text that arrives and belongs to no reply that is waited for.

use std::borrow::Cow;

use rcon_proto::Observer;

use crate::commands::redact;
use crate::live;
use crate::show::escape::{self, EscapeOptions};
use crate::show::report;
use crate::system::encoding::ServerEncoding;

/// The most bytes of unasked text that are shown at a time.
const ASIDE_LIMIT: usize = 64 * 1024;

/// What the shell asks by itself. Given up for a line that was typed, its answer
/// comes behind that, and is as long as all names there are.
const QUESTIONS: [&str; 2] = ["cvarlist", "maps *"];

/// Something that was no reply, ready to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Aside {
    /// Text of ours and of the server's, harmless.
    Text(String),
    /// Lines that the server sent by itself, as text, to be made harmless.
    Pushed(String),
}

/// Text that belongs to no reply being waited for, ready to be printed.
#[derive(Debug)]
pub(crate) struct Asides {
    encoding: ServerEncoding,
    done: Vec<Aside>,
    late: Option<(String, Vec<u8>)>,
    bytes: usize,
    /// Commands of our own, whose late output nobody wants to see.
    ignored: Option<String>,
}

impl Asides {
    /// Those of a server that speaks this, where it was named.
    pub(crate) fn new(encoding: Option<ServerEncoding>) -> Self {
        Self {
            encoding: encoding.unwrap_or_default(),
            done: Vec::new(),
            late: None,
            bytes: 0,
            ignored: None,
        }
    }

    /// The same, where these commands' late output is not shown.
    pub(crate) fn ignoring(command: &str, encoding: Option<ServerEncoding>) -> Self {
        Self {
            ignored: Some(command.to_owned()),
            ..Self::new(encoding)
        }
    }

    pub(crate) fn unsolicited(&mut self, bytes: &[u8]) {
        self.close();
        if self.has_room(bytes.len()) {
            let text = self.encoding.readable(bytes).into_owned();
            self.done.push(Aside::Pushed(text));
        }
    }

    /// A sentence of ours.
    pub(crate) fn note(&mut self, text: String) {
        self.close();
        self.done.push(Aside::Text(report::sentence(text)));
    }

    /// Late output comes in pieces, which are shown as one.
    pub(crate) fn late(&mut self, command: &str, bytes: &[u8]) {
        let ignored = self.ignored.as_deref();
        if QUESTIONS.contains(&command.trim())
            || ignored.is_some_and(|ignored| is_part_of(ignored, command))
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
        let text = harmless(&self.encoding.readable(&text));
        let text = format!("late reply of {named}:\n{text}");
        self.done.push(Aside::Text(text));
    }

    pub(crate) fn take(&mut self) -> Vec<Aside> {
        self.close();
        if self.bytes > ASIDE_LIMIT {
            let left_out = self.bytes - ASIDE_LIMIT;
            self.done.push(Aside::Text(format!(
                "({left_out} more bytes that nobody asked for are not shown)"
            )));
        }
        self.bytes = 0;
        std::mem::take(&mut self.done)
    }
}

/// What arrives while nothing is waited for.
impl Observer for Asides {
    fn more(&mut self, command: &str, bytes: &[u8]) {
        Asides::late(self, command, bytes);
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        Asides::late(self, command, bytes);
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        Asides::unsolicited(self, bytes);
    }
}

/// Whether a command is the names' own: `help`, `help 2`, `cvarlist`.
fn is_part_of(names: &str, command: &str) -> bool {
    command.split_whitespace().next() == Some(names)
}

/// Safe on a terminal, and without the passwords that are known: nobody asked for
/// this text.
fn harmless(text: &str) -> String {
    let options = EscapeOptions {
        colour: false,
        ..EscapeOptions::default()
    };
    let mut text = escape::text(text.as_bytes(), options);
    text.truncate(text.trim_end_matches('\n').len());
    match live::redact(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(redacted) => redacted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_to_the_shells_own_questions_are_not_shown_late() {
        let mut asides = Asides::new(None);
        asides.late("cvarlist", b"sv_gravity : 800\n");
        asides.late("maps *", b"PENDING:   (fs) de_dust2.bsp\n");
        assert_eq!(asides.take(), []);
        asides.late("cvarlist sv_", b"sv_gravity : 800\n");
        assert_eq!(asides.take().len(), 1);
    }

    #[test]
    fn what_nobody_asked_for_is_text_in_the_servers_encoding() {
        let mut asides = Asides::new(Some("gbk".parse().unwrap()));
        // One character in two pieces, and half of one.
        asides.late("status", b"\xd0");
        asides.late("status", b"\xa1\xd0");
        asides.unsolicited(b"\xd0\xa1\n");
        asides.note("\u{43f}".to_owned());
        let late = "late reply of status:\n\u{5c0f}\\xd0".to_owned();
        let told = asides.take();
        let pushed = Aside::Pushed("\u{5c0f}\n".to_owned());
        let ours = Aside::Text("\u{43f}".to_owned());
        assert_eq!(told, [Aside::Text(late), pushed, ours]);
    }

    #[test]
    fn what_nobody_asked_for_holds_no_password() {
        live::know(&"unasked-s3cret".into());
        let mut asides = Asides::new(None);
        asides.late("status", b"is unasked-s");
        asides.late("status", b"3cret\n");
        let told = asides.take();
        let text = "late reply of status:\nis (redacted)".to_owned();
        assert_eq!(told, [Aside::Text(text)]);
    }
}
