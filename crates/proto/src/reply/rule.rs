//! The rules: one type for each.

use std::time::Duration;

use super::{EndedBy, Learned, ProbeTrust, Progress, Step};
use crate::marks::{self, Mark};
use crate::pace::{LARGE_PACKET, Pace};

/// The rule for one command.
#[derive(Debug)]
pub(crate) enum ReplyRule {
    Probe(ProbeRule),
    Silence(SilenceRule),
    HalfClose(HalfCloseRule),
    FirstPacket(FirstPacketRule),
}

/// An empty packet of type 0 went out with the command, and the server
/// mirrors it when the reply is done. Right on the Source shape, where no
/// timer is needed; deadly to some others.
#[derive(Debug)]
pub(crate) struct ProbeRule {
    pub(crate) probe_id: i32,
    /// Whether the link may be half-closed when the probe stays unanswered.
    pub(crate) may_half_close: bool,
    half_closed: bool,
}

/// A silence after the reply has begun. Right everywhere, and slow.
#[derive(Debug, Default)]
pub(crate) struct SilenceRule;

/// After the first packet of the reply the server is told that no more will
/// come, and answers by closing. Only for the last command of a run.
#[derive(Debug)]
pub(crate) struct HalfCloseRule {
    /// Where the server's own end of a reply went unseen before: it may have
    /// been slow, so a silence is no end here, but the deadline is.
    patient: bool,
    half_closed: bool,
}

/// The first packet is enough: whoever sent the command does not wait for
/// the reply, but the server must have begun it before it is sent more.
#[derive(Debug, Default)]
pub(crate) struct FirstPacketRule;

impl ReplyRule {
    /// A whole packet of the reply was handed on; `progress` includes it.
    pub(crate) fn on_packet(&mut self, progress: Progress, learned: &mut Learned) -> Step {
        match self {
            ReplyRule::Probe(_) => Step::Continue,
            ReplyRule::Silence(rule) => rule.on_packet(progress, learned),
            ReplyRule::HalfClose(rule) => rule.on_packet(),
            ReplyRule::FirstPacket(_) => Step::End(EndedBy::FirstPacket),
        }
    }

    /// How long a silence has to last to mean something; `None` while only
    /// the deadline ends the wait.
    pub(crate) fn silence(
        &self,
        progress: Progress,
        learned: &Learned,
        pace: Pace,
    ) -> Option<Duration> {
        match self {
            ReplyRule::Probe(rule) => rule.silence(learned, pace),
            ReplyRule::Silence(_) | ReplyRule::FirstPacket(_) => {
                Some(pace.end_of_reply(progress.last_len))
            }
            ReplyRule::HalfClose(rule) => (!rule.patient).then(|| pace.half_close_unanswered()),
        }
    }

    /// The silence lasted that long.
    pub(crate) fn on_silence(&mut self, learned: &mut Learned) -> Step {
        match self {
            ReplyRule::Probe(rule) => rule.on_silence(learned),
            ReplyRule::Silence(_) | ReplyRule::FirstPacket(_) | ReplyRule::HalfClose(_) => {
                Step::End(EndedBy::Silence)
            }
        }
    }

    /// Whether a close ends the reply, rather than cutting it off. `reset`:
    /// the close came as an error, which may have swallowed data.
    pub(crate) fn ends_at_close(&self, progress: Progress, reset: bool) -> bool {
        let asked_for = match self {
            ReplyRule::Probe(rule) => rule.half_closed,
            ReplyRule::Silence(_) | ReplyRule::HalfClose(_) | ReplyRule::FirstPacket(_) => true,
        };
        asked_for && progress.packets > 0 && !(reset && progress.last_len >= LARGE_PACKET)
    }

    /// Whether the deadline is an end rather than a failure: a server that does
    /// not answer probes was told that nothing more will come, and has been
    /// silent ever since.
    pub(crate) fn ends_at_deadline(&self) -> bool {
        match self {
            ReplyRule::Probe(rule) => rule.half_closed,
            ReplyRule::HalfClose(rule) => rule.patient && rule.half_closed,
            ReplyRule::Silence(_) | ReplyRule::FirstPacket(_) => false,
        }
    }
}

impl ProbeRule {
    pub(crate) fn new(probe_id: i32, may_half_close: bool) -> Self {
        Self {
            probe_id,
            may_half_close,
            half_closed: false,
        }
    }

