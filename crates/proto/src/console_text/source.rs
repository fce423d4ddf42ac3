//! `status` of Source 1 and `GoldSrc`.
//!
//! Source's rows are written by `Host_Status_PrintClient` of the engine's
//! `host_cmd.cpp` (`# %i "%s" %s %s %i %i %s`, and the address for whoever asks
//! from the console; a client without a network channel has no more than its
//! state), later padded to columns; L4D2 and CS:GO print a slot number before the
//! name and a rate behind the state. `GoldSrc`'s by `Host_Status_f` of `host_cmd.c`,
//! as `ReHLDS` has it: slot, name, user id, identifier, frags (or what a proxy
//! says of itself), time, ping, loss, address. Neither escapes a quote in a name:
//! it ends at the last one, for nothing behind it holds any.

use super::player::{Player, Players};
use super::{head, time};

/// The most lines that one name is put together from.
const MAX_NAME_LINES: usize = 8;

pub(super) fn read(reply: &str) -> Option<Players> {
    let mut players = Players::default();
    let mut in_table = false;
    let mut row: Option<Row> = None;
    for line in reply.lines() {
        let line = line.trim_end_matches('\r');
        if let Some(begun) = Row::begin(line) {
            finish(&mut players, row.replace(begun));
            in_table = true;
        } else if is_end(line) || is_log(line) {
            finish(&mut players, row.take());
        } else if is_heading(line) {
            finish(&mut players, row.take());
            in_table = true;
        } else if !in_table {
            head::read(&mut players, line);
        } else if !row.as_mut().is_some_and(|row| row.goes_on(line)) {
            finish(&mut players, row.take());
            if !is_footer(line) {
                players.unread(line);
            }
        }
    }
    finish(&mut players, row);
    // With nobody on, some print no more than what stands above.
    let head = players.hostname.is_some() && players.count.is_some();
    (in_table || head).then_some(players)
}

fn is_heading(line: &str) -> bool {
    line.strip_prefix('#').is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.starts_with("userid") || rest.starts_with("name")
    })
}

fn is_end(line: &str) -> bool {
    line.trim_end() == "#end"
}

/// `3 users`, with which `GoldSrc` ends.
fn is_footer(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let count = words.next().is_some_and(|word| word.parse::<u32>().is_ok());
    count && words.next() == Some("users") && words.next().is_none()
}

/// `L 11/06/2020 - 19:05:14: rcon from …`, which some print behind a reply.
pub(super) fn is_log(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("L ") else {
        return false;
    };
    let date = rest.as_bytes();
    date.len() > 12
        && date[2] == b'/'
        && date[5] == b'/'
        && rest[date.len().min(6)..].contains(" - ")
}

/// A row as far as it has been read: a name may hold line ends.
struct Row {
    /// The first number: the user id of Source, the slot of `GoldSrc`.
    first: u32,
    /// The number that may follow it.
    slot: Option<u32>,
    /// From behind the opening quote on.
    text: String,
    lines: usize,
}

impl Row {
    /// `# 7 "…`, `#98 2 "…`.
    fn begin(line: &str) -> Option<Self> {
        let (numbers, text) = line.strip_prefix('#')?.split_once('"')?;
        let mut numbers = numbers.split_ascii_whitespace();
        let first = numbers.next()?.parse().ok()?;
        let slot = numbers.next().map(str::parse).transpose().ok()?;
        numbers.next().is_none().then(|| Self {
            first,
            slot,
            text: text.to_owned(),
            lines: 1,
        })
    }

    /// Takes a line that the name has gone on to: the row has not ended yet,
    /// or this line has a row's end of its own.
    fn goes_on(&mut self, line: &str) -> bool {
        let more = self.lines < MAX_NAME_LINES
            && (self.tail().is_none()
                || line
                    .rsplit_once('"')
                    .and_then(|it| Tail::of(it.1))
                    .is_some());
        if more {
            self.text.push('\n');
            self.text.push_str(line);
            self.lines += 1;
        }
        more
    }

    fn tail(&self) -> Option<Tail<'_>> {
        Tail::of(self.text.rsplit_once('"')?.1)
    }
}

