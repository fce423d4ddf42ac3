//! A command of a script: sent, and its reply handed over.

use std::time::{Duration, Instant};

use rcon_proto::{ErrorKind, ExecuteOptions, Executed, Follows};

use super::Runner;
use super::telling::{OpenReply, Telling};
use crate::error::Result;
use crate::ways::Next;
use crate::ways::sink::Done;

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
        let mut telling = Telling::new(self.sink);
        telling.open = self.open.take();
        telling.ended = self.ended.take();
        let result = self.console.execute(command, &how, &mut telling);
        let elapsed = began.elapsed();
        let Telling {
            open,
            sent,
            late,
            unended,
            ..
        } = telling;
        // No part of this reply came: the one before is whole now.
        self.open = open;
        self.unsettled = false;
        self.close_reply();
        if let Some((command, error)) = unended {
            self.fail(Some(&command), None, error);
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
                self.open = Some(OpenReply {
                    command: command.to_vec(),
                    elapsed,
                    by: match executed {
                        Executed::Replied(by) => Some(by),
                        _ => None,
                    },
                });
                self.unsettled = provisional;
                if !provisional {
                    self.close_reply();
                }
                if executed == Executed::LoginForgotten {
                    self.tell_forgotten(command);
                }
                Ok(Next::Go)
            }
        }
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
            by: None,
        })?;
        self.under_way = None;
        Ok(Next::Go)
    }
}