    fn silence(&self, learned: &Learned, pace: Pace) -> Option<Duration> {
        let backstop = learned.probes != ProbeTrust::Answered && !self.half_closed;
        backstop.then(|| pace.probe_unanswered())
    }

    fn on_silence(&mut self, learned: &mut Learned) -> Step {
        learned.probes = ProbeTrust::Unanswered;
        if self.may_half_close {
            self.half_closed = true;
            Step::HalfClose
        } else {
            Step::End(EndedBy::Silence)
        }
    }
}

impl SilenceRule {
    #[expect(
        clippy::unused_self,
        reason = "every rule is asked in the same way, also the one without a state"
    )]
    fn on_packet(&self, progress: Progress, learned: &mut Learned) -> Step {
        let empty = progress.last_len == 0;
        if learned.one_byte {
            return Step::Continue;
        }
        if empty && progress.packets == 1 {
            return Step::End(EndedBy::EmptyPacket);
        }
        if empty && progress.text {
            if learned.empty_packet_ends {
                marks::hit(Mark::EmptyPacketEnds);
                return Step::End(EndedBy::EmptyPacket);
            }
            learned.empty_packet_ends = true;
        }
        Step::Continue
    }
}

impl HalfCloseRule {
    pub(crate) fn new(patient: bool) -> Self {
        Self {
            patient,
            half_closed: false,
        }
    }

    fn on_packet(&mut self) -> Step {
        if self.half_closed {
            Step::Continue
        } else {
            self.half_closed = true;
            Step::HalfClose
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packets(lens: &[usize]) -> Vec<Progress> {
        let mut progress = Progress::default();
        lens.iter()
            .map(|&len| {
                progress.packets += 1;
                progress.text |= len > 0;
                progress.last_len = len;
                progress
            })
            .collect()
    }

    #[test]
    fn an_empty_packet_behind_output_ends_only_where_it_was_seen_before() {
        let mut learned = Learned::default();
        let mut rule = ReplyRule::Silence(SilenceRule);
        let steps: Vec<Step> = packets(&[5, 0])
            .into_iter()
            .map(|p| rule.on_packet(p, &mut learned))
            .collect();
        assert_eq!(steps, [Step::Continue, Step::Continue]);
        let again: Vec<Step> = packets(&[5, 0])
            .into_iter()
            .map(|p| rule.on_packet(p, &mut learned))
            .collect();
        assert_eq!(again, [Step::Continue, Step::End(EndedBy::EmptyPacket)]);
    }

    #[test]
    fn an_empty_first_packet_is_an_empty_reply() {
        let mut learned = Learned::default();
        let mut rule = ReplyRule::Silence(SilenceRule);
        let step = rule.on_packet(packets(&[0])[0], &mut learned);
        assert_eq!(step, Step::End(EndedBy::EmptyPacket));
        assert!(!learned.empty_packet_ends);
    }

    #[test]
    fn the_link_is_half_closed_once() {
        let mut learned = Learned::default();
        let mut rule = ReplyRule::HalfClose(HalfCloseRule::new(false));
        let all = packets(&[3, 4]);
        assert_eq!(rule.on_packet(all[0], &mut learned), Step::HalfClose);
        assert_eq!(rule.on_packet(all[1], &mut learned), Step::Continue);
    }

    #[test]
    fn a_probe_that_was_answered_once_is_waited_for() {
        let mut learned = Learned::default();
        let rule = ReplyRule::Probe(ProbeRule::new(2, false));
        let progress = packets(&[9])[0];
        let wait = rule.silence(progress, &learned, Pace::default());
        assert_eq!(wait, Some(Duration::from_secs(1)));
        learned.probes = ProbeTrust::Answered;
        assert_eq!(rule.silence(progress, &learned, Pace::default()), None);
    }

    #[test]
    fn a_reset_behind_a_full_packet_is_no_end() {
        let rule = ReplyRule::HalfClose(HalfCloseRule {
            patient: false,
            half_closed: true,
        });
        assert!(rule.ends_at_close(packets(&[20])[0], true));
        assert!(rule.ends_at_close(packets(&[LARGE_PACKET])[0], false));
        assert!(!rule.ends_at_close(packets(&[LARGE_PACKET])[0], true));
        assert!(!rule.ends_at_close(Progress::default(), false));
    }

    #[test]
    fn a_close_before_the_probes_answer_cuts_the_reply_off() {
        let rule = ReplyRule::Probe(ProbeRule::new(2, true));
        assert!(!rule.ends_at_close(packets(&[20])[0], false));
    }
}
