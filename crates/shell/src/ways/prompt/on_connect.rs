//! What a profile has done once connected.

use super::messages::say;
use super::{Repl, typed};
use crate::commands::redact;
use crate::error::Result;
use crate::request::target::Target;

impl Repl {
    /// Does what the profile says is to be done once connected: at the prompt
    /// only, not in what scripts connect to.
    pub(crate) fn on_connect(&mut self) {
        let Some(target) = self.console.target.as_ref() else {
            return;
        };
        // Connecting somewhere else there ends it.
        if self.connecting || self.depth > 0 || target.manner.on_connect.is_empty() {
            return;
        }
        self.connecting = true;
        let label = target.label();
        for line in target.manner.on_connect.clone() {
            if let Err(error) = self.line_on_connect(&line) {
                say(&format!("on_connect: {}", redact(&line)));
                typed::tell(self, &error);
                break;
            }
            let here = self.console.target.as_ref().map(Target::label);
            if here.as_ref() != Some(&label) || self.console.cancel().is_cancelled() {
                break;
            }
        }
        self.connecting = false;
    }

    fn line_on_connect(&mut self, line: &str) -> Result<()> {
        let lines = self.console.book.config().aliases.read(line.as_bytes())?;
        typed::lines_of_alias(self, lines).map(|_| ())
    }
}
