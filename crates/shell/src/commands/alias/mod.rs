//! Aliases: names of the user's own for lines, with places for arguments.
//!
//! A line is expanded here, to its end and before any of it is done, so that
//! whatever is wrong with an alias is said while nothing has been sent.

mod one;
mod programs;

use std::borrow::Cow;
use std::sync::{Arc, PoisonError, RwLock};

use super::line::{Line, parse};
use super::table::Command;
use crate::error::UsageError;
use crate::nearest::nearest;

pub(crate) use one::Alias;
use one::Arguments;

/// How deep aliases call aliases.
const MAX_DEPTH: usize = 16;
/// The most lines that one line may come to.
const MAX_LINES: usize = 1000;

/// The aliases that the configuration has, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases(Vec<Alias>);

/// What one line, or one line of an alias, means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meant {
    /// The line, understood.
    pub line: Line,
    /// The alias that it stands in, `!night`, behind those that called it;
    /// nothing where it was written as it is.
    pub alias: Option<String>,
}

/// A line, and the aliases that it stands in.
type Written = (Vec<u8>, Option<String>);

impl Aliases {
    /// These.
    pub(crate) fn new(all: Vec<Alias>) -> Self {
        Self(all)
    }

    /// All of them, in the order of the configuration.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Alias> {
        self.0.iter()
    }

    /// The one of this name, given without its mark, without regard to ASCII
    /// case.
    pub(crate) fn get(&self, name: &str) -> Option<&Alias> {
        let mut all = self.0.iter();
        all.find(|alias| alias.name().eq_ignore_ascii_case(name))
    }

    /// What a line means: itself, or what the alias that it calls comes to.
    ///
    /// # Errors
    ///
    /// An alias is not used as it should be, or calls itself.
    pub(crate) fn read(&self, line: &[u8]) -> Result<Vec<Meant>, UsageError> {
        if !line.trim_ascii_start().starts_with(b"!") {
            let line = parse(line);
            return Ok(vec![Meant { line, alias: None }]);
        }
        let lines = self.expanded(line, Arguments::Checked)?;
        let meant = lines.into_iter().map(|(line, alias)| {
            let line = match parse(&self.carried(&line)?) {
                Line::Unknown(unknown) => {
                    Line::Unknown(unknown.among(self.iter().map(Alias::name)))
                }
                line => line,
            };
            Ok(Meant { line, alias })
        });
        meant.collect()
    }

    /// The alias that a line calls, and what it is given.
    fn called<'a>(&self, line: &'a [u8]) -> Option<(&Alias, &'a [u8])> {
        let text = line.trim_ascii_start().strip_prefix(b"!")?;
        let end = text.iter().position(u8::is_ascii_whitespace);
        let (name, given) = text.split_at(end.unwrap_or(text.len()));
        Some((self.get(std::str::from_utf8(name).ok()?)?, given))
    }

    fn expanded(&self, line: &[u8], arguments: Arguments) -> Result<Vec<Written>, UsageError> {
        let mut lines = Vec::new();
        self.expand(line, arguments, &mut Vec::new(), &mut lines)?;
        Ok(lines)
    }

    fn expand(
        &self,
        line: &[u8],
        arguments: Arguments,
        chain: &mut Vec<String>,
        lines: &mut Vec<Written>,
    ) -> Result<(), UsageError> {
        let Some((alias, given)) = self.called(line) else {
            if lines.len() == MAX_LINES {
                let first = chain.first().map_or("", String::as_str);
                let why = format!("{first} comes to more than {MAX_LINES} lines");
                return Err(UsageError(why));
            }
            let alias = (!chain.is_empty()).then(|| chain.join(" → "));
            lines.push((line.to_vec(), alias));
            return Ok(());
        };
        let typed = alias.typed();
        let calls_itself = chain.contains(&typed);
        chain.push(typed);
        if calls_itself {
            let chain = chain.join(" → ");
            return Err(UsageError(format!("an alias calls itself: {chain}")));
        }
        if chain.len() > MAX_DEPTH {
            let chain = chain.join(" → ");
            let why = format!("aliases call aliases more than {MAX_DEPTH} deep: {chain}");
            return Err(UsageError(why));
        }
        for line in alias.filled(given, arguments)? {
            self.expand(&line, arguments, chain, lines)?;
        }
        chain.pop();
        Ok(())
    }

    /// The line with the alias filled in that stands in the place of the command
    /// that a `!` command sends: `!watch 5 !gg 600`. One of several lines, or of a
    /// `!` command, is left to `!on`, which does whatever a line says.
    fn carried(&self, line: &[u8]) -> Result<Vec<u8>, UsageError> {
        let Line::Local(local) = parse(line) else {
            return Ok(line.to_vec());
        };
        // What it sends is sent as it is.
        let carries = local.command.sends() && local.command != Command::Send;
        let at = carries
            .then(|| local.command.sent_at(local.text()))
            .flatten();
        let Some((own, sent)) = at.map(|at| local.text().split_at(at)) else {
            return Ok(line.to_vec());
        };
        if self.called(sent.as_bytes()).is_none() {
            return Ok(line.to_vec());
        }
        let mut lines = self.expanded(sent.as_bytes(), Arguments::Checked)?;
        let is_on =
            |line: &Written| matches!(parse(&line.0), Line::Local(it) if it.command == Command::On);
        // Within one that chooses servers there is no other: they would have no end.
        let is_left = local.command == Command::On && !lines.iter().any(is_on);
        let is_one = matches!(&lines[..], [(one, _)] if matches!(parse(one), Line::Send(_)));
        if is_left && !is_one {
            return Ok(line.to_vec());
        }
        let typed = local.command.typed();
        match (lines.pop(), lines.is_empty()) {
            (Some((one, _)), true) if matches!(parse(&one), Line::Send(_)) => {
                Ok([typed.as_bytes(), b" ", own.as_bytes(), &one].concat())
            }
            _ => Err(UsageError(format!(
                "{typed} sends one command, and the alias is something else: {sent}"
            ))),
        }
    }

    /// Whether a text begins with the name of one, its mark left out.
    pub(super) fn begins(&self, text: &str) -> bool {
        !self.0.is_empty()
            && text
                .split_whitespace()
                .next()
                .is_some_and(|first| self.get(first).is_some())
    }

    /// The lines that an alias's call comes to, whatever it lacks; nothing where a
    /// line calls none. The mark may be missing, and the name may be misspelt. An
    /// error is one that calls itself, or comes to too much.
    pub(super) fn loosely(&self, line: &str) -> Option<Result<Vec<String>, UsageError>> {
        if self.0.is_empty() {
            return None;
        }
        let line = line.trim_start();
        let (typed, given) = line
            .split_once(char::is_whitespace)
            .map_or((line, ""), |(typed, given)| (typed, given));
        let marked = typed.strip_prefix('!');
        let name = marked.unwrap_or(typed);
        let alias = self.get(name).or_else(|| {
            let unknown = marked.is_some() && Command::named(name).is_none();
            let names = || self.0.iter().map(Alias::name);
            self.get(unknown.then(|| nearest(name, names())).flatten()?)
        })?;
        let call = format!("{} {given}", alias.typed());
        let lines = self.expanded(call.as_bytes(), Arguments::Taken);
        Some(lines.map(|lines| {
            let texts = lines.iter().map(|(line, _)| String::from_utf8_lossy(line));
            texts.map(Cow::into_owned).collect()
        }))
    }
}

/// Those of the configuration, for whoever hides passwords in lines: what is
/// kept and printed is redacted in many places that know no configuration.
static OF_PROCESS: RwLock<Option<Arc<Aliases>>> = RwLock::new(None);

/// Takes over the aliases that lines are redacted by.
pub(crate) fn know(aliases: &Arc<Aliases>) {
    let mut known = OF_PROCESS.write().unwrap_or_else(PoisonError::into_inner);
    *known = Some(Arc::clone(aliases));
}

/// The aliases that lines are redacted by.
pub(super) fn known() -> Option<Arc<Aliases>> {
    let known = OF_PROCESS.read().unwrap_or_else(PoisonError::into_inner);
    known.clone()
}

#[cfg(test)]
mod tests;
