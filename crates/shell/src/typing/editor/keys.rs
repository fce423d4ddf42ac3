//! Keys that rustyline has none for, or other ones: the last argument of earlier
//! lines, a word of the hint, lines that begin as what was typed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustyline::{
    Cmd, ConditionalEventHandler, EditMode, Event, EventContext, EventHandler, InputMode, KeyCode,
    KeyEvent, Modifiers, RepeatCount,
};

use super::recall::Recall;
use crate::commands::split_pasted;
use crate::commands::words::{commands, words};

/// What the keys have to know of the lines before, and of each other.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// The lines of the history, oldest first, while a line is read.
    entries: Arc<Vec<String>>,
    recall: Recall,
    /// What Alt-. put there last.
    argument: Option<Argument>,
    /// What is to stand between there and the cursor: rustyline puts it there as
    /// what completes the line.
    completion: Option<(usize, String)>,
    /// The line is to be taken to an editor.
    compose: bool,
}

/// An argument of an earlier line that was put into this one.
#[derive(Debug, Clone)]
struct Argument {
    /// Which line it is of.
    entry: usize,
    /// The line before the cursor, without it.
    before: String,
    text: String,
}

/// Ctrl-X Ctrl-E.
struct Compose(Keys);

impl ConditionalEventHandler for Compose {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        Some(self.0.compose())
    }
}

/// What a key does.
enum Action {
    LastArgument,
    /// Takes the hint.
    Hint,
    /// Takes a word of it.
    HintWord,
    Older {
        /// Those only that begin as the line does.
        like: bool,
    },
    Newer,
    /// Takes the line to an editor.
    Compose,
}

impl Keys {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line begins, with these before it.
    pub(super) fn begin(&self, entries: Arc<Vec<String>>) {
        self.end();
        let mut state = self.state();
        state.entries = entries;
        state.compose = false;
    }

    /// The line is over. Whether it is to be composed is still there.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.entries = Arc::default();
        state.argument = None;
        state.recall.forget();
    }

    /// What the history is asked for is narrowed down by these keys.
    pub(super) fn recall(&self) -> Recall {
        self.state().recall.clone()
    }

    /// Whether the line that was just read is to be taken to an editor.
    pub(super) fn take_compose(&self) -> bool {
        std::mem::take(&mut self.state().compose)
    }

    /// What a key wants the line to be completed with, from where.
    pub(super) fn take_completion(&self) -> Option<(usize, String)> {
        self.state().completion.take()
    }

    fn compose(&self) -> Cmd {
        self.state().compose = true;
        Cmd::AcceptLine
    }

    /// What takes the line to an editor.
    pub(super) fn composing(&self) -> EventHandler {
        EventHandler::Conditional(Box::new(Compose(self.clone())))
    }

    /// What a key does, where it is one of these.
    pub(super) fn handle(&self, key: &KeyEvent, ctx: &EventContext<'_>) -> Option<Cmd> {
        let (line, pos) = (ctx.line(), ctx.pos());
        let action = action(key, ctx);
        let mut state = self.state();
        if !matches!(action, Some(Action::LastArgument)) {
            state.argument = None;
        }
        if !matches!(action, Some(Action::Older { .. } | Action::Newer)) {
            state.recall.pause(line);
        }
        match action? {
            Action::LastArgument => Some(state.last_argument(line, pos)),
            Action::Hint => Some(Cmd::CompleteHint),
            Action::HintWord => first_word(ctx.hint_text()?).map(|word| Cmd::Insert(1, word)),
            // In a line of several, it moves within it first.
            Action::Older { .. } if line[..pos].contains('\n') => None,
            Action::Newer if line[pos..].contains('\n') => None,
            Action::Older { like } => {
                state.recall.begin(line, pos, like);
                Some(Cmd::PreviousHistory)
            }
            Action::Newer => {
                state.recall.go_on(line);
                Some(Cmd::NextHistory)
            }
            Action::Compose => {
                drop(state);
                Some(self.compose())
            }
        }
    }
}

