//! `--from FILE` and a profile's `from`: address and password out of the
//! game's own file on this machine.
//!
//! What such a file says is data in [`formats`]; how it is written is a file
//! each here. The file's mode is not looked at: it is the game's.

mod battleye;
mod error;
mod formats;
mod keyed;
mod properties;
mod source;
mod text;
mod unreal;

use std::path::Path;

use rcon_proto::{Address, Game, Password};
use zeroize::Zeroizing;

pub(crate) use error::{FromError, FromProblem};
use formats::Format;

/// What a game's own file says of its console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GameFile {
    /// Where it listens, as seen from this machine.
    pub address: Address,
    /// Its password.
    pub password: Password,
    /// The game; `Auto` where several games write such files.
    pub game: Game,
}

/// A setting of a file. No `Debug`: the value may be the password.
struct Entry {
    section: String,
    key: String,
    value: Zeroizing<String>,
    /// Counted from 1.
    line: usize,
}

impl Entry {
    fn new(section: &str, key: &str, value: &str, line: usize) -> Self {
        Self {
            section: section.to_owned(),
            key: key.to_owned(),
            value: Zeroizing::new(value.to_owned()),
            line,
        }
    }
}

/// Reads the file at `path`; which game's it is follows from its name.
///
/// # Errors
///
/// [`FromError`] names the file, and the line or key to change: it cannot be
/// read, is no file that is known, RCON is switched off there, or has no
/// password.
pub(crate) fn read(path: &Path) -> Result<GameFile, FromError> {
    let failed = |problem| FromError::new(path, None, problem);
    let format = formats::of(path).ok_or_else(|| failed(FromProblem::UnknownFile))?;
    let text = text::read(path, format.latin1).map_err(failed)?;
    understood(path, format, &text)
}

fn understood(path: &Path, format: &Format, text: &str) -> Result<GameFile, FromError> {
    let failed = |line, problem| FromError::new(path, line, problem);
    let entries = (format.read)(text);
    // Where a game reads a key twice, the later one stands.
    let find = |key: &str| entries.iter().rev().find(|entry| format.means(entry, key));

    if let Some((key, on)) = format.switch {
        let entry = find(key);
        if !entry.is_some_and(|entry| is_on(&entry.value)) {
            let setting = format.setting(key, on);
            let line = entry.map(|entry| entry.line);
            return Err(failed(line, FromProblem::SwitchedOff { setting }));
        }
    }
    let password = match find(format.password) {
        Some(entry) if !entry.value.is_empty() => Password::new(entry.value.as_bytes()),
        other => {
            let key = format.setting(format.password, "…");
            let line = other.map(|entry| entry.line);
            return Err(failed(line, FromProblem::NoPassword { setting: key }));
        }
    };
    let port = match find(format.port) {
        None => format.default_port.ok_or_else(|| {
            let setting = format.setting(format.port, "…");
            failed(None, FromProblem::NoPort { setting })
        })?,
        Some(entry) => match entry.value.trim().parse() {
            Ok(port) if port > 0 => port,
            _ => {
                let key = format.port.to_owned();
                return Err(failed(Some(entry.line), FromProblem::BadPort { key }));
            }
        },
    };
    let listens = format.address.and_then(find);
    let host = listens.map_or("", |entry| entry.value.trim());
    let address = Address::parse_with_default(&reachable(host), port).ok();
    let address = address.filter(|address| address.port() == port);
    let Some(address) = address else {
        let key = format.address.unwrap_or_default().to_owned();
        let line = listens.map(|entry| entry.line);
        return Err(failed(line, FromProblem::BadAddress { key }));
    };
    let address = match format.scheme {
        Some(scheme) => address.with_scheme(scheme),
        None => address,
    };
    Ok(GameFile {
        address,
        password,
        game: formats::game(format, path),
    })
}

/// A listener on every address is reached on this machine's own.
fn reachable(host: &str) -> String {
    match host {
        "" | "0.0.0.0" | "*" | "::" | "[::]" => "127.0.0.1".to_owned(),
        v6 if v6.contains(':') && !v6.starts_with('[') => format!("[{v6}]"),
        host => host.to_owned(),
    }
}

/// The words that Java's, Unreal's and everybody's readers take for a yes.
fn is_on(value: &str) -> bool {
    let value = value.trim();
    ["true", "1", "yes", "on"]
        .iter()
        .any(|yes| yes.eq_ignore_ascii_case(value))
}

#[cfg(test)]
mod tests;
