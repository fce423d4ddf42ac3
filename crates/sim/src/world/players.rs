//! Who is in the game: the same few people on every server.

/// One player.
#[derive(Debug, Clone)]
pub(crate) struct Player {
    pub(crate) id: u32,
    pub(crate) name: String,
    pub(crate) steam: u64,
    pub(crate) ping: u32,
    /// Seconds since the player came.
    pub(crate) since: u32,
    pub(crate) bot: bool,
}

impl Player {
    /// One who came after the others, by any name.
    pub(crate) fn guest(number: u32, name: &str) -> Self {
        let id = 20 + number;
        Self {
            id,
            name: name.to_owned(),
            steam: steam(id),
            ping: 20,
            since: 7,
            bot: false,
        }
    }
}

impl Player {
    /// The name as JSON writes it.
    pub(crate) fn name_in_json(&self) -> String {
        let escaped: String = self
            .name
            .chars()
            .map(|c| match c {
                '"' | '\\' => format!("\\{c}"),
                c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
                c => c.to_string(),
            })
            .collect();
        format!("\"{escaped}\"")
    }
}

fn steam(id: u32) -> u64 {
    76_561_190_000_000_000 + u64::from(id)
}

/// Those who are there at the start.
pub(crate) fn regulars() -> Vec<Player> {
    let person = |id, name: &str, ping, since| Player {
        id,
        name: str::to_owned(name),
        steam: steam(id),
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
