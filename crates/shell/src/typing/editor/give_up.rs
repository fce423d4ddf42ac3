//! Ctrl-C and Ctrl-Z at the prompt.
//!
//! At a Ctrl-C, rustyline left to itself ends its reading with an error, and drops
//! the keys that were typed ahead. Bound like this it ends as at Enter, and the
//! line that comes of it is thrown away. In a list of candidates, where
//! rustyline knows no Ctrl-C, it ends the list.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use rustyline::{
    Cmd, ConditionalEventHandler, Event, EventContext, EventHandler, KeyCode, KeyEvent, Modifiers,
    Movement, RepeatCount,
};

use super::keys::Keys;
use super::list_shown::ListShown;

/// What the keys do to the line that is being read.
#[derive(Debug, Clone, Default)]
pub(super) struct GiveUp(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// The last key was Ctrl-C.
    given_up: AtomicBool,
    /// How often the line will be drawn before the list of candidates is over,
    /// this time included; 0 where there is none.
    list: AtomicU8,
    /// Forgotten at any key but Tab.
    shown: ListShown,
    /// What is done with the others.
    keys: Keys,
}

impl GiveUp {
    pub(super) fn new(shown: ListShown, keys: Keys) -> Self {
        Self(Arc::new(Shared {
            shown,
            keys,
            ..Shared::default()
        }))
    }

    /// Every key goes through here.
    pub(super) fn keys() -> Event {
        Event::Any
    }

    pub(super) fn handler(&self) -> EventHandler {
        EventHandler::Conditional(Box::new(self.clone()))
    }

    /// Whether the line that was just read was given up.
    pub(super) fn take(&self) -> bool {
        self.0.list.store(0, Ordering::SeqCst);
        self.0.given_up.swap(false, Ordering::SeqCst)
    }

    /// A list of candidates is about to be shown.
    pub(super) fn list_begins(&self) {
        self.0.list.store(1, Ordering::SeqCst);
    }

    /// What the candidates have in common goes into the line first.
    pub(super) fn line_changes(&self) {
        self.0.list.fetch_add(1, Ordering::SeqCst);
    }

    /// The line is drawn: a list is over with that, unless it was drawn for
    /// what went into it.
    pub(super) fn line_drawn(&self) {
        let less = |left: u8| left.checked_sub(1);
        let order = Ordering::SeqCst;
        let _ = self.0.list.fetch_update(order, order, less);
    }
}

impl ConditionalEventHandler for GiveUp {
    fn handle(
        &self,
        event: &Event,
        _: RepeatCount,
        _: bool,
        context: &EventContext<'_>,
    ) -> Option<Cmd> {
        // Normalised as rustyline has it: with the capital.
        let ctrl_c = event.get(0) == Some(&KeyEvent::ctrl('C'));
        let in_list = self.0.list.load(Ordering::SeqCst) > 0;
        if event.get(0) != Some(&KeyEvent(KeyCode::Tab, Modifiers::NONE)) {
            self.0.shown.forget();
        }
        self.0.given_up.store(ctrl_c && !in_list, Ordering::SeqCst);
        match (ctrl_c, in_list) {
            // Such a list has keys of its own.
            (false, true) => suspended(event),
            (false, false) => {
                suspended(event).or_else(|| self.0.keys.handle(event.get(0)?, context))
            }
            (true, false) => Some(Cmd::AcceptLine),
            // What rustyline takes for a no, at "Display all?" and at "--More--";
            // it would repeat a letter as the whole last insertion.
            (true, true) => Some(Cmd::Kill(Movement::BackwardChar(1))),
        }
    }
}

/// Ctrl-Z, which rustyline would answer too, but with the terminal left as the
/// shell has it between prompts and not as it was before.
#[cfg(unix)]
fn suspended(event: &Event) -> Option<Cmd> {
    (event.get(0) == Some(&KeyEvent::ctrl('Z'))).then(|| {
        crate::system::interrupt::suspend();
        Cmd::Repaint
    })
}

#[cfg(not(unix))]
fn suspended(_: &Event) -> Option<Cmd> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_when_the_line_is_drawn_after_it() {
        let keys = GiveUp::default();
        let in_list = || keys.0.list.load(Ordering::SeqCst) > 0;
        keys.line_drawn();
        assert!(!in_list());
        keys.list_begins();
        assert!(in_list());
        keys.line_drawn();
        assert!(!in_list());
        keys.list_begins();
        keys.line_changes();
        keys.line_drawn();
        assert!(in_list(), "drawn with what the candidates have in common");
        keys.line_drawn();
        assert!(!in_list());
    }
}
