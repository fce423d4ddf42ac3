//! The parts of the editor as rustyline calls them.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::SearchDirection;
use rustyline::line_buffer::LineBuffer;
use rustyline::{Changeset, CompletionType, Context, Helper, Result, Validator};

use super::give_up::GiveUp;
use super::hint::Hint;
use super::keys::Keys;
use super::knowledge::{Knowledge, NamesState};
use super::list_shown::ListShown;
use super::printer::Printer;
use super::{complete, display, highlight, hint};
use crate::commands::split_pasted;
use crate::fit::Fit;
use crate::show::wrap::wrap;
use crate::system::terminal;

/// How long Tab may wait for the names: keys are dead meanwhile.
const NAMES_WAIT: Duration = Duration::from_millis(300);

/// Said once, where Tab does not ask.
const UNASKED: &str = "and asking could end up in its chat: --game, or the setting game, names it";

#[derive(Helper, Validator)]
pub(super) struct EditorHelper {
    pub knowledge: Arc<dyn Knowledge>,
    pub printer: Printer,
    pub color: bool,
    /// The columns that the prompt takes.
    pub prompt_columns: usize,
    /// The line as it was last seen, with its cursor.
    pub line: RefCell<(String, usize)>,
    /// Hears of lists and of drawing.
    pub give_up: GiveUp,
    /// Keys that complete the line from elsewhere.
    pub keys: Keys,
    /// The list that stands above the prompt.
    pub shown: ListShown,
    /// How the text under the cursor fits the candidates there are.
    pub fit: Cell<Option<Fit>>,
    /// It was said why there are no candidates.
    pub told_why: Cell<bool>,
    /// The line belongs to a command that began in an earlier one.
    pub goes_on: bool,
}

impl Completer for EditorHelper {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        if let Some((start, text)) = self.keys.take_completion() {
            self.fit.set(None);
            let pair = Pair {
                display: text.clone(),
                replacement: text,
            };
            return Ok((start, vec![pair]));
        }
        let knowledge = &*self.knowledge;
        let mut fetching = complete::wants_names(line, pos, knowledge)
            && matches!(
                knowledge.ready(),
                NamesState::Unknown | NamesState::Fetching
            )
            && knowledge.want_names(NAMES_WAIT) == NamesState::Fetching;
        let size = terminal::size();
        let mut completion = complete::complete(line, pos, knowledge, size.0);
        // None of the names at hand begins so: the server may have one.
        let begins = completion.fit == Fit::Begins && !completion.pairs.is_empty();
        if !begins && complete::wants_names(line, pos, knowledge) && knowledge.has_better() {
            knowledge.want_names(NAMES_WAIT);
            completion = complete::complete(line, pos, knowledge, size.0);
        }
        completion.close(&line[pos..]);
        if completion.pairs.is_empty() && complete::is_servers(line, pos, knowledge) {
            fetching |= knowledge.ready() == NamesState::Fetching;
            if let Some(whom) = knowledge.unasked()
                && !self.told_why.replace(true)
            {
                let text = format!("nothing is known of {whom}, {UNASKED}");
                self.printer.print(&wrap(&text, size.0));
            }
        }
        if fetching {
            self.printer.print("fetching names…");
        }
        let several = completion.pairs.len() > 1;
        if several && !self.shown.is_news(line, pos, &completion.pairs, size) {
            return Ok((completion.start, Vec::new()));
        }
        self.fit.set(several.then_some(completion.fit));
        if several {
            self.give_up.list_begins();
        }
        Ok((completion.start, completion.pairs))
    }

    fn update(&self, line: &mut LineBuffer, start: usize, elected: &str, cl: &mut Changeset) {
        self.give_up.line_changes();
        let end = line.pos();
        // What several have in common, in the place of what was typed, must say
        // no less: `sv_` does not stand for the `rav` in `sv_x_rav`.
        let typed = line.get(start..end).unwrap_or_default();
        let says_less = |fit: Fit| !fit.takes(elected, typed);
        if !self.fit.get().is_some_and(says_less) {
            line.replace(start..end, elected, cl);
        }
        self.shown.line_is(line, line.pos());
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
        if !self.color || line.is_empty() || pos < line.len() || self.goes_on {
            return None;
        }
        // Nothing is found in a history that is empty.
        let mut newest = ctx
            .history_index()
            .min(ctx.history().len().saturating_sub(1));
        // The newest that the server did not turn down.
        let found = loop {
            let found = ctx
                .history()
                .starts_with(line, newest, SearchDirection::Reverse)
                .unwrap_or(None);
            let Some(turned_down) = found.as_ref().filter(|found| {
                let lines = split_pasted(&found.entry);
                lines.iter().any(|line| self.knowledge.is_rejected(line))
            }) else {
                break found;
            };
            match turned_down.idx.checked_sub(1) {
                Some(before) => newest = before,
                None => break None,
            }
        };
        let entry = found.as_ref().map(|found| found.entry.as_ref());
        let (prompt, width) = (self.prompt_columns, terminal::size().0);
        hint::hint(line, entry, &*self.knowledge, prompt, width)
    }
}

