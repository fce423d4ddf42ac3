//! What a reply shows besides its content: that the command is not known, and
//! what kind of server answered.

/// What kind of server a reply gives away; told by [`console_kind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConsoleKind {
    /// A Source console, which has `cvarlist`.
    SourceLike,
    /// CS2's console, which has `cvarlist`.
    Cs2,
    /// Minecraft, vanilla or Bukkit, which has `help`.
    Minecraft,
    /// ARK, which answers a silent command with a sentence.
    Ark,
}

/// A reply that says "no such command"; told by [`unknown_command`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownCommand {
    /// The name that is not known, where the reply holds it.
    pub name: Option<String>,
}

/// The name stands between `before` and the first `after`.
struct Form {
    before: &'static str,
    after: &'static str,
    kind: Option<ConsoleKind>,
}

/// How consoles say that they do not know a name, which they then repeat.
/// The whole of a line is compared, `before` without regard to case.
const NAMED: &[Form] = &[
    // Source 1. Factorio's line goes on behind the quote, so it tells no kind.
    form("Unknown command \"", "\"", Some(ConsoleKind::SourceLike)),
    form("Unknown command '", "'!", Some(ConsoleKind::Cs2)),
    form("Unknown command '", "'", None),
    form("Unknown command: ", "", None),
    form("*** ERROR: unknown command '", "'", None),
    // Rust, the game.
    form("Command '", "' not found", None),
    // Conan Exiles.
    form("Couldn't find the command: ", ". Try \"help\"", None),
    // Project Zomboid, and the least specific.
    form("Unknown command ", "", None),
];

const fn form(before: &'static str, after: &'static str, kind: Option<ConsoleKind>) -> Form {
    Form {
        before,
        after,
        kind,
    }
}

/// How consoles say it without a name of their own; Minecraft quotes the
/// command behind these in its newer versions.
const UNNAMED: &[(&str, Option<ConsoleKind>)] = &[
    (
        "Unknown or incomplete command, see below for error",
        Some(ConsoleKind::Minecraft),
    ),
    (
        "Unknown command. Try /help for a list of commands",
        Some(ConsoleKind::Minecraft),
    ),
    (
        "Unknown command. Type \"/help\" for help.",
        Some(ConsoleKind::Minecraft),
    ),
    ("Unknown command", None),
];

/// How Minecraft marks the place in a command that it does not understand.
const HERE: &str = "<--[HERE]";

/// The longest name that is handed on, in bytes.
const MAX_UNKNOWN: usize = 255;

/// How many bytes at the front of a reply are looked at.
const HEAD: usize = 1024;

/// Whether a reply says that the command is not known, and which.
///
/// ```
/// use rcon_proto::convar::unknown_command;
///
/// let unknown = unknown_command(b"Unknown command \"sv_gravty\"\n").expect("it says so");
/// assert_eq!(unknown.name.as_deref(), Some("sv_gravty"));
/// assert_eq!(unknown_command(b"\"sv_gravity\" = \"800\"\n"), None);
/// ```
pub fn unknown_command(reply: &[u8]) -> Option<UnknownCommand> {
    recognise(&head(reply)).map(|(unknown, _)| unknown)
}

/// What the reply to `command` shows about the server; nothing for most.
///
/// Only what no other game prints counts, at the beginning of the reply, as
/// players can make a server repeat any text.
///
/// ```
/// use rcon_proto::convar::{ConsoleKind, console_kind};
///
/// assert_eq!(console_kind("x", b"Unknown command \"x\"\n"), Some(ConsoleKind::SourceLike));
/// ```
pub fn console_kind(command: &str, reply: &[u8]) -> Option<ConsoleKind> {
    let head = head(reply);
    let verb = command.split_ascii_whitespace().next().unwrap_or_default();
    if verb.eq_ignore_ascii_case("status") {
        return status(&head);
    }
    let verb = verb.strip_prefix('/').unwrap_or(verb);
    if verb == "list" && head.starts_with("There are ") && head.contains(" of a max") {
        return Some(ConsoleKind::Minecraft);
    }
    if head.starts_with("Server received, But no response!!") {
        return Some(ConsoleKind::Ark);
    }
    recognise(&head).and_then(|(_, kind)| kind)
}

fn status(head: &str) -> Option<ConsoleKind> {
    let has = |start: &str| head.lines().any(|line| line.starts_with(start));
    if has("----- Status -----") || has("@ Current") {
        Some(ConsoleKind::Cs2)
    } else if has("hostname:") && (has("version :") || has("udp/ip")) {
        Some(ConsoleKind::SourceLike)
    } else {
        None
    }
}

