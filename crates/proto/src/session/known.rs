//! What a connection has shown of its server.

use crate::game::{Game, Shape};
use crate::pace::Pace;
use crate::reply::{EndMarks, Learned, Patience, ProbeTrust};
use crate::shown::{HalfCloses, Probes, ReplyIds, Shown};

/// Begins with the login's answer, and is still there when the session is
/// over.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) shape: Shape,
    pub(super) pace: Pace,
    pub(super) learned: Learned,
    /// For the next connection: what this one was told by those before it, and
    /// what has come to it since.
    shown: Shown,
    /// A probe was answered over this connection.
    answered_here: bool,
    /// One was let pass unanswered for as long as one is waited for.
    missed_here: bool,
    /// The text that answers every probe, where there is one.
    complaint: Vec<u8>,
}

impl Known {
    /// `seen` is the shape that the login had, `shape` the one that counts,
    /// `before` what the connections before have shown.
    pub(super) fn new(shape: Shape, seen: Shape, pace: Pace, before: &Shown) -> Self {
        let shown = before.with(seen);
        let learned = Learned {
            probes: match shown.probes {
                Some(Probes::Answered) => ProbeTrust::Answered,
                Some(Probes::Fatal) => ProbeTrust::Unanswered,
                Some(Probes::Ignored) | None => ProbeTrust::Unknown,
            },
            one_behind: shown.one_behind,
            ..Learned::default()
        };
        Self {
            shape,
            pace,
            learned,
            shown,
            answered_here: false,
            missed_here: false,
            complaint: Vec::new(),
        }
    }

    pub(super) fn shown(&self) -> &Shown {
        &self.shown
    }

    /// A probe was answered, before anything gave the server a push.
    pub(super) fn on_answer(&mut self, trust: ProbeTrust) {
        self.learned.probes = trust;
        self.learned.one_behind = false;
        self.answered_here = true;
        self.shown.probes = Some(Probes::Answered);
        self.shown.one_behind = false;
    }

    /// Two probes were answered by the same short text.
    pub(super) fn on_complaint(&mut self, text: &[u8]) {
        self.complaint = text.to_vec();
    }

    /// Whether an answer to a probe is no more than the server's complaint
    /// about it.
    pub(super) fn is_complaint(&self, body: &[u8]) -> bool {
        !body.is_empty() && self.complaint == body
    }

    /// A probe was answered that went out behind its command, where one that
    /// went out with it was not: further commands go the same way.
    pub(super) fn on_later_answer(&mut self) {
        self.answered_here = true;
        self.learned.probes = ProbeTrust::Unanswered;
    }

    /// A probe that was to move the server on was answered. Whether one is that
    /// comes together with its command is still to be seen.
    pub(super) fn on_lone_answer(&mut self) {
        self.answered_here = true;
        self.learned.probes = ProbeTrust::Unknown;
        self.learned.one_behind = false;
        self.shown.one_behind = false;
    }

    /// A probe was answered, and what that tells is still to be seen.
    pub(super) fn on_some_answer(&mut self) {
        self.answered_here = true;
    }

    /// Whether one was answered, and may be sent again.
    pub(super) fn has_answered(&self) -> bool {
        let may = self.shape == Shape::Source && self.learned.marks != EndMarks::Seen;
        self.answered_here && may && !self.spares_probes()
    }

    /// Whether one was not, in time.
    pub(super) fn has_missed_answers(&self) -> bool {
        self.missed_here
    }

    /// A probe was answered when the next one had come. It was answered, and
    /// would not be without that: further commands go without, as each probe
    /// beside a command puts the server one more packet behind.
    pub(super) fn on_pushed_answer(&mut self) {
        self.answered_here = true;
        self.shown.probes = None;
        self.learned.probes = ProbeTrust::Unanswered;
    }

