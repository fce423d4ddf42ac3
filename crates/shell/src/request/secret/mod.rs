//! Where the password for a server comes from: the options, the profile's own
//! source, the environment, and at last a person at the terminal.

mod bytes;
mod error;
pub(crate) mod notice;
mod prompt;
mod source;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use rcon_proto::{Cancel, Password};

use crate::commands::Command;
use crate::request::settings::PasswordSource;
use crate::request::target::Target;
use crate::typing::script::lines::{LineError, LineSource};

pub(crate) use error::SecretError;

/// Where a password was found; messages name it, so that the user knows what
/// to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum Origin {
    /// `--password`.
    Option,
    /// A file, by `--password-file` or `RCON_PASSWORD_FILE`.
    File(PathBuf),
    /// `--password-stdin`.
    Stdin,
    /// What the profile of this name says.
    Profile(String),
    /// The game's own file.
    Game(PathBuf),
    /// `RCON_PASSWORD`.
    Environment,
    /// Typed at the prompt.
    Prompt,
    /// Behind `!connect SERVER`.
    Line,
    /// Accepted by this server earlier.
    Accepted,
    /// The simulated server's.
    Demo,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Option => f.write_str("--password"),
            Origin::File(file) => write!(f, "the password file {}", file.display()),
            Origin::Stdin => f.write_str("standard input"),
            Origin::Profile(name) => write!(f, "the profile {name}"),
            Origin::Game(file) => write!(f, "{}", file.display()),
            Origin::Environment => f.write_str("RCON_PASSWORD"),
            Origin::Prompt => f.write_str("the prompt"),
            Origin::Line => f.write_str(Command::Connect.typed()),
            Origin::Accepted => f.write_str("an earlier connection"),
            Origin::Demo => f.write_str("the demo"),
        }
    }
}

/// A password and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundPassword {
    /// The password.
    pub password: Password,
    /// Where it was found.
    pub origin: Origin,
}

impl FoundPassword {
    /// What a person has given as it stands: without the byte order mark in
    /// front and the line end behind that came along.
    ///
    /// # Errors
    ///
    /// It cannot be a password: it is UTF-16, or holds a NUL.
    pub(crate) fn given(password: Password, origin: Origin) -> Result<Self, SecretError> {
        let password = bytes::value(password, &origin)?;
        Ok(Self { password, origin })
    }

    /// What to tell the user of it: an empty password is sent where it was said to be
    /// so, as some servers have none.
    pub(crate) fn notice(&self) -> Option<String> {
        let empty = self.password.is_empty();
        empty.then(|| format!("the password from {} is empty", self.origin))
    }
}

/// Finds passwords. One that came from an option, standard input or the
/// environment is looked up once and then kept, as its source is read up.
#[derive(Debug)]
pub(crate) struct Secrets {
    option: Option<PasswordSource>,
    environment: Option<PasswordSource>,
    stdin: Arc<LineSource>,
    cancel: Cancel,
    kept: Option<FoundPassword>,
}

impl Secrets {
    /// Looks at these sources. `stdin` is the one reader of standard input,
    /// shared with the script; `cancel` ends a wait.
    pub(crate) fn new(
        option: Option<PasswordSource>,
        environment: Option<PasswordSource>,
        stdin: Arc<LineSource>,
        cancel: Cancel,
    ) -> Self {
        Self {
            option,
            environment,
            stdin,
            cancel,
            kept: None,
        }
    }

