//! One alias, and its arguments in their places.

use crate::commands::Quoting;
use crate::commands::table::Command;
use crate::commands::words::split_pasted;
use crate::error::UsageError;

/// The longest line that one comes to, in bytes: far more than any server takes.
const MAX_BYTES: usize = 1 << 20;

/// A name for some lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alias {
    name: String,
    lines: Vec<String>,
}

/// What is done where the arguments are not those that an alias takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arguments {
    /// It is an error.
    Checked,
    /// What is missing is blank.
    Taken,
}

impl Alias {
    /// An alias, or why there can be none of this name or with these texts, each
    /// of which is a line, or several.
    ///
    /// # Errors
    ///
    /// What is wrong, in words.
    pub(crate) fn new(name: &str, texts: &[&str]) -> Result<Self, String> {
        if let Some(own) = Command::named(name) {
            return Err(format!(
                "{} is a command of this shell: an alias needs another name",
                own.typed()
            ));
        }
        let hazard = |c: char| c.is_whitespace() || c.is_control();
        if name.is_empty() || name.starts_with('!') || name.contains(hazard) {
            return Err(format!(
                "{name:?} cannot be an alias: no blanks, no ! in front"
            ));
        }
        let lines = texts
            .iter()
            .flat_map(|text| split_pasted(text))
            .map(|line| line.trim().to_owned());
        let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return Err(format!("the alias {name} is empty"));
        }
        Ok(Self {
            name: name.to_owned(),
            lines,
        })
    }

    /// Its name, without the mark.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// As it is typed: `!gg`.
    pub(crate) fn typed(&self) -> String {
        format!("!{}", self.name)
    }

    /// Its lines, with the places in them.
    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Its lines in one. They may hold passwords.
    pub(crate) fn meaning(&self) -> String {
        self.lines.join("; ")
    }

    /// The arguments that it takes, as they stand in its lines: `$1 $2 $*`.
    pub(crate) fn usage(&self) -> String {
        let (count, rest) = self.takes();
        let mut places: Vec<_> = (1..=count).map(|n| format!("${n}")).collect();
        places.extend(rest.then(|| "$*".to_owned()));
        places.join(" ")
    }

    /// As it is typed, with its arguments: `!gg $1`.
    pub(crate) fn synopsis(&self) -> String {
        format!("{} {}", self.typed(), self.usage())
            .trim_end()
            .to_owned()
    }

    /// The words that stand before the place of its argument at `index`, in the
    /// command that has it: what completes there completes here.
    pub(crate) fn before(&self, index: usize) -> Option<&str> {
        let place = format!("${}", index + 1);
        self.lines.iter().find_map(|line| {
            let at = line.find(&place).or_else(|| line.find("$*"))?;
            let begin = line[..at].rfind(';').map_or(0, |end| end + 1);
            Some(line[begin..at].trim_start())
        })
    }

    /// The highest numbered place, and whether there is one for all.
    fn takes(&self) -> (usize, bool) {
        let (mut count, mut rest) = (0, false);
        for line in &self.lines {
            for piece in pieces(line) {
                match piece {
                    Piece::Word(n) => count = count.max(n),
                    Piece::All => rest = true,
                    Piece::Text(_) => {}
                }
            }
        }
        (count, rest)
    }

    fn usage_error(&self, what: &str) -> UsageError {
        let (typed, synopsis) = (self.typed(), self.synopsis());
        UsageError(format!("{typed} {what} (usage: {synopsis})"))
    }

    /// Its lines with these arguments in their places.
    pub(super) fn filled(
        &self,
        given: &[u8],
        arguments: Arguments,
    ) -> Result<Vec<Vec<u8>>, UsageError> {
        let given = given.trim_ascii();
        let (count, rest) = self.takes();
        let words = match (words_of(given), arguments) {
            (Some(words), _) => words,
            // All of them are needed together, as they are.
            (None, _) if count == 0 && rest => Vec::new(),
            (None, Arguments::Checked) => {
                return Err(UsageError(format!(
                    "{}: a quote is not closed",
                    self.typed()
                )));
            }
            (None, Arguments::Taken) => given
                .split(u8::is_ascii_whitespace)
                .map(<[u8]>::to_vec)
                .collect(),
        };
        if arguments == Arguments::Checked {
            if words.len() < count {
                return Err(self.usage_error(&format!("needs ${}", words.len() + 1)));
            }
            if words.len() > count && !rest {
                return Err(self.usage_error(match count {
                    0 => "takes no arguments",
                    _ => "takes fewer arguments",
                }));
            }
        }
        let mut lines = Vec::new();
        for line in &self.lines {
            let mut filled = Vec::new();
            for piece in pieces(line) {
                match piece {
                    Piece::Text(text) => filled.extend_from_slice(text.as_bytes()),
                    Piece::All => filled.extend_from_slice(given),
                    Piece::Word(n) => {
                        filled.extend_from_slice(words.get(n - 1).map_or(&[][..], Vec::as_slice));
                    }
                }
                if filled.len() > MAX_BYTES {
                    return Err(UsageError(format!(
                        "{}: it comes to a line of more than {MAX_BYTES} bytes",
                        self.typed()
                    )));
                }
            }
            lines.push(filled);
        }
        Ok(lines)
    }
}

/// A part of an alias's line.
enum Piece<'a> {
    Text(&'a str),
    /// `$1` … `$9`.
    Word(usize),
    /// `$*`.
    All,
}

/// The parts of a line of an alias; `$$` is a `$`, and so is one before anything
/// else.
fn pieces(line: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if first != '$' {
            let end = rest.find('$').unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            rest = after;
            return Some(Piece::Text(text));
        }
        let (piece, len) = match rest.as_bytes().get(1) {
            Some(b'*') => (Piece::All, 2),
            Some(digit @ b'1'..=b'9') => (Piece::Word(usize::from(digit - b'0')), 2),
            Some(b'$') => (Piece::Text("$"), 2),
            _ => (Piece::Text("$"), 1),
        };
        rest = &rest[len..];
        Some(piece)
    })
}
/// The words of some arguments; `None` where a quote is not closed. Bytes that are
/// no text are not quoted in.
fn words_of(given: &[u8]) -> Option<Vec<Vec<u8>>> {
    let Ok(text) = std::str::from_utf8(given) else {
        let words = given.split(u8::is_ascii_whitespace);
        return Some(
            words
                .filter(|word| !word.is_empty())
                .map(<[u8]>::to_vec)
                .collect(),
        );
    };
    let words = Quoting::HERE.split(text)?;
    Some(words.into_iter().map(String::into_bytes).collect())
}
