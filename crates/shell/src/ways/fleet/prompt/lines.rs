//! What is done with a line at the prompt of many servers.

use std::io;

use rcon_proto::{Cancel, ErrorKind};

use super::Fleet;
use crate::commands::Local;
use crate::error::{Error, Result};
use crate::request::target::Book;
use crate::show::report;
use crate::show::several::counted;
use crate::ways::prompt::lines::{Input, Lines};
use crate::ways::prompt::say;
use crate::ways::prompt::typed::{Came, Prompt};

impl Prompt for Fleet {
    fn read(&mut self) -> io::Result<Input> {
        let prompt = self.prompt();
        let style = self.prompt_style();
        self.background.at_prompt(true);
        let input = self.lines.read_whole(&prompt, style, &self.cancel);
        self.background.at_prompt(false);
        input
    }

    fn lines(&mut self) -> &mut Lines {
        &mut self.lines
    }

    fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    fn book(&self) -> &Book {
        &self.book
    }

    /// Its aliases and names. The servers of this fleet stay what they are.
    fn read_config_again(&mut self) {
        if self.config_seen.read_again(&mut self.book) {
            self.union.set_config(&self.book);
        }
    }

    fn has_refused(&self, text: &str) -> bool {
        self.members.iter().any(|member| member.has_refused(text))
    }

    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn act(&mut self, local: &Local) -> Result<Came> {
        (self.act)(self, local)
    }

    fn send_typed(&mut self, command: &[u8]) -> Result<Came> {
        self.send(command)
    }

    fn tell(&mut self, error: &Error) {
        if error.kind() != ErrorKind::Interrupted {
            say(&report::text(error));
        }
    }

    fn stopped(&self) -> &'static str {
        "the servers"
    }

    fn selected(&self) -> Vec<usize> {
        self.selected.clone()
    }

    fn select(&mut self, places: Vec<usize>) {
        self.selected = places;
    }

    fn names_of(&self, places: &[usize]) -> String {
        counted(&self.names(places))
    }
}
