//! Many questions in few commands.

use super::write::MAX_COMMAND;

/// The names that are asked for in one command, with `;` between them: as many as
/// fit into `limit` bytes, and into what Source's console takes. A name that
/// does not fit by itself is in none.
///
/// ```
/// use rcon_proto::settings::batches;
///
/// let names = ["sv_cheats", "sv_gravity", "sv_lan"];
/// let asked: Vec<_> = batches(&names, 21).map(|batch| batch.join(";")).collect();
/// assert_eq!(asked, ["sv_cheats;sv_gravity", "sv_lan"]);
/// ```
pub fn batches<'a, 'b>(names: &'a [&'b str], limit: usize) -> impl Iterator<Item = &'a [&'b str]> {
    let limit = limit.min(MAX_COMMAND);
    let mut rest = names;
    std::iter::from_fn(move || {
        while rest.first().is_some_and(|name| name.len() > limit) {
            rest = &rest[1..];
        }
        let mut length = 0;
        let fits = |name: &&&str| {
            length += name.len() + usize::from(length > 0);
            length <= limit
        };
        let count = rest.iter().take_while(fits).count();
        let (batch, after) = rest.split_at(count);
        rest = after;
        (!batch.is_empty()).then_some(batch)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_name_that_fits_is_asked_for_once(names in prop::collection::vec("[a-z]{1,40}", 0..100), limit in 1usize..600) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let all: Vec<&str> = batches(&names, limit).flatten().copied().collect();
            let fit: Vec<&str> = names.iter().copied().filter(|name| name.len() <= limit).collect();
            prop_assert_eq!(all, fit);
            prop_assert!(batches(&names, limit).all(|batch| batch.join(";").len() <= limit.min(MAX_COMMAND)));
        }
    }
}
