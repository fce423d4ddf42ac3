//! The passwords of a fleet's servers: looked up before the first is asked,
//! so that a person is asked once.

use crate::error::Result;
use crate::request::options::PasswordOption;
use crate::request::secret::{FoundPassword, Origin, SecretError, Secrets};
use crate::request::settings::PasswordSource;
use crate::request::target::Target;
use crate::ways::app::App;

/// Open files that a server takes that is reached directly: its socket, and
/// one more while its name is looked up.
const DIRECT: usize = 2;

/// Open files while a helper program starts: three pipes with two ends.
const HELPER: usize = 6;

/// Where each server's password is.
#[derive(Debug)]
pub(super) struct Passwords {
    servers: Vec<Lookup>,
    secrets: Secrets,
}

#[derive(Debug)]
enum Lookup {
    /// Here.
    FoundPassword(FoundPassword),
    /// With its profile. A program that prints it may take its time, so it is
    /// looked up when it is needed, at the same time as others.
    Profile,
    /// Nowhere, while other servers have theirs.
    Nowhere,
}

impl Passwords {
    /// Looks them up, and asks once for all that are missing.
    ///
    /// # Errors
    ///
    /// A source that is every server's does not work; nobody can be asked, and
    /// no server has a password; Ctrl-C.
    pub(super) fn find(app: &App, targets: &[Target]) -> Result<Self> {
        let mut secrets = app.secrets()?;
        let for_all = app.options.password != PasswordOption::Absent;
        let mut servers = Vec::with_capacity(targets.len());
        for target in targets {
            servers.push(match &target.password {
                Some(_) if !for_all => Lookup::Profile,
                _ => match secrets.known(target)? {
                    Some(found) => Lookup::FoundPassword(found),
                    None => Lookup::Nowhere,
                },
            });
        }
        let missing = servers.iter().filter(|at| matches!(at, Lookup::Nowhere));
        let missing = missing.count();
        if missing > 0 {
            match secrets.ask_for(missing) {
                Ok(found) => {
                    for at in &mut servers {
                        if matches!(at, Lookup::Nowhere) {
                            *at = Lookup::FoundPassword(found.clone());
                        }
                    }
                }
                // Those that have one are asked all the same.
                Err(SecretError::NoneAndNoTerminal) if missing < servers.len() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Self { servers, secrets })
    }

    /// What to tell the user of those that were found, each once.
    pub(super) fn notices(&self) -> Vec<String> {
        let mut notices = Vec::new();
        for at in &self.servers {
            if let Lookup::FoundPassword(found) = at
                && let Some(text) = found.notice()
                && !notices.contains(&text)
            {
                notices.push(text);
            }
        }
        notices
    }

    /// The password for the server at this place.
    ///
    /// # Errors
    ///
    /// There is none, or the profile's source does not work.
    pub(super) fn get(&self, server: usize, target: &Target) -> Result<FoundPassword> {
        match self.servers.get(server) {
            Some(Lookup::FoundPassword(found)) => Ok(found.clone()),
            Some(Lookup::Profile) => {
                let own = self.secrets.own(target)?;
                Ok(own.ok_or(SecretError::NoneAndNoTerminal)?)
            }
            Some(Lookup::Nowhere) | None => Err(SecretError::NoneAndNoTerminal.into()),
        }
    }

    /// Whether the password for the server at this place was typed by somebody.
    pub(super) fn was_asked(&self, server: usize) -> bool {
        let found = self.servers.get(server);
        matches!(found, Some(Lookup::FoundPassword(found)) if found.origin == Origin::Prompt)
    }

    /// Asks somebody for a password for so many servers.
    ///
    /// # Errors
    ///
    /// Nobody is there, or Ctrl-C.
    pub(super) fn ask_for(&self, servers: usize) -> Result<FoundPassword> {
        Ok(self.secrets.ask_for(servers)?)
    }

    /// Open files that one server takes at the most.
    pub(super) fn files_each(&self, targets: &[Target]) -> usize {
        let starts_a_program = |(target, at): (&Target, &Lookup)| {
            let command = matches!(target.password, Some(PasswordSource::Command(_)));
            target.proxy_command.is_some() || command && matches!(at, Lookup::Profile)
        };
        let mut servers = targets.iter().zip(&self.servers);
        if servers.any(starts_a_program) {
            HELPER
        } else {
            DIRECT
        }
    }
}
