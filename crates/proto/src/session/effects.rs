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
    /// it comes once, and effects come with each part.
    LoggedIn(Box<(Known, Unasked)>),
    Closed,
}

/// What a state makes of a part, a silence, a deadline or a close. It is
/// told in the order of the fields.
#[derive(Default)]
pub(super) struct Effects {
    /// Events in front of the part's own text.
    pub(super) before: Vec<Event<'static>>,
    /// What the part's text is, if anybody is to be told of it.
    pub(super) told: Option<Told>,
    pub(super) after: Vec<Event<'static>>,
    pub(super) transmit: Option<Transmit>,
    pub(super) next: NextState,
}

impl Effects {
    pub(super) fn told(told: Option<Told>) -> Self {
        Self {
            told,
            ..Self::default()
        }
    }

    /// The session is over, and this is told last.
    pub(super) fn over(event: Event<'static>) -> Self {
        Self::default().and_over(event)
    }

    /// As [`over`](Self::over), after all that follows already.
    pub(super) fn and_over(mut self, event: Event<'static>) -> Self {
        self.after.push(event);
        self.next = NextState::Closed;
        self
    }

    pub(super) fn and_closed(self, closed: Closed) -> Self {
        self.and_over(Event::Closed(closed))
    }

    /// The same for whom there is nobody to lend the part's text to: it is
    /// copied.
    pub(super) fn with_text(mut self, text: &[u8]) -> Self {
        if let Some(told) = self.told.take() {
            self.before.push(told.with(Cow::Owned(text.to_vec())));
        }
        self
    }

    /// The same, to be followed by more events.
    pub(super) fn queued(mut self) -> Self {
        self.before.append(&mut self.after);
        self.after = std::mem::take(&mut self.before);
        self
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
