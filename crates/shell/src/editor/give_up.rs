//! Ctrl-C at the prompt.
//!
//! Left to itself, rustyline ends its reading with an error then, and drops
//! the keys that were typed ahead. Bound like this it ends as at Enter, and the
//! line that comes of it is thrown away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustyline::{
    Cmd, ConditionalEventHandler, Event, EventContext, EventHandler, KeyEvent, RepeatCount,
};

/// Whether the line was given up.
#[derive(Debug, Clone, Default)]
pub(super) struct GiveUp(Arc<AtomicBool>);

impl GiveUp {
    pub(super) fn key() -> KeyEvent {
        KeyEvent::ctrl('c')
    }

    pub(super) fn handler(&self) -> EventHandler {
        EventHandler::Conditional(Box::new(self.clone()))
    }

    /// Whether the line that was just read was given up.
    pub(super) fn take(&self) -> bool {
        self.0.swap(false, Ordering::SeqCst)
    }
}

impl ConditionalEventHandler for GiveUp {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        self.0.store(true, Ordering::SeqCst);
        Some(Cmd::AcceptLine)
    }
}
