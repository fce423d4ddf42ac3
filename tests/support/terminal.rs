//! A pseudo-terminal as its user sees it: keys going in, a screen coming out.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::thread;

use rustix::process::{Pid, Signal, kill_process};
use vt100::{Callbacks, Color, Parser, Screen as Emulated};

use super::watched::Watched;

/// A key that is no letter.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key {
    Enter,
    Tab,
    Up,
    Down,
    Right,
    Escape,
    /// Control and this letter.
    Ctrl(char),
}

impl Key {
    /// What a terminal sends for it.
    pub(crate) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Enter => b"\r".to_vec(),
            Self::Tab => b"\t".to_vec(),
            Self::Up => b"\x1b[A".to_vec(),
            Self::Down => b"\x1b[B".to_vec(),
            Self::Right => b"\x1b[C".to_vec(),
            Self::Escape => b"\x1b".to_vec(),
            Self::Ctrl(letter) => vec![letter as u8 & 0x1f],
        }
    }
}

/// How a cell of the screen looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Look {
    pub(crate) color: Color,
    pub(crate) bold: bool,
    pub(crate) dim: bool,
    pub(crate) underline: bool,
}

/// What a terminal has shown so far.
pub(crate) struct Shown {
    pub(crate) parser: Parser<Asked>,
    /// Every byte that came, as it came.
    pub(crate) raw: Vec<u8>,
    /// Nobody writes to this terminal any more.
    pub(crate) ended: bool,
}

impl Shown {
    pub(crate) fn screen(&self) -> &Emulated {
        self.parser.screen()
    }

    /// The rows, without the blanks at their ends.
    pub(crate) fn rows(&self) -> Vec<String> {
        let (_, columns) = self.screen().size();
        self.screen().rows(0, columns.get()).collect()
    }

    pub(crate) fn look(&self, row: u16, column: u16) -> Option<Look> {
        let cell = self.screen().cell(row, column)?;
        Some(Look {
            color: cell.fgcolor(),
            bold: cell.bold(),
            dim: cell.dim(),
            underline: cell.underline(),
        })
    }
}

/// Counts the questions that a program asks its terminal and that must be
/// answered: where the cursor is.
#[derive(Default)]
pub(crate) struct Asked {
    position: usize,
}

impl Callbacks for Asked {
    fn unhandled_csi(
        &mut self,
        _: &mut Emulated,
        _: Option<u8>,
        _: Option<u8>,
        params: &[&[u16]],
        last: char,
    ) {
        if last == 'n' && params == [[6]] {
            self.position += 1;
        }
    }
}

/// Shows on a screen of this size what comes out of `terminal`, and answers
/// what is asked of it, until nobody writes to it any more.
pub(crate) fn show(mut terminal: File, rows: u16, columns: u16) -> Arc<Watched<Shown>> {
    let parser = Parser::new_with_callbacks(
        NonZeroU16::new(rows).unwrap(),
        NonZeroU16::new(columns).unwrap(),
        0,
        Asked::default(),
    );
    let shown = Arc::new(Watched::new(Shown {
        parser,
        raw: Vec::new(),
        ended: false,
    }));
    let watched = Arc::clone(&shown);
    thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        // At the end Linux reports an error, macOS an end of file.
        while let Ok(count @ 1..) = terminal.read(&mut buffer) {
            let answers = watched.update(|shown| {
                shown.raw.extend_from_slice(&buffer[..count]);
                shown.parser.process(&buffer[..count]);
                let asked = std::mem::take(&mut shown.parser.callbacks_mut().position);
                let (row, column) = shown.screen().cursor_position();
                format!("\x1b[{};{}R", row + 1, column + 1).repeat(asked)
            });
            // Fails when the program has gone: the next read says so.
            let _ = terminal.write_all(answers.as_bytes());
        }
        watched.update(|shown| shown.ended = true);
    });
    shown
}

/// Sends a signal to one process.
pub(crate) fn signal(process: u32, signal: Signal) {
    let pid = Pid::from_raw(process.try_into().unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}
