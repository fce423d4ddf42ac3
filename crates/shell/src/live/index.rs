//! Where passwords stand in a text, however many there are: a fleet of
//! thousands may have one each.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use rcon_proto::Password;

use super::forms::{self, Form, SHORT};
use super::{Of, REDACTED};

use crate::order;

/// Words of the program's own sentences; see
/// [`redact_sentence`](super::redact_sentence).
const OUR_WORDS: [&str; 30] = [
    "address",
    "after",
    "answer",
    "argument",
    "command",
    "config",
    "connect",
    "connection",
    "console",
    "error",
    "exit",
    "file",
    "game",
    "line",
    "login",
    "name",
    "passwd",
    "password",
    "port",
    "profile",
    "prompt",
    "rcon",
    "rcon-shell",
    "redacted",
    "refused",
    "reply",
    "sent",
    "server",
    "shell",
    "timeout",
];

/// The passwords by the first two bytes of each of their forms.
#[derive(Default)]
pub(super) struct Index {
    passwords: Vec<Known>,
    by_pair: HashMap<[u8; 2], Vec<FormOf>>,
    /// A bit for each pair that is there: a quick look, as nearly none is.
    pairs: Vec<u64>,
    /// Those of one byte.
    single: Vec<usize>,
    longest: usize,
}

struct Known {
    password: Password,
    forms: Vec<Form>,
    ours: bool,
}

/// A password, and which of its forms; the first is itself.
#[derive(Clone, Copy)]
struct FormOf {
    password: usize,
    form: usize,
}

impl Index {
    pub(super) fn add(&mut self, password: &Password) {
        let known = |it: &Known| it.password == *password;
        if password.is_empty() || self.passwords.iter().any(known) {
            return;
        }
        let bytes = password.expose();
        let at = self.passwords.len();
        let lower = bytes.to_ascii_lowercase();
        self.passwords.push(Known {
            password: password.clone(),
            forms: forms::of(bytes),
            ours: OUR_WORDS.iter().any(|word| word.as_bytes() == lower),
        });
        if let [_] = bytes {
            self.single.push(at);
        }
        for form in 0..=self.passwords[at].forms.len() {
            let place = FormOf { password: at, form };
            let (form, _) = self.form(place);
            let length = form.len();
            if let [first, second, ..] = *form {
                self.by_pair.entry([first, second]).or_default().push(place);
                self.pairs.resize(1 << 10, 0);
                let bit = usize::from(u16::from_be_bytes([first, second]));
                self.pairs[bit / 64] |= 1 << (bit % 64);
            }
            self.longest = self.longest.max(length);
        }
    }

    /// Bytes of the longest form of a password.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    fn begins(&self, pair: [u8; 2]) -> bool {
        let bit = usize::from(u16::from_be_bytes(pair));
        let word = self.pairs.get(bit / 64).copied().unwrap_or(0);
        word >> (bit % 64) & 1 == 1
    }

    /// A form's bytes, and whether what encloses them goes too.
    fn form(&self, place: FormOf) -> (&[u8], bool) {
        let known = &self.passwords[place.password];
        match place.form.checked_sub(1) {
            None => (known.password.expose(), false),
            Some(at) => (&known.forms[at].bytes, known.forms[at].runs_on),
        }
    }

    /// The places of passwords, in order and apart.
    pub(super) fn find(&self, text: &[u8], of: Of) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut note = |range: Range<usize>| match found.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => found.push(range),
        };
        for at in 0..text.len() {
            let rest = &text[at..];
            let pair = rest.first_chunk::<2>().filter(|pair| self.begins(**pair));
            let places = pair.and_then(|pair| self.by_pair.get(pair));
            let single = self
                .single
                .iter()
                .map(|&password| FormOf { password, form: 0 });
            for place in places.into_iter().flatten().copied().chain(single) {
                let (form, runs_on) = self.form(place);
                let known = &self.passwords[place.password];
                if !rest.starts_with(form) || of == Of::Us && known.ours {
                    continue;
                }
                let range = at..at + form.len();
                if runs_on {
                    note(whole_run(text, range));
                } else if known.password.expose().len() >= SHORT || is_word(text, &range) {
                    note(range);
                }
            }
        }
        order::ranges(found)
    }

    /// How many bytes at the end may be the beginning of a password, or of what
    /// encloses one.
    pub(super) fn held(&self, text: &[u8]) -> usize {
        let from = text.len().saturating_sub(self.longest);
        let begins = |tail: &[u8]| {
            let starts = |place: &FormOf| self.form(*place).0.starts_with(tail);
            match *tail {
                [one] => {
                    let mut pairs = self.by_pair.keys();
                    pairs.any(|pair| pair[0] == one)
                        || self
                            .single
                            .iter()
                            .any(|&password| starts(&FormOf { password, form: 0 }))
                }
                [first, second, ..] => {
                    let places = self.by_pair.get(&[first, second]);
                    places.is_some_and(|places| places.iter().any(starts))
                }
                [] => false,
            }
        };
        let tail = (from..text.len()).find(|at| begins(&text[*at..]));
        tail.map_or(0, |at| text.len() - at)
    }

    pub(super) fn redacted<'a>(&self, text: &'a str, of: Of) -> Cow<'a, str> {
        let found = self.find(text.as_bytes(), of);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        let out = without(text.as_bytes(), &found);
        Cow::Owned(String::from_utf8_lossy(&out).into_owned())
    }
}

