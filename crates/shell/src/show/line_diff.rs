//! Where two texts differ, line by line.

/// A line of one text, of the other, or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edit<'a> {
    /// It stands in both.
    Same(&'a str),
    /// The first text has it.
    Gone(&'a str),
    /// The second text has it.
    New(&'a str),
}

/// The most pairs of lines that are compared: a second text that differs in
/// more than that is better read whole.
const MOST_PAIRS: usize = 4_000_000;

/// How `new` comes from `old`, by the fewest lines. Nothing where finding out
/// would take too long.
pub(crate) fn diff<'a>(old: &[&'a str], new: &[&'a str]) -> Option<Vec<Edit<'a>>> {
    let alike = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(new).take_while(alike).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(alike)
        .count();
    let old_middle = &old_rest[..old_rest.len() - tail];
    let new_middle = &new_rest[..new_rest.len() - tail];
    let mut edits: Vec<Edit<'a>> = old[..head].iter().map(|line| Edit::Same(line)).collect();
    edits.extend(middle(old_middle, new_middle)?);
    edits.extend(
        old_rest[old_rest.len() - tail..]
            .iter()
            .map(|line| Edit::Same(line)),
    );
    Some(edits)
}

/// By the longest common subsequence, in the textbook's way.
fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Option<Vec<Edit<'a>>> {
    let columns = new.len() + 1;
    let cells = (old.len() + 1).checked_mul(columns)?;
    if cells > MOST_PAIRS {
        return None;
    }
    let mut longest = vec![0_u32; cells];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * columns + j] = if old[i] == new[j] {
                longest[(i + 1) * columns + j + 1] + 1
            } else {
                longest[(i + 1) * columns + j].max(longest[i * columns + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut edits = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            edits.push(Edit::Same(old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || i < old.len() && longest[(i + 1) * columns + j] >= longest[i * columns + j + 1]
        {
            edits.push(Edit::Gone(old[i]));
            i += 1;
        } else {
            edits.push(Edit::New(new[j]));
            j += 1;
        }
    }
    Some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (old.split(' ').collect(), new.split(' ').collect());
        let edits = diff(&old, &new).unwrap();
        let sign = |edit: &Edit<'_>| match edit {
            Edit::Same(line) => format!("={line}"),
            Edit::Gone(line) => format!("-{line}"),
            Edit::New(line) => format!("+{line}"),
        };
        edits.iter().map(sign).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines_that_stay_are_found() {
        assert_eq!(shown("a b c", "a b c"), "=a =b =c");
        assert_eq!(shown("a b c", "a x c"), "=a -b +x =c");
        assert_eq!(shown("a b c d", "b c d e"), "-a =b =c =d +e");
        assert_eq!(shown("a", "b a"), "+b =a");
        assert_eq!(shown("a a b", "a b"), "=a -a =b");
    }

    #[test]
    fn both_texts_come_out_again() {
        let (old, new) = ("a b c a b b a".split(' '), "c b a b a c".split(' '));
        let (old, new): (Vec<&str>, Vec<&str>) = (old.collect(), new.collect());
        let edits = diff(&old, &new).unwrap();
        let side = |of_new: bool| -> Vec<&str> {
            let kept = edits.iter().filter_map(|edit| match edit {
                Edit::Same(line) => Some(*line),
                Edit::Gone(line) => (!of_new).then_some(*line),
                Edit::New(line) => of_new.then_some(*line),
            });
            kept.collect()
        };
        assert_eq!((side(false), side(true)), (old, new));
        let (old, new) = (vec!["a"; 3000], vec!["b"; 3000]);
        assert!(diff(&old, &new).is_none());
        let same = vec!["a"; 100_000];
        assert_eq!(diff(&same, &same).map(|edits| edits.len()), Some(100_000));
    }
}
