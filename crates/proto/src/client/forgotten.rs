//! Servers that forget their logins when the map changes: every command is
//! answered by an empty packet then, and nothing says why.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use crate::observer::Observer;
use crate::session::{Quirk, RequestId};

/// Commands whose having had output is remembered.
const REMEMBERED: usize = 256;

/// What the replies so far have shown.
#[derive(Debug, Default)]
pub(super) struct Replies {
    /// A command that changes the map was sent, and nothing has been printed
    /// since.
    map_changed: bool,
    had_output: HashSet<u64>,
}

impl Replies {
    /// Notes what a reply shows about the login, and whether it was lost.
    pub(super) fn show_a_forgotten_login(
        &mut self,
        command: &[u8],
        changes_map: bool,
        had_text: bool,
    ) -> bool {
        let mut hasher = DefaultHasher::new();
        command.hash(&mut hasher);
        let key = hasher.finish();
        if had_text {
            if self.had_output.len() == REMEMBERED {
                self.had_output.clear();
            }
            self.had_output.insert(key);
            self.map_changed = changes_map;
            return false;
        }
        let forgot = self.map_changed && self.had_output.contains(&key);
        self.map_changed = changes_map || (self.map_changed && !forgot);
        forgot
    }
}

/// Passes everything on, and notes whether the reply had text.
pub(super) struct Noticed<'a> {
    to: &'a mut dyn Observer,
    request: Option<RequestId>,
    text: bool,
}

impl<'a> Noticed<'a> {
    pub(super) fn new(to: &'a mut dyn Observer) -> Self {
        Self {
            to,
            request: None,
            text: false,
        }
    }

    pub(super) fn has_text(&self) -> bool {
        self.text
    }
}

impl Observer for Noticed<'_> {
    fn sent(&mut self, request: RequestId) {
        self.request = Some(request);
        self.to.sent(request);
    }

    fn reply(&mut self, request: RequestId, bytes: &[u8]) {
        self.text |= self.request == Some(request) && !bytes.is_empty();
        self.to.reply(request, bytes);
    }

    fn more(&mut self, command: &str, request: RequestId, bytes: &[u8]) {
        self.to.more(command, request, bytes);
    }

    fn line_break(&mut self, request: RequestId) {
        self.to.line_break(request);
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
