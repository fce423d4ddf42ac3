//! The rule of a command: a type for each, in a file of its own if there is
//! something to it.

use std::time::Duration;

use super::half_close::HalfCloseRule;
use super::own_packets::OwnPacketsRule;
use super::probe::ProbeRule;
use super::silence::SilenceRule;
use super::{Arrived, EndMarks, EndedBy, Learned, ProbeTrust, Ruling};
use crate::pace::Pace;

/// The rule for one command.
#[derive(Debug)]
pub(crate) enum ReplyRule {
    Probe(ProbeRule),
    Silence(SilenceRule),
    HalfClose(HalfCloseRule),
    FirstPacket(FirstPacketRule),
    OwnPackets(OwnPacketsRule),
    Mark(MarkRule),
}

/// Only the server's own mark is an end (Rust).
#[derive(Debug, Default)]
pub(crate) struct MarkRule;

/// The first packet is enough: whoever sent the command does not wait for
/// the reply, but the server must have begun it before it is sent more.
#[derive(Debug, Default)]
pub(crate) struct FirstPacketRule;

impl ReplyRule {
    /// A whole packet of the reply was handed on; `progress` includes it.
    pub(crate) fn on_packet(&mut self, progress: Arrived, learned: &mut Learned) -> Ruling {
        match self {
            ReplyRule::Probe(_) | ReplyRule::Mark(_) => Ruling::Continue,
            ReplyRule::Silence(rule) => rule.on_packet(progress, learned),
            ReplyRule::HalfClose(rule) => rule.on_packet(),
            ReplyRule::FirstPacket(_) => Ruling::End(EndedBy::FirstPacket),
            ReplyRule::OwnPackets(rule) => rule.on_packet(progress, learned),
        }
    }

    /// How long a silence has to last to mean something; `None` while only
    /// the deadline ends the wait.
    pub(crate) fn silence(
        &self,
        progress: Arrived,
        learned: &Learned,
        pace: Pace,
    ) -> Option<Duration> {
        let marked = learned.marks == EndMarks::Seen;
        if marked && !matches!(self, ReplyRule::FirstPacket(_)) {
            return None;
        }
        match self {
            ReplyRule::Probe(rule) => rule.silence(progress, learned, pace),
            ReplyRule::Silence(rule) => Some(rule.silence(progress, pace)),
            ReplyRule::HalfClose(rule) => rule.silence(pace),
            ReplyRule::FirstPacket(_) => Some(pace.end_of_reply(progress.last_len)),
            ReplyRule::OwnPackets(rule) => rule.silence(learned, pace),
            ReplyRule::Mark(_) => None,
        }
    }

    /// The silence lasted that long.
    pub(crate) fn on_silence(&mut self) -> Ruling {
        match self {
            ReplyRule::Probe(rule) => rule.on_silence(),
            ReplyRule::Silence(_)
            | ReplyRule::FirstPacket(_)
            | ReplyRule::HalfClose(_)
            | ReplyRule::OwnPackets(_)
            | ReplyRule::Mark(_) => Ruling::End(EndedBy::Silence),
        }
    }

    /// Whether a clean close ends the reply, rather than cutting it off. Where
    /// a probe was ever answered, its answer alone is an end.
    pub(crate) fn ends_at_close(&self, progress: Arrived, learned: &Learned) -> bool {
        let asked_for = match self {
            ReplyRule::Probe(rule) => rule.half_closed(),
            ReplyRule::Silence(rule) => rule.ends_at_close(),
            ReplyRule::HalfClose(_) | ReplyRule::FirstPacket(_) => true,
            ReplyRule::OwnPackets(_) | ReplyRule::Mark(_) => false,
        };
        asked_for && progress.packets > 0 && learned.may_end_unmarked()
    }

    /// Whether the server was told that no more will come.
    pub(crate) fn has_half_closed(&self) -> bool {
        match self {
            ReplyRule::Probe(rule) => rule.half_closed(),
            ReplyRule::HalfClose(rule) => rule.half_closed(),
            ReplyRule::Silence(_)
            | ReplyRule::FirstPacket(_)
            | ReplyRule::OwnPackets(_)
            | ReplyRule::Mark(_) => false,
        }
    }

    /// Turns to a probe of this id, which is yet to be sent: where probes were
    /// answered over this connection, nothing else ends a reply. Whether it
    /// does: not behind a half-close, and not where something better tells.
    pub(crate) fn rely_on_probe(&mut self, probe_id: i32) -> bool {
        let may = match self {
            ReplyRule::Silence(_) => true,
            ReplyRule::HalfClose(_) => !self.has_half_closed(),
            ReplyRule::Probe(rule) => {
                // That went out with the command.
                rule.be_certain();
                false
            }
            ReplyRule::FirstPacket(_) | ReplyRule::OwnPackets(_) | ReplyRule::Mark(_) => false,
        };
        if may {
            *self = ReplyRule::Probe(ProbeRule::certain(probe_id));
        }
        may
    }

