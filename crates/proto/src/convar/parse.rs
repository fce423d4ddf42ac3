//! From a reply's bytes to a list.

use std::ops::Range;

use super::columns::Columns;
use super::flags::FlagSets;
use super::lines::{MAX_LINE, whole_text};
use super::list::{CvarList, Entry, ListStyle, slice};
use super::row::{self, Row};
use super::widths::Widths;
use super::{glued, goldsrc};

/// The most entries that a list is read to; the rest is dropped and the list
/// is not complete. Real games have up to some thousands.
const MAX_ENTRIES: usize = 200_000;

/// The most text that a list is read from, in bytes.
const MAX_TEXT: usize = 64 * 1024 * 1024;

/// How long a row is at the least in nearly all lists: what room is made for.
const SHORT_ROW: usize = 96;

impl<'a> CvarList<'a> {
    /// Reads what `cvarlist` or `cvarlist PREFIX` printed.
    ///
    /// Anything may stand between the rows (log lines, garbage) and anything
    /// may be missing: see [`CvarList::is_complete`]. Bytes that are not UTF-8
    /// become U+FFFD in the field they are in. Text that is no list gives an
    /// empty one. At most 200,000 entries and 64 MiB of text are read, and a
    /// line over 64 KiB is skipped; real games have up to some thousands of
    /// entries.
    ///
    /// ```
    /// use rcon_proto::convar::CvarList;
    ///
    /// let list = CvarList::parse(b"Unknown command \"cvarlist\"\n");
    /// assert!(list.is_empty() && !list.is_complete());
    /// ```
    pub fn parse(reply: &'a [u8]) -> Self {
        let (text, overflowed) = whole_text(reply, MAX_TEXT);
        let widths = Widths::learn(&text);
        let mut found = Rows {
            // As many as there will be, about: growing would copy them again and again.
            entries: Vec::with_capacity((text.len() / SHORT_ROW).min(MAX_ENTRIES)),
            overflowed,
            ..Rows::default()
        };
        found.read(&text, widths);
        let mut list = Self {
            text,
            entries: found.entries,
            sets: found.sets,
            announced: found.announced,
            style: found.style,
            overflowed: found.overflowed,
        };
        // Where the count already agrees, nothing was swallowed.
        if list
            .announced
            .is_none_or(|announced| list.entries.len() < announced)
        {
            list.split_glued(widths);
        }
        list
    }

    /// Takes the swallowed entries out of the descriptions that hold them.
    fn split_glued(&mut self, widths: Widths) {
        let mut rows = Vec::with_capacity(self.announced.unwrap_or_default().min(MAX_ENTRIES));
        for mut entry in std::mem::take(&mut self.entries) {
            let mut description = slice(&self.text, &entry.description);
            while rows.len() < MAX_ENTRIES
                && let Some((start, row)) = glued::next(description, widths)
            {
                let base = entry.description.start;
                let own = description.get(..start).unwrap_or_default();
                let own = own.trim_end_matches(' ').len();
                let column = description.get(row.column.clone()).unwrap_or_default();
                let swallowed = Entry::at(&row, base as usize, self.sets.intern(column));
                entry.description.end = base + own as u32;
                rows.push(std::mem::replace(&mut entry, swallowed));
                description = slice(&self.text, &entry.description);
            }
            rows.push(entry);
        }
        self.entries = rows;
    }
}

/// What the rows of a text are read into.
#[derive(Default)]
struct Rows {
    entries: Vec<Entry>,
    sets: FlagSets,
    announced: Option<usize>,
    style: ListStyle,
    overflowed: bool,
}

impl Rows {
    fn read(&mut self, text: &str, widths: Widths) {
        let mut columns = Columns::default();
        let mut under_goldsrc_heading = false;
        let mut start = 0;
        while let Some(rest) = text.as_bytes().get(start..)
            && !rest.is_empty()
        {
            if let Some(found) = columns.row(rest, widths, &self.sets) {
                self.push(&found.row, start, found.set);
                start += found.end + 1;
                continue;
            }
            let end = start + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = text.get(start..end).unwrap_or_default();
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.len() > MAX_LINE {
                // Nobody's.
            } else if line.trim_ascii() == "CVar List" {
                under_goldsrc_heading = true;
            } else if let Some(count) = footer(line) {
                self.announced = Some(count);
            } else if let Some(row) = row::parse(line, widths) {
                columns.learn(line);
                self.push_new(line, &row, start);
            } else if under_goldsrc_heading && let Some(row) = goldsrc::parse(line) {
                self.style = ListStyle::GoldSrc;
                self.push_new(line, &row, start);
            }
            start = end + 1;
        }
    }

