//! Scripts: commands from options, a file or standard input, one by one as
//! they come, each with the place to name when it fails.

mod error;
pub(crate) mod lines;
pub(crate) mod nested;
mod place;
mod stdin;
mod step;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rcon_proto::Cancel;

use crate::commands::words::{goes_on, joined};
use crate::commands::{Aliases, Line, is_comment};
use crate::system::paths;
use lines::{LineError, LineSource};

pub(crate) use error::ScriptError;
pub(crate) use place::Place;
pub(crate) use step::Step;
use step::steps;

/// The longest line of a script, in bytes. A command that long is refused
/// anyway; this keeps a file that is no script from filling the memory.
pub(crate) const MAX_LINE: usize = 1 << 20;

/// A line that is there already is there within this time.
const PATIENCE: Duration = Duration::from_millis(5);

/// The commands of a run, in order.
#[derive(Debug)]
pub(crate) struct Script {
    place: Place,
    input: Input,
    aliases: Arc<Aliases>,
    /// What [`next`](Self::next) will give, where it was looked at before.
    peeked: Option<Result<Option<Step>, ScriptError>>,
    /// The steps that the last line came to and that were not taken yet.
    steps: VecDeque<Step>,
    /// A line that goes on in one that has not been read.
    begun: Option<(Place, Vec<u8>)>,
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
    /// An empty command, an alias that is not used as it should be, or a `!`
    /// command that scripts do not have.
    pub(crate) fn commands(
        commands: Vec<Vec<u8>>,
        aliases: Arc<Aliases>,
    ) -> Result<Self, ScriptError> {
        // The only one is clear without its number.
        let first = match commands.len() {
            1 => Place::OnlyExecute,
            _ => Place::Execute(0),
        };
        let mut place = first.clone();
        for command in &commands {
            place.advance();
            steps(&place, &joined(command), false, &aliases)?;
        }
        let input = Input::Commands(commands.into_iter());
        Ok(Self::of(first, input, aliases))
    }

    /// A file; `-` is not special here.
    ///
    /// # Errors
    ///
    /// It cannot be opened.
    pub(crate) fn file(path: &Path, aliases: Arc<Aliases>) -> Result<Self, ScriptError> {
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
        let place = Place::File {
            file: path.into(),
            line: 0,
        };
        Ok(Self::of(place, Input::Lines(Arc::new(lines)), aliases))
    }

    /// Standard input: what is left of it.
    pub(crate) fn stdin(lines: Arc<LineSource>, aliases: Arc<Aliases>) -> Self {
        Self::of(Place::Stdin { line: 0 }, Input::Lines(lines), aliases)
    }

    /// Steps that were read before. Many servers run the same ones: only the
    /// place in them is each script's own.
    pub(crate) fn steps(all: Arc<[Step]>) -> Self {
        let input = Input::Steps { all, next: 0 };
        Self::of(Place::Execute(0), input, Arc::default())
    }

    fn of(place: Place, input: Input, aliases: Arc<Aliases>) -> Self {
        Self {
            place,
            input,
            aliases,
            peeked: None,
            steps: VecDeque::new(),
            begun: None,
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
            if let Some(step) = self.steps.pop_front() {
                return Ok(Some(step));
            }
            let Some((place, bytes)) = self.read_whole(cancel)? else {
                return Ok(None);
            };
            self.understand(&place, &bytes)?;
        }
    }

    /// Puts the steps that a line comes to behind those there are.
    fn understand(&mut self, place: &Place, line: &[u8]) -> Result<(), ScriptError> {
        let skip_comments = matches!(self.input, Input::Lines(_));
        let steps = steps(place, line, skip_comments, &self.aliases)?;
        let steps = steps.into_iter().filter(|step| step.line != Line::Nothing);
        self.steps.extend(steps);
        Ok(())
    }

    /// What comes next, as far as it is there already.
    pub(crate) fn ahead(&mut self, cancel: &Cancel) -> Ahead {
        while self.peeked.is_none() {
            if let Some(step) = self.steps.pop_front() {
                self.peeked = Some(Ok(Some(step)));
                break;
            }
            let lines = match &self.input {
                Input::Commands(commands) if commands.len() == 0 => return Ahead::End,
                Input::Steps { all, next } if *next >= all.len() => return Ahead::End,
                Input::Commands(_) | Input::Steps { .. } => return Ahead::More,
                Input::Lines(lines) => lines,
            };
            if cancel.is_cancelled() || !lines.is_ready(MAX_LINE, PATIENCE) {
                return Ahead::Unknown;
            }
            let read = self.read(cancel).and_then(|line| self.join(line));
            match read {
                Ok(Joined::End) => self.peeked = Some(Ok(None)),
                Ok(Joined::GoesOn) => {}
                Ok(Joined::Whole(place, line)) => {
                    if let Err(error) = self.understand(&place, &line) {
                        self.peeked = Some(Err(error));
                    }
                }
                Err(error) => self.peeked = Some(Err(error)),
            }
        }
        match &self.peeked {
            Some(Ok(None)) => Ahead::End,
            _ => Ahead::More,
        }
    }

    /// The next line with those that it goes on in, and where it begins.
    fn read_whole(&mut self, cancel: &Cancel) -> Result<Option<(Place, Vec<u8>)>, ScriptError> {
        loop {
            // What has begun is there still after a wait that was given up.
            let line = self.read(cancel)?;
            match self.join(line)? {
                Joined::End => return Ok(None),
                Joined::Whole(place, line) => return Ok(Some((place, line))),
                Joined::GoesOn => {}
            }
        }
    }

    /// Takes the next line, or the end: does it go on, or is it whole?
    fn join(&mut self, line: Option<Vec<u8>>) -> Result<Joined, ScriptError> {
        if matches!(self.input, Input::Commands(_)) {
            let place = self.place.clone();
            return Ok(line.map_or(Joined::End, |line| Joined::Whole(place, joined(&line))));
        }
        let (place, line) = match (self.begun.take(), line) {
            (None, None) => return Ok(Joined::End),
            // Nothing is there to go on in.
            (Some((place, begun)), None) => return Ok(Joined::Whole(place, begun)),
            (None, Some(line)) if is_comment(&line) => {
                return Ok(Joined::Whole(self.place.clone(), line));
            }
            (None, Some(line)) => (self.place.clone(), line),
            (Some((place, mut begun)), Some(next)) => {
                begun.pop();
                begun.push(b'\n');
                begun.extend_from_slice(&next);
                if begun.len() > MAX_LINE {
                    return Err(ScriptError::TooLong { place });
                }
                (place, begun)
            }
        };
        if goes_on(&line) {
            self.begun = Some((place, line));
            return Ok(Joined::GoesOn);
        }
        Ok(Joined::Whole(place, line))
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

/// What came of a line and those before it.
enum Joined {
    /// The next one belongs to it.
    GoesOn,
    /// It begins there.
    Whole(Place, Vec<u8>),
    /// There are no more.
    End,
}
