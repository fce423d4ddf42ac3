//! The frame that stands on the screen.

use std::io::{self, Write as _};

use super::{Canvas, redraw};

/// What was drawn last.
#[derive(Debug, Default)]
pub(crate) struct LastFrame(Vec<String>);

impl LastFrame {
    /// Draws a frame in the place of the one before.
    ///
    /// # Errors
    ///
    /// Standard output cannot be written.
    pub(crate) fn draw(&mut self, frame: Vec<String>, canvas: Canvas) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(&redraw(&frame, canvas.height))?;
        out.flush()?;
        self.0 = frame;
        Ok(())
    }

    /// Prints it where the prompt goes on, once the screen is as before.
    ///
    /// # Errors
    ///
    /// Standard output cannot be written.
    pub(crate) fn leave(self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        for line in &self.0 {
            writeln!(out, "{line}")?;
        }
        out.flush()
    }
}
