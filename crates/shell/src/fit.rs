//! How what was typed fits a name: the question behind each Tab.

/// A way in which a typed text can fit, without regard to ASCII case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// The name begins so.
    Begins,
    /// The text stands somewhere in the name: `gravity` in `sv_gravity`.
    Holds,
    /// It is made of beginnings of the name's parts, in order: `svgr`.
    Parts,
    /// Its letters stand in the name in order.
    Letters,
}

impl Fit {
    /// All of them, the narrowest first: a wider one is asked for only where
    /// nothing fits more narrowly.
    pub(crate) const ALL: [Fit; 4] = [Fit::Begins, Fit::Holds, Fit::Parts, Fit::Letters];

    /// Whether `typed` fits `name` in this way.
    pub(crate) fn takes(self, name: &str, typed: &str) -> bool {
        let (name, typed) = (name.as_bytes(), typed.as_bytes());
        match self {
            Fit::Begins => begins(name, typed),
            Fit::Holds => holds(name, typed),
            Fit::Parts => by_parts(name, typed),
            Fit::Letters => letters(name, typed),
        }
    }
}

fn begins(name: &[u8], typed: &[u8]) -> bool {
    name.get(..typed.len())
        .is_some_and(|front| front.eq_ignore_ascii_case(typed))
}

fn holds(name: &[u8], typed: &[u8]) -> bool {
    let Some(first) = typed.first() else {
        return true;
    };
    name.windows(typed.len())
        .any(|window| window[0].eq_ignore_ascii_case(first) && window.eq_ignore_ascii_case(typed))
}

fn letters(name: &[u8], typed: &[u8]) -> bool {
    let mut left = name.iter();
    typed
        .iter()
        .all(|letter| left.any(|other| other.eq_ignore_ascii_case(letter)))
}

/// Names longer than this are not taken by their parts, in bytes.
const LONGEST: usize = 128;

/// Whether `typed` can be read as beginnings of parts of `name`, in order. The
/// places in the name at which the letters so far can end are kept as bits.
fn by_parts(name: &[u8], typed: &[u8]) -> bool {
    if name.len() > LONGEST || typed.len() > name.len() || !letters(name, typed) {
        return false;
    }
    let mut starts = 0_u128;
    for at in 0..name.len() {
        starts |= u128::from(is_start(name, at)) << at;
    }
    // Before the first letter, any part may be the one that it begins.
    let mut ends: Option<u128> = None;
    for letter in typed {
        let mut same = 0_u128;
        for (at, other) in name.iter().enumerate() {
            same |= u128::from(other.eq_ignore_ascii_case(letter)) << at;
        }
        let next = match ends {
            None => starts,
            Some(0) => return false,
            // The letter behind, or the beginning of any later part.
            Some(ends) => {
                let first = 1_u128 << ends.trailing_zeros();
                (ends << 1) | (starts & !(first | (first - 1)))
            }
        };
        ends = Some(next & same);
    }
    ends != Some(0)
}

/// Whether a part of the name begins here: the first letter, one behind what
/// is none, a capital behind a small one.
fn is_start(name: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| name.get(before));
    match (before, name.get(at)) {
        (None, _) => true,
        (Some(before), Some(this)) => {
            this.is_ascii_alphanumeric() && !before.is_ascii_alphanumeric()
                || this.is_ascii_uppercase() && !before.is_ascii_uppercase()
        }
        (_, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn narrowest(name: &str, typed: &str) -> Option<Fit> {
        Fit::ALL.into_iter().find(|fit| fit.takes(name, typed))
    }

    #[test]
    fn the_narrowest_way_is_the_one_that_counts() {
        for (name, typed, fit) in [
            ("sv_gravity", "SV_", Some(Fit::Begins)),
            ("sv_gravity", "", Some(Fit::Begins)),
            ("sv_gravity", "Gravity", Some(Fit::Holds)),
            ("sv_gravity", "svgr", Some(Fit::Parts)),
            ("KickPlayer", "kipl", Some(Fit::Parts)),
            ("mp_time_limit", "mptl", Some(Fit::Parts)),
            ("a_bab_bac", "abac", Some(Fit::Parts)),
            ("server.hostname", "sh", Some(Fit::Parts)),
            ("sv_gravity", "svy", Some(Fit::Letters)),
            ("sv_gravity", "vs", None),
            ("sv", "svx", None),
            ("kick", "kickall", None),
        ] {
            assert_eq!(narrowest(name, typed), fit, "{typed} in {name}");
        }
    }

    proptest! {
        #[test]
        fn each_way_takes_what_the_one_before_takes(name in "[abAB_]{0,12}", typed in "[ab_]{0,5}") {
            let takes = |fit: Fit| fit.takes(&name, &typed);
            prop_assert!(!takes(Fit::Begins) || takes(Fit::Holds));
            prop_assert!(!takes(Fit::Begins) || takes(Fit::Parts));
            prop_assert!(!takes(Fit::Holds) || takes(Fit::Letters));
            prop_assert!(!takes(Fit::Parts) || takes(Fit::Letters));
        }
    }
}
