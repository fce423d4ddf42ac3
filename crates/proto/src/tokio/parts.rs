//! A reply that is read part by part.

use std::collections::VecDeque;

use tokio::sync::OwnedMutexGuard;

use super::Connection;
use crate::cancel::Cancel;
use crate::connection::ExecuteOptions;
use crate::error::{Error, StateError};
use crate::flow::{Executed, Lasting};
use crate::observer::Observer;
use crate::reply::EndedBy;

/// A reply under way, made by [`Client::parts`](super::Client::parts). While it
/// is there, the client's other commands wait. Dropped before the end, the
/// command counts as sent, and the rest of its reply is late output.
#[derive(Debug)]
pub struct Parts {
    lasting: OwnedMutexGuard<Lasting<Connection>>,
    command: Vec<u8>,
    /// In the place of the connection's own.
    cancel: Option<Cancel>,
    arrived: Arrived,
    ended: Option<Executed>,
    /// It has ended otherwise, which was told.
    failed: bool,
}

/// What has arrived and was not asked for yet: of one reading at the most.
#[derive(Debug, Default)]
struct Arrived(VecDeque<Vec<u8>>);

impl Observer for Arrived {
    fn reply(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.0.push_back(bytes.to_vec());
        }
    }

    fn more(&mut self, command: &str, bytes: &[u8]) {
        ().more(command, bytes);
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        ().late(command, bytes);
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        ().unsolicited(bytes);
    }
}

impl Parts {
    pub(super) async fn begin(
        mut lasting: OwnedMutexGuard<Lasting<Connection>>,
        command: &[u8],
        how: &ExecuteOptions,
    ) -> Result<Self, Error> {
        let mut arrived = Arrived::default();
        let ended = lasting.begin(command, how, &mut arrived).await?;
        Ok(Self {
            lasting,
            command: command.to_vec(),
            cancel: how.cancel.clone(),
            arrived,
            ended,
            failed: false,
        })
    }

    /// The next part, bytes as they came; `None` behind the last one, and behind an
    /// error. It may be dropped while it waits, and called again.
    ///
    /// # Errors
    ///
    /// As [`Client::execute`](super::Client::execute). The parts before are what
    /// came of the reply, and it is not whole.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        loop {
            if let Some(part) = self.arrived.0.pop_front() {
                return Ok(Some(part));
            }
            match self.ended {
                Some(Executed::Replied(_)) => return Ok(None),
                Some(Executed::LoginForgotten) => return Err(StateError::LoginForgotten.into()),
                // Nothing is under way that could end a wait.
                None if self.failed => return Ok(None),
                None => {}
            }
            let enough = |arrived: &Arrived| !arrived.0.is_empty();
            let (lasting, cancel) = (&mut *self.lasting, self.cancel.as_ref());
            let stepped = lasting
                .go_on(&self.command, cancel, &mut self.arrived, enough)
                .await;
            self.failed = stepped.is_err();
            self.ended = stepped?;
        }
    }

    /// How the reply's end was found, behind the last part; `None` where it has
    /// failed.
    pub fn ended_by(&self) -> Option<EndedBy> {
        match self.ended {
            Some(Executed::Replied(by)) => Some(by),
            _ => None,
        }
    }
}
