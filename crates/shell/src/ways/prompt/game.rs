//! Which game the server runs, as far as anybody knows.

use rcon_proto::Game;

use super::Repl;
use crate::error::Result;

impl Repl {
    /// What the server is, as far as anything has shown it.
    pub(crate) fn game(&mut self) -> Game {
        let shown = self.directory.game();
        match self.console.game() {
            Game::Auto | Game::Generic => shown,
            // Others log in as one of these does.
            Game::Source if shown != Game::Auto => shown,
            game => game,
        }
    }

    /// How it is known what the server is, in words.
    pub(crate) fn how_game_is_known(&mut self) -> &'static str {
        let named = self.console.target.as_ref().map_or(Game::Auto, |t| t.game);
        match (named, self.directory.game(), self.game()) {
            (Game::Auto, _, Game::Auto | Game::Generic) => "not known: --game names it",
            (Game::Auto, Game::Auto, _) => "as it logs in",
            (Game::Auto, ..) => self.directory.how_game_is_known(),
            _ => "named by an option, the profile or a setting",
        }
    }

    /// Finds out what the server is, where nobody knows: as it is asked for its
    /// names. Not for longer than a server may take for those.
    ///
    /// # Errors
    ///
    /// Interrupted.
    pub(crate) fn find_out_game(&mut self) -> Result<Game> {
        if matches!(self.game(), Game::Auto | Game::Generic) {
            let found = self.directory.find_out(self.console.cancel());
            if found.is_err() {
                // The prompt would wait for the connection.
                self.console.link.give_up_background();
            }
            found?;
        }
        Ok(self.game())
    }
}
