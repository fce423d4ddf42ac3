//! One frame for many servers: a section each.

use super::{Canvas, Watch};
use crate::order;
use crate::show::escape;
use crate::show::style;

/// What is drawn of one server.
pub(crate) struct Section<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it has answered so far.
    pub seen: Seen<'a>,
    /// What there is to say of it beside.
    pub note: Option<&'a str>,
}

/// What was seen of a server again and again.
#[derive(Clone, Copy)]
pub(crate) enum Seen<'a> {
    /// The reply to a command.
    Reply(&'a Watch),
    /// Something that draws itself.
    Drawn(&'a dyn Rows),
}

/// Draws itself into the rows that there are.
pub(crate) trait Rows {
    /// At most so many rows, each of them no wider than the canvas is; in one row
    /// what matters most.
    fn rows(&self, most: usize, canvas: Canvas) -> Vec<String>;
}

impl Section<'_> {
    /// The rows that it would take.
    fn wanted(&self, canvas: Canvas) -> usize {
        let rows = match self.seen {
            Seen::Reply(watch) => watch.current.len(),
            Seen::Drawn(drawn) => drawn.rows(canvas.height, canvas).len(),
        };
        1 + usize::from(self.note.is_some()) + rows
    }

    /// In one row: its name, and the first line; of a table, where that is a
    /// heading, the last.
    fn row(&self, canvas: Canvas) -> String {
        let line = match self.seen {
            Seen::Reply(watch) if watch.history.columns().next().is_some() => {
                watch.current.last().cloned()
            }
            Seen::Reply(watch) => watch.current.first().cloned(),
            Seen::Drawn(drawn) => drawn.rows(1, canvas).pop(),
        };
        let text = self.note.or(line.as_deref()).unwrap_or_default();
        escape::line(&format!("{}: {text}", self.name), canvas.width).into_owned()
    }

    fn draw(&self, rows: usize, canvas: Canvas, frame: &mut Vec<String>) {
        let heading = format!("==> {} <==", self.name);
        let heading = escape::line(&heading, canvas.width);
        frame.push(style::paint(style::HEADING, &heading, canvas.colour));
        let mut left = rows - 1;
        if let Some(note) = self.note.filter(|_| left > 0) {
            frame.push(escape::line(note, canvas.width).into_owned());
            left -= 1;
        }
        match self.seen {
            _ if left == 0 => {}
            Seen::Reply(watch) => watch.draw_reply(left, canvas, frame),
            Seen::Drawn(drawn) => frame.extend(drawn.rows(left, canvas)),
        }
    }
}

/// The lines to draw: `title`, and below it each server's section. Those that
/// need less room leave it to the others; where there is none even for two rows
/// each, each has one.
pub(crate) fn sections(title: &str, all: &[Section<'_>], canvas: Canvas) -> Vec<String> {
    let heading = escape::line(title, canvas.width);
    let mut frame = vec![style::paint(style::HEADING, &heading, canvas.colour)];
    let room = canvas.height.saturating_sub(1);
    if room < 2 * all.len() {
        let shown = if all.len() > room {
            room.saturating_sub(1)
        } else {
            all.len()
        };
        frame.extend(all.iter().take(shown).map(|section| section.row(canvas)));
        if shown < all.len() {
            let more = format!("... {} more servers", all.len() - shown);
            frame.push(escape::line(&more, canvas.width).into_owned());
        }
    } else {
        for (section, rows) in all.iter().zip(shares(all, room, canvas)) {
            section.draw(rows, canvas, &mut frame);
        }
    }
    frame.truncate(canvas.height);
    frame
}

/// How many rows each section has: as many as it wants, or its share of what the
/// smaller ones leave.
fn shares(all: &[Section<'_>], room: usize, canvas: Canvas) -> Vec<usize> {
    let wanted: Vec<usize> = all.iter().map(|section| section.wanted(canvas)).collect();
    let mut by_need: Vec<usize> = (0..all.len()).collect();
    order::sort(&mut by_need, |one, other| wanted[*one].cmp(&wanted[*other]));
    let mut rows = vec![0; all.len()];
    let (mut room, mut left) = (room, all.len());
    for at in by_need {
        rows[at] = wanted[at].min(room / left);
        room -= rows[at];
        left -= 1;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(replies: &[&str], height: usize) -> Vec<String> {
        let watches: Vec<Watch> = replies
            .iter()
            .map(|reply| {
                let mut watch = Watch::new();
                watch.observe(reply);
                watch
            })
            .collect();
        let names: Vec<String> = (0..replies.len()).map(|at| format!("s{at}")).collect();
        let all: Vec<Section<'_>> = watches
            .iter()
            .zip(&names)
            .map(|(watch, name)| Section {
                name,
                seen: Seen::Reply(watch),
                note: None,
            })
            .collect();
        let canvas = Canvas {
            width: 40,
            height,
            colour: false,
            ascii: false,
        };
        let frame = sections("title", &all, canvas);
        assert!(frame.len() <= height, "{frame:?}");
        frame
    }

    #[test]
    fn who_needs_less_leaves_it_to_the_others() {
        let frame = drawn(&["a\nb\nc\nd\ne", "x"], 8);
        assert_eq!(
            frame,
            [
                "title",
                "==> s0 <==",
                "a",
                "b",
                "c",
                "... 2 more lines",
                "==> s1 <==",
                "x"
            ]
        );
    }

    #[test]
    fn many_have_a_row_each_and_the_rest_is_counted() {
        assert_eq!(
            drawn(&["a\nb", "c", "d"], 5),
            ["title", "s0: a", "s1: c", "s2: d"]
        );
        assert_eq!(
            drawn(&["a", "b", "c", "d"], 4),
            ["title", "s0: a", "s1: b", "... 2 more servers"]
        );
        for height in 1..30 {
            drawn(&["a\nb\nc"; 7], height);
        }
    }
}
