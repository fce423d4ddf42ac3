//! What is done to other connections than the one whose turn it is: asked for by
//! another thread, or by a command that one of them sent.

use super::conn::Conn;
use super::datagrams::Datagrams;
use super::{Engine, Port, Slot};
use crate::effect::Effect;
use crate::host::Host;
use crate::outbox::End;
use crate::parcel::Parcel;

/// What other threads ask of the engine.
pub(crate) enum Control {
    /// Sends these bytes to every open connection.
    Inject(Vec<u8>),
    /// Has every server log this.
    Log(String),
    /// Ends every open connection.
    Drop(End),
    /// Lifts all bans.
    Unban,
    /// Ends the thread.
    Quit,
}

impl Engine {
    /// Does what other threads asked for; true when the thread is to end.
    pub(super) fn obey(&mut self) {
        while let Ok(control) = self.control.try_recv() {
            match control {
                Control::Quit => self.quitting = true,
                Control::Unban => self.slots.iter_mut().for_each(|s| s.host.unban()),
                Control::Inject(bytes) => {
                    self.each(None, |conn| conn.inject(bytes.clone()));
                    self.each_port(None, |datagrams, _| datagrams.inject(&bytes));
                }
                Control::Drop(end) => {
                    self.each(None, |conn| conn.end(end));
                    self.each_port(None, Datagrams::forget_all);
                }
                Control::Log(text) => self.log(&text),
            }
        }
    }

    /// Does something to every connection, or to those of one server.
    pub(super) fn each(&mut self, host: Option<usize>, mut act: impl FnMut(&mut Conn)) {
        for index in 0..self.conns.len() {
            if let Some(Some(conn)) = self.conns.get_mut(index)
                && host.is_none_or(|host| conn.host == host)
            {
                act(conn);
                self.drive(index);
            }
        }
    }

    /// Does something to every port of datagrams, or to that of one server.
    pub(super) fn each_port(
        &mut self,
        host: Option<usize>,
        act: impl Fn(&mut Datagrams, &mut Host),
    ) {
        for index in 0..self.slots.len() {
            if host.is_none_or(|host| host == index)
                && let Slot {
                    host,
                    port: Port::Datagrams(datagrams),
                    ..
                } = &mut self.slots[index]
            {
                act(datagrams, host);
                self.serve(index);
            }
        }
    }

    pub(super) fn apply_effects(&mut self, host: usize) {
        self.send_parcels(host);
        let Some(slot) = self.slots.get_mut(host) else {
            return;
        };
        for effect in std::mem::take(&mut slot.host.effects) {
            match effect {
                Effect::DropLinks(end) => {
                    self.each(Some(host), |conn| conn.end(end));
                    self.each_port(Some(host), Datagrams::forget_all);
                }
                Effect::Stop(end) => self.stop(host, end),
            }
        }
    }

    /// Something happens on every server that runs.
    pub(super) fn log(&mut self, text: &str) {
        for index in 0..self.slots.len() {
            if let Some(slot) = self.slots.get_mut(index)
                && !matches!(slot.port, Port::Closed)
            {
                let parcels = slot.host.world.log(text);
                slot.host.parcels.extend(parcels);
                self.send_parcels(index);
            }
        }
    }

    pub(super) fn send_parcels(&mut self, host: usize) {
        let Some(slot) = self.slots.get_mut(host) else {
            return;
        };
        let home = slot.host.addr;
        for parcel in std::mem::take(&mut slot.host.parcels) {
            match parcel {
                Parcel::Push(bytes) => self.each(Some(host), |conn| conn.inject(bytes.clone())),
                Parcel::Tell { text, times } => self.tell(host, &text, times),
                parcel => self.post.send(home, parcel),
            }
        }
    }

    /// Somebody says this in the game, so many times.
    fn tell(&mut self, host: usize, text: &str, times: u64) {
        for index in 0..self.conns.len() {
            if let (Some(Some(conn)), Some(slot)) =
                (self.conns.get_mut(index), self.slots.get_mut(host))
                && conn.host == host
            {
                conn.tell(text, times, &mut slot.host);
                self.drive(index);
            }
        }
        self.each_port(Some(host), |port, host| port.tell(text, times, host));
    }
}
