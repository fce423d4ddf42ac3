//! The flags column: `, "sv", "cheat"` on Source 1, `sv, cheat` on CS2.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::lines::trimmed;
use super::words;

/// Whether a field can be a list of flags: words between commas, with or
/// without quotes, or nothing at all.
pub(super) fn is_flags(field: &str) -> bool {
    let field = field.trim_matches(' ');
    field.is_empty()
        || field
            .split(',')
            .enumerate()
            .all(|(at, part)| is_flag(at, part))
}

fn is_flag(at: usize, part: &str) -> bool {
    let part = part.trim_matches(' ');
    let word = unquote(part);
    // Source 1 begins the column with a comma, so its first part is empty.
    (part.is_empty() && at == 0)
        || (!word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

fn unquote(part: &str) -> &str {
    part.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(part)
}

/// The flags of a field as words.
pub(super) fn split(field: &str) -> impl Iterator<Item = &str> {
    field
        .split(',')
        .map(|part| unquote(part.trim_matches(' ')))
        .filter(|word| !word.is_empty())
}

/// Sets of flags, each kept once: a list of thousands of names has some dozens
/// of different sets.
#[derive(Debug, Clone, Default)]
pub(super) struct FlagSets {
    sets: Vec<BTreeSet<String>>,
    by_text: HashMap<String, u32>,
    /// Fields as they were written, each at the place that its key leads to: a
    /// look here costs a tenth of one in the map. Whoever makes many fields that
    /// lead to one place gains nothing but that the map is asked.
    near: Vec<Near>,
}

/// A field as it was written, with its blanks.
#[derive(Debug, Clone, Default)]
struct Near {
    field: Box<[u8]>,
    known: Known,
}

/// A set that is known, of a field that was seen before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The set's number.
    pub(super) number: u32,
    /// Where in the field the flags stand, without the blanks around them.
    pub(super) text: Range<usize>,
}

/// The places for [`FlagSets::near`].
const PLACES: usize = 256;

/// The place that a key leads to, by its highest bits.
fn place(key: u64) -> usize {
    (key >> (u64::BITS - PLACES.ilog2())) as usize
}

impl FlagSets {
    /// The number of the set that `field` holds, which is all that stands
    /// between two separators.
    pub(super) fn intern(&mut self, field: &str) -> u32 {
        let number = self.number(field.trim_matches([' ', '\t']));
        // Where there are none, all places are one that no field is.
        self.near.resize(PLACES, Near::default());
        self.near[place(words::key(field.as_bytes()))] = Near {
            field: field.as_bytes().into(),
            known: Known {
                number,
                text: trimmed(field.as_bytes(), 0, field.len()),
            },
        };
        number
    }

    fn number(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.by_text.get(text) {
            return known;
        }
        let number = self.sets.len() as u32;
        // One by one: a handful is not worth being sorted before.
        let mut set = BTreeSet::new();
        set.extend(split(text).map(str::to_owned));
        self.sets.push(set);
        self.by_text.insert(text.to_owned(), number);
        number
    }

    /// The set of a field of which it is known at once, with `key` from
    /// [`words`]. A field of which it is not may have one all the same.
    pub(super) fn known(&self, field: &[u8], key: u64) -> Option<Known> {
        let near = self.near.get(place(key))?;
        (!field.is_empty() && *near.field == *field).then(|| near.known.clone())
    }

    /// The set of that number. Numbers come from [`FlagSets::intern`] of the
    /// same value; any other has no set.
    pub(super) fn get(&self, number: u32) -> Option<&BTreeSet<String>> {
        self.sets.get(number as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_flag_list_are_recognised() {
        for field in ["", "   ", r#", "sv", "rep""#, "sv, rep", " a ", r#", "a""#] {
            assert!(is_flags(field), "{field:?}");
        }
    }

    #[test]
    fn prose_is_not_a_flag_list() {
        for field in [
            "Always allow",
            "sv,, rep",
            "sv; rep",
            "a, b c",
            "a, \"b",
            "é",
        ] {
            assert!(!is_flags(field), "{field:?}");
        }
    }

    #[test]
    fn equal_fields_share_a_set() {
        let mut sets = FlagSets::default();
        let first = sets.intern(r#", "sv", "rep" "#);
        assert_eq!(first, sets.intern(r#", "sv", "rep""#));
        assert_ne!(first, sets.intern("sv"));
        let words: Vec<_> = sets.get(first).expect("interned").iter().collect();
        assert_eq!(words, ["rep", "sv"]);
    }
}
