//! A silence tells the end.

use std::time::Duration;

use super::{Arrived, EndedBy, Learned, Ruling};
use crate::marks::{self, Mark};
use crate::pace::Pace;

/// A silence after the reply has begun. Right everywhere, and slow.
#[derive(Debug, Default)]
pub(crate) struct SilenceRule {
    patience: Patience,
}

/// How long the silence has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Patience {
    /// A reply is taken up again if more of it comes.
    #[default]
    Short,
    /// Nothing is known that would tell of more.
    Long,
    /// The same of a server that may answer probes after all, and was spared
    /// them: a close is no end of its replies.
    Spared,
    /// The same where a reply was one packet, with a long silence behind it:
    /// the next one of one packet is believed to be whole sooner.
    SparedOnce,
}

impl SilenceRule {
    pub(crate) fn new(patience: Patience) -> Self {
        Self { patience }
    }

    #[expect(
        clippy::unused_self,
        reason = "every rule is asked in the same way, also the one without a state"
    )]
    pub(super) fn on_packet(&self, progress: Arrived, learned: &mut Learned) -> Ruling {
        let empty = progress.last_len == 0;
        if learned.one_byte {
            return Ruling::Continue;
        }
        if empty && progress.packets == 1 {
            return Ruling::End(EndedBy::EmptyPacket);
        }
        if empty && progress.text {
            if learned.empty_packet_ends {
                marks::hit(Mark::EmptyPacketEnds);
                return Ruling::End(EndedBy::EmptyPacket);
            }
            learned.empty_packet_ends = true;
        }
        Ruling::Continue
    }
    /// How long a silence has to last.
    pub(super) fn silence(&self, progress: Arrived, pace: Pace) -> Duration {
        match self.patience {
            Patience::Short => pace.end_of_reply(progress.last_len),
            Patience::SparedOnce if progress.packets == 1 => pace.end_of_reply(progress.last_len),
            Patience::Long | Patience::Spared | Patience::SparedOnce => {
                pace.half_close_unanswered()
            }
        }
    }

    /// Whether a probe would tell more.
    pub(super) fn spares_a_probe(&self) -> bool {
        matches!(self.patience, Patience::Spared | Patience::SparedOnce)
    }

    /// Whether a close is an end too.
    pub(super) fn ends_at_close(&self) -> bool {
        !self.spares_a_probe()
    }
}
