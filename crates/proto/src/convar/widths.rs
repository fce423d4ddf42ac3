//! How wide a list's columns are. They are minimum widths, so they never say
//! where a field ends; but they say where a swallowed name begins, and which
//! of several fields can be the flags.

use super::lines::separators;

/// How many rows the widths of the columns are learned from.
const SAMPLE_ROWS: usize = 256;

/// Name columns wider than this are not counted when the width is learned.
const WIDEST: usize = 256;

/// How wide the columns of one list are at least, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Widths {
    /// What most names are padded to; 0 if nothing is known.
    pub(super) name: usize,
    /// The narrowest flags field seen in a row that leaves no doubt.
    pub(super) flags: usize,
}

impl Widths {
    /// Learns how wide the columns of this list are, from its first rows: most
    /// names are shorter than their column, so the commonest width is the
    /// column's; flags are taken from rows with exactly three separators, where
    /// there is no doubt about which field is which.
    pub(super) fn learn(list: &str) -> Self {
        let mut seen = [0u16; WIDEST + 1];
        let mut narrowest = None;
        let rows = list.split('\n').filter_map(|line| {
            let mut colons = separators(line, 0);
            let at = [colons.next()?, colons.next()?, colons.next()?];
            Some((at, colons.next().is_none()))
        });
        for ([name, value, flags], certain) in rows.take(SAMPLE_ROWS) {
            if let Some(count) = seen.get_mut(name - 1) {
                *count += 1;
            }
            if certain {
                let width = (flags - value).saturating_sub(3);
                narrowest = Some(narrowest.map_or(width, |least: usize| least.min(width)));
            }
        }
        let commonest = seen
            .iter()
            .enumerate()
            .skip(1)
            .max_by_key(|&(_, count)| count);
        Self {
            name: commonest
                .filter(|&(_, count)| *count > 0)
                .map_or(0, |(width, _)| width),
            flags: narrowest.unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_learned_in_spite_of_long_fields_and_noise() {
        let list = "a          : 1        : , \"sv\"     : x\n\
                    a_name_that_is_longer : 1        : , \"sv\", \"rep\", \"nf\" : x\n\
                    Ann: is : here\n\
                    b          : cmd      :            : of : these : some\n";
        let widths = Widths::learn(list);
        assert_eq!(
            widths,
            Widths {
                name: 10,
                flags: 10
            }
        );
    }

    #[test]
    fn nothing_is_learned_from_no_list() {
        assert_eq!(Widths::learn("hello : world\n"), Widths::default());
    }
}
