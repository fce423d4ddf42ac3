//! The parsed list: one buffer of text, and where the fields stand in it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;
use std::slice;

use super::flags::FlagSets;

/// One variable or command of a `cvarlist`. Made by [`CvarList::iter`] and
/// [`CvarList::get`], whose [module](super) has an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Convar<'a> {
    /// The name as the console printed it, control characters included.
    pub name: &'a str,
    /// The value column.
    pub value: Value<'a>,
    /// The flags in the console's own abbreviations, such as `cheat` or `rep`.
    pub flags: &'a BTreeSet<String>,
    /// The help text; empty if there is none.
    pub description: &'a str,
}

/// The value column of a row. See [`ListStyle::values_are_exact`] before it is
/// shown as a variable's value.
///
/// ```
/// use rcon_proto::CvarList;
/// use rcon_proto::convar::Value;
///
/// let list = CvarList::parse(b"a : 1.5 : sv : \nb : true : sv : \nquit : cmd : : \n");
/// let values: Vec<_> = list.iter().map(|entry| entry.value).collect();
/// assert_eq!(values, [Value::Number("1.5"), Value::Text("true"), Value::Command]);
/// assert_eq!(values[2].as_str(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number, as printed.
    Number(&'a str),
    /// Any other text, such as CS2's `true`; may be empty.
    Text(&'a str),
    /// `cmd`: a command, which has no value.
    Command,
}

impl<'a> Value<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        if text == "cmd" {
            Self::Command
        } else if is_number(text) {
            Self::Number(text)
        } else {
            Self::Text(text)
        }
    }

    /// The text of the column; nothing for a command.
    pub fn as_str(self) -> Option<&'a str> {
        match self {
            Self::Number(text) | Self::Text(text) => Some(text),
            Self::Command => None,
        }
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    // `parse` takes `inf` and `nan` for numbers as well; a console means words.
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok()
}

/// Which console printed a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum ListStyle {
    /// Source 1 and Garry's Mod: quoted flags; every value is printed as a
    /// number, so a text variable such as `hostname` shows 0.
    #[default]
    Source,
    /// CS2: bare flags; values are what they are.
    Cs2,
    /// `GoldSrc`: values are numbers, and there are no descriptions.
    GoldSrc,
}

impl ListStyle {
    /// Whether the value column can be shown as the variable's value. Where
    /// it cannot, a `0` may stand for any text.
    ///
    /// ```
    /// use rcon_proto::CvarList;
    ///
    /// let source = CvarList::parse(b"hostname : 0 : , \"sv\" : The server's name.\n");
    /// assert!(!source.style().values_are_exact());
    /// ```
    pub fn values_are_exact(self) -> bool {
        matches!(self, Self::Cs2)
    }
}

/// Where an entry's fields stand in the list's text. `u32` is enough: the
/// text is bounded.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: Range<u32>,
    pub(super) value: Range<u32>,
    pub(super) flags: u32,
    pub(super) description: Range<u32>,
}

/// What `cvarlist` printed, in its order; duplicates are kept.
///
/// Made by [`CvarList::parse`]. It borrows the text that it was read from, so the
/// list of a whole game costs a handful of allocations and no copy;
/// [`CvarList::into_owned`] gives one that keeps the text.
///
/// ```
/// use rcon_proto::CvarList;
///
/// let list = CvarList::parse(b"mp_limit : 5 : , \"sv\" : How many.\nquit : cmd : : Ends it.\n");
/// for entry in &list {
///     println!("{}: {}", entry.name, entry.description);
/// }
/// assert_eq!(list.iter().map(|entry| entry.name).collect::<Vec<_>>(), ["mp_limit", "quit"]);
/// // No footer said how many there are.
/// assert_eq!((list.len(), list.announced(), list.is_complete()), (2, None, false));
/// ```
#[derive(Clone, Default)]
pub struct CvarList<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) entries: Vec<Entry>,
    pub(super) sets: FlagSets,
    pub(super) announced: Option<usize>,
    pub(super) style: ListStyle,
    pub(super) overflowed: bool,
}

impl CvarList<'_> {
    /// The same list with a copy of the text, to be kept when the reply is not.
    ///
    /// ```
    /// use rcon_proto::CvarList;
    ///
    /// fn list_of(reply: Vec<u8>) -> CvarList<'static> {
    ///     CvarList::parse(&reply).into_owned()
    /// }
    /// assert_eq!(list_of(b"quit : cmd : : Ends it.\n".to_vec()).len(), 1);
    /// ```
    pub fn into_owned(self) -> CvarList<'static> {
        CvarList {
            text: Cow::Owned(self.text.into_owned()),
            entries: self.entries,
            sets: self.sets,
            announced: self.announced,
            style: self.style,
            overflowed: self.overflowed,
        }
    }

    /// How many entries were found.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no entry was found: what was parsed is not a list, or one of
    /// nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries the footer says there are, if there was a footer.
    pub fn announced(&self) -> Option<usize> {
        self.announced
    }

    /// Whether as many entries were found as the footer says. False for a
    /// list that was cut off.
    pub fn is_complete(&self) -> bool {
        !self.overflowed && self.announced == Some(self.entries.len())
    }

    /// Which console printed the list.
    pub fn style(&self) -> ListStyle {
        self.style
    }

    /// The entries in the order of the list.
    pub fn iter(&self) -> Iter<'_> {
        self.into_iter()
    }

    /// The first entry of that name. Names differ in ASCII case only by
    /// mistake, and consoles ignore it; an exact match is preferred. Time
    /// linear in the number of entries.
    pub fn get(&self, name: &str) -> Option<Convar<'_>> {
        self.iter().find(|entry| entry.name == name).or_else(|| {
            self.iter()
                .find(|entry| entry.name.eq_ignore_ascii_case(name))
        })
    }

    pub(super) fn view(&self, entry: &Entry) -> Convar<'_> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        Convar {
            name: slice(&self.text, &entry.name),
            value: Value::of(slice(&self.text, &entry.value)),
            flags: self.sets.get(entry.flags).unwrap_or(&NONE),
            description: slice(&self.text, &entry.description),
        }
    }
}

/// The part of a list's text.
pub(super) fn slice<'a>(text: &'a str, range: &Range<u32>) -> &'a str {
    text.get(range.start as usize..range.end as usize)
        .unwrap_or_default()
}

impl fmt::Debug for CvarList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CvarList")
            .field("style", &self.style)
            .field("announced", &self.announced)
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// The entries of a list, in its order; made by [`CvarList::iter`].
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    list: &'a CvarList<'a>,
    entries: slice::Iter<'a, Entry>,
}

impl<'a> Iterator for Iter<'a> {
    type Item = Convar<'a>;

    fn next(&mut self) -> Option<Convar<'a>> {
        self.entries.next().map(|entry| self.list.view(entry))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entries.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}
impl FusedIterator for Iter<'_> {}

impl<'a> IntoIterator for &'a CvarList<'_> {
    type Item = Convar<'a>;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        Iter {
            list: self,
            entries: self.entries.iter(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_column_tells_numbers_from_words() {
        for number in ["0", "-1", "0.250", "+3", "1e3", ".5"] {
            assert_eq!(Value::of(number), Value::Number(number));
        }
        for text in ["", "true", "inf", "nan", "1|3;x", "-", "--1", "1,5"] {
            assert_eq!(Value::of(text), Value::Text(text));
        }
        assert_eq!(Value::of("cmd"), Value::Command);
    }
}
