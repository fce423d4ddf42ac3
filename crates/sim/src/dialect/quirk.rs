//! Reimplementations that answer a login in ways of their own.

use rcon_proto::SERVERDATA_AUTH_RESPONSE;

use crate::frames::Shape;

use super::plain::Plain;
use super::{Dialect, Link};

/// A plain server with one quirk.
pub(super) struct Quirk {
    plain: Plain,
    /// The id of an acceptance; the request's where there is none.
    id: Option<i32>,
    accept: i32,
    /// The type of a refusal, which then has the request's id.
    refuse: Option<i32>,
    nuls: usize,
}

impl Quirk {
    const NONE: Self = Self {
        plain: Plain,
        id: None,
        accept: SERVERDATA_AUTH_RESPONSE,
        refuse: None,
        nuls: 2,
    };

    /// Accepts with id 0.
    pub(super) const ZERO_ID: Self = Self {
        id: Some(0),
        ..Self::NONE
    };

    /// Accepts with type 3.
    pub(super) const TYPE_THREE: Self = Self {
        accept: 3,
        ..Self::NONE
    };

    /// Ends every packet in three NULs.
    pub(super) const THREE_NULS: Self = Self {
        nuls: 3,
        ..Self::NONE
    };

    /// Refuses with type -1 and the request's id.
    pub(super) const MINUS_TYPE: Self = Self {
        refuse: Some(-1),
        ..Self::NONE
    };

    /// `rcon-server` on npm: see [`one_link`](super::one_link).
    pub(super) const NPM_SERVER: Self = Self {
        nuls: 3,
        refuse: Some(-1),
        ..Self::NONE
    };

    fn send(&self, id: i32, kind: i32, link: &mut Link<'_, '_>) {
        let shape = Shape {
            kind,
            nuls: self.nuls,
            ..Shape::PLAIN
        };
        link.reply(id, shape, "");
    }
}

impl Dialect for Quirk {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn shape(&mut self) -> Shape {
        Shape {
            nuls: self.nuls,
            ..Shape::PLAIN
        }
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.send(self.id.unwrap_or(id), self.accept, link);
    }

    fn refuse(&mut self, id: i32, link: &mut Link<'_, '_>) {
        match self.refuse {
            Some(kind) => self.send(id, kind, link),
            None => self.send(-1, SERVERDATA_AUTH_RESPONSE, link),
        }
    }
}
