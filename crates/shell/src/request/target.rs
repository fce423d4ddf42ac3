//! Who to talk to: a word such as `tf2`, `@eu` or `host:27016` becomes a
//! server with all that is known of it.

mod hosts;

use std::path::Path;
use std::time::Duration;

use rcon_proto::{Address, AddressError, Game};

use crate::commands::redact;
use crate::error::UsageError;
use crate::nearest::{did_you_mean, nearest};
use crate::request::config::{Config, Profile};
use crate::request::from::{self, FromError};
use crate::request::manner::{Confirm, Manner};
use crate::request::settings::{FailOn, Location, PasswordSource, Settings};
use crate::system::encoding::ServerEncoding;

use hosts::Host;
pub(crate) use hosts::Hosts;
pub(crate) use hosts::is_bare;

/// The deadline where nothing names one.
pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest reply that is kept whole where nothing names another, in bytes.
pub(crate) const DEFAULT_MAX_REPLY: usize = 64 << 20;

/// A server, and everything that options, profile and defaults say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The profile's name, where one was used.
    pub name: Option<String>,
    /// Where it is.
    pub address: Address,
    /// Deadline for connecting and logging in, and for each reply.
    pub timeout: Duration,
    /// The kind of server.
    pub game: Game,
    /// Its text encoding, where one was named.
    pub encoding: Option<ServerEncoding>,
    /// The program to reach it through.
    pub proxy_command: Option<String>,
    /// Longest command that is sent, in bytes, where a limit was named.
    pub max_command: Option<usize>,
    /// Longest reply that is kept whole, in bytes.
    pub max_reply: usize,
    /// The profile's own way to the password.
    pub password: Option<PasswordSource>,
    /// Whether a reply that refuses the command is a failure.
    pub strict: bool,
    /// Replies in which one of these is are failures.
    pub fail_on: Vec<FailOn>,
    /// What a person is asked before it is sent.
    pub confirm: Confirm,
    /// The prompt, with places to be filled in, where one was named.
    pub prompt: Option<String>,
    /// How one deals with it.
    pub manner: Manner,
}

impl Target {
    /// How a person knows it: the profile's name, else the address.
    pub fn known_as(&self) -> String {
        let name = self.name.as_ref();
        name.map_or_else(|| self.address.to_string(), Clone::clone)
    }

    /// How messages name it: `tf2 (127.0.0.1:27015)`, or the address.
    pub fn label(&self) -> String {
        match &self.name {
            Some(name) => format!("{name} ({})", self.address),
            None => self.address.to_string(),
        }
    }

    /// Refuses a text that the profile does not let be sent.
    ///
    /// # Errors
    ///
    /// It names the part that is not allowed, without a password in it.
    pub(crate) fn check_allowed(&self, text: &str) -> Result<(), UsageError> {
        let Some(part) = self.manner.guard.refuses(text) else {
            return Ok(());
        };
        // What one part says of another, a password with a `;` in it, say.
        let clean = redact(text);
        let shown = if clean.contains(part) {
            redact(part)
        } else {
            clean
        };
        let profile = self.known_as();
        let text = format!("not allowed by the profile {profile}: {shown:?}");
        Err(UsageError(text))
    }
}

/// What the words on the command line and after `!connect` can mean: the
/// configuration, under the options that go before it.
#[derive(Debug, Clone, Default)]
pub struct Book {
    config: Config,
    options: Settings,
    hosts: Hosts,
}

/// A word that is no server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// What looks like an address and is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Neither a profile nor an address, and no host has the name.
    #[error("{word:?} is not a server: no profile, no address, no such host{}{instead}", did_you_mean(.nearest.as_deref()))]
    NoServer {
        /// The word.
        word: String,
        /// The profile that it was meant to be.
        nearest: Option<String>,
        /// What else it may have been meant to be; empty, or with what divides
        /// it from the rest in front.
        instead: String,
    },
    /// Ctrl-C while a name was looked up.
    #[error("interrupted")]
    Interrupted,
    /// There is no such group.
    #[error("unknown group @{name}{}", did_you_mean(.nearest.as_deref()))]
    UnknownGroup {
        /// The name, without `@`.
        name: String,
        /// What it was meant to be.
        nearest: Option<String>,
    },
    /// The game's own file, where address and password are to be had.
    #[error(transparent)]
    From(#[from] FromError),
    /// A group where one server is wanted.
    #[error("@{0} is a group: connect to one server, or run commands on all with -e or -f")]
    Group(String),
}

impl Book {
    /// The words of `config`; `options` win over what it says.
    pub fn new(config: Config, options: Settings) -> Self {
        Self {
            config,
            options,
            hosts: Hosts::default(),
        }
    }

    /// The same, with somebody who says whether a word is a host.
    #[must_use]
    pub fn with_hosts(self, hosts: Hosts) -> Self {
        Self { hosts, ..self }
    }

    /// The configuration behind it.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Takes a configuration in the place of the one that was read, after a
    /// profile was saved.
    pub fn replace_config(&mut self, config: Config) {
        self.config = config;
    }

    /// The servers that these words name, in their order, each once: the same
    /// address behind two proxy commands is two servers.
    ///
    /// # Errors
    ///
    /// The first word that names none.
    pub fn all(&self, words: &[String]) -> Result<Vec<Target>, TargetError> {
        self.all_with_port(words, self.default_port())
    }

    /// The port of an address that names none: that of the console of the game
    /// which the options or the defaults name.
    pub(crate) fn default_port(&self) -> u16 {
        let settings = self.options.or(&self.config.defaults.settings);
        settings.game.unwrap_or_default().default_port()
    }

