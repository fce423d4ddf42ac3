//! What a text that is sent to a console does: the commands in it, and their
//! first words.

use std::sync::LazyLock;

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

    /// Whether one of the commands in a text begins with one of these words, to
    /// one of the consoles that may read it.
    fn holds_command(self, text: &str, shape: Option<Shape>, words: WordsOf) -> bool {
        // To hardly any text is there more to say, and it is asked of each. Where
        // nothing separates, the first word is among these, or holds a separator,
        // which no game's word does.
        let mut commands = Commands::of(text, Separator::Semicolon);
        if !commands.any(|command| may_matter(first_word(command))) {
            return false;
        }
        SEPARATORS.into_iter().any(|separator| {
            let consoles = self.consoles(separator, shape);
            !consoles.is_empty()
                && Commands::of(text, separator).any(|command| {
                    let first = first_word(command);
                    consoles.iter().any(|facts| facts.has(words, first))
                })
        })
    }

    /// The games whose console it may be, of those that have this separator.
    /// Where nothing is known, each reads a text as it does itself; but on the
    /// Source shape a `;` counts.
    fn consoles(self, separator: Separator, shape: Option<Shape>) -> Vec<&'static Facts> {
        let facts = self.facts();
        if let Some(own) = facts.separator {
            return [facts].into_iter().filter(|_| own == separator).collect();
        }
        let one_packet = shape.or(facts.shape) == Some(Shape::OnePacket);
        let all = Game::ALL.into_iter().map(Game::facts);
        all.filter(|facts| {
            let own = facts.separator.filter(|_| one_packet);
            own.unwrap_or(Separator::Semicolon) == separator
        })
        .collect()
    }
}

const SEPARATORS: [Separator; 2] = [Separator::Semicolon, Separator::Nothing];

/// A bit for each word by which a text is told, of all games: at the place that
/// its length and its ends lead to.
static MATTERING: LazyLock<[u64; 64]> = LazyLock::new(|| {
    let mut bits = [0; 64];
    for facts in Game::ALL.into_iter().map(Game::facts) {
        for word in facts.stop_words.iter().chain(facts.map_words) {
            let (at, bit) = place(word);
            bits[at] |= bit;
        }
    }
    bits
});

/// Whether it may be one of those words: nothing else has to be compared.
fn may_matter(first: &str) -> bool {
    let matters = |word| {
        let (at, bit) = place(word);
        MATTERING[at] & bit != 0
    };
    let bare = Spelling::Namespaced.bare(first);
    matters(first) || (bare.len() < first.len() && matters(bare))
}

/// A place for a word, the same in any case.
fn place(word: &str) -> (usize, u64) {
    let end = |byte: Option<&u8>| byte.map_or(0, u8::to_ascii_lowercase);
    let bytes = word.as_bytes();
    let (first, last) = (end(bytes.first()), end(bytes.last()));
    let row = (usize::from(first) * 7 + usize::from(last)) % 64;
    (row, 1 << (bytes.len() % 64))
}

/// Words out of a game's facts.
type WordsOf = fn(&Facts) -> &'static [&'static str];

impl Facts {
    fn has(&self, words: WordsOf, first: &str) -> bool {
        let bare = self.spelling.bare(first);
        let mut words = words(self).iter();
        words.any(|word| word.eq_ignore_ascii_case(bare))
    }
}

impl Spelling {
    /// A command's first word without what may stand in front of it.
    fn bare(self, first: &str) -> &str {
        match self {
            Spelling::Plain => first,
            Spelling::Namespaced => {
                let first = first.strip_prefix('/').unwrap_or(first);
                let name = memchr::memrchr(b':', first.as_bytes()).map_or(0, |at| at + 1);
                &first[name..]
            }
        }
    }
}

/// No first word that means anything is longer, in bytes. A command may have
/// megabytes.
const WORD_LIMIT: usize = 256;

/// What a command begins with; nothing where that is too long to be a word.
/// Quotes may stand around it, and a comment (`//`) right behind it.
fn first_word(command: &str) -> &str {
    let command = command.trim_ascii_start();
    let command = command.strip_prefix('"').unwrap_or(command);
    let head = command.as_bytes();
    let head = &head[..head.len().min(WORD_LIMIT)];
    let ends = |at: usize| match head[at] {
        b'"' => true,
        b'/' => at > 0 && head.get(at + 1) == Some(&b'/'),
        byte => byte.is_ascii_whitespace(),
    };
    match (0..head.len()).find(|at| ends(*at)) {
        Some(end) => &command[..end],
        None if command.len() <= WORD_LIMIT => command,
        None => "",
    }
}

/// The commands in a text, in order.
struct Commands<'a> {
    rest: Option<&'a str>,
    separator: Separator,
}

impl<'a> Commands<'a> {
    fn of(text: &'a str, separator: Separator) -> Self {
        Self {
            rest: Some(text),
            separator,
        }
    }
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
        for at in memchr::memchr3_iter(b'"', b';', b'\n', rest.as_bytes()) {
            match rest.as_bytes()[at] {
                b'"' => quoted = !quoted,
                b';' if quoted => {}
                _ => {
                    self.rest = Some(&rest[at + 1..]);
                    return Some(&rest[..at]);
                }
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
    fn no_word_of_a_game_is_passed_over() {
        for facts in Game::ALL.into_iter().map(Game::facts) {
            for word in facts.stop_words.iter().chain(facts.map_words) {
                for spelt in [
                    (*word).to_owned(),
                    word.to_ascii_uppercase(),
                    format!("/a:{word}"),
                ] {
                    assert!(may_matter(&spelt), "{spelt}");
                }
            }
        }
        for facts in Game::ALL.into_iter().map(Game::facts) {
            let mut words = facts.stop_words.iter().chain(facts.map_words);
            let separates = |byte| matches!(byte, b';' | b'\n' | b'"');
            assert!(!words.any(|word| word.bytes().any(separates)));
        }
        assert!(!may_matter("echo") && !may_matter("") && !may_matter("players"));
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
            for text in ["\"quit\"", "say hi; \"quit\" now", "quit//", "quit\"\""] {
                assert!(game.is_stop_command(text, game.shape()), "{game}: {text}");
            }
            for text in ["\"quits\"", "//quit", "\"say\" quit", "\"\"quit"] {
                assert!(!game.is_stop_command(text, game.shape()), "{game}: {text}");
            }
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
    fn a_word_of_megabytes_is_none() {
        let long = format!("{} quit", "x".repeat(WORD_LIMIT + 1));
        assert!(!Game::Auto.is_stop_command(&long, SOURCE));
        assert!(Game::Auto.is_stop_command(&format!("{long};  quit"), SOURCE));
        assert_eq!(first_word(&"ä".repeat(WORD_LIMIT)), "");
        assert_eq!(first_word("\tsay  x"), "say");
    }

    #[test]
    fn maps_are_changed_by_consoles_that_have_the_word() {
        assert!(Game::Source.changes_map("wait;changelevel cp_dustbowl", SOURCE));
        assert!(Game::Auto.changes_map("map de_dust2", ONE_PACKET));
        assert!(!Game::Minecraft.changes_map("map x", ONE_PACKET));
    }
}
