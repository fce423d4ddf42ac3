//! The `!` commands: one table, from which everything else that knows them is
//! made.
//!
//! A line is read here once ([`parse`]) into a typed value. The prompt,
//! scripts and fleets act on that; the editor's completion, hints and colours,
//! `!help`, the manual page and the rule for what holds a password
//! ([`redact`]) read the rows. A new command is a row of the table, which is its variant
//! too, and a file in `ways/actions`; whatever else it takes does not compile without
//! it, or fails a test that names it.

mod alias;
mod command;
mod comment;
mod keys;
mod line;
mod quoting;
mod redact;
mod row;
mod setting;
mod table;
#[cfg(test)]
mod tests;
pub(crate) mod words;

pub(crate) use alias::{Alias, Aliases, Meant, know as know_aliases};
pub(crate) use comment::is_comment;
pub(crate) use keys::KEYS;
pub(crate) use line::{Line, Local, parse};
pub(crate) use quoting::Quoting;
pub(crate) use redact::{asks_for_secret, is_secret_name, redact, secret_part};
pub(crate) use row::{Arg, Way};
pub(crate) use setting::Setting;
pub(crate) use table::{Command, row_of, rows};
pub(crate) use words::split_pasted;
