//! Scripts: commands from options, a file or standard input, one by one as
//! they come, each with the place to name when it fails.

mod comment;
mod error;
pub(crate) mod lines;
mod place;
mod stdin;

pub(crate) use comment::is_comment;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rcon_proto::Cancel;

use crate::commands::{Line, Way, parse};
use crate::system::paths;
use lines::{LineError, LineSource};

pub(crate) use error::ScriptError;
pub(crate) use place::Place;

/// The longest line of a script, in bytes. A command that long is refused
/// anyway; this keeps a file that is no script from filling the memory.
pub(crate) const MAX_LINE: usize = 1 << 20;

/// A line that is there already is there within this time.
const PATIENCE: Duration = Duration::from_millis(5);

/// A line of a script that does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Where it stands.
    pub place: Place,
    /// What is to be done.
    pub line: Line,
}

/// The commands of a run, in order.
#[derive(Debug)]
pub(crate) struct Script {
    place: Place,
    input: Input,
    /// What [`next`](Self::next) will give, where it was looked at before.
    peeked: Option<Result<Option<Step>, ScriptError>>,
}

/// What is known of the rest of a script without waiting for anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ahead {
    /// There is another step, or an error.
    More,
    /// There is not.
    End,
    /// Whoever writes it has not written on yet.
    Unknown,
}

#[derive(Debug)]
enum Input {
    Commands(std::vec::IntoIter<Vec<u8>>),
    Lines(Arc<LineSource>),
    Steps { all: Arc<[Step]>, next: usize },
}

impl Script {
    /// The commands of `-e`, all looked at before the first is run. A comment
    /// is none here, and an empty command is a variable that was not set.
    ///
    /// # Errors
    ///
    /// An empty command, or a `!` command that scripts do not have.
    pub(crate) fn commands(commands: Vec<Vec<u8>>) -> Result<Self, ScriptError> {
        // The only one is clear without its number.
        let first = match commands.len() {
            1 => Place::OnlyExecute,
            _ => Place::Execute(0),
        };
        let mut place = first.clone();
        for command in &commands {
            place.advance();
            step(place.clone(), command, false)?;
        }
        Ok(Self {
            place: first,
            input: Input::Commands(commands.into_iter()),
            peeked: None,
        })
    }

    /// A file; `-` is not special here.
    ///
    /// # Errors
    ///
    /// It cannot be opened.
    pub(crate) fn file(path: &Path) -> Result<Self, ScriptError> {
        let file = paths::open(path).map_err(|error| ScriptError::Open {
            file: path.to_owned(),
            error,
        })?;
        // A pipe with a name, as of `-f <(program)`, can keep us waiting.
        let lines = if file.metadata().is_ok_and(|metadata| metadata.is_file()) {
            LineSource::at_hand(file)
        } else {
            LineSource::over(file)
        };
        Ok(Self {
            place: Place::File {
                file: path.to_owned(),
                line: 0,
            },
            input: Input::Lines(Arc::new(lines)),
            peeked: None,
        })
    }

    /// Standard input: what is left of it.
    pub(crate) fn stdin(lines: Arc<LineSource>) -> Self {
        Self {
            place: Place::Stdin { line: 0 },
            input: Input::Lines(lines),
            peeked: None,
        }
    }

    /// Steps that were read before. Many servers run the same ones: only the
    /// place in them is each script's own.
    pub(crate) fn steps(all: Arc<[Step]>) -> Self {
        Self {
            place: Place::Execute(0),
            input: Input::Steps { all, next: 0 },
            peeked: None,
        }
    }