    /// As [`all`](Self::all), with another port for addresses without one.
    pub(crate) fn all_with_port(
        &self,
        words: &[String],
        port: u16,
    ) -> Result<Vec<Target>, TargetError> {
        let mut targets = Distinct::default();
        for word in words {
            let Some(name) = word.strip_prefix('@') else {
                targets.push(self.server(word, port)?);
                continue;
            };
            for member in &self.group(name)?.members {
                targets.push(self.server(member, port)?);
            }
        }
        Ok(targets.list)
    }

    /// The one server that this word names.
    ///
    /// # Errors
    ///
    /// A word that names none, or a group.
    pub fn one(&self, word: &str) -> Result<Target, TargetError> {
        match word.strip_prefix('@') {
            None => self.server(word, self.default_port()),
            Some(name) => {
                self.group(name)?;
                Err(TargetError::Group(name.to_owned()))
            }
        }
    }

    /// A server at an address, as one without a profile: the demo's.
    pub fn at(&self, address: Address) -> Target {
        self.target(None, address, &Settings::default())
    }

    /// The server whose own file this is: address, password and game are there.
    ///
    /// # Errors
    ///
    /// The file is of no use, or RCON is off.
    pub(crate) fn of_game_file(&self, file: &Path) -> Result<Target, TargetError> {
        self.out_of(file, None)
    }

    fn out_of(&self, file: &Path, profile: Option<&Profile>) -> Result<Target, TargetError> {
        let found = from::read(file)?;
        let mut own = profile.map_or_else(Settings::default, |p| p.settings.clone());
        own.game = own
            .game
            .or((found.game != Game::Auto).then_some(found.game));
        let target = self.target(profile, found.address, &own);
        Ok(Target {
            password: Some(PasswordSource::Game {
                password: found.password,
                file: file.to_owned(),
            }),
            ..target
        })
    }

    /// Names win over hosts: who gives a profile the name of a host means it.
    fn server(&self, word: &str, port: u16) -> Result<Target, TargetError> {
        if let Some(profile) = self.config.profile(word) {
            return match &profile.location {
                Location::Address(address) => {
                    Ok(self.target(Some(profile), address.clone(), &profile.settings))
                }
                Location::From(file) => self.out_of(file, Some(profile)),
            };
        }
        let target = self.at(Address::parse_with_default(word, port)?);
        self.check_host(word, &target)?;
        Ok(target)
    }

    /// Refuses a word that nothing is called. Behind a proxy command the name is
    /// looked up at its other end, by nobody here.
    fn check_host(&self, word: &str, target: &Target) -> Result<(), TargetError> {
        if target.proxy_command.is_some() {
            return Ok(());
        }
        match self.hosts.look_up(word, target.timeout) {
            Host::Known => Ok(()),
            Host::Interrupted => Err(TargetError::Interrupted),
            Host::Unknown => {
                let names = self.config.profiles.iter().map(|p| p.name.as_str());
                Err(TargetError::NoServer {
                    word: word.to_owned(),
                    nearest: nearest(word, names).map(str::to_owned),
                    instead: String::new(),
                })
            }
        }
    }

    fn group(&self, name: &str) -> Result<&crate::request::config::Group, TargetError> {
        self.config.group(name).ok_or_else(|| {
            let names = self.config.groups.iter().map(|group| group.name.as_str());
            TargetError::UnknownGroup {
                name: name.to_owned(),
                nearest: nearest(name, names).map(|near| format!("@{near}")),
            }
        })
    }

    fn target(&self, profile: Option<&Profile>, address: Address, own: &Settings) -> Target {
        let defaults = &self.config.defaults;
        let settings = self.options.or(own).or(&defaults.settings);
        let console = address.scheme().and_then(Game::of_console);
        let password = profile
            .and_then(|profile| profile.password.as_ref().or(defaults.password.as_ref()))
            .cloned();
        Target {
            name: profile.map(|profile| profile.name.clone()),
            address,
            timeout: settings.timeout.unwrap_or(DEFAULT_TIMEOUT),
            game: settings.game.or(console).unwrap_or_default(),
            encoding: settings.encoding,
            // As in OpenSSH, `none` undoes what a wider setting says.
            proxy_command: settings
                .proxy_command
                .filter(|command| !matches!(command.trim(), "" | "none")),
            max_command: settings.max_command,
            max_reply: settings.max_reply.unwrap_or(DEFAULT_MAX_REPLY),
            password,
            strict: settings.strict.unwrap_or(false),
            fail_on: settings.fail_on,
            confirm: settings.confirm.unwrap_or_default(),
            prompt: settings.prompt,
            manner: profile
                .map(|profile| profile.manner.clone())
                .unwrap_or_default(),
        }
    }
}

/// Targets, each server once.
#[derive(Default)]
struct Distinct {
    list: Vec<Target>,
    index: std::collections::HashMap<(String, u16, Option<String>), usize>,
}

impl Distinct {
    /// Adds a server, or, where it is there without a name, what the profile
    /// knows of it.
    fn push(&mut self, target: Target) {
        let key = (
            target.address.host().to_ascii_lowercase(),
            target.address.port(),
            target.proxy_command.clone(),
        );
        match self.index.get(&key).and_then(|at| self.list.get_mut(*at)) {
            None => {
                self.index.insert(key, self.list.len());
                self.list.push(target);
            }
            Some(there) if there.name.is_none() && target.name.is_some() => *there = target,
            Some(_) => {}
        }
    }
}

impl From<TargetError> for crate::error::Error {
    fn from(error: TargetError) -> Self {
        match error {
            TargetError::Interrupted => rcon_proto::Error::Interrupted.into(),
            error => UsageError(error.to_string()).into(),
        }
    }
}

#[cfg(test)]
mod tests;
