//! Servers that forget their logins when the map changes: every command is
//! answered by an empty packet then, and nothing says why.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

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
