//! Equal replies of a run on many servers, once.

use std::collections::HashMap;

use crate::order;

/// Replies of a whole run on one server, and who gave the same.
#[derive(Default)]
pub(super) struct Groups {
    index: HashMap<GroupKey, usize>,
    members: Vec<Vec<usize>>,
}

/// The replies, and what their bytes mean.
pub(super) type GroupKey = (Option<&'static str>, Vec<Vec<u8>>);

impl Groups {
    /// Adds a server. How many bytes of its replies need not be kept.
    pub(super) fn add(&mut self, replies: GroupKey, server: usize) -> usize {
        let bytes = replies.1.iter().map(Vec::len).sum();
        let known = self.index.get(&replies);
        if let Some(members) = known.and_then(|at| self.members.get_mut(*at)) {
            members.push(server);
            return bytes;
        }
        self.index.insert(replies, self.members.len());
        self.members.push(vec![server]);
        0
    }

    /// Each group's servers in their order, the groups by their first ones.
    pub(super) fn in_order(mut self) -> Vec<(Vec<usize>, Vec<Vec<u8>>)> {
        let mut groups: Vec<_> = self
            .index
            .into_iter()
            .filter_map(|((_, replies), at)| {
                let mut members = std::mem::take(self.members.get_mut(at)?);
                order::sort(&mut members, Ord::cmp);
                Some((members, replies))
            })
            .collect();
        order::sort(&mut groups, |one, other| one.0.cmp(&other.0));
        groups
    }
}
