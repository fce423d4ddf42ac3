//! Who gave the same reply.

use std::collections::HashMap;

use super::reply::Reply;
use crate::order;
use crate::system::encoding::ServerEncoding;

/// A reply, and who gave it: places in the fleet, in its order.
pub(super) struct Group<'a> {
    pub(super) members: Vec<usize>,
    pub(super) reply: &'a Reply,
}

/// Equal replies together: the smallest group first, of equally large ones that
/// of the first server. What is rare is to be seen, and the rule stands last,
/// next to the prompt.
pub(super) fn groups<'a>(replies: impl Iterator<Item = (usize, &'a Reply)>) -> Vec<Group<'a>> {
    let mut found: Vec<Group<'a>> = Vec::new();
    let mut index: HashMap<(Option<&'static str>, &'a [u8]), usize> = HashMap::new();
    for (member, reply) in replies {
        let key = (reply.encoding.map(ServerEncoding::name), &*reply.bytes);
        let at = *index.entry(key).or_insert(found.len());
        match found.get_mut(at) {
            Some(group) => group.members.push(member),
            None => found.push(Group {
                members: vec![member],
                reply,
            }),
        }
    }
    // Stable: those of one size stay in the order of their first servers.
    order::sort(&mut found, |one, other| {
        one.members.len().cmp(&other.members.len())
    });
    found
}

/// The reply of more servers than any other, if there is one, and others differ.
pub(super) fn majority<'a, 'b>(groups: &'b [Group<'a>]) -> Option<&'b Group<'a>> {
    let (last, others) = groups.split_last()?;
    let most = others.last()?.members.len();
    (last.members.len() > most).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(text: &str) -> Reply {
        Reply::of_ours(text.to_owned())
    }

    fn grouped(texts: &[&str]) -> Vec<Vec<usize>> {
        let replies: Vec<Reply> = texts.iter().map(|text| reply(text)).collect();
        let found = groups(replies.iter().enumerate());
        found.into_iter().map(|group| group.members).collect()
    }

    #[test]
    fn the_smallest_group_stands_first_and_the_order_given_holds() {
        assert_eq!(grouped(&["a", "b", "a"]), [vec![1], vec![0, 2]]);
        assert_eq!(grouped(&["c", "b", "a"]), [vec![0], vec![1], vec![2]]);
        assert_eq!(
            grouped(&["a", "a", "b", "c", "b", "a"]),
            [vec![3], vec![2, 4], vec![0, 1, 5]]
        );
        assert!(grouped(&[]).is_empty());
    }

    #[test]
    fn a_majority_is_more_than_any_other() {
        let of = |texts: &[&str]| {
            let replies: Vec<Reply> = texts.iter().map(|text| reply(text)).collect();
            let found = groups(replies.iter().enumerate());
            majority(&found).map(|group| group.members.clone())
        };
        assert_eq!(of(&["a", "b", "a"]), Some(vec![0, 2]));
        assert_eq!(of(&["a", "b"]), None);
        assert_eq!(of(&["a", "a"]), None, "nobody differs");
        assert_eq!(of(&["a", "a", "b", "b", "c"]), None);
    }
}
