//! What the servers of a fleet agree on, as a file that all of them can have.

use std::path::Path;

use super::snapshot::{WhichValues, Written, which};
use super::together::line;
use crate::error::{Result, UsageError};
use crate::live;
use crate::server::settings::{Setting, Together};

/// Writes the settings that all servers have alike; those on which they differ
/// stand there as remarks. What there is to say about it.
///
/// # Errors
///
/// They have settings of different kinds, or none at all; or the file cannot be
/// written.
pub(crate) fn agreed(
    together: &Together,
    names: &[String],
    kept: WhichValues,
    path: &Path,
) -> Result<String> {
    let tables: Vec<_> = together.tables().collect();
    let table = match tables[..] {
        [] => return Err(UsageError("no server told its settings".to_owned()).into()),
        [table] => table,
        _ => {
            let text = "convars and gamerules do not go into one file: {name} in its name makes one for each server";
            return Err(UsageError(text.to_owned()).into());
        }
    };
    let servers = table.servers();
    let settings = table.settings();
    let whose = match servers[..] {
        // The others were not there.
        [one] => names.get(one).cloned().unwrap_or_default(),
        _ => format!("What {} servers agree on", servers.len()),
    };
    let mut written = Written::begin(&whose, table.runs_files(), settings.len());
    let mut differ = 0;
    // Behind it, what only a cheat can set takes when the game runs the file.
    let is_first = |it: &&Setting<'_>| it.name.eq_ignore_ascii_case("sv_cheats");
    let (first, rest): (Vec<_>, Vec<_>) = settings.iter().partition(is_first);
    for setting in first.into_iter().chain(rest) {
        let hidden = |text: &str| live::is_in(text.as_bytes());
        if setting.differs() {
            differ += 1;
            let values = setting.groups.iter().filter_map(|group| group.value);
            if values.into_iter().any(hidden) {
                written.leave_out(setting.name, "a password");
            } else {
                written.remark(line(setting, names, servers.len(), false).trim_end());
            }
            continue;
        }
        match setting.agreed() {
            Some(group) if kept == WhichValues::Changed && group.is_default == Some(true) => {}
            Some(group) => written.setting(setting.name, group.value.unwrap_or_default()),
            None => written.leave_out(setting.name, "a password, or not told"),
        }
    }
    written.save(path)?;
    let mut told = format!(
        "{} of {} values are in {}{}",
        written.count,
        written.all,
        path.display(),
        which(kept, table.tells_defaults())
    );
    if differ > 0 {
        let servers = servers.len();
        let (differ, stand) = match differ {
            1 => ("1 on which".to_owned(), "stands"),
            many => (format!("{many} on which"), "stand"),
        };
        told.extend([format!(
            "; {differ} the {servers} servers differ {stand} there as a remark"
        )]);
    }
    told.push_str(&written.not_in_it());
    Ok(told)
}
