//! Words that were taken for servers and were to be part of a command: a shell
//! cuts `-e say hello world` into three.

use std::ffi::OsString;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

use super::Args;

/// Where the words stood on the command line, counted as clap counts them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Positions {
    /// Of each value of `-e`.
    pub(super) execute: Vec<usize>,
    /// Of each server.
    pub(super) servers: Vec<usize>,
}

/// What a word that is no server was more likely to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Guess {
    /// Part of this command, the beginning of which stands behind `-e`.
    Quotes(String),
    /// This command, in front of which there is no `-e`.
    Command(String),
}

impl Args {
    /// Reads a command line, its first word the program's name.
    ///
    /// # Errors
    ///
    /// What clap says of it; also where it is to print the help.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let words: Vec<OsString> = words.into_iter().collect();
        match Args::at_a_glance(words.get(1..).unwrap_or_default()) {
            Some(args) => Ok(args),
            None => Args::by_clap(words),
        }
    }

    /// The same, whatever the words are.
    pub(super) fn by_clap(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let matches = Args::command().try_get_matches_from(words)?;
        let mut args = Args::from_arg_matches(&matches)?;
        args.positions = Positions {
            execute: indices(&matches, "execute"),
            servers: indices(&matches, "servers"),
        };
        Ok(args)
    }

    /// The command that a word of the servers was to be part of, if any; `bare`
    /// says of a word whether it could be part of one.
    pub(crate) fn command_of(&self, word: &str, bare: impl Fn(&str) -> bool) -> Option<Guess> {
        let at = self.servers.iter().position(|server| server == word)?;
        let execute = self.execute.iter().zip(&self.positions.execute);
        for (command, place) in execute {
            let servers = self.servers.iter().zip(&self.positions.servers);
            let behind = servers.enumerate().skip_while(|(_, (_, of))| *of <= place);
            let mut words = vec![command.to_string_lossy().into_owned()];
            let mut holds = false;
            for (next, (index, (server, of))) in (place + 1..).zip(behind) {
                if *of != next || !bare(server) {
                    break;
                }
                holds |= index == at;
                words.push(server.clone());
            }
            if holds {
                return Some(Guess::Quotes(words.join(" ")));
            }
        }
        let follows = at > 0 && self.execute.is_empty() && self.file.is_none();
        let rest = || self.servers[at..].join(" ");
        follows.then(|| Guess::Command(rest()))
    }
}

fn indices(matches: &ArgMatches, id: &str) -> Vec<usize> {
    matches.indices_of(id).into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(line: &str, word: &str) -> Option<Guess> {
        let words = line.split(' ').map(OsString::from);
        let args = Args::read(words).ok().unwrap();
        args.command_of(word, |word| !word.contains('.'))
    }

    #[test]
    fn what_follows_a_command_belongs_to_it() {
        let quotes = |text: &str| Some(Guess::Quotes(text.to_owned()));
        assert_eq!(
            meant("x h.x -e say hello world", "hello"),
            quotes("say hello world")
        );
        assert_eq!(
            meant("x h.x -e say hello world", "world"),
            quotes("say hello world")
        );
        assert_eq!(meant("x -e say hello h.x", "hello"), quotes("say hello"));
        assert_eq!(meant("x h.x -e a -e say hi --json", "hi"), quotes("say hi"));
        assert_eq!(meant("x h.x --execute=say hi", "hi"), quotes("say hi"));
    }

    #[test]
    fn what_follows_a_server_is_a_command() {
        let command = |text: &str| Some(Guess::Command(text.to_owned()));
        assert_eq!(meant("x h.x status", "status"), command("status"));
        assert_eq!(meant("x h.x say hi", "say"), command("say hi"));
        assert_eq!(meant("x status", "status"), None);
        assert_eq!(meant("x hello -e status", "hello"), None);
    }
}
