//! The flags column: `, "sv", "cheat"` on Source 1, `sv, cheat` on CS2.

use std::collections::{BTreeSet, HashMap};

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
    /// The texts of the sets, by their numbers.
    texts: Vec<Box<str>>,
    /// Numbers of sets, each at the place that its text leads to: a look here
    /// costs a tenth of one in the map. Whoever makes many texts that lead to
    /// one place gains nothing but that the map is asked.
    near: Vec<u32>,
}

/// The places for [`FlagSets::near`].
const PLACES: usize = 256;

/// The place that a text leads to.
fn place(text: &str) -> usize {
    let sum = text.bytes().fold(text.len(), |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    sum % PLACES
}

impl FlagSets {
    /// The number of the set that `field` holds.
    pub(super) fn intern(&mut self, field: &str) -> u32 {
        let field = field.trim_matches(' ');
        if let Some(&known) = self.by_text.get(field) {
            self.near[place(field)] = known;
            return known;
        }
        let number = self.sets.len() as u32;
        // One by one: a handful is not worth being sorted before.
        let mut set = BTreeSet::new();
        set.extend(split(field).map(str::to_owned));
        self.sets.push(set);
        self.by_text.insert(field.to_owned(), number);
        self.texts.push(field.into());
        self.near.resize(PLACES, number);
        self.near[place(field)] = number;
        number
    }

    /// The number of a set of which it is known at once, and without blanks
    /// around its text. A field of which it is not may have one all the same.
    pub(super) fn known(&self, field: &str) -> Option<u32> {
        let number = *self.near.get(place(field))?;
        let text = self.texts.get(number as usize)?;
        (**text == *field).then_some(number)
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
