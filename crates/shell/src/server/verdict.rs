//! Whether a reply is a failure: `--strict` and `--fail-on`.

use rcon_proto::convar::rejected;
use rcon_proto::{ErrorKind, Game};

use crate::commands::secret_part;
use crate::error::Error;
use crate::request::settings::FailOn;
use crate::show::escape;
use crate::system::encoding::ServerEncoding;

/// Of a reply this much is looked through at a time, in bytes: a longer one is
/// still found, unless what is looked for is longer than half of it.
const WINDOW: usize = 1 << 20;

/// What strictness looks at of either end, in bytes.
const END: usize = 16 << 10;

/// The server answered, and the answer is a failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Rejected(String);

impl Rejected {
    /// For a reason that is found elsewhere than here.
    pub(crate) fn because(why: String) -> Self {
        Self(why)
    }
}

impl From<Rejected> for Error {
    fn from(rejected: Rejected) -> Self {
        Self::new(ErrorKind::Rejected, rejected)
    }
}

/// What is to be looked for in a reply, and what has come of it.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    strict: Option<Game>,
    fail_on: Vec<FailOn>,
    encoding: ServerEncoding,
    /// The beginning, for strictness.
    head: Vec<u8>,
    /// The newest part.
    window: Vec<u8>,
    /// Something was before it.
    cut: bool,
    found: Option<String>,
}

impl Verdict {
    /// Looks for the refusals of a game, and for these.
    pub(crate) fn new(
        strict: Option<Game>,
        fail_on: Vec<FailOn>,
        encoding: ServerEncoding,
    ) -> Self {
        Self {
            strict,
            fail_on,
            encoding,
            head: Vec::new(),
            window: Vec::new(),
            cut: false,
            found: None,
        }
    }

    /// A piece of the reply.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let room = END.saturating_sub(self.head.len());
        self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
        let most = if self.fail_on.is_empty() { END } else { WINDOW };
        for piece in bytes.chunks(most / 2) {
            if self.window.len() + piece.len() > most {
                if self.found.is_none() {
                    self.found = self.search(Until::Now);
                }
                let kept = self.window.len().saturating_sub(most / 2);
                self.cut |= kept > 0;
                self.window.drain(..kept);
            }
            self.window.extend_from_slice(piece);
        }
    }

    /// What the reply says, as far as it has come: nothing where it is as it
    /// should be.
    pub(crate) fn told(&self, command: &str) -> Option<Rejected> {
        // Its reply may repeat a password.
        let secret = secret_part(command);
        let shown = |line: &str| {
            if secret {
                String::new()
            } else {
                format!(": {}", escape::line(line, 200))
            }
        };
        if let Some(line) = self.strict.and_then(|game| self.refusal(game)) {
            return Some(Rejected(format!(
                "the server rejected the command{}",
                shown(&line)
            )));
        }
        let found = self.found.clone().or_else(|| self.search(Until::End))?;
        let (pattern, line) = found.split_once('\n').unwrap_or((&found, ""));
        Some(Rejected(format!(
            "the reply matches --fail-on {pattern:?}{}",
            shown(line)
        )))
    }

    fn refusal(&self, game: Game) -> Option<String> {
        let mut ends = self.head.clone();
        if self.head.len() == END {
            ends.push(b'\n');
            ends.extend_from_slice(&self.window[self.window.len().saturating_sub(END)..]);
        }
        let (text, _) = self.encoding.decode(&ends);
        rejected(game, text.as_bytes())
    }

    /// The first pattern that matches, and behind a newline the line where it
    /// does. The newline at the end of a reply is no part of what it says, so
    /// that `$` is the end of its last line; `^` and `$` are not where we cut.
    fn search(&self, until: Until) -> Option<String> {
        if self.fail_on.is_empty() {
            return None;
        }
        let (text, _) = self.encoding.decode(&self.window);
        let whole = match until {
            Until::Now => &*text,
            Until::End => text.trim_end_matches(['\n', '\r']),
        };
        let first = usize::from(self.cut);
        let start = whole.char_indices().nth(first).map_or(0, |(at, _)| at);
        self.fail_on.iter().find_map(|pattern| {
            let found = pattern.find(whole, start)?;
            if until == Until::Now && found.end == whole.len() {
                // Its end may be ours: looked at again with what follows.
                return None;
            }
            let start = whole[..found.start]
                .rfind('\n')
                .map_or(0, |before| before + 1);
            let line = whole[start..].lines().next().unwrap_or_default();
            Some(format!("{}\n{}", pattern.as_str(), line.trim()))
        })
    }
}

/// How far a reply has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// More is to come.
    Now,
    /// It is all there.
    End,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(strict: bool, fail_on: &[&str], pieces: &[&str]) -> Option<String> {
        let fail_on = fail_on.iter().map(|text| text.parse().unwrap()).collect();
        let strict = strict.then_some(Game::Auto);
        let mut verdict = Verdict::new(strict, fail_on, ServerEncoding::UTF_8);
        for piece in pieces {
            verdict.push(piece.as_bytes());
        }
        verdict.told("x").map(|rejected| rejected.to_string())
    }

    #[test]
    fn a_refusal_is_told_with_its_line() {
        assert_eq!(told(true, &[], &["fine\n"]), None);
        assert_eq!(
            told(true, &[], &["Unknown com", "mand \"x\"\n"]).as_deref(),
            Some("the server rejected the command: Unknown command \"x\"")
        );
        assert_eq!(told(false, &[], &["Unknown command \"x\"\n"]), None);
    }

    #[test]
    fn a_pattern_is_found_wherever_it_is() {
        assert_eq!(told(false, &["^humans +: 0"], &["map : x\nhu"]), None);
        let found = told(
            false,
            &["no", "(?m)^humans +: 0"],
            &["map : x\nhum", "ans : 0 y\nz"],
        );
        let text = "the reply matches --fail-on \"(?m)^humans +: 0\": humans : 0 y";
        assert_eq!(found.as_deref(), Some(text));
        for (pattern, found) in [("no more$", true), ("^one$", false), ("(?m)^one$", true)] {
            let told = told(false, &[pattern], &["one\nno ", "more\r\n"]);
            assert_eq!(told.is_some(), found, "{pattern}");
        }
        // Where we cut is neither its beginning nor its end.
        let even = "ab".repeat(WINDOW);
        for pattern in ["^b", "^ab", "a$", "^$"] {
            let first = format!("x{even}");
            let told = told(false, &[pattern], &[&first, "b"]);
            assert_eq!(told, None, "{pattern}");
        }
        let filler = "line\n".repeat(WINDOW / 5 * 3 / 2);
        assert!(told(false, &["needle"], &["a needle\n", &filler, &filler]).is_some());
        assert!(told(false, &["needle"], &[&filler, "a need", "le\n", &filler]).is_some());
        assert!(told(true, &[], &[&filler, "x<--[HERE]"]).is_some());
    }

    #[test]
    fn what_may_repeat_a_password_is_not_shown() {
        let mut verdict = Verdict::new(Some(Game::Auto), Vec::new(), ServerEncoding::UTF_8);
        verdict.push(b"Unknown command \"hunter2\"");
        let told = verdict
            .told("rcon_pasword hunter2; sv_password hunter2")
            .unwrap();
        assert_eq!(told.to_string(), "the server rejected the command");
    }
}
