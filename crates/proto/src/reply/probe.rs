//! A probe's answer tells the end.

use std::time::Duration;

use super::{Arrived, EndedBy, Learned, ProbeTrust, Ruling};
use crate::pace::Pace;

/// An empty packet of type 0 went out with the command, and the server
/// mirrors it when the reply is done. Right on the Source shape, where no
/// timer is needed; deadly to some others.
#[derive(Debug)]
pub(crate) struct ProbeRule {
    pub(crate) probe_id: i32,
    half_close: HalfClose,
    half_closed: bool,
    /// A probe was answered over this connection: this one's answer is waited
    /// for to the deadline.
    certain: bool,
    /// Connections before this one have seen probes ignored: the wait for an
    /// answer is as short as a reply's end without one.
    ignored: bool,
    /// It went out alone, to see whether more is to be asked for: a complaint
    /// tells nothing.
    for_more: bool,
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

/// What Source sends behind the mirrored probe, in bytes: `00 01 00 00`. Under a
/// reply's id nothing longer was seen.
pub(crate) const BARE_LEN: usize = 4;

/// The longest of what servers send behind the mirrored probe, in bytes. Valve's wiki writes it as "0x0000 0001 0000 0000", and
/// who was made after it sends eight bytes: `00 00 00 01 00 00 00 00` (`rconx`
/// and `rcon-server` on `PyPI`, `DarkMultiPlayer`).
const TERMINATOR_LEN: usize = 8;

/// Whether a body is what servers end a reply with, wherever its terminators
/// were seen to begin: NULs, and at most a single 1 behind the first.
pub(crate) fn is_terminator(body: &[u8]) -> bool {
    let (nuls, rest) = body.split_at(body.iter().take_while(|&&b| b == 0).count());
    let one = rest.is_empty() || !nuls.is_empty() && rest[0] == 1;
    body.len() <= TERMINATOR_LEN && one && rest.iter().skip(1).all(|&b| b == 0)
}

/// Whether an answer that holds something may be a complaint.
pub(crate) fn may_complain(body: &[u8]) -> bool {
    body.len() < LONGEST_COMPLAINT
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
    /// The same, but too much for anything else than more of the reply: it goes
    /// behind what the command's own packets hold.
    EarlyPage,
    /// More of the reply, and the next probe brings the rest (Vintage Story).
    /// Where it is short, that is seen at the next answer only.
    Page,
    /// The same text once more: the server takes a probe for a command, or says
    /// that it knows no such packet. The end of the reply.
    Complaint,
}

impl ProbeRule {
    pub(crate) fn new(probe_id: i32, half_close: HalfClose) -> Self {
        Self {
            probe_id,
            half_close,
            half_closed: false,
            certain: false,
            ignored: false,
            for_more: false,
        }
    }

    /// The same where probes were seen to be ignored, and a half-close was
    /// answered. An answer that comes later ends that belief.
    pub(crate) fn believed_ignored(self) -> Self {
        Self {
            ignored: true,
            ..self
        }
    }

    /// The same over a connection on which one was answered.
    pub(crate) fn certain(probe_id: i32) -> Self {
        Self {
            certain: true,
            ..Self::new(probe_id, HalfClose::No)
        }
    }

    /// The same of one that is to bring more, where more there is.
    pub(crate) fn for_more(probe_id: i32) -> Self {
        Self {
            for_more: true,
            ..Self::new(probe_id, HalfClose::No)
        }
    }

    /// Its answer is waited for, unless the server was told that no more will
    /// come.
    pub(super) fn be_certain(&mut self) {
        self.certain = !self.half_closed;
    }

    pub(crate) fn half_closed(&self) -> bool {
        self.half_closed
    }

    /// Whether a silence that ends the wait says anything of the probe: its
    /// answer would have come by then.
    pub(super) fn is_answerable(&self) -> bool {
        self.half_close != HalfClose::Soon
    }

    /// The probe was answered with this; `begun`: a packet of the reply has
    /// come; `again`: this text has answered a probe before.
    pub(crate) fn on_answer(&self, body: &[u8], begun: bool, again: bool) -> ProbeAnswer {
        if is_terminator(body) {
            return ProbeAnswer::End;
        }
        if !begun && !may_complain(body) {
            return ProbeAnswer::EarlyPage;
        }
        if !begun || self.for_more && !is_page(body) {
            return ProbeAnswer::Early;
        }
        if !is_page(body) {
            ProbeAnswer::End
        } else if again {
            ProbeAnswer::Complaint
        } else {
            ProbeAnswer::Page
        }
    }

    /// See [`ReplyRule::silence`](super::ReplyRule::silence).
    pub(super) fn silence(
        &self,
        progress: Arrived,
        learned: &Learned,
        pace: Pace,
    ) -> Option<Duration> {
        let sure = self.certain || learned.probes == ProbeTrust::Answered;
        let backstop = !sure && !self.half_closed;
        backstop.then(|| match self.half_close {
            HalfClose::Soon => pace.end_of_reply(progress.last_len),
            HalfClose::No if self.ignored => pace.end_of_reply(progress.last_len),
            HalfClose::No | HalfClose::Late => pace.probe_unanswered(),
        })
    }

    pub(super) fn on_silence(&mut self) -> Ruling {
        if self.half_close == HalfClose::No {
            Ruling::End(EndedBy::Silence)
        } else {
            self.half_closed = true;
            Ruling::HalfClose
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_reply_is_as_source_or_as_valves_wiki_has_it() {
        for body in [
            &b""[..],
            b"\0\0",
            b"\0\x01\0\0",
            b"\0\x01",
            b"\0\0\0\x01\0\0\0\0",
            b"\0\0\0\x01\0\0\0",
        ] {
            assert!(is_terminator(body), "{body:02x?}");
        }
        for body in [
            &b"\x01"[..],
            b"\0\x02",
            b"\0\x01\0\x01",
            b"ok",
            b"\0\0\0\x01\0\0\0\0\0",
        ] {
            assert!(!is_terminator(body), "{body:02x?}");
        }
    }

    #[test]
    fn a_probes_answer_is_an_end_a_page_or_nothing() {
        let rule = ProbeRule::new(2, HalfClose::No);
        let first = |body: &[u8], begun| rule.on_answer(body, begun, false);
        assert_eq!(first(b"", false), ProbeAnswer::End);
        assert_eq!(first(b"Unknown request 0", false), ProbeAnswer::Early);
        // In whatever language.
        assert_eq!(first(b"Unbekannt: 0", false), ProbeAnswer::Early);
        assert_eq!(first(b"Unknown request 0", true), ProbeAnswer::End);
        assert_eq!(first(b"more", true), ProbeAnswer::Page);
        assert_eq!(first(b"\0\x01\0", true), ProbeAnswer::End);
        // A complaint comes as often as it is asked for.
        let again = rule.on_answer(b"Unbekannt: 0", true, true);
        assert_eq!(again, ProbeAnswer::Complaint);
        assert_eq!(first(&[b'x'; 4082], false), ProbeAnswer::EarlyPage);
    }
}