    /// Whether a probe would tell more, and was not sent as one might end the
    /// link.
    pub(crate) fn spares_a_probe(&self) -> bool {
        matches!(self, ReplyRule::Silence(rule) if rule.spares_a_probe())
    }

    /// Whether a silence that ends the wait says that the probe which went out
    /// stays unanswered.
    pub(crate) fn gives_up_a_probe(&self) -> bool {
        matches!(self, ReplyRule::Probe(rule) if rule.is_answerable())
    }

    /// Whether the deadline is an end rather than a failure: a server that does
    /// not answer probes was told that nothing more will come, and has been
    /// silent ever since.
    pub(crate) fn ends_at_deadline(&self, learned: &Learned) -> bool {
        if !learned.may_end_unmarked() {
            return false;
        }
        match self {
            ReplyRule::Probe(rule) => rule.half_closed(),
            ReplyRule::HalfClose(rule) => rule.ends_at_deadline(),
            ReplyRule::Silence(_)
            | ReplyRule::FirstPacket(_)
            | ReplyRule::OwnPackets(_)
            | ReplyRule::Mark(_) => false,
        }
    }
}

impl Learned {
    /// Whether a reply may end without that which was seen to end one.
    fn may_end_unmarked(&self) -> bool {
        self.probes != ProbeTrust::Answered && self.marks != EndMarks::Seen
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Backstop, HalfClose};
    use super::*;

    fn packets(lens: &[usize]) -> Vec<Arrived> {
        let mut progress = Arrived::default();
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
        let mut rule = ReplyRule::Silence(SilenceRule::default());
        let steps: Vec<Ruling> = packets(&[5, 0])
            .into_iter()
            .map(|p| rule.on_packet(p, &mut learned))
            .collect();
        assert_eq!(steps, [Ruling::Continue, Ruling::Continue]);
        let again: Vec<Ruling> = packets(&[5, 0])
            .into_iter()
            .map(|p| rule.on_packet(p, &mut learned))
            .collect();
        assert_eq!(again, [Ruling::Continue, Ruling::End(EndedBy::EmptyPacket)]);
    }

    #[test]
    fn an_empty_first_packet_is_an_empty_reply() {
        let mut learned = Learned::default();
        let mut rule = ReplyRule::Silence(SilenceRule::default());
        let step = rule.on_packet(packets(&[0])[0], &mut learned);
        assert_eq!(step, Ruling::End(EndedBy::EmptyPacket));
        assert!(!learned.empty_packet_ends);
    }

    #[test]
    fn the_link_is_half_closed_once() {
        let mut learned = Learned::default();
        let mut rule = ReplyRule::HalfClose(HalfCloseRule::new(Backstop::LongSilence));
        let all = packets(&[3, 4]);
        assert_eq!(rule.on_packet(all[0], &mut learned), Ruling::HalfClose);
        assert_eq!(rule.on_packet(all[1], &mut learned), Ruling::Continue);
    }

    #[test]
    fn a_probe_that_was_answered_once_is_waited_for() {
        let mut learned = Learned::default();
        let rule = ReplyRule::Probe(ProbeRule::new(2, HalfClose::No));
        let progress = packets(&[9])[0];
        let wait = rule.silence(progress, &learned, Pace::default());
        assert_eq!(wait, Some(Duration::from_secs(1)));
        learned.probes = ProbeTrust::Answered;
        assert_eq!(rule.silence(progress, &learned, Pace::default()), None);
    }

    #[test]
    fn a_close_ends_what_has_begun_where_no_probe_was_ever_answered() {
        let mut learned = Learned::default();
        let mut rule = ReplyRule::HalfClose(HalfCloseRule::new(Backstop::Deadline));
        assert_eq!(
            rule.on_packet(packets(&[20])[0], &mut learned),
            Ruling::HalfClose
        );
        assert!(rule.ends_at_close(packets(&[20])[0], &learned));
        assert!(!rule.ends_at_close(Arrived::default(), &learned));
        assert!(rule.ends_at_deadline(&learned));
        learned.probes = ProbeTrust::Answered;
        assert!(!rule.ends_at_close(packets(&[20])[0], &learned));
        assert!(!rule.ends_at_deadline(&learned));
    }

    #[test]
    fn a_close_before_the_probes_answer_cuts_the_reply_off() {
        let rule = ReplyRule::Probe(ProbeRule::new(2, HalfClose::Late));
        assert!(!rule.ends_at_close(packets(&[20])[0], &Learned::default()));
    }
}
