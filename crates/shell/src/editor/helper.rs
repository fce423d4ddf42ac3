//! The parts of the editor as rustyline calls them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::SearchDirection;
use rustyline::{CompletionType, Context, Helper, Result, Validator};

use super::hint::Hint;
use super::knowledge::{Knowledge, NamesState};
use super::printer::Printer;
use super::{complete, display, highlight, hint};

/// How long Tab may wait for the names: keys are dead meanwhile.
const NAMES_WAIT: Duration = Duration::from_millis(300);
/// The width taken where the terminal does not tell its own.
const DEFAULT_WIDTH: usize = 80;

#[derive(Helper, Validator)]
pub(super) struct EditorHelper {
    pub knowledge: Arc<dyn Knowledge>,
    pub printer: Printer,
    pub color: bool,
    /// The columns that the prompt takes.
    pub prompt_columns: usize,
    /// The line as it was last seen, with its cursor.
    pub line: RefCell<(String, usize)>,
}

impl Completer for EditorHelper {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        let knowledge = &*self.knowledge;
        if complete::wants_names(line, pos, knowledge)
            && matches!(
                knowledge.ready(),
                NamesState::Unknown | NamesState::Fetching
            )
            && knowledge.want_names(NAMES_WAIT) == NamesState::Fetching
        {
            self.printer.print("fetching names…");
        }
        let completion = complete::complete(line, pos, knowledge, terminal_width());
        Ok((completion.start, completion.pairs))
    }
}

impl Hinter for EditorHelper {
    type Hint = Hint;

    fn hint(&self, line: &str, pos: usize, ctx: &Context<'_>) -> Option<Hint> {
        // Called at each change of the line, and before the prompt is first
        // drawn: from here on, text goes above it.
        self.printer.enter();
        let mut last = self.line.borrow_mut();
        last.0.clear();
        last.0.push_str(line);
        last.1 = pos;
        // Undimmed, a hint could not be told from what was typed.
        if !self.color || line.is_empty() || pos < line.len() {
            return None;
        }
        let newest = ctx.history_index().min(ctx.history().len().checked_sub(1)?);
        let found = ctx
            .history()
            .starts_with(line, newest, SearchDirection::Reverse)
            .unwrap_or(None);
        let entry = found.as_ref().map(|found| found.entry.as_ref());
        let (prompt, width) = (self.prompt_columns, terminal_width());
        hint::hint(line, entry, &*self.knowledge, prompt, width)
    }
}

impl Highlighter for EditorHelper {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        if self.color {
            highlight::line(line, pos, &*self.knowledge)
        } else {
            display::drawable(line)
        }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(highlight::hint(hint))
    }

    fn highlight_candidate<'c>(&self, candidate: &'c str, _: CompletionType) -> Cow<'c, str> {
        if self.color {
            highlight::candidate(candidate)
        } else {
            Cow::Borrowed(candidate)
        }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        // Any key may make a name known, or no longer so.
        kind != CmdKind::MoveCursor
    }
}

/// The columns of the terminal, asked for each time: it may have been resized.
fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0).max(1))
}
