//! As much JSON as a request has: an object of texts and numbers.

use std::fmt::Write as _;

/// A request that the server understands: an `Identifier` that is a C# `int`,
/// and a `Message`. Anything else throws there, and nothing is answered.
pub(crate) fn request(text: &str) -> Option<(i32, String)> {
    let mut rest = text.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    let (mut id, mut message) = (0, None);
    while !rest.is_empty() {
        let (key, after) = string(rest)?;
        let after = after.trim_start().strip_prefix(':')?.trim_start();
        let after = if after.starts_with('"') {
            let (value, after) = string(after)?;
            if key == "Message" {
                message = Some(value);
            }
            after
        } else {
            let end = after.find(',').unwrap_or(after.len());
            if key == "Identifier" {
                id = after[..end].trim().parse().ok()?;
            }
            &after[end..]
        };
        let after = after.trim_start();
        rest = after.strip_prefix(',').unwrap_or(after).trim_start();
    }
    Some((id, message?))
}

fn string(text: &str) -> Option<(String, &str)> {
    let mut chars = text.strip_prefix('"')?.char_indices();
    let mut out = String::new();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, &text[at + 2..])),
            '\\' => match chars.next()?.1 {
                'n' => out.push('\n'),
                'r' => out.push('\r'),
                't' => out.push('\t'),
                'u' => {
                    let digits: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                    let code = u32::from_str_radix(&digits, 16).ok()?;
                    out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                }
                other => out.push(other),
            },
            c => out.push(c),
        }
    }
    None
}

/// A text in quotes, as Newtonsoft's writer makes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a `String` does not fail.
            c if c < ' ' => drop(write!(out, "\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read() {
        let text = r#"{"Identifier":7,"Message":"say \"a\\b\"\u0001","Name":"WebRcon"}"#;
        assert_eq!(request(text), Some((7, "say \"a\\b\"\u{1}".into())));
        assert_eq!(request(r#"{ "Message" : "x" }"#), Some((0, "x".into())));
        for none in [
            "",
            "{}",
            "x",
            r#"{"Identifier":3000000000,"Message":"x"}"#,
            "{\"a",
        ] {
            assert_eq!(request(none), None, "{none}");
        }
    }
}
