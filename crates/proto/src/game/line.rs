//! What a text that is sent to a console does: the commands in it, and their
//! first words.

use super::Game;
use super::facts::{Facts, Separator, Shape, Spelling};

impl Game {
    /// Whether a text that is sent to a server of this game stops or restarts
    /// it, so that a close without an answer means that it worked. `shape` is
    /// what its login showed. Where the game is not known, it counts if any game
    /// would read it so; on the Source shape a `;` then separates whatever the
    /// words.
    ///
    /// ```
    /// use rcon_proto::{Game, Shape};
    ///
    /// assert!(Game::Source.is_stop_command("say bye; quit", Some(Shape::Source)));
    /// assert!(!Game::Source.is_stop_command("say \"bye; quit\"", Some(Shape::Source)));
    /// assert!(Game::Minecraft.is_stop_command("minecraft:stop", None));
    /// // Minecraft says all of it.
    /// assert!(!Game::Minecraft.is_stop_command("say bye; stop", None));
    /// assert!(Game::Auto.is_stop_command("AdminKillServer", Some(Shape::Source)));
    /// ```
    pub fn is_stop_command(self, text: &str, shape: Option<Shape>) -> bool {
        self.holds_command(text, shape, |facts| facts.stop_words)
    }

    /// Whether a text that is sent to a server of this game changes the map.
    pub(crate) fn changes_map(self, text: &str, shape: Option<Shape>) -> bool {
        self.holds_command(text, shape, |facts| facts.map_words)
    }

    /// Whether one of the commands in a text begins with one of these words.
    fn holds_command(self, text: &str, shape: Option<Shape>, words: WordsOf) -> bool {
        let facts = self.facts();
        if let Some(separator) = facts.separator {
            return facts.hold_command(text, separator, words);
        }
        // It may be any of them: each reads the text as its own console does.
        let one_packet = shape.or(facts.shape) == Some(Shape::OnePacket);
        Game::ALL.iter().any(|game| {
            let facts = game.facts();
            let separator = facts.separator.filter(|_| one_packet);
            facts.hold_command(text, separator.unwrap_or(Separator::Semicolon), words)
        })
    }
}

/// Words out of a game's facts.
type WordsOf = fn(&Facts) -> &'static [&'static str];

impl Facts {
    fn hold_command(&self, text: &str, separator: Separator, words: WordsOf) -> bool {
        let mut commands = Commands {
            rest: Some(text),
            separator,
        };
        commands.any(|command| {
            let first = command.split_whitespace().next().unwrap_or_default();
            let bare = self.spelling.bare(first);
            words(self)
                .iter()
                .any(|word| word.eq_ignore_ascii_case(bare))
        })
    }
}

impl Spelling {
    /// A command's first word without what may stand in front of it.
    fn bare(self, first: &str) -> &str {
        match self {
            Spelling::Plain => first,
            Spelling::Namespaced => {
                let first = first.strip_prefix('/').unwrap_or(first);
                first.rsplit(':').next().unwrap_or(first)
            }
        }
    }
}

/// The commands in a text, in order.
struct Commands<'a> {
    rest: Option<&'a str>,
    separator: Separator,
}

impl<'a> Iterator for Commands<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.take()?;
        if self.separator == Separator::Nothing {
            return Some(rest);
        }
        // A quote that nothing closes ends with its line.
        let mut quoted = false;
        for (at, c) in rest.char_indices() {
            match c {
                '"' => quoted = !quoted,
                '\n' => {}
                ';' if !quoted => {}
                _ => continue,
            }
            if c != '"' {
                self.rest = Some(&rest[at + 1..]);
                return Some(&rest[..at]);
            }
        }
        Some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: Option<Shape> = Some(Shape::Source);
    const ONE_PACKET: Option<Shape> = Some(Shape::OnePacket);

    #[test]
    fn every_stop_command_counts_as_one() {
        for game in Game::ALL {
            let stop = game.stop_command();
            assert!(game.is_stop_command(stop, game.shape()), "{game}");
            for shape in [SOURCE, ONE_PACKET, None] {
                assert!(Game::Auto.is_stop_command(stop, shape), "{game}");
            }
        }
    }

    #[test]
    fn words_of_dialects_that_were_missed_count() {
        for (game, word) in [
            (Game::Minecraft, "minecraft:stop"),
            (Game::Minecraft, "/spigot:restart now"),
            (Game::Minecraft, "end"),
            (Game::Minecraft, "shutdown"),
            (Game::Rust, "global.quit"),
            (Game::Squad, "adminkillserver 1"),
            (Game::Conan, "shutdown"),
        ] {
            assert!(game.is_stop_command(word, None), "{game}: {word}");
            assert!(Game::Auto.is_stop_command(word, ONE_PACKET), "{word}");
            assert!(Game::Generic.is_stop_command(word, ONE_PACKET), "{word}");
        }
    }

    #[test]
    fn a_word_counts_where_it_is_the_games_own() {
        assert!(!Game::Source.is_stop_command("stop", SOURCE));
        assert!(!Game::Factorio.is_stop_command("quit", ONE_PACKET));
        assert!(!Game::Zomboid.is_stop_command("minecraft:stop", SOURCE));
        assert!(!Game::Auto.is_stop_command("say quit", SOURCE));
        assert!(!Game::Auto.is_stop_command("", SOURCE));
    }

    #[test]
    fn a_semicolon_separates_where_the_console_knows_it() {
        let text = "say hi; stop";
        assert!(Game::Auto.is_stop_command(text, SOURCE));
        assert!(!Game::Auto.is_stop_command(text, ONE_PACKET));
        assert!(!Game::Generic.is_stop_command(text, ONE_PACKET));
        // It may be CS2, which would stop.
        assert!(Game::Auto.is_stop_command("say hi; quit", ONE_PACKET));
        assert!(!Game::Minecraft.is_stop_command(text, ONE_PACKET));
        assert!(!Game::Zomboid.is_stop_command("players; quit", SOURCE));
        for game in [Game::Source, Game::Cs2, Game::Rust] {
            assert!(game.is_stop_command("say hi;quit", game.shape()), "{game}");
            assert!(game.is_stop_command("say hi\nquit", game.shape()), "{game}");
        }
    }

    #[test]
    fn what_stands_in_quotes_is_no_command() {
        assert!(!Game::Source.is_stop_command("say \"a; quit\"", SOURCE));
        assert!(Game::Source.is_stop_command("say \"a;\"; quit", SOURCE));
        assert!(Game::Source.is_stop_command("say \"a\nquit", SOURCE));
        assert!(!Game::Source.is_stop_command("say \"a", SOURCE));
    }

    #[test]
    fn maps_are_changed_by_consoles_that_have_the_word() {
        assert!(Game::Source.changes_map("wait;changelevel cp_dustbowl", SOURCE));
        assert!(Game::Auto.changes_map("map de_dust2", ONE_PACKET));
        assert!(!Game::Minecraft.changes_map("map x", ONE_PACKET));
    }
}