    /// Takes a row whose flags may be of a set that was not seen before.
    fn push_new(&mut self, line: &str, row: &Row, base: usize) {
        let flags = line.get(row.flags.clone()).unwrap_or_default();
        if self.style == ListStyle::Source && flags.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.style = ListStyle::Cs2;
        }
        let column = line.get(row.column.clone()).unwrap_or_default();
        let set = self.sets.intern(column);
        self.push(row, base, set);
    }

    /// Notes where the fields of the row are that begins at `base`.
    fn push(&mut self, row: &Row, base: usize, set: u32) {
        if self.entries.len() >= MAX_ENTRIES {
            self.overflowed = true;
            return;
        }
        self.entries.push(Entry::at(row, base, set));
    }
}

impl Entry {
    /// A row that begins at `base` in the text, with that set of flags.
    fn at(row: &Row, base: usize, flags: u32) -> Self {
        let at = |range: &Range<usize>| (base + range.start) as u32..(base + range.end) as u32;
        Self {
            name: at(&row.name),
            value: at(&row.value),
            flags,
            description: at(&row.description),
        }
    }
}

/// The count in a list's last line, in any of its forms.
fn footer(line: &str) -> Option<usize> {
    let line = line.trim_ascii();
    if !line.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (count, rest) = line.split_once(' ')?;
    let counts_names = rest == "total convars/concommands"
        || rest.starts_with("convars/concommands for [")
        || rest == "Total CVars"
        || rest.starts_with("CVars for [");
    counts_names.then(|| count.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convar::Value;

    const SOURCE: &str = concat!(
        "cvar list\n--------------\n",
        "_again                                   : cmd      :                  : Starts the engine again.\n",
        "door_swing_time                          : 1.500    : , \"sv\", \"rep\"    : Seconds a door takes: both ways.\n",
        "door_locked_from_within_by_whoever_is_inside : 0        : , \"sv\", \"cheat\", \"rep\", \"nf\" : \n",
        "L 11/06/2020 - 19:05:14: rcon from \"127.0.0.1:54598\": command \"cvarlist\"\n",
        "door_swing_time                          : 1.500    : , \"sv\", \"rep\"    : Twice.\n",
        "--------------\n  4 total convars/concommands\n",
    );

    fn cs2_row(name: &str, value: &str, flags: &str, description: &str) -> String {
        format!("{name:<80} : {value:<16} : {flags:<32} : {description}")
    }

    fn names<'a>(list: &'a CvarList<'_>) -> Vec<&'a str> {
        list.iter().map(|entry| entry.name).collect()
    }

    #[test]
    fn a_source_list_is_read_around_a_log_line() {
        let list = CvarList::parse(SOURCE.as_bytes());
        assert!(list.is_complete());
        assert_eq!(list.style(), ListStyle::Source);
        assert_eq!(list.len(), 4);
        let again = list.get("_AGAIN").expect("names ignore case");
        assert_eq!(again.value, Value::Command);
        assert!(again.flags.is_empty());
        let door = list.get("door_swing_time").expect("listed");
        assert_eq!(door.value, Value::Number("1.500"));
        assert_eq!(door.description, "Seconds a door takes: both ways.");
        assert_eq!(door.flags.iter().collect::<Vec<_>>(), ["rep", "sv"]);
    }

    #[test]
    fn carriage_returns_change_nothing() {
        let text = SOURCE.replace('\n', "\r\n");
        let list = CvarList::parse(text.as_bytes());
        assert!(list.is_complete());
        assert_eq!(
            list.get("door_swing_time").map(|it| it.description),
            Some("Seconds a door takes: both ways.")
        );
    }

    #[test]
    fn a_list_for_a_prefix_ends_otherwise() {
        let list = CvarList::parse(
            b"cvar list\n--------------\n\
              pony_count : 1        : , \"sv\", \"lua_server\" : How many.\n\
              --------------\n 23 convars/concommands for [pony_]\n",
        );
        assert_eq!((list.len(), list.announced()), (1, Some(23)));
        assert!(!list.is_complete());
    }

    #[test]
    fn swallowed_entries_are_found_where_the_footer_counts_them() {
        let glued = format!(
            "cvar list\n--------------\n{}{}{}\n{}\n--------------\n4 total convars/concommands\n",
            cs2_row(
                "team_talk",
                "false",
                "sv, nf, release",
                "All hear all, no team restrictions"
            ),
            cs2_row("team_ticks", "false", "sp, release", "Even ones only."),
            cs2_row("team_wish", "any", "sv", "One of 'any', 'x'."),
            cs2_row("team_cards", "1|3;#Card,0|1;#Other", "sv, rep, release", ""),
        );
        let list = CvarList::parse(glued.as_bytes());
        assert_eq!(
            names(&list),
            ["team_talk", "team_ticks", "team_wish", "team_cards"]
        );
        assert!(list.is_complete());
        assert_eq!(list.style(), ListStyle::Cs2);
        let talk = list.get("team_talk").expect("listed");
        assert_eq!(talk.description, "All hear all, no team restrictions");
        let cards = list.get("team_cards").expect("listed");
        assert_eq!(cards.value, Value::Text("1|3;#Card,0|1;#Other"));
    }

    #[test]
    fn what_looks_swallowed_stays_where_the_count_agrees() {
        let row = cs2_row("a", "1", "sv", "See ");
        let text = format!(
            "{row}{}\n1 total convars/concommands\n",
            cs2_row("b", "1", "sv", "")
        );
        let list = CvarList::parse(text.as_bytes());
        assert_eq!(names(&list), ["a"]);
    }

    #[test]
    fn goldsrc_has_its_own_rows_and_heading() {
        let text = "CVar List\n--------------\nr_affine :        0\nr_round    :    0.250, a, s\n\
            --------------\n  2 CVars for [r_]\nCVar ? for syntax\n";
        let list = CvarList::parse(text.as_bytes());
        assert_eq!(list.style(), ListStyle::GoldSrc);
        assert!(list.is_complete());
        let round = list.get("r_round").expect("listed");
        assert_eq!(round.value, Value::Number("0.250"));
        assert!(round.flags.contains("a") && round.flags.contains("s"));
        assert!(CvarList::parse(b"r_affine :        0\n").is_empty());
    }

    #[test]
    fn broken_utf8_stays_in_its_field() {
        let mut text = SOURCE.as_bytes().to_vec();
        let at = SOURCE.find("Seconds").expect("in the text");
        text[at] = 0xc3;
        let list = CvarList::parse(&text);
        assert!(list.is_complete());
        let door = list.get("door_swing_time").expect("listed");
        assert_eq!(door.description, "\u{fffd}econds a door takes: both ways.");
    }

    #[test]
    fn lines_that_are_too_long_are_skipped() {
        let mut text = format!("x : 1 : sv : {}\n", "y".repeat(MAX_LINE));
        text.push_str("z : 1 : sv : fine\n");
        assert_eq!(names(&CvarList::parse(text.as_bytes())), ["z"]);
    }

    #[test]
    fn entries_past_the_limit_make_the_list_incomplete() {
        let rows = "x : 1 : sv : \n".repeat(MAX_ENTRIES + 1);
        let text = format!("{rows}{MAX_ENTRIES} total convars/concommands\n");
        let list = CvarList::parse(text.as_bytes());
        assert_eq!(list.len(), MAX_ENTRIES);
        assert!(!list.is_complete());
    }

    #[test]
    fn control_bytes_in_a_name_are_data() {
        let list = CvarList::parse(b"evil\x1b[2J : 1 : sv : \x07\n");
        assert_eq!(names(&list), ["evil\x1b[2J"]);
    }
}
