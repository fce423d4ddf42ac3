//! The consoles of Minecraft servers, vanilla's and Bukkit's.

mod help;

use std::collections::HashMap;

use crate::effect::Effect;
use crate::outbox::End;

use super::players::{Player, regulars};
use super::{Answer, Call, Consequence, Console};

/// Gamerules with their defaults, as `GameRules` of 1.20 registers them; a number
/// is one there too.
const RULES: &[(&str, &str)] = &[
    ("announceAdvancements", "true"),
    ("commandBlockOutput", "true"),
    ("doDaylightCycle", "true"),
    ("doFireTick", "true"),
    ("doMobSpawning", "true"),
    ("keepInventory", "false"),
    ("maxEntityCramming", "24"),
    ("mobGriefing", "true"),
    ("naturalRegeneration", "true"),
    ("playersSleepingPercentage", "100"),
    ("randomTickSpeed", "3"),
    ("spawnRadius", "10"),
];

/// The game's help on `gamerule`: a form a rule.
fn rules() -> Answer {
    let form = |(name, _): &(&str, &str)| format!("/gamerule {name} [<value>]");
    Answer::text(RULES.iter().map(form).collect::<String>())
}

/// A Minecraft server's console.
pub(super) struct Minecraft {
    bukkit: bool,
    players: Vec<Player>,
    saves: bool,
    difficulty: &'static str,
    /// The gamerules that are not as they were.
    rules: HashMap<&'static str, String>,
}

impl Minecraft {
    pub(super) fn new(bukkit: bool) -> Self {
        Self {
            bukkit,
            players: regulars().into_iter().filter(|p| !p.bot).collect(),
            saves: true,
            difficulty: "Normal",
            rules: HashMap::new(),
        }
    }

    fn line(&self, text: &str) -> Answer {
        // Vanilla's replies over RCON have no newline at all.
        let end = if self.bukkit { "\n" } else { "" };
        Answer::text(format!("{text}{end}"))
    }

    /// `ListPlayersCommand`; with `uuids` each has theirs behind the name.
    fn list(&self, uuids: bool) -> Answer {
        let shown = |p: &Player| {
            if uuids {
                format!("{} (00000000-0000-4000-8000-{:012})", p.name, p.id)
            } else {
                p.name.clone()
            }
        };
        let names: Vec<_> = self.players.iter().map(shown).collect();
        let count = names.len();
        let names = names.join(", ");
        self.line(&format!(
            "There are {count} of a max of 20 players online: {names}"
        ))
    }

    fn set_saving(&mut self, on: bool) -> Answer {
        let changed = std::mem::replace(&mut self.saves, on) != on;
        self.line(match (on, changed) {
            (true, true) => "Automatic saving is now enabled",
            (false, true) => "Automatic saving is now disabled",
            (true, false) => "Saving is already turned on",
            (false, false) => "Saving is already turned off",
        })
    }

    /// A literal of Brigadier for each rule, in any case but another: `gamerule`
    /// knows no `KEEPINVENTORY`.
    fn gamerule(&mut self, call: &Call<'_>) -> Answer {
        let (line, args) = (String::from_utf8_lossy(call.line), call.args());
        let refuse = |why: &str| Answer::text(format!("{why}{line}<--[HERE]"));
        let Some(asked) = args.first() else {
            return self.unknown(&line);
        };
        let Some(&(name, default)) = RULES.iter().find(|(name, _)| name == asked) else {
            return refuse("Incorrect argument for command");
        };
        match args.get(1).map(String::as_str) {
            None => {
                let value = self.rules.get(name).map_or(default, String::as_str);
                let text = format!("Gamerule {name} is currently set to: {value}");
                self.line(&text)
            }
            Some(value)
                if matches!(default, "true" | "false") && !matches!(value, "true" | "false") =>
            {
                refuse(&format!(
                    "Invalid boolean, expected 'true' or 'false' but found '{value}'"
                ))
            }
            Some(value) if default.parse::<i32>().is_ok() && value.parse::<i32>().is_err() => {
                refuse("Expected integer")
            }
            Some(value) => {
                self.rules.insert(name, value.to_owned());
                self.line(&format!("Gamerule {name} is now set to: {value}"))
            }
        }
    }

