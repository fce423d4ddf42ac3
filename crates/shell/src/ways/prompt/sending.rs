//! A command from the prompt to the server, and its reply back.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use rcon_proto::convar::{Query, console_kind, rejected, unknown_command};
use rcon_proto::{Error, ExecuteOptions, Executed, Game};

use super::Repl;
use super::asides::Aside;
use super::confirming::Agreed;
use super::messages::{dim, say};
use super::paging;
use super::telling::{Telling, Told};
use crate::commands::secret_part;
use crate::error::{Cause, Error as OurError, Result};
use crate::server::transcript::Transcript;
use crate::show::one_line::broken;
use crate::system::encoding::ServerEncoding;

/// How long a server may take from answering a stop to closing the link.
const STOP_WAIT: Duration = Duration::from_millis(300);

/// A reply that was kept whole.
pub(crate) struct Asked {
    /// As it came.
    pub(crate) reply: Vec<u8>,
    /// What the server speaks that sent it.
    pub(crate) encoding: Option<ServerEncoding>,
    /// Why the reply is a failure, where it is one.
    pub(crate) rejected: Option<OurError>,
    /// What arrived meanwhile and was no reply.
    pub(crate) asides: Vec<Aside>,
}

/// What a reply was, as far as it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Response {
    /// The server does not know the command.
    Unknown,
    /// Nobody answered: somebody thought better of it.
    NotSent,
    /// Anything else.
    Other,
}

impl Asked {
    /// The reply as text.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        self.encoding.unwrap_or_default().readable(&self.reply)
    }
}

impl Repl {
    /// Sends a command, prints its reply, and what there is to say about it.
    ///
    /// # Errors
    ///
    /// It was not sent, or not answered.
    pub(crate) fn send(&mut self, command: &[u8]) -> Result<Response> {
        if self.confirm(command)? == Agreed::No {
            return Ok(Response::NotSent);
        }
        self.warn_of_chat(command);
        let began = Instant::now();
        let paged = self.settings.pager;
        let (mut told, result) = self.execute(command, paged);
        let elapsed = began.elapsed();
        // A reply too long to be kept is the failure that counts.
        let kept = std::mem::replace(&mut told.reply, Ok(Vec::new()))?;
        if paged {
            let broken = self
                .directory
                .may_be_minecraft()
                .then(|| broken(command, &kept));
            paging::show(self, broken.flatten().as_deref().unwrap_or(&kept))?;
        } else {
            self.output.end_reply()?;
        }
        self.show_asides(&told.asides);
        self.after_reply(command, &told, elapsed, result)
    }

    /// Sends a command and keeps its reply whole, unless somebody thought better
    /// of it. What arrives meanwhile is the caller's to show.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); also where the reply is too long to be kept.
    pub(crate) fn ask(&mut self, command: &[u8]) -> Result<Option<Asked>> {
        match self.confirm(command)? {
            Agreed::Yes => self.ask_again(command).map(Some),
            Agreed::No => Ok(None),
        }
    }

    /// As [`ask`](Self::ask), where somebody has agreed to it already.
    ///
    /// # Errors
    ///
    /// As there.
    pub(crate) fn ask_again(&mut self, command: &[u8]) -> Result<Asked> {
        self.warn_of_chat(command);
        let (told, result) = self.execute(command, true);
        let reply = told.reply?;
        result?;
        if told.rejected.is_some() {
            self.directory.rejects(&String::from_utf8_lossy(command));
        }
        Ok(Asked {
            reply,
            encoding: self.console.encoding(),
            asides: told.asides,
            rejected: told.rejected.map(OurError::from),
        })
    }

