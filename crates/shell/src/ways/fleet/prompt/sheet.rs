//! Replies on one sheet: equal ones once, and where they differ.

use std::io::{self, Write};

use super::groups::{Group, majority};
use super::reply::Reply;
use crate::show::line_diff::{Edit, diff};
use crate::show::one_line::broken;
use crate::show::output::{Output, Rendering};
use crate::show::several::heading;
use crate::show::style::{self, paint};

/// From so many lines on a reply is long: then it is shown where it differs from
/// that of the most servers.
const LONG: usize = 8;

/// The same where no reply is that of the most servers: each list of names differs in
/// a port, and thirty of them would be read by nobody. Who is on, of a full server,
/// is shorter.
const VERY_LONG: usize = 100;

/// What replies are compared with.
#[derive(Clone, Copy)]
struct Base<'a> {
    group: &'a Group<'a>,
    /// Whether more servers have it than any other.
    is_rule: bool,
}

/// Replies, and how they are told apart.
pub(super) struct Sheet<'a> {
    /// What was sent.
    pub(super) line: &'a [u8],
    pub(super) groups: &'a [Group<'a>],
    pub(super) names: &'a [String],
    /// How many servers were asked.
    pub(super) all: usize,
    pub(super) colour: bool,
}

impl Sheet<'_> {
    pub(super) fn print<W: Write>(&self, out: &mut Output<W>) -> io::Result<()> {
        // All have answered with nothing: there is nothing to see.
        if let [only] = self.groups
            && only.reply.bytes.is_empty()
        {
            return Ok(());
        }
        let base = self.base();
        let colour = self.colour && matches!(out.rendering(), Rendering::Terminal { .. });
        for (at, group) in self.groups.iter().enumerate() {
            let members = group.members.iter();
            let names: Vec<&str> = members
                .filter_map(|place| self.names.get(*place))
                .map(String::as_str)
                .collect();
            let last = at + 1 == self.groups.len();
            let text = format!("==> {} <==", heading(&names, last, self.all));
            out.text(&format!("{}\n", paint(style::HEADING, &text, colour)))?;
            out.set_encoding(group.reply.encoding);
            out.set_minecraft(group.reply.minecraft);
            if group.reply.bytes.is_empty() {
                out.text(&format!("{}\n", paint(style::DIM, "(empty)", colour)))?;
                continue;
            }
            let is_other = |base: &Base<'_>| !std::ptr::eq(base.group, group);
            let differs = base.filter(|base| is_other(base) && out.rendering() != Rendering::Raw);
            let shown = match differs {
                Some(base) => self.difference(base, group, out, colour)?,
                None => false,
            };
            if !shown {
                let bytes = &group.reply.bytes;
                let may_break =
                    group.reply.minecraft && matches!(out.rendering(), Rendering::Terminal { .. });
                let split = may_break.then(|| broken(self.line, bytes)).flatten();
                out.reply(split.as_deref().unwrap_or(bytes));
                out.end_reply()?;
            }
        }
        Ok(())
    }

    /// The reply of the most servers; where there is none such, the first very long
    /// one.
    fn base(&self) -> Option<Base<'_>> {
        if let Some(group) = majority(self.groups) {
            return Some(Base {
                group,
                is_rule: true,
            });
        }
        let is_very_long = |group: &&Group<'_>| {
            memchr::memchr_iter(b'\n', &group.reply.bytes).count() >= VERY_LONG
        };
        let group = self.groups.iter().find(is_very_long)?;
        Some(Base {
            group,
            is_rule: false,
        })
    }

    /// Prints where a reply differs from this one, if both are long and most of
    /// them is the same. Whether it did.
    fn difference<W: Write>(
        &self,
        base: Base<'_>,
        group: &Group<'_>,
        out: &mut Output<W>,
        colour: bool,
    ) -> io::Result<bool> {
        let text = |reply: &Reply| {
            let encoding = reply.encoding.unwrap_or_default();
            encoding.readable(&reply.bytes).into_owned()
        };
        let (ours, theirs) = (text(group.reply), text(base.group.reply));
        let (new, old): (Vec<&str>, Vec<&str>) = (ours.lines().collect(), theirs.lines().collect());
        let long = if base.is_rule { LONG } else { VERY_LONG };
        if new.len() < long || old.len() < long {
            return Ok(false);
        }
        let Some(edits) = diff(&old, &new) else {
            return Ok(false);
        };
        let changed: Vec<_> = edits
            .iter()
            .filter(|edit| !matches!(edit, Edit::Same(_)))
            .collect();
        if changed.len() * 2 > new.len() {
            return Ok(false);
        }
        let same = edits.len() - changed.len();
        let first = base.group.members.first();
        let name = first.and_then(|place| self.names.get(*place));
        let note = match name {
            Some(name) if !base.is_rule => {
                format!("({same} lines as on {name}; - is what stands there, + is this one's)")
            }
            _ if base.group.members.len() * 2 > self.all => {
                format!("({same} lines as below; - is the majority's, + is this one's)")
            }
            _ => format!("({same} lines as below; - is the largest group's, + is this one's)"),
        };
        out.text(&format!("{}\n", paint(style::DIM, &note, colour)))?;
        // They are text by now.
        out.set_encoding(None);
        for edit in changed {
            let (sign, line) = match edit {
                Edit::Gone(line) => ("- ", line),
                Edit::New(line) => ("+ ", line),
                Edit::Same(_) => continue,
            };
            let mark = match sign {
                "- " => style::DIM,
                _ => style::CHANGED,
            };
            out.text(&paint(mark, sign.trim_end(), colour))?;
            out.text(" ")?;
            out.reply(line.as_bytes());
            out.end_reply()?;
            if line.is_empty() {
                out.text("\n")?;
            }
        }
        Ok(true)
    }
}
