//! Who is on a server: the game's own question, and its answer as data.

use rcon_proto::console_text::{Players, players};
use rcon_proto::{Client, ErrorKind, Game};

use super::ask::ask;
use super::console::{Console, NotConnected};
use crate::error::{Error, Result, UsageError};
use crate::request::target::Target;
use crate::show::escape;

/// What is asked where nobody knows the game, the question of one game after
/// the other. Factorio's comes first: it says in its chat whatever does not
/// begin with a slash.
const UNKNOWN: [&str; 6] = [
    "/players online",
    "list",
    "status",
    "ListPlayers",
    "ShowPlayers",
    "players",
];

/// How much of an answer that is no list is told, in columns.
const TOLD: usize = 200;

/// Who is on, and what the answer showed of the game.
#[derive(Debug)]
pub(crate) struct Who {
    pub(crate) game: Game,
    pub(crate) players: Players,
}

/// Asks who is on. `game` is what is known of the server; `ask` sends a
/// command and gives its whole reply as text.
///
/// # Errors
///
/// No question is known, it was not answered, or the answer is no list.
fn who(game: Game, ask: &mut dyn FnMut(&str) -> Result<String>) -> Result<Who> {
    if game != Game::Auto {
        let words = game.facts().words;
        let question = words.players_with_ids.or(words.players).ok_or_else(|| {
            UsageError(format!(
                "no command is known that tells who is on a server of the game {game}: --game NAME says which it is"
            ))
        })?;
        let reply = ask(question)?;
        if let Ok(players) = players(game, &reply) {
            return Ok(Who { game, players });
        }
        // Plugins answer the plain question in more ways than the other.
        let plain = words.players.filter(|plain| *plain != question);
        let reply = plain.map_or(Ok(reply), &mut *ask)?;
        return match players(game, &reply) {
            Ok(players) => Ok(Who { game, players }),
            // The greeting that tells had not come yet.
            Err(_) if game == Game::BattlEye => who(Game::Reforger, ask),
            Err(_) => Err(unread(&reply)),
        };
    }
    for question in UNKNOWN {
        let reply = ask(question)?;
        if let Ok(found) = players(Game::Auto, &reply) {
            let game = told_by(question, &reply);
            let better = (game == Game::Minecraft).then(|| who(game, &mut *ask));
            return Ok(match better {
                Some(Ok(better)) => better,
                _ => Who {
                    game,
                    players: found,
                },
            });
        }
    }
    let why = "the game is not known, and no command that tells who is on was understood: --game NAME says which it is, or game = \"NAME\" in its profile";
    Err(UsageError(why.to_owned()).into())
}

/// Whose question was answered so.
fn told_by(question: &str, reply: &str) -> Game {
    match question {
        "/players online" => Game::Factorio,
        "list" => Game::Minecraft,
        "status" if reply.contains("---players") => Game::Cs2,
        "status" if reply.contains("# userid") => Game::Source,
        "status" => Game::Rust,
        "ListPlayers" if reply.contains("- Active Players -") => Game::Squad,
        "ListPlayers" if reply.contains(" | ") => Game::Conan,
        "ListPlayers" => Game::Ark,
        "ShowPlayers" => Game::Palworld,
        _ => Game::Zomboid,
    }
}

fn unread(reply: &str) -> Error {
    let reply = reply.trim();
    let why = match reply {
        "" => "the server was asked who is on, and answered nothing".to_owned(),
        _ => format!(
            "the server was asked who is on, and its answer is no list that can be read: {}",
            escape::line(reply, TOLD)
        ),
    };
    Error::new(ErrorKind::Other, why)
}

/// The longest list of players that is read, where a reply may have so many bytes.
/// A list becomes many times as long when it is taken apart, and thousands who are
/// on do not fill this: a thirtieth of it is long.
fn longest_list(max_reply: usize) -> usize {
    const LONGEST: usize = 1 << 20;
    /// So that `--max-reply` raises this too.
    const SHARE: usize = 64;
    max_reply.min(LONGEST).max(max_reply / SHARE)
}

/// Asks who is on over a client: what the shell asks for itself, so that no
/// `deny` is concerned and no transcript has it.
///
/// # Errors
///
/// As [`who`].
pub(crate) fn who_of(client: &mut Client, target: &Target, game: Game) -> Result<Who> {
    let at_most = longest_list(target.max_reply);
    who(game, &mut |question| ask(client, target, question, at_most))
}

/// Adds where they are, the map and how many fit, where the game tells that in answer
/// to another question than the one about who is on. What is not answered is not told.
pub(crate) fn add_where(client: &mut Client, target: &Target, who: &mut Who) {
    let words = who.game.facts().words;
    let known = who.players.max.is_some() || who.players.map.is_some();
    let Some(question) = words
        .players
        .filter(|_| words.players_with_ids.is_some() && !known)
    else {
        return;
    };
    let reply = ask(client, target, question, longest_list(target.max_reply));
    if let Some(more) = reply.ok().and_then(|it| players(who.game, &it).ok()) {
        who.players.max = more.max;
        who.players.map = more.map;
        who.players.hostname = who.players.hostname.take().or(more.hostname);
    }
}

impl Console {
    /// As [`add_where`].
    pub(crate) fn add_where(&mut self, who: &mut Who) {
        if let Some(target) = self.target.clone() {
            // Whoever is not connected was not told who is on, either.
            let _ = self.with_client(|client| add_where(client, &target, who));
        }
    }

    /// Asks who is on. `game` is what is known of the server.
    ///
    /// # Errors
    ///
    /// As [`who`].
    pub(crate) fn who(&mut self, game: Game) -> Result<Who> {
        let target = self.target.clone().ok_or(NotConnected)?;
        let who = self.with_client(|client| who_of(client, &target, game))?;
        match &who {
            Ok(_) => self.note_answered(),
            Err(error) => self.note_failed(error.kind()),
        }
        who
    }

    /// The game, as far as it can be relied on: one packet for a reply is how
    /// many speak, unless somebody said that it is to be just that.
    pub(crate) fn told_game(&mut self) -> Game {
        let told = self
            .target
            .as_ref()
            .map_or(Game::Auto, |target| target.game);
        match self.game() {
            Game::Generic if told == Game::Auto => Game::Auto,
            game => game,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_list_is_not_to_be_had_the_other_is_asked_for() {
        let mut asked = Vec::new();
        let mut ask = |question: &str| {
            asked.push(question.to_owned());
            Ok(match question {
                "status" => "hostname: a\nmap     : Barren\nplayers : 1 (100 max) (0 queued) (0 joining)\n\n\
                    id                name  ping connected addr            owner violation kicks \n\
                    76561198000000001 \"Mia\" 33   300.99s   198.51.100.2:50       0.0       0     \n"
                    .to_owned(),
                other => format!("Command '{other}' not found"),
            })
        };
        let who = who(Game::Rust, &mut ask).unwrap();
        assert_eq!(asked, ["playerlist", "status"]);
        assert_eq!(who.players.listed[0].name, "Mia");
        assert_eq!((who.players.people(), who.players.max), (1, Some(100)));
    }
}
