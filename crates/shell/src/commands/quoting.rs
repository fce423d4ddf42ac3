//! How the words of a `!` command are quoted: as in the shell that people of
//! the platform know, so that a path can be typed as it is written there.
//!
//! On Unix that is `sh`: a backslash takes the meaning from what follows it.
//! On Windows a backslash stands between folders, and nothing else; double
//! quotes keep blanks in a word, as in `cmd`, and single ones around a whole
//! word do, as in PowerShell.

/// A platform's way of quoting words, and of writing paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// As in `sh`.
    Unix,
    /// As in `cmd` and PowerShell.
    Windows,
}

/// The word that a text ends in, with nothing behind it that would end the
/// word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OpenWord {
    /// Where it starts, in bytes, its quote included.
    pub start: usize,
    /// What it says so far, without quotes.
    pub text: String,
    /// The quote that is not closed yet.
    pub quote: Option<char>,
    /// It ends in a backslash that waits for what it is to quote.
    waits: bool,
}

impl Quoting {
    /// That of the platform this was built for.
    pub(crate) const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else {
        Self::Unix
    };

    /// The words of a text. `None` if a quote is not closed.
    pub(crate) fn split(self, text: &str) -> Option<Vec<String>> {
        let (mut words, last) = self.words(text);
        match last {
            Some(word) if word.quote.is_some() || word.waits => None,
            last => {
                words.extend(last.map(|word| word.text));
                Some(words)
            }
        }
    }

    /// The words that have ended, and the one that the text ends in.
    pub(crate) fn words(self, text: &str) -> (Vec<String>, Option<OpenWord>) {
        let mut words = Vec::new();
        let mut open: Option<OpenWord> = None;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let Some(word) = &mut open else {
                if c.is_whitespace() {
                    continue;
                }
                if c == '#' && self == Self::Unix {
                    // A comment, up to the end of its line.
                    while chars.next_if(|(_, c)| *c != '\n').is_some() {}
                    continue;
                }
                let mut word = OpenWord {
                    start: at,
                    ..OpenWord::default()
                };
                self.take(&mut word, c, true, chars.peek().map(|next| next.1));
                open = Some(word);
                continue;
            };
            if c.is_whitespace() && word.quote.is_none() && !word.waits {
                words.extend(open.take().map(|word| word.text));
                continue;
            }
            let next = chars.peek().map(|next| next.1);
            self.take(word, c, false, next);
        }
        (words, open)
    }

    /// One more character of a word; `next` is what comes behind it.
    fn take(self, word: &mut OpenWord, c: char, first: bool, next: Option<char>) {
        if std::mem::take(&mut word.waits) {
            if word.quote == Some('"') && !"$`\"\\\n".contains(c) {
                word.text.push('\\');
            }
            // A line that goes on.
            if c != '\n' {
                word.text.push(c);
            }
            return;
        }
        match (self, word.quote, c) {
            (Self::Unix, None | Some('"'), '\\') => word.waits = true,
            (Self::Unix, None, '\'') | (_, None, '"') => word.quote = Some(c),
            (Self::Windows, None, '\'') if first => word.quote = Some(c),
            // An apostrophe is one, but at the end of the word.
            (Self::Windows, Some('\''), '\'') if next.is_some_and(|c| !c.is_whitespace()) => {
                word.text.push(c);
            }
            (_, Some(quote), c) if c == quote => word.quote = None,
            _ => word.text.push(c),
        }
    }

    /// A text as a word, or what of one stands behind a quote that is open
    /// already. With `more` it is a beginning, which more is to follow. `None`
    /// if it cannot be written so.
    pub(crate) fn quote(self, text: &str, open: Option<char>, more: bool) -> Option<String> {
        if let (Self::Unix, None) = (self, open) {
            let special = |c: char| c.is_whitespace() || "\"'\\".contains(c);
            return Some(escaped(text, |at, c| special(c) || at == 0 && c == '#'));
        }
        let needed = text.contains(char::is_whitespace) || text.starts_with('\'');
        let quote = open.or(needed.then_some('"'));
        let Some(quote) = quote else {
            return Some(text.to_owned());
        };
        let inner = match (self, quote) {
            (Self::Unix, '"') => escaped(text, |_, c| "$`\"\\".contains(c)),
            _ if text.contains(quote) => return None,
            _ => text.to_owned(),
        };
        let before = if open.is_none() { "\"" } else { "" };
        let after = if more { "" } else { &quote.to_string() };
        Some(format!("{before}{inner}{after}"))
    }

    /// Whether this separates the names in a path.
    pub(crate) fn is_separator(self, c: char) -> bool {
        c == '/' || self == Self::Windows && c == '\\'
    }
}

