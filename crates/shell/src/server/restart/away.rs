//! The time between a server's stop and its return.

use std::thread;
use std::time::{Duration, Instant};

use rcon_proto::{Client, ErrorKind, Lost, ReplyIds};

use super::Restart;
use super::plan::clock;
use crate::error::{Context as _, Error, Result};
use crate::request::secret::FoundPassword;
use crate::request::target::Target;
use crate::server::connect::Dialer;
use crate::system::channel::{self, RecvTimeoutError};
use crate::system::patience::{SLICE, pause};

/// Between two attempts to log in.
const RETRY: Duration = Duration::from_millis(250);

/// The same where the last one got as far as its password: some servers count
/// logins, and one that starts may take it and not answer yet.
const RETRY_LOGIN: Duration = Duration::from_secs(2);

/// A server that stops can be met between the end of its links and its own. It
/// is back when a link has lasted this long.
const LASTS: Duration = Duration::from_millis(300);

/// Why a server is not there again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum NotBack {
    #[error(
        "{name} is still there {waited} after {stop:?}: is it another game, or is the command not allowed?"
    )]
    NeverWent {
        name: String,
        waited: String,
        stop: &'static str,
    },
    #[error(
        "{name} is still down {waited} after {stop:?} ({why}): the command stops it, and nothing has started it again; --wait waits longer"
    )]
    StillDown {
        name: String,
        waited: String,
        stop: &'static str,
        why: String,
    },
}

impl From<NotBack> for Error {
    fn from(error: NotBack) -> Self {
        let kind = match error {
            NotBack::NeverWent { .. } => ErrorKind::Other,
            NotBack::StillDown { .. } => ErrorKind::Connect,
        };
        Self::new(kind, error)
    }
}

/// Whether the server is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    There,
    Gone,
}

impl Restart<'_> {
    /// Waits until the server's link has ended. Gives when it did.
    pub(super) fn until_down(&mut self, until: Instant) -> Result<Instant> {
        loop {
            let seen = self.console.with_client(look);
            if seen.is_ok_and(|seen| seen == Seen::Gone) && !self.is_interrupted() {
                self.steps.step("the server is down");
                return Ok(Instant::now());
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(NotBack::NeverWent {
                    name: self.name.clone(),
                    waited: self.waited(),
                    stop: self.game.stop_command(),
                }
                .into());
            }
            let text = format!(
                "{} stops, {} left (Ctrl-C gives up)",
                self.name,
                clock(left)
            );
            self.steps.waits(&text);
            let slept = self.console.sleep(SLICE.min(left));
            slept.with_context(|| self.left_behind())?;
        }
    }

    /// Waits until the server is back. How long it was away.
    pub(super) fn until_back(&mut self, since: Instant, until: Instant) -> Result<Duration> {
        let (target, found) = self.console.leave_behind()?;
        let dialer = self.console.dialer.clone();
        loop {
            let again = {
                let (dialer, target, found) = (dialer.clone(), target.clone(), found.clone());
                self.on_the_side(until, move |until| attempt(&dialer, &target, &found, until))
            };
            let error = match again {
                Ok(client) => {
                    let away = since.elapsed();
                    self.console.come_back(&target, &found, Ok(client))?;
                    return Ok(away.saturating_sub(LASTS));
                }
                Err(error) => error,
            };
            let rest = match error.kind() {
                ErrorKind::Interrupted => return Err(error.context(self.left_behind())),
                ErrorKind::Connect => RETRY,
                // The password worked: a server that starts may close, or be slow.
                ErrorKind::Closed | ErrorKind::Lost | ErrorKind::Timeout => RETRY_LOGIN,
                _ => {
                    let error = error.context(format!("{} is back", self.name));
                    // Its failure is the console's to remember, and comes back from there.
                    let back = self.console.come_back(&target, &found, Err(error));
                    return back.map(|()| since.elapsed());
                }
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(NotBack::StillDown {
                    name: self.name.clone(),
                    waited: self.waited(),
                    stop: self.game.stop_command(),
                    why: error.to_string(),
                }
                .into());
            }
            let next = Instant::now() + rest.min(left);
            while Instant::now() < next {
                self.tell_wait(until);
                let slept = self.console.sleep(SLICE);
                slept.with_context(|| self.left_behind())?;
            }
        }
    }

    /// Does on a thread what may take seconds, so that the time that is left is
    /// still seen to pass. Ctrl-C ends it by itself.
    fn on_the_side<T: Send + 'static>(
        &mut self,
        until: Instant,
        work: impl FnOnce(Instant) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (say, hear) = channel::sync_channel(1);
        thread::Builder::new()
            .name("restart".to_owned())
            .spawn(move || {
                // An error means that nobody waits any more.
                let _ = say.send(work(until));
            })
            .context("cannot start a thread")?;
        loop {
            match hear.recv_timeout(SLICE * 5) {
                Ok(result) => return result,
                Err(RecvTimeoutError::Timeout) => self.tell_wait(until),
                // A thread that panicked has ended the program.
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(rcon_proto::Error::Interrupted.into());
                }
            }
        }
    }

    fn tell_wait(&mut self, until: Instant) {
        let left = until.saturating_duration_since(Instant::now());
        let text = format!(
            "waiting {} for {} to come back (Ctrl-C gives up)",
            clock(left),
            self.name
        );
        self.steps.waits(&text);
    }

    fn is_interrupted(&self) -> bool {
        self.console.cancel().is_cancelled()
    }

    pub(super) fn left_behind(&self) -> String {
        format!(
            "{} was told to stop, and whether it comes back was not waited for",
            self.name
        )
    }

    fn waited(&self) -> String {
        clock(self.console.dialer.comes_back_within)
    }
}

/// Looks for the end of the server's link. Where a server has a link for each
/// command, closing the one that stopped it says nothing: another one is opened
/// and kept, and the server is gone when there is none to be had.
fn look(client: &mut Client) -> Seen {
    let gone = if client.shown().ids == Some(ReplyIds::Foreign) {
        client.ensure(&mut ()).is_err()
    } else {
        let connection = client.connection();
        !connection.is_some_and(|connection| connection.poll_idle(&mut ()))
    };
    if gone { Seen::Gone } else { Seen::There }
}

/// Logs in, and sees whether that lasts.
fn attempt(
    dialer: &Dialer,
    target: &Target,
    found: &FoundPassword,
    until: Instant,
) -> Result<Client> {
    let mut client = dialer.once(target, found, until)?;
    let lasts = Instant::now() + LASTS;
    while Instant::now() < lasts {
        let there = client
            .connection()
            .is_some_and(|connection| connection.poll_idle(&mut ()));
        if !there {
            return Err(rcon_proto::Error::Lost(Lost::Idle).into());
        }
        pause(SLICE, &dialer.cancel)?;
    }
    Ok(client)
}
