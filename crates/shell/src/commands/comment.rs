//! Lines that a script skips.

/// Whether a script skips this line: `#`, or `//` and then a blank or nothing
/// (`//calculate` is a command of some Minecraft servers).
pub(crate) fn is_comment(line: &[u8]) -> bool {
    match line.trim_ascii() {
        [b'#', ..] | [b'/', b'/'] => true,
        [b'/', b'/', next, ..] => next.is_ascii_whitespace(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_those_of_the_manual() {
        for comment in ["#", "#x", "# x", "//", "// x", "//\tx", "  # x", "// "] {
            assert!(is_comment(comment.as_bytes()), "{comment:?}");
        }
        for command in ["//calculate 1+1", "/ /x", "/x", "say # x", "///", ""] {
            assert!(!is_comment(command.as_bytes()), "{command:?}");
        }
    }
}