/// The front of a reply as text; a character that is cut there is replaced.
fn head(reply: &[u8]) -> String {
    String::from_utf8_lossy(reply.get(..HEAD).unwrap_or(reply)).into_owned()
}

fn recognise(head: &str) -> Option<(UnknownCommand, Option<ConsoleKind>)> {
    let text = crate::console_text::markup::strip_colours(head);
    let line = text.lines().next()?.trim();
    // The sentences come first: `Unknown command.` names nothing.
    for &(sentence, kind) in UNNAMED {
        if let Some(rest) = text.trim_start().strip_prefix(sentence)
            && (kind.is_some() || line.trim_end_matches(['.', '!']) == sentence)
        {
            let name = marked(rest);
            return Some((UnknownCommand { name }, kind));
        }
    }
    NAMED.iter().find_map(|form| {
        let name = strip_prefix_ignoring_case(line, form.before)?.strip_suffix(form.after)?;
        let sound = super::row::is_name(name) && name.len() <= MAX_UNKNOWN && !name.contains('"');
        let name = Some(name.to_owned());
        sound.then_some((UnknownCommand { name }, form.kind))
    })
}

/// The command before Minecraft's mark. It shows the last ten characters
/// only, and three dots before them if there were more: then the name is not
/// known.
fn marked(rest: &str) -> Option<String> {
    let (command, _) = rest.trim_start().split_once(HERE)?;
    let name = command.split_whitespace().next()?;
    (!name.starts_with("...")).then(|| name.to_owned())
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let front = text.get(..prefix.len())?;
    front
        .eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(reply: &str) -> Option<UnknownCommand> {
        unknown_command(reply.as_bytes())
    }

    #[test]
    fn consoles_repeat_the_name_in_their_own_ways() {
        for reply in [
            "Unknown command \"foo\"\n",
            "Unknown command 'foo'!\n",
            "Unknown command: foo\r\n",
            "Unknown command foo",
            "unknown command foo",
            "*** ERROR: unknown command 'foo'\n",
            "Command 'foo' not found\n",
            "Couldn't find the command: foo. Try \"help\"",
            "Unknown or incomplete command, see below for errorfoo<--[HERE]",
            "Unknown or incomplete command, see below for error\nfoo<--[HERE]",
            "§cUnknown or incomplete command, see below for error\n§7§cfoo§r§c§o<--[HERE]",
        ] {
            let name = Some("foo".to_owned());
            assert_eq!(unknown(reply), Some(UnknownCommand { name }), "{reply:?}");
        }
    }

    #[test]
    fn some_do_not_say_which() {
        for reply in [
            "Unknown command. Try /help for a list of commands",
            "Unknown command. Type \"/help\" for help.\n",
            "Unknown or incomplete command, see below for error\n...gest thing<--[HERE]",
            "Unknown command\n",
        ] {
            assert_eq!(
                unknown(reply),
                Some(UnknownCommand { name: None }),
                "{reply:?}"
            );
        }
    }

    #[test]
    fn other_replies_are_not_about_unknown_commands() {
        for reply in [
            "",
            "\n",
            "Ann: Unknown command \"x\"",
            "\"x\" = \"1\"",
            "Unknown commander spotted",
            "Unknown command of the day is x",
        ] {
            assert_eq!(unknown(reply), None, "{reply:?}");
        }
    }

    #[test]
    fn what_a_reply_shows_about_the_game() {
        let source = "hostname: Ours\nversion : 1.0/14 secure \nudp/ip  :  192.0.2.1:27015\n";
        let table = [
            ("status", source, Some(ConsoleKind::SourceLike)),
            (
                "status",
                "Server:  Running\n----- Status -----\n@ Current  :  game\n",
                Some(ConsoleKind::Cs2),
            ),
            (
                "status",
                "There are 2 of a max of 20 players online: ",
                None,
            ),
            ("say", source, None),
            (
                "x",
                "Unknown command \"x\"\n",
                Some(ConsoleKind::SourceLike),
            ),
            ("/x", "Unknown command \"x\". Type /help.\n", None),
            (
                "x",
                "Unknown or incomplete command, see below for errorx<--[HERE]",
                Some(ConsoleKind::Minecraft),
            ),
            (
                "list",
                "There are 0 of a max of 20 players online: ",
                Some(ConsoleKind::Minecraft),
            ),
            (
                "SaveWorld",
                "Server received, But no response!! \n ",
                Some(ConsoleKind::Ark),
            ),
            ("say", "Console: hello", None),
        ];
        for (command, reply, expected) in table {
            assert_eq!(
                console_kind(command, reply.as_bytes()),
                expected,
                "{command}: {reply:?}"
            );
        }
    }
}
