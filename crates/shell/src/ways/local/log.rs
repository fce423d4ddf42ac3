//! `!log FILE`, `!log off`.

use std::path::Path;

use super::one_word;
use crate::error::Context as _;
use crate::server::console::Console;
use crate::server::transcript::Transcript;

/// Begins or ends a transcript.
///
/// # Errors
///
/// The file cannot be opened.
pub(crate) fn log(console: &mut Console, rest: &str) -> crate::error::Result<()> {
    let word = one_word("!log FILE, or !log off", rest)?;
    if word == "off" {
        console.transcript = None;
        return Ok(());
    }
    let opened = Transcript::open(Path::new(&word));
    console.transcript = Some(opened.with_context(|| format!("cannot log to {word}"))?);
    Ok(())
}
