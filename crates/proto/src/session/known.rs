//! What a connection has shown of its server.

use crate::game::Shape;
use crate::pace::Pace;
use crate::reply::Learned;

/// Begins with the login's answer, and is still there when the session is
/// over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) shape: Shape,
    pub(super) pace: Pace,
    pub(super) learned: Learned,
}

impl Known {
    pub(super) fn new(shape: Shape, pace: Pace) -> Self {
        Self {
            shape,
            pace,
            learned: Learned::default(),
        }
    }
}
