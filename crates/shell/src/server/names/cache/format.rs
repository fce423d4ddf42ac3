//! The file: some lines about the server, then a name a line.
//!
//! ```text
//! rcon-shell names 1
//! server  tf2.example.com:27015
//! game    source
//! fetched 1700000000
//! count   2028
//!
//! ```
//! A tab stands behind each word. The count tells a file that was cut off.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Cached, Head};
use crate::server::names::field::escape_into;

/// The first line: what the file is, and the version of its form.
const MAGIC: &str = "rcon-shell names 1";

/// The lines in front of the names.
pub(super) fn header(server: &str, cached: &Cached) -> String {
    let fetched = cached
        .fetched
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let mut game = String::new();
    escape_into(&mut game, cached.game.as_deref().unwrap_or_default());
    let server = key(server);
    let count = cached.names.len();
    format!("{MAGIC}\nserver\t{server}\ngame\t{game}\nfetched\t{fetched}\ncount\t{count}\n\n")
}

/// Reads the lines in front of the names, and says where they end. Nothing if
/// they are not whole, or not `server`'s.
pub(super) fn read(front: &[u8], server: &str) -> Option<(Head, usize)> {
    let end = front.windows(2).position(|two| two == b"\n\n")? + 2;
    let mut lines = std::str::from_utf8(front.get(..end)?).ok()?.lines();
    if lines.next()? != MAGIC {
        return None;
    }
    let mut field = |word: &str| lines.next()?.strip_prefix(word)?.strip_prefix('\t');
    if field("server")? != key(server) {
        return None;
    }
    let game = field("game")?.to_owned();
    let fetched: u64 = field("fetched")?.parse().ok()?;
    let count = field("count")?.parse().ok()?;
    let head = Head {
        game: (!game.is_empty()).then_some(game),
        fetched: time(fetched)?,
        count,
    };
    Some((head, end))
}

/// How a server is written in its file: the same for every spelling that has
/// the same file name, and in one line.
fn key(server: &str) -> String {
    let mut key = String::new();
    escape_into(&mut key, &server.to_ascii_lowercase());
    key
}

fn time(seconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}
