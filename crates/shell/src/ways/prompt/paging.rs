//! Replies that are longer than the screen, and how large that is.

use super::Repl;
use super::messages::say;
use crate::show::escape::{self, EscapeOptions};
use crate::show::pager::{self, Pager};

/// Prints a reply that was kept: through the pager if the screen is too small
/// for it.
///
/// # Errors
///
/// Standard output cannot be written.
pub(super) fn show(repl: &mut Repl, reply: &[u8]) -> anyhow::Result<()> {
    let (columns, rows) = (columns(), rows());
    let text = escape::text(
        reply,
        EscapeOptions {
            colour: repl.settings.color.for_stdout(),
            ..EscapeOptions::default()
        },
    );
    if pager::rows(&text, columns, rows) >= rows
        && let Some(pager) = Pager::from_environment()
    {
        let shown = pager.show(text.as_bytes());
        repl.console.cancel().reset();
        match shown {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                say(&format!("the pager does not start: {error}"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    repl.output.reply(reply);
    Ok(repl.output.end_reply()?)
}

/// The terminal's width, in columns.
pub(crate) fn columns() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).max(1))
}

/// The terminal's height, in rows.
pub(crate) fn rows() -> usize {
    terminal_size::terminal_size().map_or(24, |(_, height)| usize::from(height.0).max(2))
}
