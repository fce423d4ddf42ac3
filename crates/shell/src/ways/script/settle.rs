//! What still comes of a reply while no command is under way.

use std::time::{Duration, Instant};

use rcon_proto::{Connection, Observer};

use super::Runner;
use super::telling::Telling;
use crate::error::Result;
use crate::system::patience::SLICE;

/// How long into a `!sleep` the reply before is still waited for more of.
const STRAGGLERS: Duration = Duration::from_secs(1);

/// How long a command that nobody waits for is given to be read, or two round
/// trips.
const LINGER: Duration = Duration::from_millis(250);

impl Runner<'_> {
    /// No command follows on this connection: what is still to come of the
    /// last reply is read as if that had been known when it was sent.
    pub(crate) fn settle(&mut self) {
        if std::mem::take(&mut self.unsettled) {
            self.read_on(|connection, telling| connection.conclude(telling));
        }
        self.close_reply();
    }

    /// Ends the use of this connection. Of commands that nobody waited for it is made
    /// sure that the server has read them. A connection that ends instead is their
    /// failure: whether they arrived is unknown.
    pub(crate) fn part(&mut self) {
        self.settle();
        if !std::mem::take(&mut self.unawaited) {
            return;
        }
        let seen = self.console.with_client(|client| {
            let round_trip = client.round_trip().unwrap_or_default();
            let connection = client.connection()?;
            Some(connection.see_out(LINGER.max(round_trip * 2)))
        });
        if let Ok(Some(Err(error))) = seen {
            self.fail(None, None, error.into());
        }
    }

    /// Reads while no command is under way: what comes belongs to the reply
    /// before.
    fn read_on(&mut self, read: impl FnOnce(&mut Connection, &mut dyn Observer)) {
        let mut telling = Telling::new(self.sink);
        telling.open = self.open.take();
        telling.ended = self.ended.take();
        // Without a connection there is nothing to read.
        let _ = self.console.read(&mut telling, read);
        let Telling {
            open, ended, late, ..
        } = telling;
        self.open = open;
        self.ended = ended;
        if let Some(late) = late {
            self.tell_late(&late);
        }
        if let Err(error) = self.check_log() {
            self.fail(None, None, error);
        }
    }

    /// Sleeps; what comes of the reply before meanwhile is put in its place.
    ///
    /// # Errors
    ///
    /// Ctrl-C.
    pub(crate) fn sleep(&mut self, time: Duration) -> Result<()> {
        let until = Instant::now() + time;
        let enough = Instant::now() + STRAGGLERS.min(time);
        while self.unsettled && Instant::now() < enough {
            self.read_on(|connection, telling| {
                connection.poll_idle(telling);
            });
            self.console.sleep(SLICE)?;
        }
        if time > STRAGGLERS {
            self.close_reply();
        }
        self.console
            .sleep(until.saturating_duration_since(Instant::now()))
    }
}
