//! A line as a console takes it apart.

use std::net::SocketAddr;

/// One command with its arguments. Bytes, because a server's encoding is its
/// own affair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'a> {
    /// The whole line, without blanks around it.
    pub(crate) line: &'a [u8],
    /// The first word.
    name: &'a [u8],
    /// What follows the first word and the blanks after it.
    pub(crate) rest: &'a [u8],
    /// Who asks.
    pub(crate) from: SocketAddr,
}

impl<'a> Call<'a> {
    pub(crate) fn new(line: &'a [u8], from: SocketAddr) -> Self {
        let line = line.trim_ascii();
        let end = line.iter().position(u8::is_ascii_whitespace);
        let (name, rest) = line.split_at(end.unwrap_or(line.len()));
        Self {
            line,
            name: unquote(name),
            rest: rest.trim_ascii_start(),
            from,
        }
    }

    /// The first word as text, without quotes.
    pub(crate) fn name(&self) -> String {
        String::from_utf8_lossy(self.name).into_owned()
    }

    /// What follows the first word as text.
    pub(crate) fn rest(&self) -> String {
        String::from_utf8_lossy(self.rest).into_owned()
    }

    /// What follows the first word, without the quotes around the whole of it.
    pub(crate) fn value(&self) -> &'a [u8] {
        unquote(self.rest)
    }

    /// What follows the first word, as Source makes a convar's value of it
    /// (`CCvarUtilities::IsCommand` of the Source SDK): less a quote in front, and
    /// then less one at the end. Those in between stay.
    pub(crate) fn setting(&self) -> &'a [u8] {
        match self.rest.strip_prefix(b"\"") {
            Some(rest) => {
                let rest = rest.trim_ascii_end();
                rest.strip_suffix(b"\"").unwrap_or(rest)
            }
            None => self.rest,
        }
    }

    /// The words after the first; quotes hold words together.
    pub(crate) fn args(&self) -> Vec<String> {
        let mut args = Vec::new();
        let (mut word, mut quoted, mut begun) = (Vec::new(), false, false);
        for &byte in self.rest {
            match byte {
                b'"' => {
                    quoted = !quoted;
                    begun = true;
                }
                b if b.is_ascii_whitespace() && !quoted => {
                    if std::mem::take(&mut begun) {
                        args.push(std::mem::take(&mut word));
                    }
                }
                b => {
                    word.push(b);
                    begun = true;
                }
            }
        }
        if begun {
            args.push(word);
        }
        let text = |arg: Vec<u8>| String::from_utf8_lossy(&arg).into_owned();
        args.into_iter().map(text).collect()
    }

    /// The commands of a line in which `;` outside quotes separates them and
    /// `//` begins a comment. Empty ones are left out.
    pub(crate) fn split(&self) -> Vec<Call<'a>> {
        let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
        let mut end = self.line.len();
        for (at, &byte) in self.line.iter().enumerate() {
            match byte {
                b'"' => quoted = !quoted,
                b';' if !quoted => {
                    parts.push(&self.line[start..at]);
                    start = at + 1;
                }
                b'/' if !quoted && begins_comment(self.line, at) => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        parts.push(&self.line[start..end]);
        let calls = parts.into_iter().map(|part| Call::new(part, self.from));
        calls.filter(|call| !call.line.is_empty()).collect()
    }
}

/// A comment begins a word: the slashes of an address do not.
fn begins_comment(line: &[u8], at: usize) -> bool {
    let first = at == 0 || line[at - 1].is_ascii_whitespace() || line[at - 1] == b';';
    first && line.get(at + 1) == Some(&b'/')
}

fn unquote(text: &[u8]) -> &[u8] {
    match text {
        [b'"', inner @ .., b'"'] if !inner.contains(&b'"') => inner,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(line: &str) -> Call<'_> {
        Call::new(line.as_bytes(), ([127, 0, 0, 1], 1).into())
    }

    #[test]
    fn a_line_is_cut_at_semicolons_outside_quotes() {
        let line = call(" say \"a;b\" ; echo c;; status // not this; quit");
        let names: Vec<_> = line.split().iter().map(Call::name).collect();
        assert_eq!(names, ["say", "echo", "status"]);
        assert_eq!(line.split()[0].value(), b"a;b");
        assert_eq!(call("echo http://x/y").split()[0].rest(), "http://x/y");
    }

    #[test]
    fn quotes_hold_words_together() {
        assert_eq!(call("kick \"a b\" c \"\"").args(), ["a b", "c", ""]);
        assert!(call("status").args().is_empty());
    }
}
