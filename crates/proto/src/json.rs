//! As much of JSON as Rust speaks: objects, an array of them, and a text to be
//! written.
//!
//! This crate has no JSON library, and one game does not earn it one. What is
//! read is strict, but for one thing: an array that was cut gives the objects
//! before the cut, for a player whose object is whole is not to be lost.

use std::fmt::Write as _;

/// How deep values within a player may be nested. They are flat as far as is
/// known.
const MAX_DEPTH: usize = 16;

/// A player's fields: texts unescaped, all else as written.
pub(crate) type Object = Vec<(String, String)>;

/// A text that is one object, and nothing else.
pub(crate) fn object(text: &str) -> Option<Object> {
    let mut reader = Reader { rest: text };
    let object = reader.object(0)?;
    reader.rest.trim().is_empty().then_some(object)
}

/// A field of an object.
pub(crate) fn field<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    let found = object.iter().find(|(name, _)| name == key)?;
    Some(&found.1)
}

/// A text as JSON writes it, in quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            // Writing to a `String` does not fail.
            c if c < ' ' => drop(write!(json, "\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

/// The objects of an array, and what could not be read of it.
pub(crate) fn objects(text: &str) -> Option<(Vec<Object>, &str)> {
    let mut reader = Reader { rest: text };
    reader.take('[')?;
    let mut objects = Vec::new();
    if reader.take(']').is_some() {
        return Some((objects, reader.rest.trim()));
    }
    loop {
        let before = reader.rest;
        let Some(object) = reader.object(0) else {
            return Some((objects, before));
        };
        objects.push(object);
        let before = reader.rest;
        if reader.take(']').is_some() {
            return Some((objects, reader.rest.trim()));
        }
        if reader.take(',').is_none() {
            return Some((objects, before.trim()));
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Goes past `c` and the blanks before it.
    fn take(&mut self, c: char) -> Option<()> {
        let rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.rest = rest.strip_prefix(c)?;
        Some(())
    }

    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.rest.chars().next()
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        self.take('{')?;
        let mut fields = Vec::new();
        if self.take('}').is_some() {
            return Some(fields);
        }
        loop {
            let key = self.text()?;
            self.take(':')?;
            fields.push((key, self.value(depth)?));
            if self.take('}').is_some() {
                return Some(fields);
            }
            self.take(',')?;
        }
    }

    fn value(&mut self, depth: usize) -> Option<String> {
        match self.peek()? {
            '"' => self.text(),
            '{' | '[' if depth == MAX_DEPTH => None,
            '{' => {
                let start = self.rest;
                self.object(depth + 1)?;
                Some(self.since(start))
            }
            '[' => {
                let start = self.rest;
                self.array(depth + 1)?;
                Some(self.since(start))
            }
            _ => self.word(),
        }
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.take('[')?;
        if self.take(']').is_some() {
            return Some(());
        }
        loop {
            self.value(depth)?;
            if self.take(']').is_some() {
                return Some(());
            }
            self.take(',')?;
        }
    }

    fn since(&self, start: &'a str) -> String {
        start[..start.len() - self.rest.len()].to_owned()
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<String> {
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let known = matches!(word, "true" | "false" | "null");
        let number = word.starts_with(|c: char| c == '-' || c.is_ascii_digit())
            && word.parse::<f64>().is_ok();
        self.rest = rest;
        (known || number).then(|| word.to_owned())
    }

    fn text(&mut self) -> Option<String> {
        self.take('"')?;
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\\'])?;
            text.push_str(&self.rest[..end]);
            let quote = self.rest.as_bytes()[end] == b'"';
            self.rest = &self.rest[end + 1..];
            if quote {
                return Some(text);
            }
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(),
            _ => return None,
        })
    }

    /// `\u` and four digits, or two of them for what is past the first plane.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hex()?;
        let after = self.rest;
        if (0xd800..0xdc00).contains(&first) && self.rest.starts_with("\\u") {
            self.rest = &self.rest[2..];
            let pair = [first, self.hex()?];
            if let Some(Ok(c)) = char::decode_utf16(pair).next() {
                return Some(c);
            }
            self.rest = after;
        }
        Some(char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Option<u16> {
        let digits = self.rest.get(..4)?;
        let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = plain.then(|| u16::from_str_radix(digits, 16).ok())??;
        self.rest = &self.rest[4..];
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Object> {
        objects(text).expect("an array").0
    }

    #[test]
    fn texts_are_unescaped_and_the_rest_is_as_written() {
        let read = fields(
            r#" [ {"a":"\"\\\/\n\u00e9\ud83d\ude00\ud800x","b":-1.5e3,"c":[1,{"d":null}]} ] "#,
        );
        let expected = [
            ("a", "\"\\/\n\u{e9}\u{1f600}\u{fffd}x"),
            ("b", "-1.5e3"),
            ("c", "[1,{\"d\":null}]"),
        ];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(read, [expected.to_vec()]);
        assert!(fields("[]").is_empty());
    }

    #[test]
    fn what_is_whole_before_a_cut_is_read() {
        let (read, rest) = objects("[{\"a\":1},{\"b\":\"x").expect("an array");
        assert_eq!((read.len(), rest), (1, "{\"b\":\"x"));
    }

    #[test]
    fn what_is_quoted_is_read_again() {
        let text = "say \"a\\b\"\r\n\t\u{1}\u{7f}é\u{1f600}";
        let object = object(&format!(" {{ \"a\": {} }} ", quoted(text))).expect("an object");
        assert_eq!(field(&object, "a"), Some(text));
        assert_eq!(field(&object, "b"), None);
        assert_eq!(super::object("{} x"), None);
    }

    #[test]
    fn no_depth_is_too_deep() {
        let deep = format!("[{{\"a\":{}", "[".repeat(100_000));
        assert!(fields(&deep).is_empty());
        assert_eq!(objects("nothing"), None);
    }
}
