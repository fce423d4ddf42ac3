//! Insurgency: Sandstorm: one packet for a login, an empty packet for a probe.
//! Each connection costs it a thread that it never gives back; when there are
//! no more, whoever connects waits for ever.
//!
//! Its server is not public; what it says is known from a client for it,
//! `admin-interface/lib/rcon-client.rb` of
//! <https://github.com/Joe-Klauza/sandstorm-admin-wrapper>.

use rcon_proto::{PacketRef, SERVERDATA_RESPONSE_VALUE};

use crate::frames::{Cut, Shape};

use super::plain::Plain;
use super::{Dialect, Link};

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Sandstorm {
    plain: Plain,
}

impl Dialect for Sandstorm {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn shape(&mut self) -> Shape {
        Shape {
            cut: Cut::Lines(4096),
            ..Shape::PLAIN
        }
    }

    fn welcome(&mut self, link: &mut Link<'_, '_>) {
        let host = link.host();
        host.threads += 1;
        if host.threads > host.options.threads {
            link.ignore();
        }
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
    }
}
