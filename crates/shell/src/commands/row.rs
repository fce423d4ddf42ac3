//! What the table says of each command.

/// A command of this shell, as the table has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// As it is typed: `!connect`.
    pub typed: &'static str,
    /// The arguments as help shows them: `SERVER [PASSWORD]`. May be empty.
    pub usage: &'static str,
    /// One line for lists, candidates and hints.
    pub help: &'static str,
    /// What else `!help NAME` and the manual page say. May be empty.
    pub more: &'static str,
    /// What its arguments are, in their order.
    pub args: &'static [Arg],
    /// Which ways of running have it.
    pub ways: &'static [Way],
}

impl Row {
    /// Its name, without the mark.
    pub(crate) fn name(&self) -> &'static str {
        self.typed.strip_prefix('!').unwrap_or(self.typed)
    }

    /// As it is typed, with its arguments: `!connect SERVER [PASSWORD]`.
    pub(crate) fn synopsis(&self) -> String {
        let text = format!("{} {}", self.typed, self.usage);
        text.trim_end().to_owned()
    }
}

/// What an argument is. It is one word unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arg {
    /// A profile, a group or an address.
    Server,
    /// A profile, an address, or a path.
    ServerOrFile,
    /// A password: it and all behind it stay out of histories and logs.
    Password,
    /// A path, or one of these words.
    File(&'static [&'static str]),
    /// The name of a command: this shell's or the server's.
    Name,
    /// The name of a [`Setting`](super::Setting).
    Setting,
    /// The value of the setting before it.
    Value,
    /// A time in seconds: it begins like a number.
    Seconds,
    /// How many.
    Count,
    /// A name that the user chooses.
    NewName,
    /// This word, or nothing.
    Word(&'static str),
    /// A player who is on.
    Player,
    /// Free text to the end of the line.
    Text,
    /// Text for the system's shell, up to the mark `::`.
    Shell,
    /// Names of servers of a fleet, a comma between two.
    Members,
    /// A command for the server, to the end of the line: it is completed as
    /// one, and the passwords in it are hidden.
    Command,
}

/// What stands between a command of the system's shell and the server's.
pub(super) const MARK: &str = "::";

/// A way of running that has a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A person at the prompt.
    Prompt,
    /// A script, `-e` or piped commands, with one server.
    Script,
    /// The same with several servers at once.
    Fleet,
    /// A person at the prompt of several servers.
    FleetPrompt,
}

impl Way {
    /// Why a command that only these other ways have is refused.
    pub(super) fn refusal(self, others: &[Way]) -> &'static str {
        match self {
            // Whatever has no place here has one there.
            Way::Prompt => "is for the prompt of several servers",
            Way::Script => "is for the prompt, not for scripts",
            Way::Fleet if others == [Way::FleetPrompt] => "is for the prompt, not for scripts",
            Way::Fleet => "cannot be used with several servers",
            Way::FleetPrompt => "is for the prompt of one server",
        }
    }
}
