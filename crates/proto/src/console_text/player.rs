//! Who is on, as one type for all games.

use std::borrow::Cow;
use std::time::Duration;

/// One player as a console lists them. What a game does not tell is absent.
///
/// ```
/// use rcon_proto::Game;
/// use rcon_proto::console_text::players;
///
/// let reply = "#      3 \"Mia\"  [U:1:101]  04:22  48  0 active 198.51.100.3:27005\n";
/// let on = players(Game::Source, reply)?;
/// let mia = &on.listed[0];
/// assert_eq!((mia.name.as_str(), mia.number), ("Mia", Some(3)));
/// assert_eq!(mia.shown_id().as_deref(), Some("[U:1:101]"));
/// assert_eq!(mia.connected.map(|time| time.as_secs()), Some(4 * 60 + 22));
/// # Ok::<(), rcon_proto::console_text::Unread>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Player {
    /// The name as printed. Players choose it: it can hold quotes, separators,
    /// control characters and line ends, and two players can have the same.
    pub name: String,
    /// What names the player beyond this visit: a Steam or EOS identifier, a
    /// UUID, a GUID.
    pub id: Option<String>,
    /// The number that the server knows the player by while they are on: the
    /// user id of Source, the index of ARK, Squad and Conan.
    pub number: Option<u32>,
    /// The round trip, in milliseconds.
    pub ping: Option<u32>,
    /// How long the player has been on.
    pub connected: Option<Duration>,
    /// How long ago the player left, where a console lists those too.
    pub left: Option<Duration>,
    /// Where the player connects from: `host:port`, or what the game has
    /// instead.
    pub address: Option<String>,
    /// Nobody's: a bot, or a recorder such as `SourceTV`.
    pub bot: bool,
    /// What else was said, unparsed: what it is called there, and what it is.
    pub extra: Vec<(Cow<'static, str>, String)>,
}

impl Player {
    pub(super) fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    pub(super) fn add(&mut self, label: impl Into<Cow<'static, str>>, value: &str) {
        if !value.is_empty() {
            self.extra.push((label.into(), value.to_owned()));
        }
    }

    /// The identifier to show: [`Player::id`], or the number where the game
    /// tells no other.
    pub fn shown_id(&self) -> Option<Cow<'_, str>> {
        let id = self.id.as_deref().map(Cow::Borrowed);
        id.or_else(|| Some(Cow::Owned(self.number?.to_string())))
    }

    /// What the console calls `label`, if it said that.
    pub fn extra(&self, label: &str) -> Option<&str> {
        let mut extra = self.extra.iter();
        extra.find_map(|(key, value)| (key == label).then_some(value.as_str()))
    }
}

/// What a console answered when it was asked who is on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Players {
    /// All who are listed, in the reply's order: bots too, and on some games
    /// those who have left ([`Player::left`]).
    pub listed: Vec<Player>,
    /// How many are on, as the server itself counts: people only where it
    /// tells bots apart. It can differ from the list.
    pub count: Option<u32>,
    /// How many bots, as the server counts.
    pub bots: Option<u32>,
    /// How many are on and not shown, as a plugin of Minecraft counts.
    pub hidden: Option<u32>,
    /// How many are about to connect and have no name yet.
    pub arriving: u32,
    /// How many fit.
    pub max: Option<u32>,
    /// The map.
    pub map: Option<String>,
    /// The server's own name.
    pub hostname: Option<String>,
    /// Lines that stand where players do and could not be read.
    pub unread: Vec<String>,
}

impl Players {
    /// Those who are on, bots included.
    pub fn on(&self) -> impl Iterator<Item = &Player> {
        self.listed.iter().filter(|player| player.left.is_none())
    }

    /// How many people are on: the server's own count where it gives one,
    /// else those listed; bots are in neither.
    ///
    /// ```
    /// use rcon_proto::Game;
    /// use rcon_proto::console_text::players;
    ///
    /// let on = players(Game::Ark, "No Players Connected \n ")?;
    /// assert_eq!(on.people(), 0);
    /// # Ok::<(), rcon_proto::console_text::Unread>(())
    /// ```
    pub fn people(&self) -> u32 {
        let bots = self.on().filter(|player| player.bot).count() as u32;
        let listed = self.on().count() as u32 - bots;
        match self.count {
            // `GoldSrc` and older builds of Source count bots as well.
            Some(all) if self.bots.is_none() => all.saturating_sub(bots),
            Some(people) => people,
            None => listed,
        }
    }

    pub(super) fn push(&mut self, player: Player) {
        self.listed.push(player);
    }

    /// Keeps a line that says something and could not be read.
    pub(super) fn unread(&mut self, line: &str) {
        if !line.trim().is_empty() {
            self.unread.push(line.to_owned());
        }
    }
}

/// A reply that is no list of players in any form that is known. It may be an
/// error of the server's, so it is kept to be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the server's answer is no list of players that can be read")]
#[non_exhaustive]
pub struct Unread {
    /// The reply.
    pub reply: String,
}
