//! Text of our own, broken between words.

use super::escape;

/// `text` in lines of at most `width` columns, broken at blanks. A word that is
/// wider stays whole: an address is to be copied.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        if escape::width(line) <= width {
            out.push_str(line);
            continue;
        }
        let mut used = 0;
        for word in line.split(' ') {
            let wide = escape::width(word);
            if used > 0 && used + 1 + wide > width {
                out.push('\n');
                used = 0;
            } else if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += wide;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        assert_eq!(wrap("one two three", 13), "one two three");
        assert_eq!(wrap("one two three", 12), "one two\nthree");
        assert_eq!(wrap("one two three", 3), "one\ntwo\nthree");
        assert_eq!(wrap("a 127.0.0.1:27015 b", 5), "a\n127.0.0.1:27015\nb");
        assert_eq!(wrap("a b\nc d", 1), "a\nb\nc\nd");
        assert_eq!(wrap("", 5), "");
    }
}
