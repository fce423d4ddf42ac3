//! Several servers, as people read them: few by their names, many counted.

/// So many are few.
const MOST_NAMED: usize = 8;

/// What stands above a reply: the names, or of many that agree how many.
pub(crate) fn heading(names: &[&str], is_largest: bool, all: usize) -> String {
    if names.len() > MOST_NAMED && is_largest {
        format!("{} of {all} servers", names.len())
    } else {
        names.join(", ")
    }
}

/// Servers in a message: up to eight by name, else how many.
pub(crate) fn counted(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        few if few.len() <= MOST_NAMED => format!("{} servers ({})", few.len(), few.join(", ")),
        [first, .., last] => format!("{} servers ({first} … {last})", names.len()),
    }
}

/// The servers before a text.
pub(crate) fn several(names: &[&str]) -> String {
    match names {
        [first, .., last] if names.len() > MOST_NAMED => {
            format!("{} servers ({first} … {last})", names.len())
        }
        few => few.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_that_agree_are_counted_and_the_rest_is_named() {
        let names: Vec<String> = (0..30).map(|n| format!("s{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(heading(&names[..29], true, 30), "29 of 30 servers");
        assert_eq!(heading(&names[..2], true, 2), "s0, s1");
        assert!(heading(&names[..9], false, 30).ends_with("s7, s8"));
        assert_eq!(counted(&names[..1]), "s0");
        assert_eq!(counted(&names[..3]), "3 servers (s0, s1, s2)");
        assert_eq!(counted(&names), "30 servers (s0 … s29)");
    }

    #[test]
    fn many_are_counted() {
        assert_eq!(several(&["a", "b"]), "a, b");
        assert_eq!(several(&["s"; 30]), "30 servers (s … s)");
    }
}
