//! The line editor: what a person types into, and all that helps while typing.
//!
//! The only part of the program that knows rustyline. It learns about names
//! through [`Knowledge`], and touches neither connection nor configuration.

mod complete;
mod compose;
mod display;
mod drawn;
#[cfg(test)]
mod fake;
mod files;
mod give_up;
mod helper;
mod highlight;
mod hint;
mod history;
mod history_file;
mod keys;
mod knowledge;
mod list_shown;
mod plain;
mod printer;
mod recall;
mod rows;
#[cfg(unix)]
mod sieve;
mod spot;

use std::cell::{Cell, RefCell};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use rustyline::config::{BellStyle, Configurer as _};
use rustyline::error::ReadlineError;
use rustyline::{
    ColorMode, CompletionType, Config, EditMode, Event, ExternalPrinter as _, KeyEvent,
};

use crate::show::escape;
use crate::system::terminal;
pub use drawn::Typing;
use give_up::GiveUp;
use helper::EditorHelper;
use history::History;
use keys::Keys;
pub(crate) use knowledge::{Candidate, Knowledge, Matches, NameInfo, NamesState, Values};
use list_shown::ListShown;
pub(crate) use plain::PlainReader;
pub(crate) use printer::Printer;

/// Whether the terminal of standard output is one that a line can be edited
/// on: it understands escapes, and says how many columns it has.
pub(crate) fn can_edit() -> bool {
    // Those that rustyline does without escapes on.
    const DUMB: [&str; 3] = ["dumb", "cons25", "emacs"];
    let term = std::env::var("TERM").unwrap_or_default();
    let is_dumb = DUMB.iter().any(|name| name.eq_ignore_ascii_case(&term));
    !is_dumb && terminal::stdout_has_size()
}

/// How an [`Editor`] is to be.
#[derive(Debug, Clone, Default)]
pub(crate) struct EditorOptions {
    /// The file that keeps the history; none, and it lives in memory only.
    pub history_path: Option<PathBuf>,
    /// The keys of vi instead of those of Emacs.
    pub vi: bool,
    /// Colours, and with them hints.
    pub color: bool,
}

/// What came of reading a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// A line, as it was typed. It may hold several: see [`split_pasted`](crate::commands::split_pasted).
    Line(String),
    /// Ctrl-C: the line was given up.
    Interrupted,
    /// Ctrl-D on an empty line, or the end of the input.
    Eof,
}

/// A line editor on the terminal of standard input and standard output.
///
/// Both have to be terminals: else lines are read by a [`PlainReader`], since
/// the prompt and its escapes would end up in whatever standard output is.
pub(crate) struct Editor {
    line: rustyline::Editor<EditorHelper, History>,
    printer: Printer,
    history_error: Option<io::Error>,
    give_up: GiveUp,
    keys: Keys,
    shown: ListShown,
    #[cfg(unix)]
    sieve: Option<sieve::Sieve>,
}

