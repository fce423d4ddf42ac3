//! Which maps a server has: from `maps *`.

use std::collections::BTreeSet;

use super::lines::lines;
use super::row::is_name;

/// The most maps that are read from one reply.
const MAX_MAPS: usize = 100_000;

/// The maps that a `maps *` reply names, without folder and extension.
///
/// Source prints a map a line, such as `PENDING:   (fs) cp_dustbowl.bsp`; CS2
/// the bare name. Other lines are skipped. At most 100,000 are read.
///
/// ```
/// let maps = rcon_proto::convar::maps(b"-------------\nPENDING:   (fs) cp_dustbowl.bsp\n");
/// assert!(maps.contains("cp_dustbowl"));
/// ```
pub fn maps(reply: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in lines(reply) {
        if found.len() == MAX_MAPS {
            break;
        }
        found.extend(map_in(&String::from_utf8_lossy(line)));
    }
    found
}

fn map_in(line: &str) -> Option<String> {
    let last = line.split_whitespace().next_back()?;
    let stem = last
        .strip_suffix(".bsp")
        .or_else(|| last.strip_suffix(".vpk"));
    // Without an extension only a line of its own can be a map.
    let bare = || (line.trim() == last && last.chars().all(is_map_char)).then_some(last);
    let name = stem.or_else(bare)?;
    let name = name.strip_prefix("maps/").unwrap_or(name);
    let sound = is_name(name) && name.contains(char::is_alphanumeric);
    sound.then(|| name.to_owned())
}

fn is_map_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-./".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(reply: &str) -> Vec<String> {
        maps(reply.as_bytes()).into_iter().collect()
    }

    #[test]
    fn source_lines_lose_what_is_not_the_name() {
        let reply = "-------------\nPENDING:   (fs) ctf_hall.bsp\r\n(fs) maps/workshop/9/cp_yard.bsp\n\
            PENDING:   (fs) ctf_hall.bsp\n\
            L 11/06/2020 - 19:05:14: rcon from \"127.0.0.1:54598\": command \"maps *\"\n";
        assert_eq!(found(reply), ["ctf_hall", "workshop/9/cp_yard"]);
    }

    #[test]
    fn cs2_prints_bare_names() {
        assert_eq!(
            found("de_yard\nde_hall_night\n"),
            ["de_hall_night", "de_yard"]
        );
    }

    #[test]
    fn other_text_names_no_map() {
        assert!(found("Unknown command \"maps\"\n----\n\n.bsp\nno such map\n").is_empty());
    }
}
