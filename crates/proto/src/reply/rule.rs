//! The rules: one type for each.

use std::time::Duration;

use super::{Arrived, EndMarks, EndedBy, Learned, ProbeTrust, Ruling};
use crate::marks::{self, Mark};
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

/// An empty packet of type 0 went out with the command, and the server
/// mirrors it when the reply is done. Right on the Source shape, where no
/// timer is needed; deadly to some others.
#[derive(Debug)]
pub(crate) struct ProbeRule {
    pub(crate) probe_id: i32,
    half_close: HalfClose,
    half_closed: bool,
    /// The newest text that answered a probe of this command, where it is
    /// short: a page that comes twice is none, but a server's complaint.
    newest: Vec<u8>,
}

/// Whether the link may be half-closed while a probe is unanswered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HalfClose {
    /// More commands follow, or this server does not close.
    No,
    /// When a probe would long have been answered.
    Late,
    /// This server was seen to ignore probes and to close: as soon as an
    /// answer would have come together with the reply.
    Soon,
}

/// Longer than any complaint about a probe, in bytes.
const LONGEST_COMPLAINT: usize = 256;

/// What servers say of a packet that they do not know, in front of its type:
/// vanilla Minecraft's `RconClient`, and who was made after it.
const UNKNOWN_REQUEST: &[u8] = b"Unknown request";

/// What Source sends behind the mirrored probe, less the NULs at its end.
const SECOND_ANSWER: &[u8] = &[0, 1];

/// All of that, in bytes.
pub(crate) const TERMINATOR_LEN: usize = 4;

/// Whether a body is what servers end a reply with, wherever its terminators
/// were seen to begin.
pub(crate) fn is_terminator(body: &[u8]) -> bool {
    let end = body.iter().rposition(|&b| b != 0).map_or(0, |at| at + 1);
    body.len() <= TERMINATOR_LEN && (end == 0 || body[..end] == *SECOND_ANSWER)
}

/// Whether an answer to a probe holds anything of a reply.
pub(crate) fn is_page(body: &[u8]) -> bool {
    !is_terminator(body) && !body.starts_with(UNKNOWN_REQUEST)
}

/// What an answer to a command's own probe is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProbeAnswer {
    /// The end of the reply.
    End,
    /// It came with text before the reply: it says nothing of its end.
    Early,
    /// More of the reply, and the next probe brings the rest (Vintage Story).
    Page,
}

/// The packets of the reply itself tell, on a server that answers a probe
/// before its command: an empty one behind the others, or a silence while it
/// has not sent such a one.
#[derive(Debug, Default)]
pub(crate) struct OwnPacketsRule;

/// Only the server's own mark is an end (Rust).
#[derive(Debug, Default)]
pub(crate) struct MarkRule;

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
}

/// After the first packet of the reply the server is told that no more will
/// come, and answers by closing. Only for the last command of a run.
#[derive(Debug)]
pub(crate) struct HalfCloseRule {
    backstop: Backstop,
    half_closed: bool,
}

/// What ends a reply behind a half-close where the server does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backstop {
    /// The server's own end of a reply went unseen before: it may have been
    /// slow, so a silence is no end here, but the deadline is.
    Deadline,
    LongSilence,
    /// It was seen never to close.
    ShortSilence,
}

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
        match self {
            ReplyRule::Probe(rule) => rule.silence(progress, learned, pace),
            ReplyRule::Silence(SilenceRule {
                patience: Patience::Long | Patience::Spared,
            }) => Some(pace.half_close_unanswered()),
            ReplyRule::Silence(_) | ReplyRule::FirstPacket(_) => {
                Some(pace.end_of_reply(progress.last_len))
            }
            ReplyRule::HalfClose(rule) => match rule.backstop {
                Backstop::Deadline => None,
                Backstop::LongSilence => Some(pace.half_close_unanswered()),
                Backstop::ShortSilence => Some(pace.half_close_ignored()),
            },
            ReplyRule::OwnPackets(_) => {
                (!learned.empty_packet_ends).then(|| pace.probe_unanswered())
            }
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
            ReplyRule::Probe(rule) => rule.half_closed,
            ReplyRule::Silence(SilenceRule {
                patience: Patience::Spared,
            })
            | ReplyRule::OwnPackets(_)
            | ReplyRule::Mark(_) => false,
            ReplyRule::Silence(_) | ReplyRule::HalfClose(_) | ReplyRule::FirstPacket(_) => true,
        };
        asked_for && progress.packets > 0 && learned.may_end_unmarked()
    }

    /// Whether the server was told that no more will come.
    pub(crate) fn has_half_closed(&self) -> bool {
        match self {
            ReplyRule::Probe(rule) => rule.half_closed,
            ReplyRule::HalfClose(rule) => rule.half_closed,
            ReplyRule::Silence(_)
            | ReplyRule::FirstPacket(_)
            | ReplyRule::OwnPackets(_)
            | ReplyRule::Mark(_) => false,
        }
    }

    /// Whether a silence that ends the wait says that the probe which went out
    /// stays unanswered.
    pub(crate) fn gives_up_a_probe(&self) -> bool {
        matches!(self, ReplyRule::Probe(rule) if rule.half_close != HalfClose::Soon)
    }

    /// Whether the deadline is an end rather than a failure: a server that does
    /// not answer probes was told that nothing more will come, and has been
    /// silent ever since.
    pub(crate) fn ends_at_deadline(&self, learned: &Learned) -> bool {
        if !learned.may_end_unmarked() {
            return false;
        }
        match self {
            ReplyRule::Probe(rule) => rule.half_closed,
            ReplyRule::HalfClose(rule) => rule.backstop == Backstop::Deadline && rule.half_closed,
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

impl OwnPacketsRule {
    #[expect(
        clippy::unused_self,
        reason = "every rule is asked in the same way, also the one without a state"
    )]
    fn on_packet(&self, progress: Arrived, learned: &mut Learned) -> Ruling {
        if progress.last_len > 0 {
            return Ruling::Continue;
        }
        learned.empty_packet_ends |= progress.text;
        Ruling::End(EndedBy::EmptyPacket)
    }
}