fn finish(players: &mut Players, row: Option<Row>) {
    let Some(row) = row else { return };
    if let Some((name, rest)) = row.text.rsplit_once('"') {
        let mut player = Player::named(name);
        player.number = Some(row.first);
        if let Some(tail) = Tail::of(rest) {
            tail.tell(&mut player);
        } else {
            // Its name at least is plain, and the number by which it is thrown out:
            // behind `GoldSrc`'s slot there is another.
            let next = rest.split_ascii_whitespace().next();
            if let Some(userid) = next.and_then(|word| word.parse().ok()) {
                player.number = Some(userid);
            }
            player.add("rest", rest.trim());
        }
        if let Some(slot) = row.slot {
            player.add("slot", &slot.to_string());
        }
        players.push(player);
    } else {
        players.unread(&format!("# {} \"{}", row.first, row.text));
    }
}

/// What stands behind a name.
#[derive(Default)]
struct Tail<'a> {
    /// `GoldSrc`'s user id.
    userid: Option<u32>,
    id: &'a str,
    /// `GoldSrc`'s frags, or what a proxy says of itself.
    between: Vec<&'a str>,
    connected: Option<std::time::Duration>,
    ping: Option<u32>,
    loss: &'a str,
    state: &'a str,
    rate: &'a str,
    address: &'a str,
}

impl<'a> Tail<'a> {
    fn of(text: &'a str) -> Option<Self> {
        if !text.starts_with([' ', '\t']) {
            return None;
        }
        // No tail has more words, and a name may have any number.
        let words: Vec<&str> = text.split_ascii_whitespace().take(13).collect();
        let mut tail = Self::default();
        let mut words = words.as_slice();
        if let [first, rest @ ..] = words
            && let Ok(userid) = first.parse()
        {
            (tail.userid, words) = (Some(userid), rest);
        }
        let (id, mut words) = words.split_first()?;
        tail.id = id;
        if tail.userid.is_some() {
            let clock = words.iter().position(|word| time::clock(word).is_some())?;
            tail.between = words[..clock].to_vec();
            words = &words[clock..];
        }
        words = match words {
            [clock, ping, loss, rest @ ..] if time::clock(clock).is_some() => {
                tail.connected = time::clock(clock);
                tail.ping = Some(number(ping)?);
                number(loss)?;
                tail.loss = loss;
                rest
            }
            rest if tail.is_bot() => rest,
            _ => return None,
        };
        if let [state, rest @ ..] = words
            && state.bytes().all(|byte| byte.is_ascii_alphabetic())
            && tail.userid.is_none()
        {
            (tail.state, words) = (state, rest);
        }
        if let [rate, rest @ ..] = words
            && rate.bytes().all(|byte| byte.is_ascii_digit())
        {
            (tail.rate, words) = (rate, rest);
        }
        if let [address, rest @ ..] = words {
            (tail.address, words) = (address, rest);
        }
        words.is_empty().then_some(tail)
    }

    /// Bots have no network channel, `SourceTV` neither; `HLTV` is a proxy.
    fn is_bot(&self) -> bool {
        matches!(self.id, "BOT" | "HLTV")
    }

    fn tell(self, player: &mut Player) {
        player.bot = self.is_bot();
        if let Some(userid) = self.userid {
            let slot = player.number.replace(userid);
            player.add(
                "slot",
                &slot.map(|slot| slot.to_string()).unwrap_or_default(),
            );
        }
        player.id = (!player.bot).then(|| self.id.to_owned());
        if self.id == "HLTV" {
            player.add("kind", "HLTV");
        }
        player.connected = self.connected;
        player.ping = self.ping;
        player.address = (!self.address.is_empty()).then(|| self.address.to_owned());
        match self.between.as_slice() {
            [frags] if number(frags).is_some() || frags.starts_with('-') => {
                player.add("frags", frags);
            }
            other => player.add("proxy", &other.join(" ")),
        }
        player.add("loss", self.loss);
        player.add("state", self.state);
        player.add("rate", self.rate);
    }
}

/// A number that may have been below nothing.
fn number(text: &str) -> Option<u32> {
    let number: i64 = text.parse().ok()?;
    u32::try_from(number.max(0)).ok()
}
