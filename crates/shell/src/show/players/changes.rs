//! Who came and who left while it is watched who is on.

use std::time::{Duration, Instant};

use rcon_proto::console_text::{Player, Players};

use super::table::{PlayerRow, counted, table};
use crate::show::frame::{Canvas, Rows};
use crate::show::style::{self, paint};

/// How long somebody stays marked who came or left.
const MARKED: Duration = Duration::from_secs(30);

/// The column before the table.
const MARK: usize = 2;

/// Who is on, as it was seen again and again.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    now: Option<Players>,
    /// Who came, and when that was seen.
    came: Vec<(String, Instant)>,
    left: Vec<(Player, Instant)>,
}

impl Changes {
    /// Takes in who is on at a moment. Who is there the first time has not come.
    pub(crate) fn observe(&mut self, players: Players, at: Instant) {
        let keys = |players: &Players| -> Vec<String> { players.on().map(key).collect() };
        if let Some(before) = self.now.take() {
            let (old, new) = (keys(&before), keys(&players));
            self.left.retain(|(player, _)| !new.contains(&key(player)));
            let came = new.iter().filter(|key| !old.contains(key));
            self.came.extend(came.map(|key| (key.clone(), at)));
            let gone = before.on().filter(|player| !new.contains(&key(player)));
            self.left.extend(gone.map(|player| (player.clone(), at)));
        }
        let is_new = |since: Instant| at.saturating_duration_since(since) < MARKED;
        self.came.retain(|(_, since)| is_new(*since));
        self.left.retain(|(_, since)| is_new(*since));
        self.now = Some(players);
    }

    /// The lines to draw at a moment, below a title: who came is marked with a
    /// plus, who left stands last, with a minus. Never more or wider than the
    /// canvas is.
    pub(crate) fn frame(&self, title: &str, at: Instant, canvas: Canvas) -> Vec<String> {
        let heading = crate::show::escape::line(title, canvas.width);
        let mut frame = vec![
            paint(style::HEADING, &heading, canvas.colour),
            String::new(),
        ];
        let Some(players) = &self.now else {
            return frame;
        };
        let gone: Vec<Player> = self
            .left
            .iter()
            .map(|(player, since)| {
                let mut player = player.clone();
                player.left = Some(at.saturating_duration_since(*since));
                player
            })
            .collect();
        let all: Vec<&Player> = players.listed.iter().chain(&gone).collect();
        let rows: Vec<PlayerRow<'_>> = all
            .iter()
            .map(|player| PlayerRow {
                server: None,
                player,
            })
            .collect();
        let lines = table(&rows, canvas.width.saturating_sub(MARK), canvas.colour);
        // The title, the blank below it, the heading, what was left out, how many.
        let room = canvas.height.saturating_sub(5);
        for (line, row) in lines.iter().zip(0..) {
            let player = usize::checked_sub(row, 1).and_then(|at| all.get(at));
            if row > room {
                let more = format!("... {} more", all.len() - room);
                frame.push(more);
                break;
            }
            if !all.is_empty() {
                frame.push(format!(
                    "{}{line}",
                    self.mark(player.copied(), canvas.colour)
                ));
            }
        }
        frame.push(crate::show::escape::line(&counted(players), canvas.width).into_owned());
        frame.truncate(canvas.height);
        frame
    }

    fn mark(&self, player: Option<&Player>, colour: bool) -> String {
        let Some(player) = player else {
            return "  ".to_owned();
        };
        let key = key(player);
        let sign = if self.left.iter().any(|(gone, _)| self::key(gone) == key) {
            "-"
        } else if self.came.iter().any(|(came, _)| *came == key) {
            "+"
        } else {
            return "  ".to_owned();
        };
        format!("{} ", paint(style::CHANGED, sign, colour))
    }
}

