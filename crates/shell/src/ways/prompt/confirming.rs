//! The question before a server is stopped.

use rcon_proto::Game;

use super::Repl;
use super::messages::say;
use crate::error::Result;
use crate::request::guard::{name, parts, spellings};
use crate::request::manner::Confirm;

/// Whether somebody has been asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Agreed {
    /// Nothing had to be asked, or it was agreed to.
    Yes,
    /// It is not to be sent.
    No,
}

impl Repl {
    /// Asks whoever is at the prompt before a command goes out that stops or
    /// restarts the server. What a script sends is never asked about, nor is
    /// anything without a terminal.
    ///
    /// [`send`](Self::send) and [`ask`](Self::ask) do so themselves; what runs a
    /// command several times asks first, and then [`ask_again`](Self::ask_again).
    ///
    /// # Errors
    ///
    /// The terminal cannot be read.
    pub(crate) fn confirm(&mut self, command: &[u8]) -> Result<Agreed> {
        let Some(target) = &self.console.target else {
            // The client says so.
            return Ok(Agreed::Yes);
        };
        let confirm = self.settings.confirm.unwrap_or(target.confirm);
        if confirm == Confirm::Off || self.depth > 0 || !self.lines.can_ask() {
            return Ok(Agreed::Yes);
        }
        let text = String::from_utf8_lossy(command);
        // What is not let through need not be asked about.
        if target.check_allowed(&text).is_err() {
            return Ok(Agreed::Yes);
        }
        let known_as = target.known_as();
        if !may_stop(self.game(), &text) {
            return Ok(Agreed::Yes);
        }
        let question = format!("This stops {known_as}. Go on? [y/N] ");
        let answer = self.lines.question(&question, self.console.cancel())?;
        self.console.cancel().reset();
        match answer.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => Ok(Agreed::Yes),
            _ => {
                say("Not sent.");
                Ok(Agreed::No)
            }
        }
    }
}

impl Repl {
    /// Asks whoever is at the prompt whether a line that they have been shown
    /// is to go out; nothing where there is nobody who can be asked.
    ///
    /// # Errors
    ///
    /// The terminal cannot be read.
    pub(crate) fn agrees(&mut self) -> Result<Option<Agreed>> {
        let of_target = self.console.target.as_ref().map(|target| target.confirm);
        if self.settings.confirm.or(of_target) == Some(Confirm::Off) {
            return Ok(Some(Agreed::Yes));
        }
        if self.depth > 0 || !self.lines.can_ask() {
            return Ok(None);
        }
        let cancel = self.console.cancel();
        let answer = self.lines.question("Go on? [y/N] ", cancel)?;
        self.console.cancel().reset();
        Ok(Some(match answer.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => Agreed::Yes,
            _ => {
                say("Not sent.");
                Agreed::No
            }
        }))
    }
}

/// Whether any command in a text may stop or restart a server of this game,
/// read as cautiously as can be: every `;` and every line divides, in any case
/// of letters, with or without quotes, a slash or an owner's name in front. Where
/// others log in as the game does, the words of all games count.
pub(crate) fn may_stop(game: Game, text: &str) -> bool {
    let game = match game {
        Game::Source | Game::Generic => Game::Auto,
        game => game,
    };
    parts(text).any(|part| {
        spellings(part)
            .iter()
            .any(|spelling| game.is_stop_command(name(spelling), None))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_may_stop_a_server_is_asked_about() {
        for (game, text) in [
            (Game::Auto, "stop"),
            (Game::Source, "quit"),
            (Game::Source, "AdminKillServer"),
            (Game::Source, "status; QUIT"),
            (Game::Source, "say \"x; quit\""),
            (Game::Cs2, "\"quit\""),
            (Game::Cs2, "rcon quit"),
            (Game::Source, "quit:"),
            (Game::Source, "quit:x"),
            (Game::Cs2, "status; quit: now"),
            (Game::Minecraft, "say hi; stop"),
            (Game::Minecraft, "list\n/STOP"),
            (Game::Minecraft, "minecraft:stop"),
            (Game::Minecraft, "execute as @a run stop"),
            (Game::Minecraft, "restart"),
            (Game::Palworld, "DoExit"),
            (Game::Palworld, "Shutdown 10 bye"),
            (Game::Factorio, "/quit"),
        ] {
            assert!(may_stop(game, text), "{game}: {text}");
        }
        for (game, text) in [
            (Game::Auto, "status"),
            (Game::Auto, "say stop"),
            (Game::Auto, "say: stop"),
            (Game::Auto, ""),
            (Game::Minecraft, "stopsound @a"),
            (Game::Source, "sv_quit_timeout 1"),
        ] {
            assert!(!may_stop(game, text), "{game}: {text}");
        }
    }
}
