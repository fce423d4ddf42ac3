//! What Minecraft's consoles say of their commands: vanilla's help has no newlines,
//! Bukkit's comes in coloured pages.

use crate::world::Answer;

/// What the help lists: a name with its arguments, and what Bukkit says of it.
const COMMANDS: &[(&str, &str, &str)] = &[
    (
        "advancement",
        "(grant|revoke) <targets> ...",
        "Gives or takes advancements",
    ),
    ("ban", "<targets> [<reason>]", "Keeps players out"),
    ("ban-ip", "<target> [<reason>]", "Keeps an address out"),
    ("banlist", "[ips|players]", "Lists who is kept out"),
    ("clear", "[<targets>] [<item>]", "Empties pockets"),
    ("deop", "<targets>", "Takes an operator's rights"),
    (
        "difficulty",
        "[peaceful|easy|normal|hard]",
        "Shows or sets the difficulty",
    ),
    (
        "effect",
        "(clear|give) <targets> ...",
        "Gives or takes effects",
    ),
    (
        "gamemode",
        "<gamemode> [<target>]",
        "Sets how a player plays",
    ),
    ("gamerule", "<rule> [<value>]", "Shows or sets a rule"),
    (
        "give",
        "<targets> <item> [<count>]",
        "Gives things to players",
    ),
    ("help", "[<command>]", "Shows this list"),
    ("kick", "<targets> [<reason>]", "Removes players"),
    ("kill", "[<targets>]", "Kills"),
    ("list", "[uuids]", "Lists the players"),
    ("op", "<targets>", "Gives an operator's rights"),
    ("pardon", "<targets>", "Lets players in again"),
    ("save-all", "[flush]", "Writes the world to disk"),
    ("save-off", "", "Stops writing the world to disk"),
    ("save-on", "", "Writes the world to disk again"),
    ("say", "<message>", "Says something to all"),
    ("seed", "", "Shows the seed of the world"),
    (
        "setblock",
        "<pos> <block> [destroy|keep|replace]",
        "Puts a block somewhere",
    ),
    ("stop", "", "Stops the server"),
    ("summon", "<entity> [<pos>] [<nbt>]", "Makes a creature"),
    ("tell", "<targets> <message>", "Says something to some"),
    ("time", "(add|query|set) ...", "Shows or sets the time"),
    (
        "tp",
        "(<location>|<destination>|<targets>)",
        "Moves players",
    ),
    ("weather", "(clear|rain|thunder)", "Sets the weather"),
    (
        "whitelist",
        "(add|list|off|on|reload|remove)",
        "Chooses who may come in",
    ),
    ("/calculate", "<expression>", "Evaluates an expression"),
    (
        "minecraft:tell",
        "<targets> <message>",
        "Says something to some",
    ),
];

/// The forms of commands that have several, as vanilla's `help NAME` lists
/// them: one behind the other, as the command's own node knows them
/// (`HelpCommand`, which asks Brigadier for the usage of each child).
const FORMS: &[(&str, &str)] = &[
    ("effect", "clear [<targets>]"),
    ("effect", "give <targets> <effect> [<seconds>|infinite]"),
    ("whitelist", "add <targets>"),
    ("whitelist", "list"),
    ("whitelist", "off"),
    ("whitelist", "on"),
    ("whitelist", "reload"),
    ("whitelist", "remove <targets>"),
];

/// Commands on one page of help.
const PAGE: usize = 8;

/// Whether it lists this name.
pub(super) fn lists(name: &str) -> bool {
    COMMANDS.iter().any(|(known, ..)| *known == name)
}

/// A page of the list; nothing where that is no number.
pub(super) fn page(topic: &str, bukkit: bool) -> Option<Answer> {
    let pages = COMMANDS.len().div_ceil(PAGE);
    let page = match topic.parse::<usize>() {
        Ok(number) => number.clamp(1, pages),
        Err(_) if topic.is_empty() => 1,
        Err(_) => return None,
    };
    let commands = COMMANDS.iter().skip((page - 1) * PAGE).take(PAGE);
    let rows: String = if bukkit {
        let row = |(name, _, help)| format!("\u{a7}6/{name}: \u{a7}f{help}\n");
        commands.copied().map(row).collect()
    } else {
        commands
            .map(|(name, usage, _)| usage_of(name, usage))
            .collect()
    };
    let head = if bukkit {
        format!(
            "\u{a7}e--------- \u{a7}fHelp: Index ({page}/{pages}) \u{a7}e--------------------\n\
             \u{a7}7Use /help [n] to get page n of help.\n"
        )
    } else {
        format!("--- Showing help page {page} of {pages} (/help <page>) ---")
    };
    Some(Answer::text(head + &rows))
}

/// What it says of one command, where it knows it.
pub(super) fn on(topic: &str, bukkit: bool) -> Option<Answer> {
    let (name, usage, help) = COMMANDS.iter().find(|(name, ..)| *name == topic)?;
    if !bukkit {
        let forms = FORMS.iter().filter(|(of, _)| of == name);
        let forms: String = forms.map(|(_, usage)| usage_of(name, usage)).collect();
        let one = || usage_of(name, usage);
        return Some(Answer::text(if forms.is_empty() { one() } else { forms }));
    }
    Some(Answer::text(format!(
        "\u{a7}e--------- \u{a7}fHelp: /{name} \u{a7}e-----------------------------\n\
         \u{a7}6Description: \u{a7}f{help}.\n\u{a7}6Usage: \u{a7}f{}\n",
        usage_of(name, usage)
    )))
}

fn usage_of(name: &str, usage: &str) -> String {
    format!("/{name} {usage}").trim_end().to_owned()
}
