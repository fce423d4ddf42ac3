//! What follows from something that happened, for the session to carry out.

use std::borrow::Cow;

use super::event::Event;
use super::known::Known;
use super::outbound::Transmit;
use super::unasked::Unasked;
use crate::error::Closed;
use crate::inbound::Part;
use crate::request::RequestId;

/// What the bytes of a part are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Reply(RequestId),
    Late(RequestId),
    Unsolicited(i32),
}

impl Told {
    pub(super) fn with(self, bytes: Cow<'_, [u8]>) -> Event<'_> {
        match self {
            Told::Reply(request) => Event::Reply { request, bytes },
            Told::Late(request) => Event::Late { request, bytes },
            Told::Unsolicited(id) => Event::Unsolicited { id, bytes },
        }
    }
}

/// The state that follows.
#[derive(Default)]
pub(super) enum NextState {
    /// The same.
    #[default]
    Same,
    /// The login was answered. What nobody asked for counts on. Boxed, because
    /// it comes once.
    LoggedIn(Box<(Known, Unasked)>),
    Closed,
}

/// What a state makes of a part, a silence, a deadline or a close. Few parts
/// bring more than their text, so all else is apart: what moves up from each
/// part is two words.
#[derive(Default)]
pub(super) struct Effects {
    /// What the part's text is, if anybody is to be told of it.
    pub(super) told: Option<Told>,
    rest: Option<Box<Rest>>,
}

/// What seldom follows. It is told in the order of the fields, the part's text
/// between the first two.
#[derive(Default)]
pub(super) struct Rest {
    /// Events in front of the part's own text.
    pub(super) before: Vec<Event<'static>>,
    pub(super) after: Vec<Event<'static>>,
    pub(super) transmit: Option<Transmit>,
    pub(super) next: NextState,
}

impl Effects {
    pub(super) fn told(told: Option<Told>) -> Self {
        Self { told, rest: None }
    }

    /// The session is over, and this is told last.
    pub(super) fn over(event: Event<'static>) -> Self {
        Self::default().and_over(event)
    }

    /// As [`over`](Self::over), after all that follows already.
    pub(super) fn and_over(mut self, event: Event<'static>) -> Self {
        self.push_after(event);
        self.turn_to(NextState::Closed);
        self
    }

    pub(super) fn and_closed(self, closed: Closed) -> Self {
        self.and_over(Event::Closed(closed))
    }

    /// The same for whom there is nobody to lend the part's text to: it is
    /// copied.
    pub(super) fn with_text(mut self, text: &[u8]) -> Self {
        if let Some(told) = self.told.take() {
            self.push_before(told.with(Cow::Owned(text.to_vec())));
        }
        self
    }

    /// The same, to be followed by more events.
    pub(super) fn queued(mut self) -> Self {
        if let Some(rest) = &mut self.rest {
            rest.before.append(&mut rest.after);
            rest.after = std::mem::take(&mut rest.before);
        }
        self
    }

    /// In front of all that is told already.
    pub(super) fn put_first(&mut self, event: Event<'static>) {
        self.rest().before.insert(0, event);
    }

    /// In front of the part's text, behind what stands there.
    pub(super) fn push_before(&mut self, event: Event<'static>) {
        self.rest().before.push(event);
    }

    #[expect(
        clippy::inline_always,
        reason = "for each packet, whose cost is that of moving what it returns"
    )]
    #[inline(always)]
    pub(super) fn extend_before(&mut self, events: Vec<Event<'static>>) {
        if !events.is_empty() {
            self.rest().before.extend(events);
        }
    }

    /// Behind the part's text and what stands there.
    pub(super) fn push_after(&mut self, event: Event<'static>) {
        self.rest().after.push(event);
    }

    pub(super) fn extend_after(&mut self, events: Vec<Event<'static>>) {
        if !events.is_empty() {
            self.rest().after.extend(events);
        }
    }

    /// Behind the part's text and what stands there, what these effects have
    /// there.
    pub(super) fn append_after(&mut self, other: Effects) {
        self.extend_after(other.rest.map(|rest| rest.after).unwrap_or_default());
    }

    pub(super) fn transmit(&mut self, transmit: Transmit) {
        self.rest().transmit = Some(transmit);
    }

    pub(super) fn transmit_if(&mut self, transmit: Option<Transmit>) {
        if let Some(transmit) = transmit {
            self.transmit(transmit);
        }
    }

    pub(super) fn turn_to(&mut self, next: NextState) {
        self.rest().next = next;
    }

    /// Whether the part's text is the first thing to be told.
    pub(super) fn begins_with_text(&self) -> bool {
        self.rest.as_ref().is_none_or(|rest| rest.before.is_empty())
    }

    /// All but the part's text.
    pub(super) fn into_rest(self) -> Option<Box<Rest>> {
        self.rest
    }

    fn rest(&mut self) -> &mut Rest {
        self.rest.get_or_insert_default()
    }
}

/// What a state finds when it reads on.
pub(super) enum Reading {
    /// A part, and what follows from it.
    Part(Part, Effects),
    /// All has been read, and this follows: from the stream's end, or from a
    /// deadline that had passed when the newest bytes came.
    Rest(Effects),
    /// All has been read.
    Nothing,
}
