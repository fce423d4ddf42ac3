//! A command of a script: sent, and its reply handed over.

use std::time::{Duration, Instant};

use rcon_proto::{ErrorKind, ExecuteOptions, Executed, Observer};

use super::Runner;
use super::telling::{OpenReply, Telling};
use crate::error::{Context as _, Result};
use crate::ways::Next;
use crate::ways::sink::Done;

impl Runner<'_> {
    /// Sends a command and hands its reply over.
    ///
    /// # Errors
    ///
    /// It was not sent, or not answered.
    pub(crate) fn execute(&mut self, command: &[u8], last: bool) -> Result<Next> {
        self.under_way = Some(command.to_vec());
        let next = self.executed(command, last)?;
        self.under_way = None;
        Ok(next)
    }

    fn executed(&mut self, command: &[u8], last: bool) -> Result<Next> {
        let prompt = self.prompt();
        if let Some(transcript) = &mut self.console.transcript {
            transcript
                .command(&prompt, command)
                .context("cannot write the log")?;
        }
        let mut transcript = self.console.transcript.take();
        let how = ExecuteOptions::default().last(last);
        let began = Instant::now();
        let mut telling = Telling::new(self.sink, transcript.as_mut());
        telling.open = self.open.take();
        telling.ended = self.ended.take();
        let result = self.console.execute(command, &how, &mut telling);
        let elapsed = began.elapsed();
        let Telling {
            open,
            current,
            error,
            late,
            unended,
            ..
        } = telling;
        self.console.transcript = transcript;
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
        if let Some(error) = error {
            return Err(error);
        }
        match result {
            Err(error) if self.sink.is_full() => {
                // The sink knows the limit that it stopped at.
                self.sink
                    .end(Done {
                        command,
                        elapsed,
                        awaited: true,
                    })
                    .and(Err(error))
            }
            Err(error) if current.is_some() && error.kind() == ErrorKind::Interrupted => {
                Err(error.context("the command was sent, and whether it ran is unknown"))
            }
            Err(error) => Err(error),
            Ok(executed) => {
                let provisional =
                    matches!(executed, Executed::Replied(by) if by.is_provisional() && !last);
                self.open = Some(OpenReply {
                    command: command.to_vec(),
                    elapsed,
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

    pub(super) fn send(&mut self, command: &[u8], more: bool) -> Result<Next> {
        self.under_way = Some(command.to_vec());
        self.console.send(command, more, &mut Quiet)?;
        self.unawaited = true;
        self.sink.end(Done {
            command,
            elapsed: Duration::ZERO,
            awaited: false,
        })?;
        self.under_way = None;
        Ok(Next::Go)
    }

    fn prompt(&self) -> String {
        match self.console.address() {
            Some(address) => format!("{address} ] "),
            None => "RCON ] ".to_owned(),
        }
    }
}

/// Nobody waits for what arrives.
struct Quiet;

impl Observer for Quiet {}
