//! Replies that are longer than the screen.

use super::Repl;
use super::messages::say;
use crate::error::Result;
use crate::show::escape::{self, EscapeOptions};
use crate::show::output::{Output, Rendering};
use crate::show::pager::{self, Pager};
use crate::system::terminal;

/// How much of a reply is looked at to see whether it fits, in bytes.
const HEAD: usize = 256 << 10;

/// Prints a reply that was kept: through the pager if the screen is too small
/// for it.
///
/// # Errors
///
/// Standard output cannot be written.
pub(super) fn show(repl: &mut Repl, reply: &[u8]) -> Result<()> {
    let (columns, rows) = terminal::size();
    let colour = repl.settings.color.for_stdout();
    // What is longer than this is longer than any screen.
    let head = reply.get(..HEAD).unwrap_or(reply);
    let encoding = repl.console.encoding();
    let text = escape::text(
        encoding.unwrap_or_default().readable(head).as_bytes(),
        EscapeOptions {
            colour,
            ..EscapeOptions::default()
        },
    );
    let is_long = reply.len() > HEAD || pager::rows(&text, columns, rows) >= rows;
    if is_long && let Some(pager) = Pager::from_environment() {
        // Escaped on its way, so that a long reply is not kept twice.
        let shown = pager.show(|input| {
            let mut output = Output::new(input, Rendering::Terminal { colour });
            output.set_encoding(encoding);
            output.reply(reply);
            output.end_reply()
        });
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