/// `text` with something else in the place of these ranges.
pub(super) fn without(text: &[u8], found: &[Range<usize>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    for range in found {
        out.extend_from_slice(&text[at..range.start]);
        out.extend_from_slice(REDACTED.as_bytes());
        at = range.end;
    }
    out.extend_from_slice(&text[at..]);
    out
}

/// Whether nothing that belongs to a word stands before it or behind it.
fn is_word(text: &[u8], range: &Range<usize>) -> bool {
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let before = text[..range.start].last();
    let behind = text.get(range.end);
    !before.is_some_and(in_word) && !behind.is_some_and(in_word)
}

/// Whether base64 has it, either of its alphabets.
pub(super) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte)
}

/// The base64 that the range is in.
fn whole_run(text: &[u8], range: Range<usize>) -> Range<usize> {
    let before = text[..range.start].iter().rev();
    let before = before.take_while(|it| is_digit(**it));
    let behind = text[range.end..].iter().take_while(|it| is_digit(**it));
    range.start - before.count()..range.end + behind.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(passwords: &[&str]) -> Index {
        let mut index = Index::default();
        for password in passwords {
            index.add(&Password::from(*password));
        }
        index
    }

    #[test]
    fn each_form_is_redacted() {
        let index = index(&["hunter2 !"]);
        for (text, safe) in [
            ("bad: hunter2 !.", "bad: (redacted)."),
            ("68756e7465723220 21", "68756e7465723220 21"),
            ("x68756e746572322021x", "x(redacted)x"),
            ("68 75 6e 74 65 72 32 20 21", "(redacted)"),
            ("?p=hunter2%20%21&", "?p=(redacted)&"),
            ("hunter2+%21", "(redacted)"),
            ("Basic eGh1bnRlcjIgIQ== x", "Basic (redacted) x"),
            ("hunter2 hunter2 !hunter2 !", "hunter2 (redacted)"),
        ] {
            assert_eq!(index.redacted(text, Of::Anybody), safe);
        }
    }

    #[test]
    fn a_short_one_is_a_word_of_its_own() {
        let index = index(&["a", "xyz"]);
        for (text, safe) in [
            ("a packet was answered", "(redacted) packet was answered"),
            ("wxyz xyz_ xyz.", "wxyz xyz_ (redacted)."),
        ] {
            assert_eq!(index.redacted(text, Of::Anybody), safe);
        }
    }

    #[test]
    fn our_own_words_are_no_way_to_guess_it() {
        let index = index(&["password"]);
        let text = "wrong password";
        assert_eq!(index.redacted(text, Of::Us), text);
        assert_eq!(index.redacted(text, Of::Anybody), "wrong (redacted)");
    }

    #[test]
    fn thousands_are_found_too() {
        let mut index = Index::default();
        for number in 0..500 {
            index.add(&Password::new(format!("pw-{number:05}-x")));
            index.add(&Password::from("hunter2"));
        }
        assert_eq!(index.passwords.len(), 501);
        let text = "hunter2 pw-00499-x pw-00500-x";
        let safe = "(redacted) (redacted) pw-00500-x";
        assert_eq!(index.redacted(text, Of::Us), safe);
    }
}
