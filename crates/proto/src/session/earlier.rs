//! The replies before the present one.

use crate::reply::Learned;
use crate::request::RequestId;

/// The newest of them, and whether what comes could still be its.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    newest: Option<RequestId>,
    /// More of it may come and is put in its place.
    open: bool,
    /// It was given up without a sign of it: what comes under a foreign id may
    /// be that.
    silent: bool,
}

impl Earlier {
    /// A reply has ended. `open`: more of it may come.
    pub(super) fn ended(&mut self, request: RequestId, open: bool) {
        self.newest = Some(request);
        self.open = open;
    }

    /// Nobody waits for this one any more. `begun`: some of it has come.
    pub(super) fn given_up(&mut self, request: RequestId, begun: bool) {
        self.ended(request, false);
        self.silent = !begun;
    }

    /// The next reply has begun: what comes of this one is late now.
    pub(super) fn next_began(&mut self) {
        self.open = false;
        self.silent = false;
    }

    /// A packet of this one came, though nobody waits for it.
    pub(super) fn came(&mut self, request: RequestId) {
        if self.newest == Some(request) {
            self.silent = false;
        }
    }

    /// The newest, where nothing has come of it.
    pub(super) fn unheard(&self) -> Option<RequestId> {
        self.newest.filter(|_| self.silent)
    }

    /// The reply to which more may be added.
    pub(super) fn open(&self) -> Option<RequestId> {
        self.newest.filter(|_| self.open)
    }

    /// Whether one was given up of which nothing has come.
    pub(super) fn may_still_begin(&self) -> bool {
        self.silent
    }

    /// Whether the next reply could be that of a command which was given up,
    /// or the rest of one that a silence ended: where a server may be one of
    /// those with ids of their own, nothing tells the two apart.
    pub(super) fn might_be_mistaken(&self, learned: &Learned) -> bool {
        !learned.own_ids && (self.silent || !learned.foreign.is_empty())
    }
}
