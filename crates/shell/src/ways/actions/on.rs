//! `!on NAME[,NAME] COMMAND`: to some servers of a fleet only.

use super::Action;
use crate::error::UsageError;
use crate::ways::prompt::typed::one_line;

pub(super) const ACTION: Action = Action {
    prompt: None,
    script: None,
    fleet: Some(|fleet, local| {
        let (names, command) = local.sent()?;
        if names.is_empty() {
            return Err(local.command.usage_error().into());
        }
        if names.contains(char::is_whitespace) {
            let why = "names have a comma between two and no blank";
            return Err(UsageError(why.to_owned()).into());
        }
        let command = command.to_owned();
        fleet.on(names, |fleet| one_line(fleet, &command))
    }),
};
