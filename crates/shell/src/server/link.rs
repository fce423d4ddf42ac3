//! The one connection of a shell, which the prompt, the watcher of what
//! arrives unasked and the fetcher of names take in turns.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rcon_proto::{Cancel, Client, Watch};

use super::keeping::Kept;

use crate::system::encoding::ServerEncoding;
use crate::system::patience::SLICE;

/// A handle on the connection. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Link(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    slot: Mutex<Slot>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Slot {
    /// In a place of its own: it is handed out and back for each command.
    client: Option<Box<Client>>,
    /// Where what its server shows is kept, if it is.
    kept: Option<Kept>,
    /// What its server speaks, for those who have the link and no target.
    encoding: Option<ServerEncoding>,
    /// The client is out: somebody uses it.
    taken: bool,
    /// Counts the clients that were put here, to tell one from the next.
    generation: u64,
    /// Lowers the priority of whoever else wants it while a person waits.
    wanted: bool,
    /// The last command may have stopped the server: its close is no news.
    stopping: bool,
    /// Gives up what the client is used for in the background.
    give_up: Option<Cancel>,
    /// How many wait for a change. A script has nobody who does, and each
    /// call for them would be one of the system.
    waiting: usize,
}

/// Why the connection cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unavailable {
    /// There is none.
    NotConnected,
    /// It is in use, and the wait for it was given up.
    GivenUp,
}

impl Link {
    fn lock(&self) -> MutexGuard<'_, Slot> {
        // Whoever panicked did not hold the client: it is still as it was.
        self.0.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a client of a server here that speaks `encoding`, in the place of
    /// whatever was. Nobody may be using the one before: see [`take`](Self::take).
    pub(crate) fn put(&self, client: Client, kept: Option<Kept>, encoding: Option<ServerEncoding>) {
        let mut slot = self.lock();
        slot.client = Some(Box::new(client));
        slot.kept = kept;
        slot.encoding = encoding;
        slot.stopping = false;
        slot.generation += 1;
        self.tell(&slot);
    }

    /// Wakes whoever waits for a change.
    fn tell(&self, slot: &Slot) {
        if slot.waiting > 0 {
            self.0.changed.notify_all();
        }
    }

    /// Takes the client away for good; what it is used for in the background
    /// is given up.
    pub(crate) fn take(&self) -> Option<Client> {
        let give_up = |slot: &mut Slot| {
            if let Some(background) = slot.give_up.take() {
                background.cancel();
            }
            true
        };
        let mut slot = self.wait_for_turn(give_up).ok()?;
        slot.generation += 1;
        slot.client.take().map(|client| *client)
    }

    /// Uses the client, after whoever uses it now. A raised `cancel` ends the
    /// wait for it.
    pub(crate) fn with<T>(
        &self,
        cancel: &Cancel,
        act: impl FnOnce(&mut Client) -> T,
    ) -> Result<T, Unavailable> {
        let go_on = |slot: &mut Slot| {
            if !cancel.is_cancelled() {
                return true;
            }
            let Some(background) = slot.give_up.take() else {
                return false;
            };
            // The first Ctrl-C is for what runs in the background; what the
            // person has typed goes next.
            background.cancel();
            cancel.reset();
            true
        };
        let mut slot = self.wait_for_turn(go_on)?;
        let client = slot.client.take().ok_or(Unavailable::NotConnected)?;
        slot.taken = true;
        drop(slot);
        Ok(self.use_and_return(client, act))
    }

    /// Gives up what the client is used for in the background.
    pub(crate) fn give_up_background(&self) {
        if let Some(background) = self.lock().give_up.take() {
            background.cancel();
        }
    }

    /// Uses the client for something nobody has typed. A person who waits for
    /// it meanwhile can give that up: Ctrl-C there raises `give_up`.
    pub(crate) fn with_in_background<T>(
        &self,
        give_up: &Cancel,
        act: impl FnOnce(&mut Client) -> T,
    ) -> Result<T, Unavailable> {
        let mut slot = self.lock();
        let busy = |slot: &mut Slot| slot.wanted || slot.taken;
        slot.waiting += 1;
        let waited = self.0.changed.wait_while(slot, busy);
        let mut slot = waited.unwrap_or_else(PoisonError::into_inner);
        slot.waiting -= 1;
        let client = slot.client.take().ok_or(Unavailable::NotConnected)?;
        slot.taken = true;
        slot.give_up = Some(give_up.clone());
        drop(slot);
        Ok(self.use_and_return(client, act))
    }

