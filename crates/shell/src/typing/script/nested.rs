//! Scripts that run scripts.

use std::sync::Arc;

use super::Script;
use crate::commands::{Aliases, Local};
use crate::error::{Result, UsageError};
use crate::system::paths::with_home;

/// How deep scripts run scripts.
const MAX_DEPTH: usize = 16;

/// Opens the script that a line names. `depth` is how many are open already,
/// below the first.
///
/// # Errors
///
/// It cannot be opened, or they go too deep.
pub(crate) fn open(local: &Local, depth: usize, aliases: &Arc<Aliases>) -> Result<Script> {
    if depth == MAX_DEPTH {
        let why = format!("scripts run scripts {MAX_DEPTH} deep: is this a circle?");
        return Err(UsageError(why).into());
    }
    let path = local.one_word()?;
    Ok(Script::file(&with_home(&path), Arc::clone(aliases))?)
}
