//! What there is to say of a comparison beside what differs.

use super::{MOST_VALUES, compared, shown_name};
use crate::order;
use crate::server::settings::{Setting, Together};

/// How much differs, and on whom, and what was not compared: lines for notices.
pub(crate) fn notes(together: &Together, names: &[String]) -> Vec<String> {
    let mut notes = Vec::new();
    for table in together.tables() {
        let servers = table.servers();
        if let [only] = servers[..] {
            let name = names.get(only).map_or("", String::as_str);
            notes.push(format!(
                "there is nothing that {name} could be compared with"
            ));
            continue;
        }
        let (settings, own) = compared(table);
        notes.push(summary(&settings, names, servers.len()));
        notes.extend(own_of_each(&own));
        notes.extend(untold(&settings));
    }
    notes
}

/// Which settings were left out because each server has its own.
pub(super) fn own_of_each(own: &[Setting<'_>]) -> Option<String> {
    let names: Vec<_> = own.iter().map(|it| shown_name(it.name)).collect();
    (!names.is_empty()).then(|| format!("own of each: {}", names.join(", ")))
}

/// `3 of 3000 settings differ on 30 servers; not as most: b in 2, c in 1`.
pub(super) fn summary(settings: &[Setting<'_>], names: &[String], servers: usize) -> String {
    let (mut count, mut others) = (0, vec![0_usize; names.len()]);
    for setting in settings.iter().filter(|setting| setting.differs()) {
        count += 1;
        let groups = setting.groups.iter().skip(1);
        // Where each has its own, as of a name, it says nothing of anybody.
        if setting.has_majority() {
            for server in groups.flat_map(|group| &group.servers) {
                if let Some(others) = others.get_mut(*server) {
                    *others += 1;
                }
            }
        }
    }
    let all = settings.len();
    if count == 0 {
        return format!("none of {all} settings differs on {servers} servers");
    }
    let mut others: Vec<(usize, usize)> = others.into_iter().enumerate().collect();
    others.retain(|(_, count)| *count > 0);
    order::sort(&mut others, |one, other| other.1.cmp(&one.1));
    let told = others.iter().take(MOST_VALUES);
    let mut told: Vec<String> = told
        .map(|(server, count)| {
            format!(
                "{} in {count}",
                names.get(*server).map_or("", String::as_str)
            )
        })
        .collect();
    if others.len() > told.len() {
        told.push(format!("{} more", others.len() - told.len()));
    }
    let who = if told.is_empty() {
        String::new()
    } else {
        format!("; not as most: {}", told.join(", "))
    };
    let differ = if count == 1 { "differs" } else { "differ" };
    format!("{count} of {all} settings {differ} on {servers} servers{who}")
}

/// Which settings somebody does not tell.
fn untold(settings: &[Setting<'_>]) -> Option<String> {
    let untold = settings.iter().filter(|setting| !setting.untold.is_empty());
    let untold: Vec<_> = untold.map(|setting| shown_name(setting.name)).collect();
    (!untold.is_empty()).then(|| {
        format!(
            "not compared where they hold passwords or are not told: {}",
            untold.join(", ")
        )
    })
}
