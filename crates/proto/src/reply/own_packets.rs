//! The packets of the reply itself tell the end.

use std::time::Duration;

use super::{Arrived, EndedBy, Learned, Ruling};
use crate::pace::Pace;

/// The packets of the reply itself tell, on a server that answers a probe
/// before its command: an empty one behind the others, or a silence while it
/// has not sent such a one.
#[derive(Debug, Default)]
pub(crate) struct OwnPacketsRule;

#[expect(
    clippy::unused_self,
    reason = "every rule is asked in the same way, also the one without a state"
)]
impl OwnPacketsRule {
    pub(super) fn on_packet(&self, progress: Arrived, learned: &mut Learned) -> Ruling {
        if progress.last_len > 0 {
            return Ruling::Continue;
        }
        learned.empty_packet_ends |= progress.text;
        Ruling::End(EndedBy::EmptyPacket)
    }
    /// How long a silence has to last, while one is an end.
    pub(super) fn silence(&self, learned: &Learned, pace: Pace) -> Option<Duration> {
        (!learned.empty_packet_ends).then(|| pace.probe_unanswered())
    }
}
