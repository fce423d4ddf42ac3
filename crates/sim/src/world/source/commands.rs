//! The commands of a Source server that do or show something.

use std::fmt::Write as _;

use crate::effect::Effect;
use crate::outbox::End;

use super::super::{Answer, Call, Consequence, Console};
use super::registry::Entry;
use super::{Source, show};

/// Maps that are on the server.
pub(super) const MAPS: &[&str] = &[
    "arena_lumberyard",
    "cp_badlands",
    "cp_dustbowl",
    "cp_granary",
    "cp_gravelpit",
    "ctf_2fort",
    "ctf_well",
    "koth_harvest_final",
    "koth_viaduct",
    "pl_badwater",
    "pl_goldrush",
    "tc_hydro",
];

impl Source {
    /// Runs a command of the registry. Those without an arm here exist on a
    /// real server, do something inside it and print nothing.
    pub(super) fn command(&mut self, name: &str, call: &Call<'_>) -> Answer {
        match name {
            "cvarlist" => Answer::text(self.cvarlist(call.rest().trim())),
            "help" => self.help(call),
            "find" => self.find(call),
            "echo" => Answer::text([call.value(), b"\n"].concat()),
            "say" => {
                let text = String::from_utf8_lossy(call.value()).into_owned();
                let shown = [b"Console: ", call.value(), b"\n"].concat();
                let said = format!("\"Console<0><Console><Console>\" say \"{text}\"");
                let answer = Answer::text(shown).and(Consequence::Chat(text));
                self.logged(answer, &said)
            }
            "status" => Answer::text(self.status()),
            "users" => Answer::text(self.users()),
            "stats" => Answer::text(self.stats()),
            "version" => Answer::text(VERSION),
            "maps" => maps(call),
            "changelevel" | "map" => self.change_map(name, call),
            "kick" => self.kick(call),
            "kickid" => self.kick_id(call),
            "banid" => self.ban_id(call),
            "kickall" => {
                self.players.clear();
                Answer::empty()
            }
            "removeip" => Answer::empty().and(Consequence::Unban),
            "log" => self.log.switch(call),
            "logaddress_add" => self.log.add(call),
            "logaddress_del" => self.log.remove(call),
            "logaddress_delall" => self.log.remove_all(),
            "logaddress_list" => self.log.list(),
            "exit" | "quit" => stop(Effect::Stop(End::Reset)),
            "_restart" => stop(Effect::DropLinks(End::Reset)),
            _ => Answer::empty(),
        }
    }

    fn help(&self, call: &Call<'_>) -> Answer {
        let args = call.args();
        let Some(name) = args.first() else {
            return Answer::text("Usage:  help <cvarname>\n");
        };
        match self.entry(name) {
            Some(entry) => Answer::text(show::entry(entry, self.value(entry))),
            None => Answer::text(format!("help:  no cvar or command named {name}\n")),
        }
    }

    fn find(&self, call: &Call<'_>) -> Answer {
        let args = call.args();
        let Some(text) = args.first() else {
            return Answer::text("Usage:  find <string>\n");
        };
        let text = text.to_ascii_lowercase();
        let holds = |field: &str| field.to_ascii_lowercase().contains(&text);
        let found = |entry: &&'static Entry| holds(entry.name) || holds(entry.help);
        let entries = self.entries().filter(|entry| found(entry));
        let shown = entries.map(|entry| show::entry(entry, self.value(entry)));
        Answer::text(shown.collect::<String>())
    }

    fn change_map(&mut self, command: &str, call: &Call<'_>) -> Answer {
        let args = call.args();
        let Some(map) = args.first() else {
            return Answer::text(format!("Usage:  {command} <mapname>\n"));
        };
        if !MAPS.contains(&map.as_str()) {
            return Answer::text(format!("{command} failed: {map} not found\n"));
        }
        self.map.clone_from(map);
        self.map_changes += 1;
        let answer = Answer::empty().and(Consequence::MapChanged);
        let answer = self.logged(answer, &format!("Loading map \"{map}\""));
        self.logged(answer, &format!("Started map \"{map}\" (CRC \"-1\")"))
    }

    fn logged(&mut self, answer: Answer, line: &str) -> Answer {
        let parcels = Console::log(self, line).into_iter();
        parcels.fold(answer, |answer, parcel| {
            answer.and(Consequence::Send(parcel))
        })
    }

    fn kick(&mut self, call: &Call<'_>) -> Answer {
        let name = String::from_utf8_lossy(call.value()).into_owned();
        if name.is_empty() {
            return Answer::text("Usage:  kick < name >\n");
        }
        let is_named = |name: &str, other: &str| name.eq_ignore_ascii_case(other);
        match self.players.iter().position(|p| is_named(&p.name, &name)) {
            Some(at) => kicked(&self.players.remove(at).name),
            None => Answer::text(format!("Can't kick \"{name}\", name not found\n")),
        }
    }

    /// Prints nothing; with `kick` whoever it is has to leave at once.
    fn ban_id(&mut self, call: &Call<'_>) -> Answer {
        let args = call.args();
        let id = args.get(1).and_then(|arg| arg.parse::<u32>().ok());
        if args.get(2).is_some_and(|word| word == "kick") {
            self.players.retain(|p| Some(p.id) != id);
        }
        Answer::empty()
    }

    fn kick_id(&mut self, call: &Call<'_>) -> Answer {
        let args = call.args();
        let id = args.first().and_then(|arg| arg.parse::<u32>().ok());
        match self.players.iter().position(|p| Some(p.id) == id) {
            Some(at) => kicked(&self.players.remove(at).name),
            None => Answer::text("Usage:  kickid < userid | uniqueid > { message }\n"),
        }
    }
}

const VERSION: &str = "Protocol version 24\nExe version 1.0.0.0 (sim)\n\
    Exe build: 12:00:00 Jan  1 2024 (1000) (0)\n";

fn kicked(name: &str) -> Answer {
    Answer::text(format!("Kicked \"{name}\" by Console\n"))
}

/// The link is reset before anything is answered.
fn stop(effect: Effect) -> Answer {
    Answer::none().and(Consequence::Affect(effect))
}

fn maps(call: &Call<'_>) -> Answer {
    let wanted = call.rest();
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Answer::text("Usage:  maps <substring>\nmaps * for full listing\n");
    }
    let shown = MAPS
        .iter()
        .filter(|map| wanted == "*" || map.contains(wanted));
    let mut text = "-------------
"
    .to_owned();
    for map in shown {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "PENDING:   (fs) {map}.bsp");
    }
    Answer::text(text)
}