    /// Reads the password option and forgets it: for a run without a server,
    /// where the first line of standard input is still not a command.
    ///
    /// # Errors
    ///
    /// Ctrl-C while waiting for that line.
    pub(crate) fn discard_option(&mut self) -> Result<(), SecretError> {
        match self.option.take() {
            Some(PasswordSource::Stdin) if !self.stdin.is_terminal() => match self.stdin_line() {
                Err(SecretError::Interrupted) => Err(SecretError::Interrupted),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// The password for a server, without asking anybody; nothing where only
    /// asking is left.
    ///
    /// # Errors
    ///
    /// A source that is there and does not work: the next one is not tried,
    /// as its password is meant for something else.
    pub(crate) fn known(&mut self, target: &Target) -> Result<Option<FoundPassword>, SecretError> {
        if let Some(option) = self.option.clone() {
            return self.general(&option, Origin::Option).map(Some);
        }
        if let Some(found) = self.own(target)? {
            return Ok(Some(found));
        }
        match self.environment.clone() {
            Some(source) => self.general(&source, Origin::Environment).map(Some),
            None => Ok(None),
        }
    }

    /// The profile's own password for a server: what `!connect` knows of it.
    /// The options' password is meant for the server beside them.
    ///
    /// # Errors
    ///
    /// The profile's source does not work.
    pub(crate) fn own(&self, target: &Target) -> Result<Option<FoundPassword>, SecretError> {
        let Some(own) = &target.password else {
            return Ok(None);
        };
        let name = target.name.clone().unwrap_or_default();
        self.look(own, Origin::Profile(name)).map(Some)
    }

    /// The password for a server, asked for at the terminal if need be.
    ///
    /// # Errors
    ///
    /// As [`known`](Self::known), and [`SecretError::NoneAndNoTerminal`].
    pub(crate) fn find(&mut self, target: &Target) -> Result<FoundPassword, SecretError> {
        match self.known(target)? {
            Some(found) => Ok(found),
            None => self.ask("Password: "),
        }
    }

    /// Asks at the terminal, without echo.
    ///
    /// # Errors
    ///
    /// No terminal, nothing typed, or Ctrl-C.
    pub(crate) fn ask(&self, prompt: &str) -> Result<FoundPassword, SecretError> {
        let found = FoundPassword::given(prompt::ask(prompt, &self.cancel)?, Origin::Prompt)?;
        if found.password.is_empty() {
            return Err(SecretError::NothingTyped);
        }
        Ok(found)
    }

    /// Asks for that of a server which a line has named.
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub(crate) fn ask_of_line(&self, target: &Target) -> Result<FoundPassword, SecretError> {
        self.ask("Password: ").map_err(|error| match error {
            SecretError::NoneAndNoTerminal => {
                let server = target.known_as();
                SecretError::NoneOfLine { server }
            }
            error => error,
        })
    }

    /// Asks once for all of a fleet's servers that lack a password.
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub(crate) fn ask_for(&self, servers: usize) -> Result<FoundPassword, SecretError> {
        match servers {
            1 => self.ask("Password: "),
            n => self.ask(&format!("Password for {n} servers: ")),
        }
    }

    /// A source that is the same for every server.
    fn general(
        &mut self,
        source: &PasswordSource,
        origin: Origin,
    ) -> Result<FoundPassword, SecretError> {
        if let Some(kept) = &self.kept {
            return Ok(kept.clone());
        }
        let found = self.look(source, origin)?;
        self.kept = Some(found.clone());
        Ok(found)
    }

    fn look(&self, source: &PasswordSource, origin: Origin) -> Result<FoundPassword, SecretError> {
        let origin = match (source, origin) {
            (PasswordSource::Stdin, _) => Origin::Stdin,
            (PasswordSource::File(file), _) => Origin::File(file.clone()),
            (PasswordSource::Game { file, .. }, _) => Origin::Game(file.clone()),
            (_, origin) => origin,
        };
        let password = match source {
            PasswordSource::Value(password) | PasswordSource::Game { password, .. } => {
                bytes::value(password.clone(), &origin)?
            }
            PasswordSource::File(file) => source::from_file(file, &origin, &self.cancel)?,
            PasswordSource::Command(command) => {
                source::from_command(command, &origin, &self.cancel)?
            }
            PasswordSource::Stdin => self.stdin_line()?,
        };
        Ok(FoundPassword { password, origin })
    }

    fn stdin_line(&self) -> Result<Password, SecretError> {
        let origin = Origin::Stdin;
        if self.stdin.is_terminal() {
            // Typed, then: not to be seen.
            return Ok(self.ask("Password: ")?.password);
        }
        match self.stdin.next_secret(bytes::MAX_LINE, &self.cancel) {
            Ok(line) => {
                let line = zeroize::Zeroizing::new(line.unwrap_or_default());
                bytes::first_line(&line, &origin)
            }
            Err(LineError::Cancelled) => Err(SecretError::Interrupted),
            Err(LineError::TooLong) => Err(SecretError::TooLong {
                origin: origin.to_string(),
                limit: bytes::MAX_LEN,
            }),
            Err(LineError::Io(error)) => Err(SecretError::Io {
                origin: origin.to_string(),
                error,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
