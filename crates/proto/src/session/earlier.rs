//! The replies before the present one.

use crate::reply::Learned;
use crate::request::RequestId;

/// How a probe went out for a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Probed {
    /// In one segment with it.
    Along,
    /// In a segment of its own, behind it.
    Alone,
}

/// The newest of them, and whether what comes could still be its.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    newest: Option<RequestId>,
    /// More of it may come and is put in its place.
    open: bool,
    /// It was given up without a sign of it: what comes under a foreign id may
    /// be that.
    silent: bool,
    /// The newest whose probe was not answered while it was waited for.
    unanswered: Option<(RequestId, Probed)>,
    /// The answer to its probe was its end.
    by_probe: bool,
    /// The newest before it of which that is not so.
    other_end: Option<RequestId>,
    /// Whether no packet of it had come before.
    nothing: Nothing,
    /// The same is so of one before it, and nothing has come of that since.
    more_nothing: bool,
    /// It may go on in an answer to its probe: it has, or its newest packet was
    /// a large one.
    paged: bool,
}

/// A reply that ended by the answer to its probe before any packet of it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Nothing {
    #[default]
    No,
    Yes,
    /// Something has come since.
    Late,
}

impl Earlier {
    /// A reply has ended. `open`: more of it may come.
    pub(super) fn ended(&mut self, request: RequestId, open: bool) {
        if !self.by_probe {
            self.other_end = self.newest;
        }
        self.newest = Some(request);
        self.open = open;
        self.silent = false;
        self.by_probe = false;
        self.more_nothing |= self.nothing == Nothing::Yes;
        self.nothing = Nothing::No;
        self.paged = false;
    }

    /// How that was: the answer to its probe was its end, or a probe went out
    /// and is not answered.
    pub(super) fn probed(&mut self, by_probe: bool, unanswered: Option<Probed>) {
        self.by_probe = by_probe;
        if let Some(how) = unanswered {
            self.unanswered = self.newest.map(|request| (request, how));
        }
    }

    /// Whether it may go on in an answer to its probe.
    pub(super) fn paged(&mut self, paged: bool) {
        self.paged = paged;
    }

    /// Whether a short text that answers a probe of this one's may be more of
    /// it, and not a complaint.
    pub(super) fn may_be_page_of(&self, request: RequestId) -> bool {
        self.newest == Some(request) && self.paged
    }

    /// No packet of it had come when its probe was answered.
    pub(super) fn nothing_came(&mut self) {
        self.nothing = Nothing::Yes;
    }

    /// Whether that is so of the newest.
    pub(super) fn was_nothing_by_probe(&self) -> bool {
        self.nothing != Nothing::No
    }

    /// The same of this one, where it is the newest.
    pub(super) fn is_nothing_by_probe(&self, request: RequestId) -> bool {
        self.was_nothing_by_probe() && self.newest == Some(request)
    }

    /// A packet that may be a reply came under an id that was never given out,
    /// while nobody waits for one. Whose it may be: that of the newest, if
    /// nothing had come of it, and of no other.
    pub(super) fn claim(&mut self) -> Option<RequestId> {
        let claims = self.was_nothing_by_probe() && !self.more_nothing;
        let newest = self.newest.filter(|_| claims)?;
        self.nothing = Nothing::Late;
        Some(newest)
    }

    /// A probe of this one's was answered. How it had gone out, if it is the
    /// first answer, and came when nobody waited for it any more.
    pub(super) fn answered(&mut self, request: RequestId) -> Option<Probed> {
        let this = |unanswered: &mut (RequestId, Probed)| unanswered.0 == request;
        self.unanswered.take_if(this).map(|(_, how)| how)
    }

    /// Whether this one has ended by the answer to its probe.
    pub(super) fn ended_by_probe(&self, request: RequestId) -> bool {
        let before = self.newest.is_some_and(|newest| request < newest);
        let behind = self.other_end.is_none_or(|other| request > other);
        before && behind || self.newest == Some(request) && self.by_probe
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

    /// Whether packets of this one have come.
    pub(super) fn has_begun(&self, request: RequestId) -> bool {
        self.newest == Some(request) && !self.silent
    }

    /// The newest, where nothing has come of it.
    pub(super) fn unheard(&self) -> Option<RequestId> {
        self.newest.filter(|_| self.silent)
    }

    /// The reply to which more may be added.
    pub(super) fn open(&self) -> Option<RequestId> {
        self.newest.filter(|_| self.open)
    }

    /// Whether one was given up, or taken for empty, of which nothing has come,
    /// so that what comes now may be it.
    pub(super) fn may_still_begin(&self) -> bool {
        self.silent || self.was_nothing_by_probe()
    }

    /// Whether the next reply could be that of a command which was given up,
    /// or the rest of one that a silence ended: where a server may be one of
    /// those with ids of their own, nothing tells the two apart.
    pub(super) fn might_be_mistaken(&self, learned: &Learned) -> bool {
        !learned.own_ids && (self.silent || !learned.foreign.is_empty())
    }
}
