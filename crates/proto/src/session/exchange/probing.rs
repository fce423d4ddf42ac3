//! The answers to a command's own probe: what each of them is, and what is held of
//! them until that is clear.

use std::borrow::Cow;

use super::Exchange;
use crate::pace::LARGE_PACKET;
use crate::reply::{OwnPacketsRule, ProbeAnswer, ReplyRule, may_complain};
use crate::session::event::Event;
use crate::session::ids::Ids;

impl Exchange {
    /// The answers to probes say nothing here: its own packets have to.
    pub(in crate::session) fn distrust_probe(&mut self) {
        if self.is_probed() && !self.has_half_closed() {
            self.rule = ReplyRule::OwnPackets(OwnPacketsRule);
        }
    }

    /// Whether its probe was answered before it: what comes of it now shows
    /// that probes are answered before their replies here.
    pub(in crate::session) fn was_answered_early(&self) -> bool {
        self.answered_early
    }

    /// An answer to a probe: what it is, if the probe was this command's. Else
    /// it is an earlier command's, or a second one. `complaint`: the server is
    /// known to answer so whatever it is asked.
    pub(in crate::session) fn on_probe(
        &mut self,
        id: i32,
        body: &[u8],
        complaint: bool,
    ) -> Option<ProbeAnswer> {
        let begun = self.begun();
        match &self.rule {
            ReplyRule::Probe(rule) if rule.probe_id == id => {
                let again = complaint
                    || !body.is_empty() && self.doubtful == body
                    // No other will come to compare it with.
                    || may_complain(body) && !self.may_send() && !self.is_paged();
                let answer = rule.on_answer(body, begun, again);
                match answer {
                    ProbeAnswer::Early => {
                        self.answered_early = true;
                        self.distrust_probe();
                    }
                    ProbeAnswer::Complaint => self.doubtful.clear(),
                    _ => {}
                }
                Some(answer)
            }
            // It was not one behind, then, but slow.
            _ if self.nudge.was_sent() && Ids::probe_of(self.id) == id => Some(ProbeAnswer::End),
            _ => None,
        }
    }

    /// Holds an answer to its probe that belongs behind its first packet.
    pub(in crate::session) fn keep_page(&mut self, body: &[u8]) {
        self.early_page = Some(body.to_vec());
    }

    /// Whether more of the reply may come in an answer to its probe.
    pub(in crate::session) fn is_paged(&self) -> bool {
        self.paged || self.progress.last_len >= LARGE_PACKET
    }

    /// An answer to its probe was more of the reply, or will be.
    pub(in crate::session) fn on_page(&mut self) {
        self.paged = true;
    }

    /// Holds a short one that may be a complaint.
    pub(in crate::session) fn keep_doubtful(&mut self, body: &[u8]) {
        self.doubtful = body.to_vec();
    }

    /// What was held so, as more of the reply: nothing has shown otherwise.
    pub(in crate::session) fn take_doubtful(&mut self) -> Option<Event<'static>> {
        let bytes = std::mem::take(&mut self.doubtful);
        let request = self.request();
        (!bytes.is_empty()).then_some(Event::Reply {
            request,
            bytes: Cow::Owned(bytes),
        })
    }
}
