//! Writing a profile into the configuration file without touching the rest of
//! it: comments, order and blank lines stay as they were.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use rcon_proto::{Address, Game, Password};
use toml_edit::{DocumentMut, Item, Table, value};

use super::{ConfigError, Problem, read};
use crate::system::lock::lock_beside;
use crate::system::private;
use crate::system::replace::{Access, Outlives, replace};

/// How long other shells may hold the file: each saves in some milliseconds.
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// A connection to keep.
#[derive(Debug, Clone)]
pub(crate) struct Saved<'a> {
    /// Where it goes.
    pub address: &'a Address,
    /// The kind of server, where the user said so.
    pub game: Option<Game>,
    /// The program that it goes through.
    pub proxy_command: Option<&'a str>,
    /// The password, only where the user asked for it to be kept.
    pub password: Option<&'a Password>,
}

/// Puts `[servers.NAME]` into the file at `path`, in place of one that is
/// there. The file is replaced in one step, and is the user's alone (0600)
/// when it is new or holds a password.
///
/// # Errors
///
/// A name that could not be used, a file that is not a configuration or cannot
/// be written. It is then as it was.
pub(crate) fn save_profile(
    path: &Path,
    name: &str,
    profile: &Saved<'_>,
) -> Result<(), ConfigError> {
    let failed = |problem| ConfigError::new(path, None, problem);
    if !read::is_name(name) {
        return Err(failed(Problem::BadName(name.to_owned())));
    }
    // A link, as in a folder of dotfiles, stays one.
    let real = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if let Some(folder) = real.parent() {
        private::create_folder(folder).map_err(|error| failed(Problem::Unwritable(error)))?;
    }
    // From reading to writing: what another shell saves meanwhile would be lost.
    let _lock = match lock_beside(real, LOCK_WAIT) {
        Ok(lock) => Some(lock),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => {
            return Err(failed(Problem::Locked));
        }
        // Where files cannot be locked, it is written all the same; where none
        // can be made, that is found out below.
        Err(error) => {
            log::debug!("{} is not locked: {error}", real.display());
            None
        }
    };
    let text = match super::text(path) {
        Ok(text) => text,
        Err(error) if error.is(io::ErrorKind::NotFound) => String::new(),
        Err(error) => return Err(error),
    };
    // What is not understood is not written over.
    read::parse(path, &text)?;
    let mut document: DocumentMut = text
        .parse()
        .map_err(|e: toml_edit::TomlError| failed(read::syntax(&e)))?;
    put(&mut document, name, profile).map_err(failed)?;
    let text = document.to_string();
    let config = read::parse(path, &text)?;
    put_in_place(real, text.as_bytes(), config.holds_password())
        .map_err(|error| failed(Problem::Unwritable(error)))
}

/// Sets the keys of `profile` in the document, and keeps what else the
/// profile says.
fn put(document: &mut DocumentMut, name: &str, profile: &Saved<'_>) -> Result<(), Problem> {
    let not_a_table = |key: &str| Problem::WrongType {
        key: key.to_owned(),
        expected: "a table",
    };
    let servers = document
        .entry("servers")
        .or_insert_with(|| {
            let mut table = Table::new();
            // No `[servers]` line of its own above `[servers.NAME]`.
            table.set_implicit(true);
            Item::Table(table)
        })
        .as_table_like_mut()
        .ok_or_else(|| not_a_table("servers"))?;
    if !servers.contains_key(name) {
        servers.insert(name, Item::Table(Table::new()));
    }
    let table = servers
        .get_mut(name)
        .and_then(Item::as_table_like_mut)
        .ok_or_else(|| not_a_table(name))?;

    let mut set = |key: &str, text: Option<String>| match (text, table.get_mut(key)) {
        // In place, so that a comment behind the value stays.
        (Some(text), Some(item)) => {
            let decor = item.as_value().map(|old| old.decor().clone());
            *item = value(text);
            if let (Some(decor), Some(new)) = (decor, item.as_value_mut()) {
                *new.decor_mut() = decor;
            }
        }
        (Some(text), None) => {
            table.insert(key, value(text));
        }
        (None, _) => {
            table.remove(key);
        }
    };
    set("address", Some(profile.address.to_string()));
    // In its place.
    set("from", None);
    set("game", profile.game.map(|game| game.to_string()));
    set("proxy_command", profile.proxy_command.map(str::to_owned));
    if let Some(password) = profile.password {
        let text = std::str::from_utf8(password.expose()).map_err(|_| Problem::BinaryPassword)?;
        set("password", Some(text.to_owned()));
        set("password_file", None);
        set("password_command", None);
    }
    Ok(())
}

/// Puts `bytes` in the place of the file.
fn put_in_place(path: &Path, bytes: &[u8], secret: bool) -> io::Result<()> {
    let access = match fs::metadata(path) {
        Ok(old) if !secret => Access::Like(old.permissions()),
        _ => Access::Private,
    };
    replace(path, access, Outlives::PowerCut, |file| {
        file.write_all(bytes)
    })
}