impl Rows for Changes {
    /// Who is on, and last how many are: where there are few rows, that alone.
    fn rows(&self, most: usize, canvas: Canvas) -> Vec<String> {
        /// A heading, a player, and how many.
        const TABLE: usize = 3;
        /// A title and a blank line, which a section has none of.
        const ABOVE: usize = 2;
        let height = most.max(TABLE).saturating_add(ABOVE);
        let frame = self.frame("", Instant::now(), Canvas { height, ..canvas });
        let mut lines: Vec<String> = frame.into_iter().skip(ABOVE).collect();
        lines.drain(..lines.len().saturating_sub(most));
        lines
    }
}

/// What tells one player from the next.
fn key(player: &Player) -> String {
    match (player.shown_id(), player.bot) {
        (Some(id), false) => id.into_owned(),
        _ => player.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use rcon_proto::Game;
    use rcon_proto::console_text::players;

    use super::*;

    fn on(names: &[&str]) -> Players {
        let row = |name: &&str| format!("0. {name}, 7656119{}\n", name.len());
        let rows = names.iter().map(row).collect::<Vec<_>>().concat();
        let reply = if rows.is_empty() {
            "No Players Connected".to_owned()
        } else {
            rows
        };
        players(Game::Ark, &reply).expect("a list")
    }

    fn drawn(changes: &Changes, at: Instant, (width, height): (usize, usize)) -> Vec<String> {
        let canvas = Canvas {
            width,
            height,
            colour: false,
            ascii: false,
        };
        let frame = changes.frame("title", at, canvas);
        assert!(frame.len() <= height, "{frame:?}");
        for line in &frame {
            assert!(crate::show::escape::width(line) <= width, "{line:?}");
        }
        let names = frame.iter().skip(3).map(|line| {
            let mut words = line.split("  ").flat_map(|part| part.splitn(3, ' '));
            words.by_ref().take(2).collect::<Vec<_>>().join(" ")
        });
        names.collect()
    }

    #[test]
    fn who_comes_and_who_leaves_is_marked_for_a_while() {
        let start = Instant::now();
        let mut changes = Changes::default();
        let whole = (80, 24);
        changes.observe(on(&["Mia", "Noah"]), start);
        assert_eq!(drawn(&changes, start, whole)[..2], [" Mia", " Noah"]);
        let later = start + Duration::from_secs(2);
        changes.observe(on(&["Noah", "Zoe-X"]), later);
        let shown = drawn(&changes, later, whole);
        assert_eq!(shown[..3], [" Noah", "+ Zoe-X", "- Mia"]);
        assert_eq!(shown[3], "2 players");
        // Back again: not gone any more, but come.
        let again = later + Duration::from_secs(2);
        changes.observe(on(&["Noah", "Zoe-X", "Mia"]), again);
        let shown = drawn(&changes, again, whole);
        assert_eq!(shown[..3], [" Noah", "+ Zoe-X", "+ Mia"]);
        let late = again + MARKED;
        changes.observe(on(&["Noah", "Zoe-X", "Mia"]), late);
        assert_eq!(
            drawn(&changes, late, whole)[..3],
            [" Noah", " Zoe-X", " Mia"]
        );
        changes.observe(on(&[]), late + Duration::from_secs(2));
        let shown = drawn(&changes, late + Duration::from_secs(2), whole);
        assert_eq!(shown[..3], ["- Noah", "- Zoe-X", "- Mia"]);
        assert_eq!(shown[3], "nobody is");
    }

    #[test]
    fn a_small_screen_has_what_fits() {
        let start = Instant::now();
        let mut changes = Changes::default();
        let names: Vec<String> = (1..40).map(|at| "x".repeat(at)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        changes.observe(on(&names), start);
        for height in 2..12 {
            drawn(&changes, start, (40, height));
        }
        let shown = drawn(&changes, start, (40, 10));
        assert_eq!(shown[5], "... 34");
        assert_eq!(shown.last().map(String::as_str), Some("39 players"));
    }
}
