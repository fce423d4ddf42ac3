//! "Did you mean": the known name nearest to one that the server refused.

use super::list::NameList;
use super::name::Kind;

/// Names and typed words longer than this are not compared, in bytes.
const LONGEST: usize = 128;

impl NameList {
    /// The name that was probably meant, if one is near: at most one slip of
    /// the fingers in a short word, a third of the letters in a long one. A
    /// slip is a letter too many, too few, wrong, or swapped with the next.
    /// Of equally near ones that with the same first letter is taken.
    pub fn suggest(&self, unknown: &str) -> Option<&str> {
        // Minecraft's names have no slash in front, Factorio's have.
        self.nearest(unknown)
            .or_else(|| self.nearest(unknown.strip_prefix('/')?))
    }

    fn nearest(&self, unknown: &str) -> Option<&str> {
        let typed: Vec<u8> = unknown
            .bytes()
            .map(|byte| byte.to_ascii_lowercase())
            .collect();
        let mut limit = slips_allowed(typed.len())?;
        let mut rows = Rows::default();
        let mut best: Option<((usize, bool, usize), &str)> = None;
        let commands = self.iter().filter(|name| name.kind() != Kind::Topic);
        for name in commands.map(|name| name.name()) {
            // The same name is no help: the server has just refused it.
            if name.len() > LONGEST || name.len().abs_diff(typed.len()) > limit || name == unknown {
                continue;
            }
            let Some(slips) = rows.distance(&typed, name.as_bytes(), limit) else {
                continue;
            };
            let first = name.bytes().next().map(|byte| byte.to_ascii_lowercase());
            let rank = (
                slips,
                first != typed.first().copied(),
                name.len().abs_diff(typed.len()),
            );
            if best.is_none_or(|(before, _)| rank < before) {
                best = Some((rank, name));
                limit = slips;
            }
        }
        best.map(|(_, name)| name)
    }
}

/// How many slips a word of that length may hold. Shorter words than three
/// letters resemble everything.
fn slips_allowed(length: usize) -> Option<usize> {
    match length {
        0..=2 => None,
        3..=4 => Some(1),
        5..=8 => Some(2),
        9..=LONGEST => Some((length / 3).min(5)),
        _ => None,
    }
}

/// The last three rows of the table of distances, kept between calls.
#[derive(Debug, Default)]
struct Rows {
    before: Vec<usize>,
    last: Vec<usize>,
    this: Vec<usize>,
}

impl Rows {
    /// The Damerau-Levenshtein distance (adjacent letters swapped once) of
    /// `typed`, which is in lower case, and `name`, if it is at most `limit`.
    /// Only the band of the table within `limit` of the diagonal is filled.
    fn distance(&mut self, typed: &[u8], name: &[u8], limit: usize) -> Option<usize> {
        let far = limit + 1;
        let width = name.len() + 1;
        for row in [&mut self.before, &mut self.last, &mut self.this] {
            row.clear();
            row.resize(width, far);
        }
        for (column, cell) in self.last.iter_mut().enumerate().take(far) {
            *cell = column;
        }
        for row in 1..=typed.len() {
            self.this.fill(far);
            let nearest = self.fill_row(typed, name, row, limit);
            if nearest > limit {
                return None;
            }
            std::mem::swap(&mut self.before, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.this);
        }
        self.last.last().copied().filter(|&slips| slips <= limit)
    }

    /// Fills one row of the band, and gives the least cell of it.
    fn fill_row(&mut self, typed: &[u8], name: &[u8], row: usize, limit: usize) -> usize {
        let letter = |text: &[u8], at: usize| text.get(at).map(u8::to_ascii_lowercase);
        let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
        let mut nearest = usize::MAX;
        for column in row.saturating_sub(limit)..=(row + limit).min(name.len()) {
            let slips = if column == 0 {
                row
            } else {
                let (here, there) = (letter(typed, row - 1), letter(name, column - 1));
                let mut slips = cell(&self.last, column - 1) + usize::from(here != there);
                slips = slips.min(cell(&self.last, column) + 1);
                slips = slips.min(cell(&self.this, column - 1) + 1);
                let swapped = row > 1
                    && column > 1
                    && here == letter(name, column - 2)
                    && letter(typed, row - 2) == there;
                if swapped {
                    slips = slips.min(cell(&self.before, column - 2) + 1);
                }
                slips
            };
            if let Some(place) = self.this.get_mut(column) {
                *place = slips.min(limit + 1);
            }
            nearest = nearest.min(slips);
        }
        nearest
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Builder, NewName};
    use super::*;

    fn list(names: &[&str]) -> NameList {
        let mut builder = Builder::default();
        for name in names {
            builder.push(&NewName {
                name,
                ..NewName::default()
            });
        }
        builder.build()
    }

    #[test]
    fn slips_of_the_fingers_are_mended() {
        let names = list(&[
            "changelevel",
            "echo",
            "kick",
            "status",
            "sv_gravity",
            "SaveWorld",
        ]);
        for (typed, meant) in [
            ("stauts", "status"),
            ("sv_gravty", "sv_gravity"),
            ("sv_gravityy", "sv_gravity"),
            ("ehco", "echo"),
            ("chnagelvel", "changelevel"),
            ("saveworld", "SaveWorld"),
            ("/kik", "kick"),
        ] {
            assert_eq!(names.suggest(typed), Some(meant), "{typed}");
        }
    }

    #[test]
    fn far_words_and_the_word_itself_are_not_suggested() {
        let names = list(&["kick", "map", "status"]);
        for typed in [
            "kxxk",
            "ma",
            "m",
            "",
            "completely_else",
            "status",
            "x".repeat(500).as_str(),
        ] {
            assert_eq!(names.suggest(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_same_first_letter_is_preferred() {
        assert_eq!(list(&["bick", "kack"]).suggest("kick"), Some("kack"));
    }

    /// The whole table, as the definition has it.
    fn by_definition(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut least = (table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]))
                        .min(table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn the_band_gives_the_distance_by_definition(a in "[abc]{0,9}", b in "[abc]{0,9}", limit in 0..6_usize) {
            let slips = by_definition(a.as_bytes(), b.as_bytes());
            let banded = Rows::default().distance(a.as_bytes(), b.as_bytes(), limit);
            prop_assert_eq!(banded, (slips <= limit).then_some(slips));
        }
    }

    #[test]
    fn a_slip_is_told_from_nonsense() {
        use crate::server::names::builtin;

        let minecraft = builtin::list(rcon_proto::Game::Minecraft).expect("there is one");
        assert_eq!(minecraft.suggest("wihtelist"), Some("whitelist"));
        assert_eq!(minecraft.suggest("xyzzy"), None);
    }
}
