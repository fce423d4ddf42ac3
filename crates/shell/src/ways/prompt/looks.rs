//! What stands in front of the lines: the greeting, and the prompt.

use anstyle::Style;

use super::Repl;
use crate::commands::Command;
use crate::request::manner::PromptColor;
use crate::show::style;
use crate::system::terminal;

impl Repl {
    /// The prompt, without colours.
    pub(crate) fn prompt(&mut self) -> String {
        let game = self.game();
        let Some(target) = &self.console.target else {
            return "RCON ] ".to_owned();
        };
        let template = target.prompt.as_deref().unwrap_or("{name} ] ");
        let parts = [
            ("{name}", target.known_as()),
            ("{address}", target.address.to_string()),
            ("{game}", game.name().to_owned()),
        ];
        filled(template, &parts)
    }

    /// How the prompt looks: the profile's colour.
    pub(super) fn prompt_style(&self) -> Style {
        let color = self.console.target.as_ref().and_then(|t| t.manner.color);
        color.map_or(style::PROMPT, PromptColor::style)
    }
}

/// What greets whoever opens the shell at a terminal: one line of it.
pub(crate) fn greeting() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let (help, exit) = (Command::Help.typed(), Command::Exit.typed());
    let long =
        format!("rcon-shell {version}: Tab completes, {help} lists the commands, {exit} leaves");
    if long.len() < terminal::stderr_columns() {
        long
    } else {
        format!("rcon-shell {version}: Tab, {help}, {exit}")
    }
}

/// A text with its places filled in. What is filled in is not looked at again.
pub(crate) fn filled(template: &str, parts: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let part = parts.iter().find(|(place, _)| rest.starts_with(place));
        let (len, text) = part.map_or((1, "{"), |(place, text)| (place.len(), text));
        out.push_str(text);
        rest = &rest[len..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_once() {
        let parts = [
            ("{name}", "{game}".to_owned()),
            ("{game}", "cs2".to_owned()),
        ];
        assert_eq!(filled("{name} {game}> ", &parts), "{game} cs2> ");
        assert_eq!(filled("{x} { ] ", &parts), "{x} { ] ");
        assert_eq!(filled("", &parts), "");
    }
}
