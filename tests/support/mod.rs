//! What the tests share: a home of their own, a run, a screen, a server.

mod deadline;
mod diff;
mod home;
mod memory;
mod outcome;
mod pipes;
mod run;
mod schema;
#[cfg(unix)]
mod screen;
mod script;
mod server;
mod table;
#[cfg(unix)]
mod terminal;
mod watched;

pub(crate) use deadline::with_deadline;
pub(crate) use diff::difference;
pub(crate) use home::{Home, profiles};
pub(crate) use outcome::Outcome;
pub(crate) use run::{Run, Running, rcon};
pub(crate) use schema::assert_is_record;
#[cfg(unix)]
pub(crate) use screen::Screen;
pub(crate) use script::{Script, Scripted};
pub(crate) use server::{PASSWORD, Server, Target, nobody, other, says};
pub(crate) use table::{NotYet, Shown, Table};
#[cfg(unix)]
pub(crate) use terminal::Key;

use std::ffi::OsString;
use std::time::Duration;

/// How long anything may take that is not itself being timed. Generous: a
/// loaded machine must not fail a test, and a test that hangs must still end.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// The windows that what a screen shows is tried in: rows and columns.
#[cfg(unix)]
pub(crate) const SIZES: [(u16, u16); 2] = [(24, 80), (10, 40)];

/// The program under test: the one just built, unless the environment says that
/// these tests are to be run on another.
pub(crate) fn program() -> OsString {
    std::env::var_os("RCON_SHELL_UNDER_TEST")
        .unwrap_or_else(|| env!("CARGO_BIN_EXE_rcon-shell").into())
}