    /// The next step, as soon as its line is there; nothing at the end. After
    /// an error about one line the next call goes on behind it.
    ///
    /// # Errors
    ///
    /// [`ScriptError`] names the place.
    pub(crate) fn next(&mut self, cancel: &Cancel) -> Result<Option<Step>, ScriptError> {
        if let Some(peeked) = self.peeked.take() {
            return peeked;
        }
        if let Input::Steps { all, next } = &mut self.input {
            let step = all.get(*next).cloned();
            *next += 1;
            return Ok(step);
        }
        loop {
            let skip_comments = matches!(self.input, Input::Lines(_));
            let Some(bytes) = self.read(cancel)? else {
                return Ok(None);
            };
            let step = step(self.place.clone(), &bytes, skip_comments)?;
            if step.line != Line::Nothing {
                return Ok(Some(step));
            }
        }
    }

    /// What comes next, as far as it is there already.
    pub(crate) fn ahead(&mut self, cancel: &Cancel) -> Ahead {
        while self.peeked.is_none() {
            let lines = match &self.input {
                Input::Commands(commands) if commands.len() == 0 => return Ahead::End,
                Input::Steps { all, next } if *next >= all.len() => return Ahead::End,
                Input::Commands(_) | Input::Steps { .. } => return Ahead::More,
                Input::Lines(lines) => lines,
            };
            if cancel.is_cancelled() || !lines.is_ready(MAX_LINE, PATIENCE) {
                return Ahead::Unknown;
            }
            match self.read(cancel) {
                Ok(None) => self.peeked = Some(Ok(None)),
                Ok(Some(bytes)) => match step(self.place.clone(), &bytes, true) {
                    Ok(step) if step.line == Line::Nothing => {}
                    step => self.peeked = Some(step.map(Some)),
                },
                Err(error) => self.peeked = Some(Err(error)),
            }
        }
        match &self.peeked {
            Some(Ok(None)) => Ahead::End,
            _ => Ahead::More,
        }
    }

    /// The next line, without its line ending; the place is then its own.
    fn read(&mut self, cancel: &Cancel) -> Result<Option<Vec<u8>>, ScriptError> {
        let lines = match &mut self.input {
            Input::Commands(commands) => {
                self.place.advance();
                return Ok(commands.next());
            }
            Input::Lines(lines) => lines,
            // `next` and `ahead` take these as they are.
            Input::Steps { .. } => return Ok(None),
        };
        let next = lines.next(MAX_LINE, cancel);
        // A line that was not waited for is the next one still, so the
        // script's own place stays behind it.
        let mut place = self.place.clone();
        place.advance();
        if !matches!(next, Err(LineError::Cancelled)) {
            self.place = place.clone();
        }
        let mut line = match next {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(None),
            Err(LineError::Cancelled) => return Err(ScriptError::Interrupted { place }),
            Err(LineError::TooLong) => return Err(ScriptError::TooLong { place }),
            Err(LineError::Io(error)) => return Err(ScriptError::Read { place, error }),
        };
        for ending in [b'\n', b'\r'] {
            if line.last() == Some(&ending) {
                line.pop();
            }
        }
        if self.place.is_first_line() {
            if line.starts_with(&[0xff, 0xfe]) || line.starts_with(&[0xfe, 0xff]) {
                return Err(ScriptError::Utf16 { place });
            }
            if line.starts_with("\u{feff}".as_bytes()) {
                line.drain(..3);
            }
        }
        Ok(Some(line))
    }
}

fn step(place: Place, bytes: &[u8], skip_comments: bool) -> Result<Step, ScriptError> {
    if skip_comments && is_comment(bytes) {
        return Ok(Step {
            place,
            line: Line::Nothing,
        });
    }
    let line = parse(bytes);
    match &line {
        Line::Nothing if !skip_comments => return Err(ScriptError::Empty { place }),
        Line::Local(local) => {
            if let Some(message) = local.command.refusal(Way::Script) {
                return Err(ScriptError::Local { place, message });
            }
        }
        Line::Unknown(unknown) => {
            let message = unknown.to_string();
            return Err(ScriptError::Local { place, message });
        }
        Line::Nothing | Line::Send(_) => {}
    }
    Ok(Step { place, line })
}

#[cfg(test)]
mod tests;