impl Editor {
    /// An editor that asks `knowledge` about names. Fails where the terminal
    /// cannot be used; a history that cannot be used is no such error (see
    /// [`history_error`](Self::history_error)).
    pub(crate) fn new(options: EditorOptions, knowledge: Arc<dyn Knowledge>) -> io::Result<Self> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .completion_show_all_if_ambiguous(true)
            .auto_add_history(false)
            .bell_style(BellStyle::None)
            // Whether there are colours is decided here, and the highlighter is
            // needed without them too: it keeps escapes off the screen.
            .color_mode(ColorMode::Forced)
            .edit_mode(edit_mode(options.vi))
            .keyseq_timeout(escape_timeout(options.vi))
            .build();
        let (history, history_error) = History::open(options.history_path);
        let mut line = rustyline::Editor::with_history(config, history).map_err(io_error)?;
        let printer = Printer::new(io::stdout());
        // None on a terminal that can do too little: text is written directly.
        if let Ok(mut external) = line.create_external_printer() {
            printer.attach(move |text| external.print(text).is_ok());
        }
        let shown = ListShown::default();
        let keys = Keys::default();
        line.history_mut().narrow_by(keys.recall());
        let give_up = GiveUp::new(shown.clone(), keys.clone());
        line.set_helper(Some(EditorHelper {
            knowledge,
            printer: printer.clone(),
            color: options.color,
            prompt_columns: 0,
            line: RefCell::default(),
            give_up: give_up.clone(),
            keys: keys.clone(),
            shown: shown.clone(),
            fit: Cell::default(),
            told_why: Cell::default(),
            goes_on: false,
        }));
        line.bind_sequence(GiveUp::keys(), give_up.handler());
        let compose = [KeyEvent::ctrl('X'), KeyEvent::ctrl('E')];
        line.bind_sequence(Event::KeySeq(compose.to_vec()), keys.composing());
        Ok(Self {
            keys,
            line,
            printer,
            history_error,
            give_up,
            shown,
            #[cfg(unix)]
            sieve: sieve::Sieve::new()
                .inspect_err(|error| log::info!("keys go unsifted: {error}"))
                .ok(),
        })
    }

    /// Reads a line behind a prompt, given as it is and with its colours: the
    /// two must take the same columns.
    pub(crate) fn read_line(&mut self, prompt_raw: &str, prompt_styled: &str) -> io::Result<Input> {
        let mut initial = String::new();
        loop {
            let input = self.read_once(prompt_raw, prompt_styled, &initial)?;
            let Input::Line(line) = input else {
                return Ok(input);
            };
            if !self.keys.take_compose() {
                return Ok(Input::Line(line));
            }
            // It comes back to be looked at: nothing is sent that was not seen
            // behind the prompt.
            initial = match compose::compose(&line) {
                Ok(composed) => composed.unwrap_or(line),
                Err(why) => {
                    self.printer.print(&why);
                    line
                }
            };
        }
    }

    /// Reads a line that begins as `initial`.
    fn read_once(&mut self, raw: &str, styled: &str, initial: &str) -> io::Result<Input> {
        self.shown.forget();
        self.keys.begin(self.line.history().shared());
        let mut with_colours = raw;
        if let Some(helper) = self.line.helper_mut() {
            helper.prompt_columns = escape::width(raw);
            if helper.color {
                with_colours = styled;
            }
        }
        let prompt = (raw, with_colours);
        #[cfg(unix)]
        let sifting = self.sieve.as_mut().and_then(sieve::Sieve::begin);
        let mut typed = self.line.readline_with_initial(&prompt, (initial, ""));
        // A key that is no character ends rustyline's reading, where there is no
        // sieve: what was typed so far goes on at the next prompt.
        while typed.as_ref().is_err_and(is_not_text) {
            let (line, pos) = self
                .line
                .helper()
                .map(|helper| helper.line.take())
                .unwrap_or_default();
            let (before, after) = line.split_at(line.floor_char_boundary(pos));
            typed = self.line.readline_with_initial(&prompt, (before, after));
        }
        #[cfg(unix)]
        drop(sifting);
        self.printer.leave();
        if let Some(helper) = self.line.helper() {
            // It may hold a password.
            helper.line.take();
        }
        let given_up = self.give_up.take();
        if given_up || typed.is_err() {
            self.keys.take_compose();
        }
        self.keys.end();
        match typed {
            Ok(_) if given_up => Ok(Input::Interrupted),
            Ok(line) => Ok(Input::Line(line)),
            Err(ReadlineError::Interrupted) => Ok(Input::Interrupted),
            Err(ReadlineError::Eof) => Ok(Input::Eof),
            Err(error) => Err(io_error(error)),
        }
    }

    /// Remembers a line, here and in the file, unless it holds a password
    /// ([`secret_part`](crate::commands::secret_part)), starts with a blank, or is empty.
    pub(crate) fn add_history(&mut self, line: &str) {
        if let Err(error) = self.line.history_mut().remember(line) {
            self.history_error = Some(error);
        }
    }

    /// Takes a line out of the file, so that no later shell offers it; here it can
    /// still be gone back to and mended.
    pub(crate) fn forget_in_file(&mut self, line: &str) {
        if let Err(error) = self.line.history_mut().forget_in_file(line) {
            self.history_error = Some(error);
        }
    }

    /// The newest `count` lines of the history, oldest first.
    pub(crate) fn history_entries(&self, count: usize) -> &[String] {
        let entries = self.line.history().entries();
        &entries[entries.len().saturating_sub(count)..]
    }

    /// Why lines will be forgotten with this process, where they should not
    /// be. Told once.
    pub(crate) fn history_error(&mut self) -> Option<io::Error> {
        self.history_error.take()
    }

    /// Prints above the prompt, from any thread.
    pub(crate) fn printer(&self) -> Printer {
        self.printer.clone()
    }

    /// Whether the lines that are read belong to a command that has begun: then
    /// no name stands where a name would.
    pub(crate) fn set_goes_on(&mut self, goes_on: bool) {
        if let Some(helper) = self.line.helper_mut() {
            helper.goes_on = goes_on;
        }
    }

    /// Takes the keys of vi, or those of Emacs.
    pub(crate) fn set_vi(&mut self, vi: bool) {
        self.line.set_edit_mode(edit_mode(vi));
        self.line.set_keyseq_timeout(escape_timeout(vi));
    }

    /// Turns colours, and with them hints, on or off.
    pub(crate) fn set_color(&mut self, color: bool) {
        if let Some(helper) = self.line.helper_mut() {
            helper.color = color;
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.printer.close();
    }
}

fn edit_mode(vi: bool) -> EditMode {
    if vi { EditMode::Vi } else { EditMode::Emacs }
}

/// How long a key may take to come after Escape and still belong to it, in
/// milliseconds. With the keys of vi, Escape stands alone as a rule; else it
/// never does.
fn escape_timeout(vi: bool) -> Option<u16> {
    vi.then_some(50)
}

/// Whether an error says that a key was not a character.
fn is_not_text(error: &ReadlineError) -> bool {
    match error {
        ReadlineError::Io(error) => error.kind() == io::ErrorKind::InvalidData,
        #[cfg(windows)]
        ReadlineError::Decode(_) => true,
        _ => false,
    }
}

fn io_error(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        #[cfg(unix)]
        ReadlineError::Errno(error) => error.into(),
        error => io::Error::other(error.to_string()),
    }
}
