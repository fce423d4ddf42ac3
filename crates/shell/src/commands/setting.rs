//! What `!set` can set.

use rcon_proto::Game;

/// Makes the enum, the list of all, and what is said of each.
macro_rules! settings {
    ($($setting:ident $name:literal $help:literal $values:expr;)+) => {
        /// A setting of the shell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Setting {
            $(#[doc = $help] $setting,)+
        }

        impl Setting {
            /// All of them, in the order in which they are offered.
            pub(crate) const ALL: &[Setting] = &[$(Setting::$setting,)+];

            /// As it is typed: `timing`.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Setting::$setting => $name,)+
                }
            }

            /// One line for the list of candidates.
            pub(crate) fn help(self) -> &'static str {
                match self {
                    $(Setting::$setting => $help,)+
                }
            }

            /// The values that are offered after the name.
            pub(crate) fn values(self) -> &'static [&'static str] {
                match self {
                    $(Setting::$setting => $values,)+
                }
            }
        }
    };
}

const SWITCH: &[&str] = &["on", "off"];

/// In the order of the option's help.
const GAMES: &[&str] = &{
    let mut names = [""; Game::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = Game::ALL[at].name();
        at += 1;
    }
    names
};

settings! {
    Timeout "timeout" "seconds to wait for each reply" &["5", "10", "30"];
    Color "color" "when to use colours" &["auto", "always", "never"];
    Timing "timing" "say how long each reply took" SWITCH;
    Pager "pager" "long replies go to $PAGER" SWITCH;
    Vi "vi" "edit lines as in vi" SWITCH;
    Game "game" "what the server is" GAMES;
    Confirm "confirm" "ask before a server is stopped" &["stop", "all", "off"];
    Strict "strict" "a reply that refuses its command is a failure" SWITCH;
}

impl Setting {
    /// The setting of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Setting::ALL
            .iter()
            .copied()
            .find(|setting| setting.name() == name)
    }

    /// The names of all, for messages: `timeout, color and vi`.
    pub(crate) fn list() -> String {
        let names: Vec<_> = Setting::ALL.iter().map(|setting| setting.name()).collect();
        match names.split_last() {
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    }
}