/// A text with a backslash in front of some of its characters.
fn escaped(text: &str, special: impl Fn(usize, char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if special(at, c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn windows(text: &str) -> Vec<String> {
        Quoting::Windows.split(text).unwrap()
    }

    #[test]
    fn a_backslash_stays_where_it_stands_between_folders() {
        assert_eq!(windows(r"Z:\logs\t.txt"), [r"Z:\logs\t.txt"]);
        assert_eq!(windows(r"\\host\share\ x"), [r"\\host\share\", "x"]);
        assert_eq!(windows(r#""C:\My Files\" b"#), [r"C:\My Files\", "b"]);
        assert_eq!(windows(r#"C:\"My Files"\a"#), [r"C:\My Files\a"]);
        assert_eq!(windows(r"'C:\My Files\it's' x"), [r"C:\My Files\it's", "x"]);
        assert_eq!(windows("it's #1 ''"), ["it's", "#1", ""]);
        assert_eq!(Quoting::Windows.split("\"a b"), None);
        assert_eq!(Quoting::Windows.split("'a b"), None);
    }

    #[test]
    fn unix_reads_it_as_its_shell_does() {
        let unix = |text: &str| Quoting::Unix.split(text);
        let words = |words: &[&str]| Some(words.iter().map(|w| (*w).to_owned()).collect());
        assert_eq!(unix(r"a\ b 'c d' e"), words(&["a b", "c d", "e"]));
        assert_eq!(unix(r#""a \"b\" \c" d"#), words(&[r#"a "b" \c"#, "d"]));
        assert_eq!(unix("a # b"), words(&["a"]));
        assert_eq!(unix("a#b"), words(&["a#b"]));
        assert_eq!(unix("''"), words(&[""]));
        for open in ["'a", "\"a", "a\\"] {
            assert_eq!(unix(open), None, "{open}");
        }
    }

    #[test]
    fn the_word_at_the_end_is_the_one_being_typed() {
        let (words, word) = Quoting::Windows.words(r#"!run "C:\My Fi"#);
        assert_eq!(words, ["!run"]);
        let word = word.unwrap();
        assert_eq!((word.start, word.text.as_str()), (5, r"C:\My Fi"));
        assert_eq!(word.quote, Some('"'));
        assert_eq!(Quoting::Unix.words("!run ").1, None);
    }

    proptest! {
        #[test]
        fn words_are_those_of_a_unix_shell(text in "[ab'\"\\\\ #\n]{0,12}") {
            prop_assert_eq!(Quoting::Unix.split(&text), shlex::split(&text));
        }

        #[test]
        fn what_is_quoted_is_read_back(text in "[a-c'\\\\ #$/ü]{1,12}") {
            for quoting in [Quoting::Unix, Quoting::Windows] {
                let quoted = quoting.quote(&text, None, false).unwrap();
                prop_assert_eq!(quoting.split(&quoted), Some(vec![text.clone()]), "{}", quoted);
                let rest = quoting.quote(&text, Some('"'), false).unwrap();
                prop_assert_eq!(quoting.split(&format!("\"{rest}")), Some(vec![text.clone()]));
            }
        }
    }
}