    /// Sends a command; the reply goes to the screen, or is kept.
    fn execute(&mut self, command: &[u8], keep: bool) -> (Told, Result<Executed>) {
        let verdict = self.console.verdict();
        let may_be_minecraft = self.directory.may_be_minecraft();
        // Before each reply, also one that is kept and printed afterwards: there is
        // more than one way to another server, and none can forget it.
        let encoding = self.console.encoding();
        self.output.set_encoding(encoding);
        let mut telling = if keep {
            let limit = self.console.target.as_ref().map_or(0, |t| t.max_reply);
            Telling::keeping(limit, encoding)
        } else {
            let telling = Telling::printing(&mut self.output, encoding);
            if may_be_minecraft {
                telling.breaking(command)
            } else {
                telling
            }
        };
        telling.verdict = verdict;
        let how = ExecuteOptions::default();
        let result = self.console.execute(command, &how, &mut telling);
        let told = telling.finish(&String::from_utf8_lossy(command));
        if let Some(unwritten) = self.console.take_unwritten() {
            // A reply is not lost for it.
            say(&unwritten.to_string());
            let ends = |log: &Transcript| unwritten.is_of(log);
            self.console.transcript = self.console.transcript.take().filter(|log| !ends(log));
        }
        (told, result)
    }

    fn after_reply(
        &mut self,
        command: &[u8],
        told: &Told,
        elapsed: Duration,
        result: Result<Executed>,
    ) -> Result<Response> {
        let text = String::from_utf8_lossy(command);
        if let Some(game) = told.game {
            self.directory.shown_game(game);
        }
        let unknown = unknown_command(&told.head).is_some();
        if told.rejected.is_some() || rejected(self.game(), &told.head).is_some() {
            self.lines.reject(&text);
            self.directory.rejects(&text);
        }
        if !secret_part(&text) {
            self.learn(&text, &told.head);
        }
        match result {
            Ok(Executed::LoginForgotten) => say(
                "the server forgot the login after the change of the map: logged in again, repeat the command",
            ),
            Ok(_) => {
                let stops = self.stops(&text);
                if stops && !self.outlives_stop() {
                    self.console.forget_logs();
                    self.leave_server();
                } else {
                    self.console.link.may_be_stopping(stops);
                }
            }
            Err(error) => {
                let given_up = matches!(error.cause(), Cause::Rcon(Error::Interrupted));
                if given_up && told.sent {
                    say("given up: the command was sent, and may still do what it does");
                }
                return Err(error);
            }
        }
        if self.settings.timing {
            let ms = elapsed.as_secs_f64() * 1000.0;
            dim(&format!("{ms:.1} ms"), self.settings.color);
        }
        if let Some(rejected) = &told.rejected {
            return Err(rejected.clone().into());
        }
        Ok(if unknown {
            Response::Unknown
        } else {
            Response::Other
        })
    }

    /// Says, the first time on a server, that a line goes to its public chat.
    fn warn_of_chat(&mut self, command: &[u8]) {
        let chats = self.game() == Game::Factorio && !command.trim_ascii().starts_with(b"/");
        if chats && self.directory.is_first_chat() {
            say(
                "on Factorio a line without / in front goes to the public chat (said once): /help lists the commands",
            );
        }
    }

    /// Whether a command stops this server, as far as the game is known.
    fn stops(&mut self, command: &str) -> bool {
        let shape = self.console.shape();
        self.game().is_stop_command(command, shape)
    }

    /// Whether the link is still there a moment after a command that stops
    /// servers was answered: not every server has that command.
    fn outlives_stop(&mut self) -> bool {
        let open = self.console.with_client(|client| {
            client.connection().is_some_and(|connection| {
                // How it ends is asked next.
                let _ = connection.linger(STOP_WAIT);
                connection.is_connected()
            })
        });
        open.unwrap_or(false)
    }

    /// Learns from a reply what it shows about the server and its names.
    fn learn(&mut self, command: &str, head: &[u8]) {
        if let Some(kind) = console_kind(command, head) {
            self.directory.shown(kind);
            self.output.set_minecraft(self.directory.may_be_minecraft());
        }
        for query in Query::parse_all(head) {
            self.directory.learn(query);
        }
        if let Some(unknown) = unknown_command(head) {
            let first = command.split_whitespace().next().unwrap_or_default();
            let name = unknown.name.as_deref().unwrap_or(first);
            if let Some(near) = self.directory.suggest(name) {
                say(&format!("did you mean {near}?"));
            }
        }
    }
}
