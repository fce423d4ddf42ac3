//! What a command does beside answering.

use crate::outbox::End;

/// What a command does to more than its own connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Every link of the server ends.
    DropLinks(End),
    /// Every link ends and nobody is accepted any more.
    Stop(End),
}
