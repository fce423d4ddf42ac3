//! Who is on the server: from `status` of Source, `GoldSrc` and CS2, and from
//! Minecraft's `list`.

use super::lines::lines;
use super::markup::strip_colours;

/// The most players that are read from one reply.
const MAX_PLAYERS: usize = 10_000;

/// One player, bots included; told by [`players()`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Player {
    /// The name as printed; players choose it, so it can hold anything.
    pub name: String,
    /// The number by which `kickid` knows the player, where one is printed.
    pub id: Option<u32>,
}

/// The players that a `status` or `list` reply names, in its order. Text that
/// is neither gives none. At most 10,000 are read.
///
/// ```
/// let reply = b"# userid name uniqueid connected ping loss state\n#      7 \"Ann \"the\" Ant\"  [U:1:23]  05:12  50  0 active\n";
/// let players = rcon_proto::convar::players(reply);
/// assert_eq!((players[0].name.as_str(), players[0].id), ("Ann \"the\" Ant", Some(7)));
/// ```
pub fn players(reply: &[u8]) -> Vec<Player> {
    let mut found = Vec::new();
    // CS2's rows look like other text; they count below their heading only.
    let mut under_cs2_heading = false;
    let mut under_list = false;
    for line in lines(reply) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end();
        if line.starts_with("---") && line.contains("players") {
            under_cs2_heading = true;
        } else if line == "#end" {
            under_cs2_heading = false;
        } else if let Some(player) = source_row(line) {
            found.push(player);
        } else if under_cs2_heading {
            found.extend(cs2_row(line));
        } else {
            let plain = strip_colours(line);
            if let Some(names) = after_list_heading(&plain) {
                under_list = true;
                found.extend(listed(names));
            } else if under_list {
                // Plugins print a line per group: `default: Ann, Bob`.
                let names = plain.split_once(": ").map_or(&*plain, |(_, names)| names);
                found.extend(listed(names));
            }
        }
        found.truncate(MAX_PLAYERS);
    }
    found
}

/// `# 7 "name" …`, with a slot number before or after the name in some games.
fn source_row(line: &str) -> Option<Player> {
    let row = line.strip_prefix('#')?;
    let (before, rest) = row.split_once('"')?;
    let (name, _) = rest.rsplit_once('"')?;
    let id = before.split_ascii_whitespace().next()?.parse().ok();
    Some(Player {
        name: name.to_owned(),
        id,
    })
}

/// `7 00:37 6 0 active 786432 1.2.3.4:5 'name'`. Links without a player have
/// an empty name.
fn cs2_row(line: &str) -> Option<Player> {
    let (id, rest) = line.trim_start().split_once(' ')?;
    let (before, name) = rest.strip_suffix('\'')?.split_once('\'')?;
    let is_link = before.contains("[NoChan]");
    (!name.is_empty() && !is_link).then_some(Player {
        name: name.to_owned(),
        id: Some(id.parse().ok()?),
    })
}

/// What follows `There are 2 of a max of 20 players online:`.
fn after_list_heading(line: &str) -> Option<&str> {
    let (heading, names) = line.split_once("players online")?;
    heading
        .trim_start()
        .starts_with("There are ")
        .then(|| names.trim_start_matches([':', '.', ' ']))
}

fn listed(names: &str) -> impl Iterator<Item = Player> {
    names.split(',').filter_map(|name| {
        // `list uuids` puts the identifier in brackets behind the name.
        let name = name.trim().split(" (").next().unwrap_or_default();
        let plain = !name.is_empty() && !name.contains(char::is_whitespace);
        plain.then(|| Player {
            name: name.to_owned(),
            id: None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(reply: &str) -> Vec<(String, Option<u32>)> {
        players(reply.as_bytes())
            .into_iter()
            .map(|player| (player.name, player.id))
            .collect()
    }

    fn is(name: &str, id: u32) -> (String, Option<u32>) {
        (name.to_owned(), Some(id))
    }

    #[test]
    fn source_status_with_bots_and_odd_names() {
        let reply = "hostname: A server\nplayers : 2 humans, 1 bots (24 max)\n\n\
            # userid name                uniqueid            connected ping loss state  adr\n\
            #      2 \"Ann \"A\" O'Hara\"  [U:1:23]            05:12       50    0 active 192.0.2.1:27005\n\
            #  3 2 \"# 9 x\"  STEAM_1:0:7 05:12 50 0 active 80000 192.0.2.1:27005\n\
            #      4 \"Bot01\"             BOT                                     active\n\
            L 11/06/2020 - 19:05:14: rcon from \"127.0.0.1:54598\": command \"status\"\n";
        assert_eq!(
            names(reply),
            [is("Ann \"A\" O'Hara", 2), is("# 9 x", 3), is("Bot01", 4)]
        );
    }

    #[test]
    fn cs2_status_without_links_that_have_no_player() {
        let reply = "  1 'not yet'\n---------players--------\n\
              id     time ping loss      state   rate adr name\n\
            65535 [NoChan]    0    0 challenging      0unknown ''\n    \
                2    00:37    6    0     active 786432 192.0.2.1:50 'It's Ann'\n    \
                3      BOT    0    0     active      0 'Rock'\n#end\n  4 'after'\n";
        assert_eq!(names(reply), [is("It's Ann", 2), is("Rock", 3)]);
    }

    #[test]
    fn minecraft_list_in_its_forms() {
        let plain =
            |reply: &str| -> Vec<String> { names(reply).into_iter().map(|it| it.0).collect() };
        assert_eq!(
            plain("There are 2 of a max of 20 players online: Ann, Bob_2"),
            ["Ann", "Bob_2"]
        );
        assert_eq!(
            plain("There are 2/20 players online:Ann, Bob"),
            ["Ann", "Bob"]
        );
        assert_eq!(
            plain("There are 1 of a max of 20 players online: Ann (6f3c-11)\n"),
            ["Ann"]
        );
        assert_eq!(
            plain(
                "§6There are §c2§6 out of maximum §c20§6 players online.\n§6default§r: Ann, Bob\n"
            ),
            ["Ann", "Bob"]
        );
        assert!(plain("There are 0 of a max of 20 players online: ").is_empty());
    }

    #[test]
    fn other_text_names_nobody() {
        assert!(names("Ann: hello, Bob\n# \"\nUnknown command \"status\"\n").is_empty());
    }
}