impl ProbeRule {
    pub(crate) fn new(probe_id: i32, half_close: HalfClose) -> Self {
        Self {
            probe_id,
            half_close,
            half_closed: false,
            newest: Vec::new(),
        }
    }

    pub(crate) fn half_closed(&self) -> bool {
        self.half_closed
    }

    /// The probe was answered with this; `begun`: a packet of the reply has
    /// come.
    pub(crate) fn on_answer(&mut self, body: &[u8], begun: bool) -> ProbeAnswer {
        if is_terminator(body) {
            return ProbeAnswer::End;
        }
        if !begun {
            return ProbeAnswer::Early;
        }
        if !is_page(body) || self.newest == body {
            return ProbeAnswer::End;
        }
        self.newest.clear();
        if body.len() < LONGEST_COMPLAINT {
            self.newest.extend_from_slice(body);
        }
        ProbeAnswer::Page
    }

    fn silence(&self, progress: Arrived, learned: &Learned, pace: Pace) -> Option<Duration> {
        let backstop = learned.probes != ProbeTrust::Answered && !self.half_closed;
        backstop.then(|| match self.half_close {
            HalfClose::Soon => pace.end_of_reply(progress.last_len),
            HalfClose::No | HalfClose::Late => pace.probe_unanswered(),
        })
    }

    fn on_silence(&mut self) -> Ruling {
        if self.half_close == HalfClose::No {
            Ruling::End(EndedBy::Silence)
        } else {
            self.half_closed = true;
            Ruling::HalfClose
        }
    }
}

impl SilenceRule {
    pub(crate) fn new(patience: Patience) -> Self {
        Self { patience }
    }

    #[expect(
        clippy::unused_self,
        reason = "every rule is asked in the same way, also the one without a state"
    )]
    fn on_packet(&self, progress: Arrived, learned: &mut Learned) -> Ruling {
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
}

impl HalfCloseRule {
    pub(crate) fn new(backstop: Backstop) -> Self {
        Self {
            backstop,
            half_closed: false,
        }
    }

    fn on_packet(&mut self) -> Ruling {
        if self.half_closed {
            Ruling::Continue
        } else {
            self.half_closed = true;
            Ruling::HalfClose
        }
    }
}

#[cfg(test)]
mod tests {
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
        let rule = ReplyRule::HalfClose(HalfCloseRule {
            backstop: Backstop::Deadline,
            half_closed: true,
        });
        let mut learned = Learned::default();
        assert!(rule.ends_at_close(packets(&[20])[0], &learned));
        assert!(!rule.ends_at_close(Arrived::default(), &learned));
        assert!(rule.ends_at_deadline(&learned));
        learned.probes = ProbeTrust::Answered;
        assert!(!rule.ends_at_close(packets(&[20])[0], &learned));
        assert!(!rule.ends_at_deadline(&learned));
    }

    #[test]
    fn a_probes_answer_is_an_end_a_page_or_nothing() {
        let mut rule = ProbeRule::new(2, HalfClose::No);
        assert_eq!(rule.on_answer(b"", false), ProbeAnswer::End);
        assert_eq!(
            rule.on_answer(b"Unknown request 0", false),
            ProbeAnswer::Early
        );
        // In whatever language.
        assert_eq!(rule.on_answer(b"Unbekannt: 0", false), ProbeAnswer::Early);
        assert_eq!(rule.on_answer(b"Unknown request 0", true), ProbeAnswer::End);
        assert_eq!(rule.on_answer(b"more", true), ProbeAnswer::Page);
        assert_eq!(rule.on_answer(b"\0\x01\0", true), ProbeAnswer::End);
        // A complaint comes as often as it is asked for.
        assert_eq!(rule.on_answer(b"Unbekannt: 0", true), ProbeAnswer::Page);
        assert_eq!(rule.on_answer(b"Unbekannt: 0", true), ProbeAnswer::End);
        // Full pages may be alike.
        let page = [b'x'; 4082];
        assert_eq!(rule.on_answer(&page, true), ProbeAnswer::Page);
        assert_eq!(rule.on_answer(&page, true), ProbeAnswer::Page);
    }

    #[test]
    fn a_close_before_the_probes_answer_cuts_the_reply_off() {
        let rule = ReplyRule::Probe(ProbeRule::new(2, HalfClose::Late));
        assert!(!rule.ends_at_close(packets(&[20])[0], &Learned::default()));
    }
}
