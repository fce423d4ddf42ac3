//! A command of a script: sent, and its reply handed over.

use std::time::{Duration, Instant};

use rcon_proto::convar::{ConsoleKind, console_kind};
use rcon_proto::{Collector, ErrorKind, ExecuteOptions, Executed, Follows, Game};

use super::Runner;
use super::telling::{OpenReply, Telling};
use crate::error::Result;
use crate::ways::Next;
use crate::ways::sink::Done;

/// What a server is asked to find out which it is.
const ASKED: &str = "cvarlist";

/// So much of its answer is looked at, in bytes.
const HEAD: usize = 16 << 10;

impl Runner<'_> {
    /// Sends a command and hands its reply over.
    ///
    /// # Errors
    ///
    /// It was not sent, or not answered.
    pub(crate) fn execute(&mut self, command: &[u8], follows: Follows) -> Result<Next> {
        self.under_way = Some(command.to_vec());
        let next = self.executed(command, follows)?;
        self.under_way = None;
        Ok(next)
    }

    fn executed(&mut self, command: &[u8], follows: Follows) -> Result<Next> {
        let how = ExecuteOptions::default().follows(follows);
        let began = Instant::now();
        let verdict = self.console.verdict();
        let mut telling = Telling::new(self.sink);
        telling.verdict = verdict;
        telling.open = self.open.take();
        telling.ended = self.ended.take();
        telling.head = self.head.take();
        let result = self.console.execute(command, &how, &mut telling);
        let elapsed = began.elapsed();
        let Telling {
            open,
            sent,
            verdict,
            late,
            unended,
            head,
            ..
        } = telling;
        self.head = head;
        // No part of this reply came: the one before is whole now.
        self.open = open;
        self.unsettled = false;
        self.close_reply();
        if let Some((command, error)) = unended {
            self.unended(&command, error);
        }
        if let Some(late) = late {
            self.tell_late(&late);
        }
        self.check_log()?;
        match result {
            Err(error) if self.sink.is_full() => {
                // The sink knows the limit that it stopped at.
                self.sink
                    .end(Done {
                        command,
                        elapsed,
                        awaited: true,
                        rejected: None,
                        by: None,
                    })
                    .and(Err(error))
            }
            Err(error) if sent && error.kind() == ErrorKind::Interrupted => {
                Err(error.context("the command was sent, and whether it ran is unknown"))
            }
            Err(error) => Err(error),
            Ok(executed) => {
                let provisional = matches!(executed, Executed::Replied(by) if by.is_provisional() && follows == Follows::More);
                let open = OpenReply {
                    command: command.to_vec(),
                    elapsed,
                    verdict,
                    by: match executed {
                        Executed::Replied(by) => Some(by),
                        _ => None,
                    },
                };
                self.unsettled = provisional;
                if open.rejected().is_some() {
                    // Whatever may still come of it: nothing more is to be sent.
                    let ended = open.end(self.sink);
                    self.keep_ended(open);
                    return ended.map(|()| Next::Go);
                }
                self.open = Some(open);
                if !provisional || self.sink.has_failed() {
                    self.close_reply();
                }
                if executed == Executed::LoginForgotten {
                    self.tell_forgotten(command);
                }
                Ok(Next::Go)
            }
        }
    }

    /// What the server is: where neither a person nor its login has said so, the
    /// server is asked for its names, and its answer may show it.
    pub(crate) fn find_out_game(&mut self) -> Game {
        let game = self.console.game();
        let named = self.console.target.as_ref().map(|target| target.game);
        if named != Some(Game::Auto) || game != Game::Generic {
            return game;
        }
        self.settle();
        let mut answer = Collector::cutting(HEAD);
        let how = ExecuteOptions::default();
        let asked = self
            .console
            .with_client(|client| client.execute_with(ASKED.as_bytes(), &how, &mut answer));
        if !matches!(asked, Ok(Ok(_))) {
            return game;
        }
        match console_kind(ASKED, answer.bytes()) {
            Some(ConsoleKind::Minecraft) => Game::Minecraft,
            Some(ConsoleKind::Cs2 | ConsoleKind::SourceLike) => Game::Cs2,
            Some(ConsoleKind::Ark) => Game::Ark,
            _ => game,
        }
    }

    /// Hands over a text of our own as the reply to `command`.
    ///
    /// # Errors
    ///
    /// It could not be written.
    pub(crate) fn hand_over(&mut self, command: &str, text: &str) -> Result<Next> {
        let encoding = self.console.encoding();
        // Read back in the server's encoding; what that lacks stays as it is.
        let encoded = encoding.and_then(|encoding| encoding.encode(text).ok());
        self.sink
            .piece(encoded.as_deref().unwrap_or(text.as_bytes()));
        self.sink.end(Done {
            command: command.as_bytes(),
            elapsed: Duration::ZERO,
            awaited: true,
            rejected: None,
            by: None,
        })?;
        Ok(Next::Go)
    }

    /// A command was answered with nothing at all, and is known to have run.
    ///
    /// # Errors
    ///
    /// As of [`hand_over`](Self::hand_over).
    pub(crate) fn answered_with_nothing(&mut self, command: &str) -> Result<Next> {
        self.under_way = None;
        self.hand_over(command, "")
    }

    /// Whatever could not be written to the log fails the command.
    pub(super) fn check_log(&mut self) -> Result<()> {
        match self.console.take_unwritten() {
            Some(unwritten) => Err(unwritten.into()),
            None => Ok(()),
        }
    }

    pub(super) fn send(&mut self, command: &[u8], follows: Follows) -> Result<Next> {
        self.under_way = Some(command.to_vec());
        self.console.send(command, follows, &mut ())?;
        self.unawaited = true;
        self.sink.end(Done {
            command,
            elapsed: Duration::ZERO,
            awaited: false,
            rejected: None,
            by: None,
        })?;
        self.under_way = None;
        Ok(Next::Go)
    }
}
