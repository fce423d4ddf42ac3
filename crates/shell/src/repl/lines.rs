//! Where the lines come from: the editor, or plainly from standard input.

use std::io::{self, BufReader, Write};
use std::sync::Arc;

use rcon_proto::Cancel;

use super::{Directory, has_editor};
use crate::app::App;
pub(super) use crate::editor::Input;
use crate::editor::{Editor, EditorOptions, PlainReader, Printer};
use crate::escape;
use crate::interrupt::Editing;
use crate::style::{self, paint};

/// Reads lines.
pub(crate) enum Lines {
    Editor(Box<Editor>),
    Plain(PlainReader),
}

/// Prints above the prompt, or where there is none to standard error.
#[derive(Clone)]
pub(crate) struct Above(Option<Printer>);

impl Above {
    pub(crate) fn print(&self, text: &str) {
        match &self.0 {
            Some(printer) => printer.print(text),
            None => {
                // Nobody is left to be told if this fails.
                let _ = writeln!(io::stderr(), "{}", text.trim_end_matches('\n'));
            }
        }
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
    pub(super) fn open(app: &App, directory: Arc<Directory>) -> anyhow::Result<Self> {
        if !has_editor(&app.options.mode) {
            return Ok(Lines::Plain(PlainReader::new(BufReader::new(io::stdin()))));
        }
        let state = app.folders.as_ref().filter(|_| app.options.history);
        let options = EditorOptions {
            history_path: state.map(|folders| folders.state.join("history")),
            vi: app.options.vi,
            color: app.options.color.for_stdout(),
        };
        let mut editor = Editor::new(options, directory)?;
        tell_of_history(&mut editor);
        Ok(Lines::Editor(Box::new(editor)))
    }

    pub(super) fn printer(&self) -> Above {
        Above(match self {
            Lines::Editor(editor) => Some(editor.printer()),
            Lines::Plain(_) => None,
        })
    }

    /// Where the log goes, if not simply to standard error.
    pub(super) fn log(&self) -> Option<Box<dyn Write + Send>> {
        match self {
            Lines::Editor(_) => Some(Box::new(self.printer())),
            Lines::Plain(_) => None,
        }
    }

    pub(super) fn read(&mut self, prompt: &str, cancel: &Cancel) -> io::Result<Input> {
        match self {
            Lines::Editor(editor) => {
                let _editing = Editing::begin();
                let prompt = escape::line(prompt, usize::MAX);
                let (name, rest) = prompt.split_at(prompt.trim_end().len());
                let styled = format!("{}{rest}", paint(style::PROMPT, name, true));
                editor.read_line(&prompt, &styled)
            }
            Lines::Plain(reader) => reader.read_line(|| cancel.is_cancelled()),
        }
    }

    /// Puts a line into the history, unless it is none of its business.
    pub(super) fn remember(&mut self, line: &str) {
        if let Lines::Editor(editor) = self {
            editor.add_history(line);
            tell_of_history(editor);
        }
    }

    /// The newest lines of the history, oldest first.
    pub(crate) fn history(&self, count: usize) -> &[String] {
        match self {
            Lines::Editor(editor) => editor.history_entries(count),
            Lines::Plain(_) => &[],
        }
    }

    pub(crate) fn set_vi(&mut self, vi: bool) {
        if let Lines::Editor(editor) = self {
            editor.set_vi(vi);
        }
    }

    pub(crate) fn set_color(&mut self, color: bool) {
        if let Lines::Editor(editor) = self {
            editor.set_color(color);
        }
    }
}

fn tell_of_history(editor: &mut Editor) {
    if let Some(error) = editor.history_error() {
        crate::runner::notice(&format!("the history is not kept: {error}"));
    }
}
