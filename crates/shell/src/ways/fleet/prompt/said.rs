//! What a server says beside its replies.

use super::member::Member;
use crate::show::style::{self, paint};
use crate::ways::prompt::asides::Aside;
use crate::ways::prompt::lines::Above;

impl Member {
    /// Shows each line of what it says by itself, with its name. The name is put in
    /// front last: a pattern chooses, and chat is told, by what was said alone.
    pub(super) fn show_aside(&self, above: &Above, aside: &Aside) {
        let name = paint(style::DIM, &format!("{}: ", self.name), above.colour());
        let lines = above.lines_of(aside, &self.pushes).into_iter();
        let lines: Vec<String> = lines.map(|line| format!("{name}{line}")).collect();
        above.print(&lines.join("\n"));
    }
}
