//! `!run FILE`.

use std::path::Path;

use super::one_word;
use crate::error::UsageError;
use crate::typing::script::Script;

/// How deep scripts run scripts.
const MAX_DEPTH: usize = 16;

/// Opens the script that a script names. `depth` is how many are open
/// already, below the first.
///
/// # Errors
///
/// It cannot be opened, or they go too deep.
pub(crate) fn open(rest: &str, depth: usize) -> crate::error::Result<Script> {
    if depth == MAX_DEPTH {
        let why = format!("scripts run scripts {MAX_DEPTH} deep: is this a circle?");
        return Err(UsageError(why).into());
    }
    let path = one_word("!run FILE", rest)?;
    Ok(Script::file(Path::new(&path))?)
}
