//! Who is in the game: the same few people on every server.

/// One player.
#[derive(Debug, Clone)]
pub(crate) struct Player {
    pub(crate) id: u32,
    pub(crate) name: &'static str,
    pub(crate) steam: u64,
    pub(crate) ping: u32,
    /// Seconds since the player came.
    pub(crate) since: u32,
    pub(crate) bot: bool,
}

/// Those who are there at the start.
pub(crate) fn regulars() -> Vec<Player> {
    let person = |id, name, ping, since| Player {
        id,
        name,
        steam: 76_561_190_000_000_000 + u64::from(id),
        ping,
        since,
        bot: false,
    };
    let mut players = vec![
        person(2, "Ada", 31, 4512),
        person(3, "Grace Hopper", 48, 1290),
        person(5, "Linus", 12, 803),
        person(8, "\u{5c0f}\u{6797}", 187, 95),
    ];
    players.push(Player {
        bot: true,
        ping: 0,
        ..person(9, "Botvinnik", 0, 5400)
    });
    players
}
