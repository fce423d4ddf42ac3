//! The configuration file: profiles, groups and defaults.

mod aliases;
pub(crate) mod edit;
mod error;
pub(crate) mod folders;
mod listing;
mod read;
mod section;

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::commands::{Alias, Aliases};
use crate::request::manner::Manner;
use crate::request::settings::{Location, PasswordSource, Settings};
use crate::show::style::ColorChoice;
use crate::system::paths;
use crate::system::private;

pub(crate) use error::{ConfigError, Problem};
pub(crate) use listing::listing;
#[cfg(test)]
pub(crate) use read::keys;

/// The longest file that is read, in bytes: some ten thousand servers.
const LONGEST: u64 = 4 << 20;

/// What the configuration file says. The default is what an empty one says.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Where it was read from, or would be.
    pub path: Option<PathBuf>,
    /// `[defaults]`.
    pub defaults: Defaults,
    /// `[servers.NAME]`, in the order of the file.
    pub profiles: Vec<Profile>,
    /// `[groups]`, in the order of the file.
    pub groups: Vec<Group>,
    /// `[aliases]`, shared by all who read lines.
    pub(crate) aliases: Arc<Aliases>,
}

/// `[defaults]`: for every server, and for the shell itself.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// Of connections.
    pub settings: Settings,
    /// For profiles that name no password of their own. Not for addresses: a
    /// slip of the keyboard must not send it to a stranger.
    pub password: Option<PasswordSource>,
    /// When to use colours.
    pub color: Option<ColorChoice>,
    /// Whether long replies go to `$PAGER`.
    pub pager: Option<bool>,
    /// Whether each reply is followed by the time it took.
    pub timing: Option<bool>,
    /// Whether lines are edited as in vi.
    pub vi: Option<bool>,
    /// Whether typed lines are kept for the next session.
    pub history: Option<bool>,
    /// Servers asked at a time.
    pub parallel: Option<usize>,
}

/// A server with a name.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The name.
    pub name: String,
    /// Where it is.
    pub location: Location,
    /// What it says of the connection.
    pub settings: Settings,
    /// Where its password is to be had.
    pub password: Option<PasswordSource>,
    /// How one deals with it.
    pub manner: Manner,
}

/// Several servers under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The name, without `@`.
    pub name: String,
    /// Profiles' names and addresses; at least one.
    pub members: Vec<String>,
}

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] names the file, the line and what is wrong there. A
    /// password in a file that others may read is an error too.
    pub fn read(path: &Path) -> Result<Config, ConfigError> {
        let at_file = |problem| ConfigError::new(path, None, problem);
        // It may hold a password.
        let text = Zeroizing::new(text(path)?);
        let config = read::parse(path, &text)?;
        if config.holds_password() {
            let metadata = std::fs::metadata(path).map_err(|e| at_file(Problem::Unreadable(e)))?;
            if private::others_may_read(&metadata) {
                return Err(at_file(Problem::Exposed(path.to_owned())));
            }
        }
        if config.is_trusted() {
            let loose = private::who_may_write(path);
            if let Some(loose) = loose.map_err(|e| at_file(Problem::Unreadable(e)))? {
                return Err(at_file(Problem::Writable(loose.to_string())));
            }
        }
        Ok(config)
    }

    /// Reads the file at `path`, if there is one.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), other than for a file that is not there.
    pub fn read_if_there(path: &Path) -> Result<Config, ConfigError> {
        match Self::read(path) {
            Err(error) if error.is(io::ErrorKind::NotFound) => Ok(Config {
                path: Some(path.to_owned()),
                ..Config::default()
            }),
            other => other,
        }
    }

    /// The profile of this name.
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    /// The group of this name (without `@`).
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.name == name)
    }

    /// Whether it says what is run, or what is sent to whom: whoever could
    /// change that would run programs as this user, or get the password.
    fn is_trusted(&self) -> bool {
        let sources = self.profiles.iter().map(|profile| &profile.password);
        let password = sources.chain([&self.defaults.password]).flatten().next();
        let settings = self.profiles.iter().map(|profile| &profile.settings);
        let mut settings = settings.chain([&self.defaults.settings]);
        password.is_some()
            || settings.any(|settings| settings.proxy_command.is_some())
            || self.runs_programs()
    }

    /// Whether an alias, or what is done on connecting, starts programs.
    fn runs_programs(&self) -> bool {
        let aliases = self.aliases.iter().flat_map(Alias::lines);
        let on_connect = self.profiles.iter().map(|it| &it.manner.on_connect);
        self.aliases
            .start_programs(aliases.chain(on_connect.flatten()))
    }

    fn holds_password(&self) -> bool {
        let sources = self.profiles.iter().map(|profile| &profile.password);
        sources
            .chain([&self.defaults.password])
            .any(|source| matches!(source, Some(PasswordSource::Value(_))))
    }
}

/// The file's text, as far as one can be a configuration.
fn text(path: &Path) -> Result<String, ConfigError> {
    let at_file = |problem| ConfigError::new(path, None, problem);
    let mut text = String::new();
    let read = paths::open(path).and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text));
    match read {
        Ok(count) if count as u64 > LONGEST => Err(at_file(Problem::TooLong(LONGEST))),
        Ok(_) => Ok(text),
        Err(error) => Err(at_file(Problem::Unreadable(error))),
    }
}

#[cfg(test)]
mod tests;
