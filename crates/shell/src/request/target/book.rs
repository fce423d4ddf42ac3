//! What the words of a command line mean.

use std::collections::HashMap;
use std::path::Path;

use rcon_proto::{Address, Game, Scheme};

use super::hosts::{Host, Hosts};
use super::{DEFAULT_MAX_REPLY, DEFAULT_TIMEOUT, Place, Target, TargetError};
use crate::nearest::nearest;
use crate::request::config::{Config, Group, Profile};
use crate::request::from;
use crate::request::settings::{Location, PasswordSource, Settings};

/// The group of every profile, unless the configuration has one of that name.
const ALL: &str = "all";

/// What the words on the command line and after `!connect` can mean: the
/// configuration, under the options that go before it.
#[derive(Debug, Clone, Default)]
pub struct Book {
    config: Config,
    options: Settings,
    hosts: Hosts,
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
        self.port_for(None)
    }

    /// The same where a profile may name its game.
    fn port_for(&self, own: Option<Game>) -> u16 {
        let defaults = self.config.defaults.settings.game;
        let game = self.options.game.or(own).or(defaults);
        game.unwrap_or_default().default_port()
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
            for member in self.members(name)? {
                targets.push(self.server(&member, port)?);
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
                self.members(name)?;
                Err(TargetError::Group(name.to_owned()))
            }
        }
    }

    /// Where a profile leads, as people read it: with the port that is knocked at.
    pub(crate) fn location(&self, profile: &Profile) -> String {
        match &profile.location {
            Location::Address(text) => {
                let port = self.port_for(profile.settings.game);
                Address::parse_with_default(text, port)
                    .map_or_else(|_| text.clone(), |address| address.to_string())
            }
            from @ Location::From(_) => from.to_string(),
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
                Location::Address(text) => {
                    let port = self.port_for(profile.settings.game);
                    let address = Address::parse_with_default(text, port)?;
                    Ok(self.target(Some(profile), address, &profile.settings))
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

    /// The members of a group; of [`ALL`], where no group is called so, every
    /// profile.
    fn members(&self, name: &str) -> Result<Vec<String>, TargetError> {
        let profiles = &self.config.profiles;
        if name == ALL && self.config.group(name).is_none() && !profiles.is_empty() {
            return Ok(profiles.iter().map(|it| it.name.clone()).collect());
        }
        Ok(self.group(name)?.members.clone())
    }

    fn group(&self, name: &str) -> Result<&Group, TargetError> {
        self.config.group(name).ok_or_else(|| {
            let names = self.config.groups.iter().map(|group| group.name.as_str());
            TargetError::UnknownGroup {
                name: name.to_owned(),
                nearest: nearest(name, names).map(|near| format!("@{near}")),
            }
        })
    }

    /// The game where neither an option nor the profile names one. An address that
    /// says which console it is knows better than the defaults, unless they name a
    /// game that has it: `DayZ` says more than `be://`.
    fn game_of(&self, scheme: Option<Scheme>) -> Option<Game> {
        let default = self.config.defaults.settings.game;
        let Some(scheme) = scheme else {
            return default;
        };
        let has_it = |game: &Game| {
            let facts = game.facts();
            facts.console == scheme || facts.other_console == Some(scheme)
        };
        default.filter(has_it).or_else(|| Game::of_console(scheme))
    }

    fn target(&self, profile: Option<&Profile>, address: Address, own: &Settings) -> Target {
        let defaults = &self.config.defaults;
        let settings = self.options.or(own).or(&defaults.settings);
        let named = self.options.game.or(own.game);
        let game = named.or_else(|| self.game_of(address.scheme()));
        let password = profile
            .and_then(|profile| profile.password.as_ref().or(defaults.password.as_ref()))
            .cloned();
        Target {
            name: profile.map(|profile| profile.name.clone()),
            address,
            timeout: settings.timeout.unwrap_or(DEFAULT_TIMEOUT),
            game: game.unwrap_or_default(),
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
    index: HashMap<Place, usize>,
}

impl Distinct {
    /// Adds a server, or, where it is there without a name, what the profile
    /// knows of it.
    fn push(&mut self, target: Target) {
        let place = target.place();
        match self.index.get(&place).and_then(|at| self.list.get_mut(*at)) {
            None => {
                self.index.insert(place, self.list.len());
                self.list.push(target);
            }
            Some(there) if there.name.is_none() && target.name.is_some() => *there = target,
            Some(_) => {}
        }
    }
}
