//! Counter-Strike 2's console: Source's variables in wider columns, with
//! switches that are true or false, and many commands that print nothing.

use std::fmt::Write as _;

#[cfg(test)]
use super::source::all;
use super::source::{Entry, Kind, Source, number};
use super::{Answer, Call, Console, Player};
use crate::parcel::Parcel;

/// Of so many descriptions one lacks its newline, so that the next entry
/// follows on the same line.
const GLUED: usize = 60;

/// Commands that are flagged `developmentonly defensive` in `SteamDatabase/GameTracking-CS2`'s
/// `DumpSource2/commands.txt`: the console does not list them, and does and prints nothing
/// where somebody types them (`ValveSoftware/csgo-osx-linux` issue 3588).
const DEFENSIVE: [&str; 9] = [
    "addip", "banid", "banip", "listid", "removeid", "removeip", "users", "writeid", "writeip",
];

/// A CS2 server's console.
pub(super) struct Cs2 {
    source: Source,
}

impl Cs2 {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }

    fn shown(&self, entry: &Entry) -> String {
        let value = self.source.value(entry);
        let is_switch = (entry.least, entry.most) == (Some(0.0), Some(1.0));
        if is_switch && entry.default.parse::<u8>().is_ok() {
            return (number(value) != 0.0).to_string();
        }
        value.to_owned()
    }

    /// What it lists.
    fn entries(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        let entries = self.source.entries();
        entries.filter(|entry| !DEFENSIVE.contains(&entry.name))
    }

    fn cvarlist(&self) -> String {
        let count = self.entries().count();
        let mut text = "cvar list\n--------------\n".to_owned();
        for (at, entry) in self.entries().enumerate() {
            let value = match entry.kind {
                Kind::Command => "cmd".to_owned(),
                Kind::Variable => self.shown(entry),
            };
            let flags = entry.flags.iter().chain([&"release"]).copied();
            let flags = flags.collect::<Vec<_>>().join(", ");
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "{:<80} : {value:<16} : {flags:<32} : {}",
                entry.name, entry.help
            );
            if at % GLUED != GLUED - 1 || at + 1 == count {
                text.push('\n');
            }
        }
        let _ = writeln!(text, "--------------\n{count} total convars/concommands");
        text
    }
}

impl Console for Cs2 {
    fn join(&mut self, player: Player) {
        self.source.join(player);
    }

    fn has_separator(&self) -> bool {
        true
    }

    fn run(&mut self, call: &Call<'_>) -> Answer {
        let name = call.name();
        if let Some(answer) = self.source.log_mut().by_http(call) {
            return silenced(answer);
        }
        if DEFENSIVE
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
        {
            return Answer::none();
        }
        let over_udp = name.to_ascii_lowercase().starts_with("logaddress_");
        let Some(entry) = self.source.entry(&name).filter(|_| !over_udp) else {
            return Answer::text(format!("Unknown command '{name}'!\n"));
        };
        match (entry.kind, entry.name) {
            (Kind::Variable, _) if call.rest.is_empty() && !entry.has("prot") => {
                Answer::text(format!("{} = {}\n", entry.name, self.shown(entry)))
            }
            (_, "cvarlist") => Answer::text(self.cvarlist()),
            _ => silenced(self.source.run(call)),
        }
    }

    fn note(&mut self, call: &Call<'_>) -> Vec<Parcel> {
        self.source.note(call)
    }

    fn log(&mut self, line: &str) -> Vec<Parcel> {
        self.source.log(line)
    }

    fn log_flood(&mut self, times: u64) -> Vec<Parcel> {
        self.source.log_flood(times)
    }

    fn log_misfits(&mut self) -> Vec<Parcel> {
        self.source.log_misfits()
    }
}

/// What prints nothing gets no packet at all.
fn silenced(mut answer: Answer) -> Answer {
    if answer.is_empty_text() {
        answer.items.clear();
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_footer_counts_glued_entries_too() {
        let addr = ([127, 0, 0, 1], 27015).into();
        let text = Cs2::new(Source::new("x", addr)).cvarlist();
        let rows = text.lines().count() - 4;
        let listed = |entry: &&Entry| !DEFENSIVE.contains(&entry.name);
        let count = all().iter().filter(listed).count();
        let footer = format!("{count} total convars/concommands\n");
        assert!(text.ends_with(&footer));
        assert_eq!(rows + count / GLUED, count);
        assert!(text.contains("kickid") && !text.contains("banid"));
        let start = format!("{:<80} : true             : ", "sv_consistency");
        assert!(text.contains(&start));
    }
}
