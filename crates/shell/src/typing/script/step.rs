//! What a line of a script comes to.

use super::error::ScriptError;
use super::place::Place;
use crate::commands::{Aliases, Line, Meant, Way, is_comment};

/// A line of a script that does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Where it stands.
    pub place: Place,
    /// What is to be done.
    pub line: Line,
}

/// What a line comes to, which is more than one step where it calls an alias.
pub(super) fn steps(
    place: &Place,
    bytes: &[u8],
    skip_comments: bool,
    aliases: &Aliases,
) -> Result<Vec<Step>, ScriptError> {
    if skip_comments && is_comment(bytes) {
        return Ok(Vec::new());
    }
    let wrong = |place: &Place, message: String| {
        let place = place.clone();
        ScriptError::Local { place, message }
    };
    let meant = aliases.read(bytes);
    let meant = meant.map_err(|error| wrong(place, error.to_string()))?;
    let step = |Meant { line, alias }| {
        let place = match alias {
            Some(alias) => place.within(alias),
            None => place.clone(),
        };
        match &line {
            Line::Nothing if !skip_comments => return Err(ScriptError::Empty { place }),
            Line::Local(local) => {
                if let Some(message) = local.command.refusal(Way::Script) {
                    return Err(wrong(&place, message));
                }
            }
            Line::Unknown(unknown) => return Err(wrong(&place, unknown.to_string())),
            Line::Nothing | Line::Send(_) => {}
        }
        Ok(Step { place, line })
    };
    meant.into_iter().map(step).collect()
}
