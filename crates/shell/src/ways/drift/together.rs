//! In which settings the servers of a fleet differ, as people and programs read it.

mod notes;
#[cfg(test)]
mod tests;

use super::report::{difference_lines, json_line, shown};
use crate::order;
use crate::request::target::Target;
use crate::server::settings::{Difference, Group, Setting, Table, Together, is_own};
use crate::show::escape;
use crate::show::several::{counted, heading};
use crate::show::style::{self, paint};

pub(crate) use notes::notes;
use notes::own_of_each;

/// The most values of one setting that are told besides the first.
const MOST_VALUES: usize = 8;

/// From so many names on that the same servers lack, they are told together.
const MANY_LACKING: usize = 8;

/// The settings of a kind that are compared, and those that differ because each
/// server has its own by nature.
fn compared(table: &Table) -> (Vec<Setting<'_>>, Vec<Setting<'_>>) {
    let settings = table.settings().into_iter();
    settings.partition(|setting| !(setting.differs() && is_own(setting.name)))
}

/// A line a setting that differs: its commonest value, and who has another.
pub(crate) fn text(together: &Together, names: &[String], colour: bool) -> String {
    let mut text = String::new();
    for table in together.tables() {
        let all = table.servers().len();
        let (settings, _) = compared(table);
        let (lacking, apart) = lacking(&settings);
        for setting in apart {
            text.push_str(&line(setting, names, all, colour));
        }
        for (servers, lacks) in lacking {
            let who = counted(&named(names, &servers));
            let lacks: Vec<_> = lacks.iter().map(|it| shown_name(it)).collect();
            let count = lacks.len();
            text.extend([format!(
                "unknown on {who} alone, {count} settings: {}\n",
                lacks.join(", ")
            )]);
        }
    }
    text
}

/// Servers, and the names that all of them lack.
type Lacking<'a> = (Vec<usize>, Vec<&'a str>);

/// Names that some servers lack, where they are many and all others agree on them,
/// by those servers; and all other settings that differ.
fn lacking<'a>(settings: &'a [Setting<'a>]) -> (Vec<Lacking<'a>>, Vec<&'a Setting<'a>>) {
    let mut lacking: Vec<Lacking<'_>> = Vec::new();
    let of = |setting: &Setting<'_>| match &setting.groups[..] {
        [one, other] => [one, other]
            .into_iter()
            .find(|group| group.value.is_none())
            .map(|group| group.servers.clone()),
        _ => None,
    };
    let differ = || settings.iter().filter(|setting| setting.differs());
    for setting in differ() {
        if let Some(servers) = of(setting) {
            match lacking.iter_mut().find(|it| it.0 == servers) {
                Some((_, names)) => names.push(setting.name),
                None => lacking.push((servers, vec![setting.name])),
            }
        }
    }
    lacking.retain(|(_, names)| names.len() > MANY_LACKING);
    order::sort(&mut lacking, |one, other| one.0.cmp(&other.0));
    let is_told = |setting: &&Setting<'_>| {
        of(setting).is_some_and(|servers| lacking.iter().any(|it| it.0 == servers))
    };
    let apart = differ().filter(|setting| !is_told(setting)).collect();
    (lacking, apart)
}

/// `sv_gravity: 800 on 28 of 30 servers; 600 on b`.
pub(super) fn line(setting: &Setting<'_>, names: &[String], all: usize, colour: bool) -> String {
    let told = |(at, group): (usize, &Group<'_>)| {
        let who = heading(&named(names, &group.servers), at == 0, all);
        let text = format!("{} on {who}", value(group.value));
        let differs = at > 0 && setting.has_majority();
        if differs {
            paint(style::WARNING, &text, colour)
        } else {
            text
        }
    };
    let groups = setting.groups.iter().enumerate();
    let mut told: Vec<String> = groups.take(MOST_VALUES + 1).map(told).collect();
    let more = setting.groups.len().saturating_sub(told.len());
    if more > 0 {
        told.push(format!("{more} more values"));
    }
    format!("{}: {}\n", shown_name(setting.name), told.join("; "))
}

/// An object for each server that has another value than most, or, where as many
/// have another one, than the first of them.
pub(crate) fn json(together: &Together, targets: &[Target]) -> String {
    let mut lines = String::new();
    for table in together.tables() {
        for setting in compared(table).0 {
            let mut groups = setting.groups.iter();
            let should = groups.next().and_then(|group| group.value);
            let mut others: Vec<(usize, Option<&str>)> = groups
                .flat_map(|group| group.servers.iter().map(|server| (*server, group.value)))
                .collect();
            order::sort(&mut others, |one, other| one.0.cmp(&other.0));
            for (server, is) in others {
                let Some(target) = targets.get(server) else {
                    continue;
                };
                let difference = Difference {
                    name: setting.name.to_owned(),
                    is: is.map(str::to_owned),
                    should: should.map(str::to_owned),
                };
                lines.push_str(&json_line(target, &difference, false));
            }
        }
    }
    lines
}

/// What of one server is otherwise on the others: a line a difference, by server;
/// and what there is to say about it.
pub(crate) fn against_one(
    together: &Together,
    one: usize,
    names: &[String],
) -> (Vec<(usize, String)>, Vec<String>) {
    let mut notes = Vec::new();
    let there = format!("on {}", names.get(one).map_or("", String::as_str));
    let mut found: Vec<Option<Vec<Difference>>> = Vec::new();
    found.resize_with(names.len(), || None);
    let has_it = |table: &&Table| table.servers().contains(&one);
    for table in together.tables().filter(has_it) {
        for server in table.servers() {
            if let Some(found) = found.get_mut(server) {
                found.get_or_insert_default();
            }
        }
        let (settings, own) = compared(table);
        notes.extend(own_of_each(&own));
        for setting in settings {
            let Some(should) = setting.of(one) else {
                continue;
            };
            for group in setting.groups.iter().filter(|group| *group != should) {
                for server in &group.servers {
                    let Some(found) = found.get_mut(*server) else {
                        continue;
                    };
                    found.get_or_insert_default().push(Difference {
                        name: setting.name.to_owned(),
                        is: group.value.map(str::to_owned),
                        should: should.value.map(str::to_owned),
                    });
                }
            }
        }
    }
    if let Some(one) = found.get_mut(one) {
        *one = None;
    }
    let lines = |differ: Vec<Difference>| difference_lines(&differ, &there);
    let found = found.into_iter().enumerate();
    let found = found.filter_map(|(at, it)| Some((at, lines(it?))));
    (found.collect(), notes)
}

/// How a server is named among others.
pub(super) fn name(target: &Target) -> String {
    shown_name(&target.known_as())
}

fn named<'n>(names: &'n [String], servers: &[usize]) -> Vec<&'n str> {
    let names = servers.iter().filter_map(|server| names.get(*server));
    names.map(String::as_str).collect()
}

fn shown_name(name: &str) -> String {
    escape::line(name, usize::MAX).into_owned()
}

/// A value among others: in quotes where it is more than a word.
fn value(value: Option<&str>) -> String {
    let text = shown(value);
    let is_word = !text.contains(|c: char| c.is_whitespace() || c == ';' || c == ',');
    if is_word || text.starts_with('"') && text.ends_with('"') && text.len() > 1 {
        text
    } else {
        format!("\"{text}\"")
    }
}
