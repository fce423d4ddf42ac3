//! Sorting where nobody waits for it: the standard library's own is laid out
//! anew for each type and each way of comparing, a hundred times the code of
//! this. What is sorted while a person waits for thousands of names uses that.

use std::cmp::Ordering;
use std::ops::Range;

/// Sorts; what is equal stays in its order.
pub(crate) fn sort<T>(things: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if things.len() < 2 {
        return;
    }
    let mut order: Vec<usize> = (0..things.len()).collect();
    places(&mut order, &|one, other| {
        compare(&things[one], &things[other])
    });
    let mut places: Vec<Option<T>> = std::mem::take(things).into_iter().map(Some).collect();
    let next = |place: usize| places.get_mut(place)?.take();
    *things = order.into_iter().filter_map(next).collect();
}

/// Ranges by their beginnings, those that meet as one.
pub(crate) fn ranges(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    sort(&mut ranges, |one, other| one.start.cmp(&other.start));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// Sorts texts and leaves each once.
pub(crate) fn texts(texts: &mut Vec<String>) {
    sort(texts, Ord::cmp);
    texts.dedup();
}

/// The one sort that there is.
fn places(places: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    places.sort_by(|one, other| compare(*one, *other));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(pairs: Vec<(u8, String)>) {
            let mut ours = pairs.clone();
            sort(&mut ours, |one, other| one.0.cmp(&other.0));
            let mut theirs = pairs;
            theirs.sort_by_key(|pair| pair.0);
            prop_assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn texts_are_there_once() {
        let mut words = ["b", "a", "b"].map(str::to_owned).to_vec();
        texts(&mut words);
        assert_eq!(words, ["a", "b"]);
    }
}