fn action(key: &KeyEvent, ctx: &EventContext<'_>) -> Option<Action> {
    let in_command_mode = ctx.mode() == EditMode::Vi && ctx.input_mode() == InputMode::Command;
    let at_end = ctx.pos() == ctx.line().len();
    let hint = at_end && ctx.hint_text().is_some();
    let KeyEvent(code, modifiers) = *key;
    Some(match (code, modifiers) {
        (KeyCode::Char('.' | '_'), Modifiers::ALT) => Action::LastArgument,
        (KeyCode::Char('F'), Modifiers::CTRL) if hint => Action::Hint,
        (KeyCode::Char('f' | 'F') | KeyCode::Right, Modifiers::ALT)
        | (KeyCode::Right, Modifiers::CTRL)
            if hint =>
        {
            Action::HintWord
        }
        (KeyCode::Up, Modifiers::NONE) => Action::Older { like: true },
        (KeyCode::Char('P'), Modifiers::CTRL) => Action::Older { like: false },
        (KeyCode::Down, Modifiers::NONE) | (KeyCode::Char('N'), Modifiers::CTRL) => Action::Newer,
        (KeyCode::Char('k'), Modifiers::NONE) if in_command_mode => Action::Older { like: false },
        (KeyCode::Char('j'), Modifiers::NONE) if in_command_mode => Action::Newer,
        (KeyCode::Char('v'), Modifiers::NONE) if in_command_mode => Action::Compose,
        _ => return None,
    })
}

impl State {
    /// The last argument of the newest line; again, of the one before that.
    fn last_argument(&mut self, line: &str, pos: usize) -> Cmd {
        let before = &line[..pos];
        let again = self
            .argument
            .take()
            .filter(|last| before.strip_prefix(last.before.as_str()) == Some(last.text.as_str()));
        let older = match &again {
            Some(last) => &self.entries[..last.entry.min(self.entries.len())],
            None => &self.entries[..],
        };
        let shown = again.as_ref().map(|last| last.text.as_str());
        let found = older.iter().enumerate().rev().find_map(|(at, entry)| {
            let text = last_argument(entry)?;
            // The same once more is no news.
            (Some(text.as_str()) != shown).then_some((at, text))
        });
        let Some((entry, text)) = found else {
            self.argument = again;
            return Cmd::Noop;
        };
        let before = again.map_or_else(|| before.to_owned(), |last| last.before);
        self.completion = Some((before.len(), text.clone()));
        self.argument = Some(Argument {
            entry,
            before,
            text,
        });
        Cmd::Complete
    }
}

/// The last word of an entry, with its quotes.
fn last_argument(entry: &str) -> Option<String> {
    let lines = split_pasted(entry);
    let line = lines.last()?;
    let command = &line[commands(line).last()?];
    let word = words(command).last()?;
    let quoted = command[..word.start].ends_with('"');
    Some(if quoted {
        format!("\"{}\"", word.text)
    } else {
        word.text.to_owned()
    })
}

/// The blanks in front, and what stands before the next ones.
fn first_word(text: &str) -> Option<String> {
    let blanks = text.len() - text.trim_start().len();
    let word = &text[blanks..];
    let end = word.find(char::is_whitespace).unwrap_or(word.len());
    (end > 0).then(|| text[..blanks + end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(state: &mut State, line: &str) -> Option<String> {
        state.last_argument(line, line.len());
        let (start, text) = state.completion.take()?;
        Some(format!("{}{text}", &line[..start]))
    }

    #[test]
    fn the_last_argument_then_the_one_before() {
        let entries = [
            "map cp_badlands",
            "kick \"The Dude\"",
            "say x; status",
            "status",
        ];
        let mut state = State {
            entries: Arc::new(entries.map(str::to_owned).to_vec()),
            ..State::default()
        };
        let one = pressed(&mut state, "ban ").unwrap();
        assert_eq!(one, "ban status");
        let two = pressed(&mut state, &one).unwrap();
        assert_eq!(two, "ban \"The Dude\"");
        let three = pressed(&mut state, &two).unwrap();
        assert_eq!(three, "ban cp_badlands");
        assert_eq!(pressed(&mut state, &three), None);
        assert_eq!(pressed(&mut state, &three), None);
    }

    #[test]
    fn a_word_of_a_hint_has_the_blanks_before_it() {
        assert_eq!(first_word(" 600 700").as_deref(), Some(" 600"));
        assert_eq!(first_word("vity 600").as_deref(), Some("vity"));
        assert_eq!(first_word("  "), None);
    }
}