    /// `DifficultyCommand`: shown by its name, and said no to by its key.
    fn difficulty(&mut self, call: &Call<'_>) -> Answer {
        let args = call.args();
        let Some(asked) = args.first() else {
            return self.line(&format!("The difficulty is {}", self.difficulty));
        };
        let all = ["Peaceful", "Easy", "Normal", "Hard"];
        let is_asked = |name: &&str| name.to_ascii_lowercase() == *asked;
        match all.into_iter().find(is_asked) {
            None => {
                let line = String::from_utf8_lossy(call.line);
                Answer::text(format!("Incorrect argument for command{line}<--[HERE]"))
            }
            Some(same) if same == self.difficulty => self.line(&format!(
                "The difficulty did not change; it is already set to {asked}"
            )),
            Some(other) => {
                self.difficulty = other;
                self.line(&format!("The difficulty has been set to {other}"))
            }
        }
    }

    fn help(&self, topic: &str) -> Answer {
        if let Some(page) = help::page(topic, self.bukkit) {
            return page;
        }
        let topic = topic.trim_start_matches('/');
        if topic == "gamerule" && !self.bukkit {
            return rules();
        }
        help::on(topic, self.bukkit).unwrap_or_else(|| {
            if self.bukkit {
                self.line(&format!("\u{a7}cNo help for {topic}"))
            } else {
                self.unknown(topic)
            }
        })
    }

    fn unknown(&self, line: &str) -> Answer {
        if self.bukkit {
            return self.line("Unknown command. Type \"/help\" for help.");
        }
        self.line(&format!(
            "Unknown or incomplete command, see below for error{line}<--[HERE]"
        ))
    }

    fn ban(&mut self, name: &str) -> Answer {
        self.players.retain(|p| p.name != name);
        self.line(&format!("Banned {name}: Banned by an operator."))
    }

    fn tell(&self, rest: &str) -> Answer {
        let (name, text) = rest.split_once(' ').unwrap_or((rest, ""));
        if !self.players.iter().any(|p| p.name == name) {
            return self.line("No player was found");
        }
        let said = self.line(&format!("You whisper to {name}: {text}"));
        said.and(Consequence::Chat(text.to_owned()))
    }

    fn kick(&mut self, name: &str) -> Answer {
        match self.players.iter().position(|p| p.name == name) {
            Some(at) => {
                self.players.remove(at);
                self.line(&format!("Kicked {name}: Kicked by an operator"))
            }
            None => self.line("No player was found"),
        }
    }
}

impl Console for Minecraft {
    fn join(&mut self, player: Player) {
        self.players.push(player);
    }

    fn run(&mut self, call: &Call<'_>) -> Answer {
        let (name, rest) = (call.name(), call.rest());
        match name.strip_prefix('/').unwrap_or(&name) {
            "list" => self.list(rest.trim() == "uuids"),
            "help" | "?" => self.help(rest.trim()),
            // The game's own, behind Bukkit's: CraftBukkit registers each command of
            // the game under `minecraft:` too (`VanillaCommandWrapper`).
            "minecraft:help" if self.bukkit && rest.trim() == "gamerule" => rules(),
            "say" => {
                // The chat shows it; the console's reply is empty.
                Answer::empty().and(Consequence::Chat(rest))
            }
            "save-all" if rest.trim() == "flush" => {
                self.line("Saving the game (this may take a moment!)Saved the game")
            }
            "save-all" => self.line("Saved the game"),
            "save-on" => self.set_saving(true),
            "save-off" => self.set_saving(false),
            "seed" => self.line("Seed: [4815162342]"),
            "time" => self.line("The time is 6000"),
            "difficulty" => self.difficulty(call),
            "gamerule" => self.gamerule(call),
            "kick" => self.kick(call.args().first().map_or("", String::as_str)),
            "ban" => self.ban(call.args().first().map_or("", String::as_str)),
            "tell" | "msg" | "w" => self.tell(&rest),
            "stop" => {
                let stop = Consequence::Affect(Effect::Stop(End::Close));
                self.line("Stopping the server").and(stop)
            }
            name if help::lists(name) => Answer::empty(),
            _ => self.unknown(&String::from_utf8_lossy(call.line)),
        }
    }
}
