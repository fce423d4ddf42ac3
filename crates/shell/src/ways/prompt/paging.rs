//! Replies that are longer than the screen.

use super::Repl;
use super::messages::say;
use crate::error::Result;
use crate::show::escape::{self, EscapeOptions};
use crate::show::pager::{self, Pager};
use crate::system::terminal;

/// Prints a reply that was kept: through the pager if the screen is too small
/// for it.
///
/// # Errors
///
/// Standard output cannot be written.
pub(super) fn show(repl: &mut Repl, reply: &[u8]) -> Result<()> {
    let (columns, rows) = terminal::size();
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
