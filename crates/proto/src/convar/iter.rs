//! Going through a list.

use std::iter::FusedIterator;
use std::slice;

use super::list::{Convar, CvarList, Entry};

/// The entries of a list, in its order; made by [`CvarList::iter`].
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    list: &'a CvarList,
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

impl<'a> IntoIterator for &'a CvarList {
    type Item = Convar<'a>;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        Iter {
            list: self,
            entries: self.entries.iter(),
        }
    }
}
