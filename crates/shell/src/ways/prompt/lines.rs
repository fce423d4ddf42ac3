//! Where the lines come from: the editor, or plainly from standard input.

use std::io::{self, BufReader, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anstyle::Style;
use rcon_proto::Cancel;

use super::asides::Aside;
use super::messages::say;
use super::pushes::Pushes;
use crate::commands::split_pasted;
use crate::commands::words::goes_on;
use crate::error::Result;
use crate::request::options::{Reading, Shell};
use crate::show::escape;
use crate::show::logged::shown;
use crate::show::report;
use crate::show::style::{self, paint};
use crate::system::interrupt::Editing;
use crate::system::terminal;
pub(crate) use crate::typing::editor::Input;
use crate::typing::editor::{Editor, EditorOptions, Knowledge, PlainReader, Printer, can_edit};
use crate::ways::app::App;

/// Reads lines.
pub(crate) struct Lines {
    reader: Reader,
    color: Arc<AtomicBool>,
    pushes: Pushes,
    standing: Standing,
}

/// The prompt behind which a line is typed, where the terminal itself shows that.
type Standing = Arc<Mutex<Option<String>>>;

enum Reader {
    Editor(Box<Editor>),
    Plain(PlainReader),
    /// A terminal that can do too little for the editor: it echoes and edits
    /// the line itself, and is shown the prompt.
    Terminal(PlainReader),
}

/// Prints above the prompt, or where there is none to standard error.
#[derive(Clone)]
pub(crate) struct Above {
    printer: Option<Printer>,
    color: Arc<AtomicBool>,
    pushes: Pushes,
    standing: Standing,
}

impl Above {
    pub(crate) fn print(&self, text: &str) {
        // Nothing of it may have been wanted.
        if text.is_empty() {
            return;
        }
        if let Some(printer) = &self.printer {
            printer.print(text);
            return;
        }
        let text = text.trim_end_matches('\n');
        let standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody is left to be told if this fails.
        let _ = match &*standing {
            // What is typed already cannot be shown again: it is with the terminal.
            Some(prompt) => {
                let mut out = io::stdout();
                write!(out, "\n{text}\n{prompt}").and_then(|()| out.flush())
            }
            None => writeln!(io::stderr(), "{text}"),
        };
    }

    /// Prints what nobody has asked for: dim, each line for itself.
    pub(crate) fn aside(&self, aside: &Aside) {
        self.print(&self.lines_of(aside, &self.pushes).join("\n"));
    }

    /// Its lines as they are shown, of what was pushed those that are wanted.
    pub(crate) fn lines_of(&self, aside: &Aside, pushes: &Pushes) -> Vec<String> {
        let colour = self.colour();
        match aside {
            Aside::Text(text) => {
                let lines = text.lines();
                lines.map(|line| paint(style::DIM, line, colour)).collect()
            }
            Aside::Pushed(text) => {
                let lines = text.trim_ascii_end().split('\n');
                let wanted = lines.filter(|line| pushes.wants(line));
                let shown = |line: &str| shown(line.as_bytes(), None, colour);
                wanted.map(shown).collect()
            }
        }
    }

    /// Prints a sentence of ours.
    pub(crate) fn note(&self, text: &str) {
        self.aside(&Aside::Text(report::sentence(text.to_owned())));
    }

    pub(crate) fn colour(&self) -> bool {
        self.color.load(Ordering::Relaxed)
    }
}

impl Write for Above {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.print(&String::from_utf8_lossy(text));
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// The editor where it can be used, else plain lines.
    /// `history` is the name of the file that keeps the lines.
    pub(crate) fn open(
        app: &App,
        asked: Shell,
        knowledge: Arc<dyn Knowledge>,
        history: &str,
    ) -> Result<Self> {
        let color = app.options.color.for_stdout();
        let plain = || PlainReader::new(BufReader::new(io::stdin()));
        let reader = match asked.reading {
            Reading::Terminal { history: kept } if can_edit() => {
                let state = app.folders.as_ref().filter(|_| kept);
                let options = EditorOptions {
                    history_path: state.map(|folders| folders.state.join(history)),
                    vi: asked.vi,
                    color,
                };
                let mut editor = Editor::new(options, knowledge)?;
                tell_of_history(&mut editor);
                Reader::Editor(Box::new(editor))
            }
            Reading::Terminal { .. } => Reader::Terminal(plain()),
            Reading::Plain => Reader::Plain(plain()),
        };
        let color = Arc::new(AtomicBool::new(color));
        Ok(Self {
            reader,
            color,
            pushes: Pushes::default(),
            standing: Standing::default(),
        })
    }

    /// Whether lines are edited here. Asked of what was opened: a terminal may
    /// get its size in the meantime, and what is said of it has to hold.
    pub(crate) fn has_editor(&self) -> bool {
        self.editor().is_some()
    }

    fn editor(&self) -> Option<&Editor> {
        match &self.reader {
            Reader::Editor(editor) => Some(editor),
            Reader::Plain(_) | Reader::Terminal(_) => None,
        }
    }

    fn editor_mut(&mut self) -> Option<&mut Editor> {
        match &mut self.reader {
            Reader::Editor(editor) => Some(editor),
            Reader::Plain(_) | Reader::Terminal(_) => None,
        }
    }

    pub(crate) fn printer(&self) -> Above {
        Above {
            printer: self.editor().map(Editor::printer),
            color: Arc::clone(&self.color),
            pushes: self.pushes.clone(),
            standing: Arc::clone(&self.standing),
        }
    }

    /// What of that which the server says by itself is shown.
    pub(crate) fn pushes(&self) -> &Pushes {
        &self.pushes
    }

    /// Where the log goes, if not simply to standard error.
    pub(crate) fn log(&self) -> Option<Box<dyn Write + Send>> {
        self.editor()?;
        Some(Box::new(self.printer()))
    }

    /// Whether there is somebody who can be asked.
    pub(crate) fn can_ask(&self) -> bool {
        match &self.reader {
            Reader::Editor(_) | Reader::Terminal(_) => true,
            Reader::Plain(_) => terminal::streams().stdin && terminal::streams().stderr,
        }
    }

    /// Asks something that is answered with a line; nothing where it is not.
    pub(crate) fn question(&mut self, question: &str, cancel: &Cancel) -> io::Result<String> {
        if let Reader::Plain(_) = &self.reader {
            let mut error = io::stderr();
            write!(error, "{}", escape::line(question, usize::MAX))?;
            error.flush()?;
        }
        Ok(match self.read(question, style::WARNING, cancel)? {
            Input::Line(answer) => answer,
            Input::Interrupted | Input::Eof => String::new(),
        })
    }

    /// The server will not do what this line says: it is offered no more.
    pub(crate) fn reject(&mut self, line: &str) {
        if let Some(editor) = self.editor_mut() {
            editor.forget_in_file(line);
            tell_of_history(editor);
        }
    }

    /// Reads a line, and those that it goes on in. They come as they were typed:
    /// [`split_pasted`](crate::commands::split_pasted) joins them.
    pub(crate) fn read_whole(
        &mut self,
        prompt: &str,
        style: Style,
        cancel: &Cancel,
    ) -> io::Result<Input> {
        let mut text = match self.read(prompt, style, cancel)? {
            Input::Line(text) => text,
            other => return Ok(other),
        };
        let more = format!("{:>1$} ", ">", escape::width(prompt.trim_end()));
        while split_pasted(&text)
            .last()
            .is_some_and(|line| goes_on(line.as_bytes()))
        {
            self.set_goes_on(true);
            let next = self.read(&more, style, cancel);
            self.set_goes_on(false);
            match next? {
                Input::Line(line) => {
                    text.push('\n');
                    text.push_str(&line);
                }
                // What was read from a file is all there is; a person has
                // thought better of it.
                Input::Eof if matches!(self.reader, Reader::Plain(_)) => break,
                Input::Eof | Input::Interrupted => return Ok(Input::Interrupted),
            }
        }
        Ok(Input::Line(text))
    }

    fn set_goes_on(&mut self, goes_on: bool) {
        if let Some(editor) = self.editor_mut() {
            editor.set_goes_on(goes_on);
        }
    }

    pub(crate) fn read(
        &mut self,
        prompt: &str,
        style: Style,
        cancel: &Cancel,
    ) -> io::Result<Input> {
        match &mut self.reader {
            Reader::Editor(editor) => {
                let _editing = Editing::begin();
                let prompt = escape::line(prompt, usize::MAX);
                let (name, rest) = prompt.split_at(prompt.trim_end().len());
                let styled = format!("{}{rest}", paint(style, name, true));
                editor.read_line(&prompt, &styled)
            }
            Reader::Plain(reader) => reader.read_line(|| cancel.is_cancelled()),
            Reader::Terminal(reader) => {
                let stands = |prompt| {
                    *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = prompt;
                };
                let mut out = io::stdout();
                let prompt = escape::line(prompt, usize::MAX);
                write!(out, "{prompt}")?;
                out.flush()?;
                stands(Some(prompt.into_owned()));
                let input = reader.read_line(|| cancel.is_cancelled());
                stands(None);
                let input = input?;
                if !matches!(input, Input::Line(_)) {
                    // The cursor stands behind what was given up.
                    writeln!(out)?;
                }
                Ok(input)
            }
        }
    }

    /// Puts a line into the history, unless it is none of its business.
    pub(crate) fn remember(&mut self, line: &str) {
        if let Some(editor) = self.editor_mut() {
            editor.add_history(line);
            tell_of_history(editor);
        }
    }

    /// The newest lines of the history, oldest first.
    pub(crate) fn history(&self, count: usize) -> &[String] {
        self.editor()
            .map_or(&[], |editor| editor.history_entries(count))
    }

    pub(crate) fn set_vi(&mut self, vi: bool) {
        if let Some(editor) = self.editor_mut() {
            editor.set_vi(vi);
        }
    }

    pub(crate) fn set_color(&mut self, color: bool) {
        self.color.store(color, Ordering::Relaxed);
        if let Some(editor) = self.editor_mut() {
            editor.set_color(color);
        }
    }
}

fn tell_of_history(editor: &mut Editor) {
    if let Some(error) = editor.history_error() {
        say(&format!("the history is not kept: {error}"));
    }
}
