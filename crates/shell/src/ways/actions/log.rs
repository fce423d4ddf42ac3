//! `!log FILE`, or `off`.

use std::path::Path;

use super::{Action, Next};
use crate::commands::Local;
use crate::error::{Context as _, Result};
use crate::server::console::Console;
use crate::server::transcript::Transcript;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| log(&mut repl.console, local)),
    script: Some(|runner, local, _| log(runner.console, local)),
};

/// Begins or ends a transcript.
fn log(console: &mut Console, local: &Local) -> Result<Next> {
    let word = local.one_word()?;
    if word == "off" {
        console.transcript = None;
        return Ok(Next::Go);
    }
    let opened = Transcript::open(Path::new(&word));
    console.transcript = Some(opened.with_context(|| format!("cannot log to {word}"))?);
    Ok(Next::Go)
}
