//! How one deals with a server, as its profile says: what is asked first, what
//! may be sent, how the prompt looks, where everything is written down.

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};

use super::guard::Guard;

/// How one deals with a server. What an option or the defaults can say too is in
/// [`Settings`](super::settings::Settings).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manner {
    /// What may be sent.
    pub guard: Guard,
    /// The colour of the prompt.
    pub color: Option<PromptColor>,
    /// A transcript that is always kept.
    pub log: Option<PathBuf>,
    /// Lines that are run once connected, at the prompt.
    pub on_connect: Vec<String>,
}

/// What a person is asked before it is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Confirm {
    /// What stops or restarts a server.
    #[default]
    Stop,
    /// That, and what goes to more than one server.
    All,
    /// Nothing.
    Off,
}

impl Confirm {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Confirm; 3] = [Confirm::Stop, Confirm::All, Confirm::Off];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Confirm::Stop => "stop",
            Confirm::All => "all",
            Confirm::Off => "off",
        }
    }
}

impl std::str::FromStr for Confirm {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut all = Confirm::ALL.into_iter();
        all.find(|one| one.name() == text)
            .ok_or_else(|| format!("confirm is stop, all or off, not {text:?}"))
    }
}

/// A colour of the terminal's sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromptColor(AnsiColor);

const COLORS: [(&str, AnsiColor); 8] = [
    ("red", AnsiColor::Red),
    ("green", AnsiColor::Green),
    ("yellow", AnsiColor::Yellow),
    ("blue", AnsiColor::Blue),
    ("magenta", AnsiColor::Magenta),
    ("cyan", AnsiColor::Cyan),
    ("white", AnsiColor::White),
    ("black", AnsiColor::Black),
];

impl PromptColor {
    /// Bold in this colour.
    pub(crate) fn style(self) -> Style {
        self.0.on_default().bold()
    }
}

impl std::str::FromStr for PromptColor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bright = text.strip_prefix("bright-");
        let name = bright.unwrap_or(text);
        let found = COLORS.iter().find(|(known, _)| *known == name);
        let (_, color) = found.ok_or_else(|| {
            let names = COLORS.map(|(name, _)| name).join(", ");
            format!("not a colour: one of {names}, each with bright- in front too")
        })?;
        Ok(Self(color.bright(bright.is_some())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read() {
        assert_eq!("all".parse(), Ok(Confirm::All));
        assert!("never".parse::<Confirm>().is_err());
        let red: PromptColor = "red".parse().unwrap();
        assert_ne!(Ok(red), "bright-red".parse());
        assert!(
            "rad"
                .parse::<PromptColor>()
                .unwrap_err()
                .contains("red, green")
        );
    }
}