    /// A probe was let pass for as long as one is waited for. Whether that is
    /// news.
    pub(super) fn on_unanswered(&mut self) -> bool {
        self.missed_here = true;
        let news = self.learned.probes != ProbeTrust::Unanswered;
        self.learned.probes = ProbeTrust::Unanswered;
        if self.shown.probes != Some(Probes::Fatal) && !self.shown.one_behind {
            self.shown.probes = Some(Probes::Ignored);
        }
        news
    }

    /// A further probe brought no answer to the one before: a packet does not
    /// wait for the next one.
    pub(super) fn on_idle_push(&mut self) {
        self.learned.one_behind = false;
        self.shown.one_behind = false;
    }

    /// A packet was handled when the next one came.
    pub(super) fn on_one_behind(&mut self) {
        self.learned.one_behind = true;
        self.shown.one_behind = true;
        if self.shown.probes == Some(Probes::Ignored) {
            self.shown.probes = None;
        }
    }

    /// A reply ended, or was given up, without the answer that ends replies
    /// here. If only connections before this one have seen such an answer,
    /// they have seen another server.
    pub(super) fn on_missing_answer(&mut self) {
        self.missed_here = true;
        if !self.answered_here && self.shown.probes == Some(Probes::Answered) {
            self.shown.probes = None;
            self.learned.probes = ProbeTrust::Unknown;
        }
    }

    /// The link died on the first command, which had a probe with it. Whether
    /// the probe may be why: not where one was survived before.
    pub(super) fn on_death_by_probe(&mut self) -> bool {
        let may_be = !self.answered_here && self.shown.probes.is_none();
        if may_be {
            self.shown.probes = Some(Probes::Fatal);
        }
        may_be
    }

    /// Whether a probe behind a silence may bring a command out that waits in
    /// the server: not where one ends the link, comes to nothing, or is answered
    /// at once.
    pub(super) fn may_be_pushed(&self) -> bool {
        self.takes_probes() && self.learned.probes == ProbeTrust::Unanswered
    }

    /// Whether a probe of its own does a server no harm, and may do good.
    pub(super) fn takes_probes(&self) -> bool {
        self.shape == Shape::Source
            && self.learned.marks == EndMarks::Unknown
            && !self.spares_probes()
    }

    /// Whether probes are thought to end the link.
    pub(super) fn spares_probes(&self) -> bool {
        self.shown.probes == Some(Probes::Fatal)
    }

    /// How long a reply is waited for where probes are spared.
    pub(super) fn spared(&self) -> Patience {
        if self.shown.one_packet_replies {
            Patience::SparedOnce
        } else {
            Patience::Spared
        }
    }

    /// Where probes are spared, nothing has come behind so many packets.
    pub(super) fn on_spared_silence(&mut self, packets: usize) {
        self.shown.one_packet_replies = packets == 1;
    }

    /// So many packets of a reply have come. No server that dies of probes
    /// sends more than one.
    pub(super) fn on_packets(&mut self, count: usize) {
        if count > 1 && self.spares_probes() {
            self.shown.probes = None;
            self.shown.one_packet_replies = false;
            self.learned.probes = ProbeTrust::Unknown;
        }
    }

    pub(super) fn on_half_close(&mut self, how: HalfCloses) {
        self.shown.half_closes = Some(how);
    }

    pub(super) fn half_closes(&self) -> Option<HalfCloses> {
        self.shown.half_closes
    }

    /// Whether the last reply of a run may be ended by a half-close soon: the
    /// probe that goes along is not answered, and that is.
    pub(super) fn closes_and_ignores_probes(&self) -> bool {
        self.shown.probes == Some(Probes::Ignored)
            && self.shown.half_closes == Some(HalfCloses::Closes)
    }

    pub(super) fn on_ids(&mut self, ids: ReplyIds) {
        self.shown.ids = Some(ids);
    }

    /// A reply has said what the server is.
    pub(super) fn on_game(&mut self, game: Game) {
        self.shown.game = Some(game);
    }
}