impl Highlighter for EditorHelper {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        self.give_up.line_drawn();
        if self.color && !self.goes_on {
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

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Mutex;

    use super::super::fake::Fake;
    use super::super::history::History;
    use super::*;

    /// What was printed.
    #[derive(Clone, Default)]
    struct Out(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn helper(knowledge: Fake, color: bool) -> (EditorHelper, Out) {
        let out = Out::default();
        let helper = EditorHelper {
            knowledge: Arc::new(knowledge),
            printer: Printer::new(out.clone()),
            color,
            prompt_columns: 4,
            line: RefCell::default(),
            give_up: GiveUp::default(),
            keys: Keys::default(),
            shown: ListShown::default(),
            fit: Cell::default(),
            told_why: Cell::default(),
            goes_on: false,
        };
        (helper, out)
    }

    fn history(lines: &[&str]) -> History {
        let (mut history, _) = History::open(None);
        for line in lines {
            history.remember(line).unwrap();
        }
        history
    }

    #[test]
    fn tab_says_that_the_names_are_on_their_way() {
        let history = history(&[]);
        for (state, said) in [
            (NamesState::Fetching, "fetching names…\n"),
            (NamesState::Ready, ""),
            (NamesState::None, ""),
        ] {
            let mut fake = Fake::default();
            fake.state = state;
            let (helper, out) = helper(fake, true);
            helper.complete("!co", 3, &Context::new(&history)).unwrap();
            assert!(out.0.lock().unwrap().is_empty(), "no names are wanted here");
            helper.complete("sv_", 3, &Context::new(&history)).unwrap();
            assert_eq!(*out.0.lock().unwrap(), said.as_bytes(), "{state:?}");
        }
    }

    #[test]
    fn the_newest_entry_that_fits_is_the_hint() {
        let history = history(&["say old", "say new", "status"]);
        let (helper, _) = helper(Fake::default(), true);
        let hint = |line: &str, pos| {
            let hint = helper.hint(line, pos, &Context::new(&history))?;
            rustyline::hint::Hint::completion(&hint).map(str::to_owned)
        };
        assert_eq!(hint("say", 3).as_deref(), Some(" new"));
        assert_eq!(hint("say", 2), None);
        assert_eq!(hint("", 0), None);
        assert_eq!(*helper.line.borrow(), (String::new(), 0));
    }

    #[test]
    fn a_first_line_has_hints_too() {
        let (helper, _) = helper(Fake::default(), true);
        let history = history(&[]);
        let hint = helper.hint("sv_gravity", 10, &Context::new(&history));
        let hint = hint.expect("what the name means");
        assert_eq!(rustyline::hint::Hint::display(&hint), "  World gravity.");
    }

    #[test]
    fn without_colour_there_is_neither_hint_nor_escape() {
        let history = history(&["say new"]);
        let (helper, _) = helper(Fake::default(), false);
        assert!(helper.hint("say", 3, &Context::new(&history)).is_none());
        assert_eq!(helper.highlight("status \x1b[2Jx", 0), "status x");
        let row = "status  Display status.";
        let shown = helper.highlight_candidate(row, CompletionType::List);
        assert_eq!(shown, row);
    }
}
