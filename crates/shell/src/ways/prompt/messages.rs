//! What the prompt tells its user besides replies.

use std::io::{self, Write as _};

use rcon_proto::{Error, ErrorKind, Game};

use super::Repl;
use super::asides::Aside;
use crate::error::{self, Cause, Result};
use crate::request::secret::{FoundPassword, Origin, SecretError};
use crate::request::target::Target;
use crate::server::console::NotConnected;
use crate::show::report;
use crate::show::style::{self, ColorChoice, paint};
use crate::show::wrap::wrap;
use crate::system::terminal;

/// Tells the user something, on standard error, harmless and, on a terminal,
/// broken between words.
pub(crate) fn say(text: &str) {
    let line = report::sentence(text.to_owned());
    let line = if terminal::streams().stderr {
        wrap(&line, terminal::stderr_columns())
    } else {
        line
    };
    // Nobody is left to be told if this fails.
    let _ = writeln!(io::stderr(), "{line}");
}

/// As [`say`], so that it can be overlooked.
pub(crate) fn dim(text: &str, colour: ColorChoice) {
    let _ = writeln!(
        io::stderr(),
        "{}",
        paint(style::DIM, text, colour.for_stderr())
    );
}

/// So many times a password is asked for again that was refused.
const AGAIN: usize = 2;

impl Repl {
    /// Connects, and tells what became of it. A password that was typed at the
    /// terminal and refused is asked for again.
    pub(crate) fn connect(&mut self, target: &Target, found: FoundPassword) {
        let mut found = found;
        self.forget_pushes_but_of(target);
        for attempt in 0.. {
            let typed = found.origin == Origin::Prompt;
            let result = self.console.connect(target.clone(), &found);
            let refused = matches!(&result, Err(error) if error.kind() == ErrorKind::Refused);
            self.connected(result);
            if !refused || !typed || attempt == AGAIN || !self.lines.can_ask() {
                return;
            }
            match self.console.secrets.ask("Password: ") {
                Ok(again) => found = again,
                Err(SecretError::Interrupted) => {
                    self.console.cancel().reset();
                    return;
                }
                Err(error) => {
                    say(&report::text(&error.into()));
                    return;
                }
            }
        }
    }

    /// To connect ends a log that is followed, and a filter with it; that nothing is
    /// shown holds on for the same server.
    fn forget_pushes_but_of(&self, target: &Target) {
        let last = self.console.last();
        if last.is_some_and(|last| last.address == target.address) {
            self.lines.pushes().end_filter();
        } else {
            self.lines.pushes().forget();
        }
    }

    /// Tells what became of an attempt to connect.
    pub(crate) fn connected(&mut self, result: Result<()>) {
        self.console.cancel().reset();
        match result {
            Ok(()) => {
                let game = self.console.target.as_ref().map_or(Game::Auto, |t| t.game);
                let shape = self.console.shape();
                if let Some(target) = &self.console.target {
                    self.directory.connected(&target.place(), game, shape);
                }
                self.output.set_minecraft(self.directory.may_be_minecraft());
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {
                self.forget_names_of_one_left();
                say("interrupted");
            }
            Err(error) => {
                self.forget_names_of_one_left();
                say(&format!("Could not connect: {}", report::text(&error)));
                if self.console.is_risking_a_ban() {
                    say(
                        "several passwords were refused in this session: servers ban an address for that",
                    );
                }
            }
        }
    }

    /// What failed before the present server was left leaves it as it was.
    fn forget_names_of_one_left(&mut self) {
        if self.console.target.is_none() {
            self.directory.disconnected();
        }
    }

    /// Says which server this is now, if it is one.
    pub(crate) fn say_where(&self) {
        if let Some(target) = &self.console.target {
            let named = target.name.as_ref().map(|name| format!("{name}, "));
            let named = named.unwrap_or_default();
            say(&format!("connected to {named}{}", target.address));
        }
    }

    /// Shows what arrived and was no reply.
    pub(crate) fn show_asides(&self, asides: &[Aside]) {
        let above = self.lines.printer();
        for aside in asides {
            above.aside(aside);
        }
    }

    /// Tells what went wrong.
    pub(super) fn tell_failure(&mut self, error: &error::Error) {
        match error.cause() {
            Cause::Rcon(Error::Interrupted) => {}
            Cause::Rcon(Error::Lost(_)) => {
                say(&format!(
                    "Lost connection to server. ({})",
                    report::text(error)
                ));
            }
            Cause::Rcon(
                Error::Connect(_) | Error::Authentication(_) | Error::LoginTimeout { .. },
            ) => {
                say("Lost connection to server.");
                say(&format!("Could not connect: {}", report::text(error)));
                self.forget_unusable();
            }
            Cause::Rcon(Error::State(_)) => {
                self.forget_unusable();
                say(&NotConnected.to_string());
            }
            _ => say(&report::text(error)),
        }
    }

    /// Leaves a server whose password does not work any more.
    fn forget_unusable(&mut self) {
        let usable = self
            .console
            .with_client(|client| client.password().is_some());
        if !usable.unwrap_or(false) {
            self.leave_server();
        }
    }
}
