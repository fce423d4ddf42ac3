//! The names that a server knows: for completion, hints, `!find` and "did you
//! mean". Where they come from is not decided here: a list is made from what
//! `cvarlist` or `help` printed, from the cache on disk, or from the program
//! itself.
//!
//! All text is kept as the server sent it. Whoever shows it escapes it.

mod build;
pub(crate) mod builtin;
pub(crate) mod cache;
mod field;
mod find;
mod list;
mod listed;
mod name;
mod suggest;
mod usage;
mod values;

pub use build::{Builder, NewName};
pub use list::NameList;
pub(crate) use name::{Kind, Name};
pub(crate) use usage::ValueKind;
pub(crate) use values::{is_consoles, values_for};