    /// Uses the client if nobody else does and no person waits for it.
    pub(crate) fn try_with<T>(&self, act: impl FnOnce(&mut Client) -> T) -> Option<T> {
        let mut slot = self.lock();
        if slot.wanted || slot.taken {
            return None;
        }
        let client = slot.client.take()?;
        slot.taken = true;
        drop(slot);
        Some(self.use_and_return(client, act))
    }

    /// Uses the client as soon as nobody else does, at most this long from now; what
    /// it is used for in the background is given up. `None` where there is none, or
    /// it stayed in use.
    pub(crate) fn within<T>(
        &self,
        at_most: Duration,
        act: impl FnOnce(&mut Client) -> T,
    ) -> Option<T> {
        let until = Instant::now() + at_most;
        let in_time = |slot: &mut Slot| {
            if let Some(background) = slot.give_up.take() {
                background.cancel();
            }
            Instant::now() < until
        };
        let mut slot = self.wait_for_turn(in_time).ok()?;
        let client = slot.client.take()?;
        slot.taken = true;
        drop(slot);
        Some(self.use_and_return(client, act))
    }

    fn use_and_return<T>(&self, client: Box<Client>, act: impl FnOnce(&mut Client) -> T) -> T {
        // Also on the way out of a panic: nobody is to wait for ever.
        let mut returning = Returning {
            link: self,
            client: Some(client),
        };
        match &mut returning.client {
            Some(client) => act(client),
            None => unreachable!("the client was put there above"),
        }
    }

    /// Waits until nobody uses the client, before whoever wants it in the
    /// background; as long as `go_on` says, which is asked again and again.
    fn wait_for_turn(
        &self,
        mut go_on: impl FnMut(&mut Slot) -> bool,
    ) -> Result<MutexGuard<'_, Slot>, Unavailable> {
        let mut slot = self.lock();
        slot.wanted = true;
        while slot.taken {
            if !go_on(&mut slot) {
                slot.wanted = false;
                self.tell(&slot);
                return Err(Unavailable::GivenUp);
            }
            slot.waiting += 1;
            let waited = self.0.changed.wait_timeout(slot, SLICE);
            slot = waited.unwrap_or_else(PoisonError::into_inner).0;
            slot.waiting -= 1;
        }
        slot.wanted = false;
        self.tell(&slot);
        Ok(slot)
    }

    /// Waits until there is a client that is not in use, and gives something
    /// to watch it by. `None` after a while without.
    pub(crate) fn watch(&self, at_most: Duration) -> Option<Watch> {
        let mut slot = self.lock();
        let absent = |slot: &mut Slot| slot.taken || slot.client.is_none();
        slot.waiting += 1;
        let waited = self.0.changed.wait_timeout_while(slot, at_most, absent);
        let mut slot = waited.unwrap_or_else(PoisonError::into_inner).0;
        slot.waiting -= 1;
        slot.client.as_mut()?.connection()?.watch().ok()
    }

    /// Says whether the last command was one that stops this server, which
    /// may take its time about it: a world is saved first.
    pub(crate) fn may_be_stopping(&self, stopping: bool) {
        self.lock().stopping = stopping;
    }

    /// Whether a close is what the last command asked for.
    pub(crate) fn is_stopping(&self) -> bool {
        self.lock().stopping
    }

    /// What the server of the client speaks, where that was named. Asked by whoever
    /// uses the client: it is another's as soon as another is put here.
    pub(crate) fn encoding(&self) -> Option<ServerEncoding> {
        self.lock().encoding
    }

    /// Which client this is: changes with every one that is put here.
    pub(crate) fn generation(&self) -> u64 {
        self.lock().generation
    }
}

/// Puts the client back when dropped.
struct Returning<'a> {
    link: &'a Link,
    client: Option<Box<Client>>,
}

impl Drop for Returning<'_> {
    fn drop(&mut self) {
        let mut slot = self.link.lock();
        slot.client = self.client.take();
        let Slot { client, kept, .. } = &mut *slot;
        if let (Some(client), Some(kept)) = (client, kept) {
            kept.keep(client.shown());
        }
        slot.taken = false;
        slot.give_up = None;
        self.link.tell(&slot);
    }
}
