//! The screen of `!watch`: a reply that is asked for again and again, drawn in
//! place, with what changed since the last round marked and what is a number
//! drawn as a line.

mod last;
mod sections;
#[cfg(test)]
mod tests;

pub(crate) use last::LastFrame;
pub(crate) use sections::{Rows, Section, Seen, sections};

use std::fmt::Write as _;

use crate::show::escape;
use crate::show::sparkline::{range, sparkline};
use crate::show::style;
use crate::show::table::{self, History};
use crate::system::terminal;

/// The widest column of names beside the sparklines.
const NAME_WIDTH: usize = 16;

/// The room that a frame has, and what may be used in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Canvas {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Whether changes are marked.
    pub colour: bool,
    /// Whether only ASCII is drawn, where the terminal has no UTF-8.
    pub ascii: bool,
}

impl Canvas {
    /// The terminal's, as large as it is now.
    pub(crate) fn of_terminal(colour: bool) -> Self {
        let (width, height) = terminal::size();
        Self {
            width,
            height,
            colour,
            ascii: false,
        }
    }
}

/// What a watch has seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    previous: Option<Vec<String>>,
    current: Vec<String>,
    history: History,
}

impl Watch {
    /// A watch before its first round.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a round's reply, escaped for the terminal and without colours.
    pub(crate) fn observe(&mut self, reply: &str) {
        let lines = reply.lines().map(expand_tabs).collect();
        let before = std::mem::replace(&mut self.current, lines);
        self.previous = Some(before).filter(|before| !before.is_empty());
        self.history.push(&table::find(reply));
    }

    /// The lines to draw: `title`, the reply, a sparkline for each column of
    /// the table of numbers in it. Never more or wider than the `canvas` is.
    pub(crate) fn frame(&self, title: &str, canvas: Canvas) -> Vec<String> {
        let heading = escape::line(title, canvas.width);
        let mut frame = vec![style::paint(style::HEADING, &heading, canvas.colour)];
        frame.push(String::new());

        // Where not all fits, the history gets half the room.
        let room = canvas.height.saturating_sub(frame.len());
        let columns = self.history.columns().len();
        let graph_rows = if columns == 0 { 0 } else { columns + 1 };
        let reply_rows = room.saturating_sub(graph_rows).max(room / 2);
        self.draw_reply(reply_rows, canvas, &mut frame);
        self.draw_graphs(canvas, &mut frame);
        frame.truncate(canvas.height);
        frame
    }

    fn draw_reply(&self, rows: usize, canvas: Canvas, frame: &mut Vec<String>) {
        let cut = |line: &str| escape::line(line, canvas.width).into_owned();
        let total = self.current.len();
        let shown = if total > rows {
            rows.saturating_sub(1)
        } else {
            total
        };
        for (line, before) in pair(&self.current, self.previous.as_deref()).take(shown) {
            let line = cut(line);
            frame.push(match before {
                Before::Unknown => line,
                _ if !canvas.colour => line,
                Before::Nothing => mark(&line, ""),
                Before::Line(before) => mark(&line, &cut(before)),
            });
        }
        if total > shown {
            let more = format!("... {} more lines", total - shown);
            frame.push(escape::line(&more, canvas.width).into_owned());
        }
    }

    fn draw_graphs(&self, canvas: Canvas, frame: &mut Vec<String>) {
        let widths = self.history.columns().map(|(name, _)| escape::width(name));
        let name_width = widths
            .max()
            .unwrap_or(0)
            .min(NAME_WIDTH)
            .min(canvas.width / 3);
        for (index, (name, values)) in self.history.columns().enumerate() {
            if index == 0 {
                frame.push(String::new());
            }
            let name = escape::line(name, name_width);
            let padding = " ".repeat(name_width - escape::width(&name));
            let width = (canvas.width / 2).saturating_sub(1);
            let bars = sparkline(values, width, canvas.ascii);
            let (low, high) = range(values.iter().rev().take(width));
            let span = if low > high {
                String::new()
            } else {
                format!("  {low} to {high}")
            };
            let graph = format!("{name}{padding} {bars}{span}");
            frame.push(escape::line(&graph, canvas.width).into_owned());
        }
    }
}

/// What stood where a line stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before<'a> {
    /// This is the first round.
    Unknown,
    /// The line is new.
    Nothing,
    /// This line.
    Line(&'a str),
}

/// Each line of `current` with what it was. Lines at the beginning and at the
/// end that are as they were stay together, so that a line that comes or goes
/// in between does not mark the rest.
fn pair<'a>(
    current: &'a [String],
    previous: Option<&'a [String]>,
) -> impl Iterator<Item = (&'a String, Before<'a>)> {
    let old = previous.unwrap_or_default();
    let alike = |(a, b): &(&String, &String)| a == b;
    let head = current.iter().zip(old).take_while(alike).count();
    let tails = current[head..].iter().rev().zip(old[head..].iter().rev());
    let tail = tails.take_while(alike).count();
    current.iter().enumerate().map(move |(index, line)| {
        let from_end = current.len() - index;
        let before = if previous.is_none() {
            Before::Unknown
        } else if from_end <= tail {
            Before::Line(line)
        } else if index < old.len() - tail {
            Before::Line(&old[index])
        } else {
            Before::Nothing
        };
        (line, before)
    })
}

/// `line` with the words marked that differ from those of `before`; all of
/// them if it has another number of words.
fn mark(line: &str, before: &str) -> String {
    let same_words = line.split_whitespace().count() == before.split_whitespace().count();
    let mut old = before.split_whitespace();
    let mut out = String::new();
    for piece in line.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let blank = &piece[word.len()..];
        let changed = match word {
            "" => false,
            _ => old.next() != Some(word) || !same_words,
        };
        out.push_str(&style::paint(style::CHANGED, word, changed));
        out.push_str(blank);
    }
    out
}

/// `line` with blanks for its tabs, to stops every eight columns.
fn expand_tabs(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (index, field) in line.split('\t').enumerate() {
        if index > 0 {
            let width = escape::width(&out);
            out.push_str(&" ".repeat(8 - width % 8));
        }
        out.push_str(field);
    }
    out
}

/// The bytes that draw `frame` over the one before on a screen of `height`
/// rows, without a flicker.
fn redraw(frame: &[String], height: usize) -> Vec<u8> {
    let mut out = String::from("\x1b[H");
    let blank = String::new();
    let rows = frame.iter().chain(std::iter::repeat(&blank)).take(height);
    for (index, line) in rows.enumerate() {
        // Erased before, not after: after a line as wide as the screen, the
        // cursor still stands on its last character.
        let newline = if index == 0 { "" } else { "\r\n" };
        let _ = write!(out, "{newline}\x1b[2K{line}");
    }
    out.into_bytes()
}
