//! What ends a login.
//!
//! A right password is answered by one packet or by two, a wrong one by an id
//! of -1, by a type of -1, by the text `-1`, by a close, or never, depending on
//! the server. What is no RCON server may send back what it is sent.

use std::hash::{BuildHasher, RandomState};

use crate::game::Shape;
use crate::packet::{SERVERDATA_AUTH, SERVERDATA_AUTH_RESPONSE, SERVERDATA_RESPONSE_VALUE};
use crate::unsolicited::is_unsolicited_kind;

/// Bytes that are kept of a text which a server sends instead of a verdict,
/// such as "you are banned".
const SAID_LIMIT: usize = 400;

/// What one packet means to a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It belongs to the login and does not decide it.
    Pending,
    /// Nothing of the login's: a welcome, chat, a text.
    Unsolicited,
    Accepted {
        shape: Shape,
        /// The login's id came back cut to its lowest byte.
        cut_id: bool,
    },
    Refused,
    /// What was sent came back.
    Echo,
}

/// A -1 that a server cuts to one byte (Valheim's `BepInEx.rcon`, whose
/// `PacketBuilder` writes `(byte)id`).
const REFUSED_IN_A_BYTE: i32 = 0xff;

/// What Hytale's RCON plugin says to a wrong password, under the login's own
/// id: its handler writes the result of the check as a text.
const REFUSED_IN_WORDS: &[u8] = b"-1";

/// The lowest byte of an id.
fn low_byte(id: i32) -> i32 {
    id & 0xff
}

/// The password, so that it is known again and nobody can read it.
#[derive(Debug)]
struct Sent {
    len: usize,
    hash: u64,
    hasher: RandomState,
}

impl Sent {
    fn new(password: &[u8]) -> Self {
        let hasher = RandomState::new();
        Self {
            len: password.len(),
            hash: hasher.hash_one(password),
            hasher,
        }
    }

    /// An empty password comes back in every empty packet: that says nothing.
    fn is(&self, body: &[u8]) -> bool {
        self.len > 0 && body.len() == self.len && self.hasher.hash_one(body) == self.hash
    }
}

/// Follows one login to its verdict.
#[derive(Debug)]
pub(crate) struct LoginRule {
    id: i32,
    sent: Sent,
    /// The id of an empty packet of type 0 that was seen: the first half of
    /// a Source server's answer.
    empty: Option<i32>,
}

impl LoginRule {
    pub(crate) fn new(id: i32, password: &[u8]) -> Self {
        Self {
            id,
            sent: Sent::new(password),
            empty: None,
        }
    }

    pub(crate) fn id(&self) -> i32 {
        self.id
    }

    pub(crate) fn on_packet(&mut self, id: i32, kind: i32, body: &[u8]) -> Verdict {
        match kind {
            _ if self.is_refusal(id, kind, body) => Verdict::Refused,
            SERVERDATA_AUTH if id == self.id && self.sent.is(body) => Verdict::Echo,
            // Some reimplementations answer with id 0, some with type 3.
            SERVERDATA_AUTH_RESPONSE | SERVERDATA_AUTH => {
                let two = self
                    .empty
                    .is_some_and(|first| first == self.id || first == id);
                Verdict::Accepted {
                    shape: if two { Shape::Source } else { Shape::OnePacket },
                    cut_id: id != self.id && id != 0 && id == low_byte(self.id),
                }
            }
            SERVERDATA_RESPONSE_VALUE if body.is_empty() => {
                self.empty = Some(id);
                Verdict::Pending
            }
            _ => Verdict::Unsolicited,
        }
    }

    fn is_refusal(&self, id: i32, kind: i32, body: &[u8]) -> bool {
        let answers = matches!(kind, SERVERDATA_AUTH_RESPONSE | SERVERDATA_AUTH);
        id == -1
            || kind == -1
            || answers && body.trim_ascii() == REFUSED_IN_WORDS
            || answers && id == REFUSED_IN_A_BYTE && low_byte(self.id) != REFUSED_IN_A_BYTE
    }
}

/// The last text that came before a verdict: where none comes, it may say why.
#[derive(Debug, Default)]
pub(crate) struct Said(Vec<u8>);

impl Said {
    pub(crate) fn note(&mut self, kind: i32, body: &[u8]) {
        if !is_unsolicited_kind(kind) && !body.is_empty() {
            self.0.clear();
            self.0
                .extend_from_slice(&body[..body.len().min(SAID_LIMIT)]);
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(packets: &[(i32, i32, &[u8])]) -> Vec<Verdict> {
        let mut rule = LoginRule::new(7, b"-1 or so");
        packets
            .iter()
            .map(|&(id, kind, body)| rule.on_packet(id, kind, body))
            .collect()
    }

    fn accepted(shape: Shape) -> Verdict {
        let cut_id = false;
        Verdict::Accepted { shape, cut_id }
    }

    #[test]
    fn two_packets_are_the_source_shape() {
        let accepted = accepted(Shape::Source);
        assert_eq!(
            verdicts(&[(7, 0, b""), (7, 2, b"")]),
            [Verdict::Pending, accepted]
        );
        // Both under id 0, as some imitators do.
        assert_eq!(
            verdicts(&[(0, 0, b""), (0, 2, b"")]),
            [Verdict::Pending, accepted]
        );
    }

    #[test]
    fn one_packet_is_the_other_shape_whatever_its_id() {
        for (id, kind) in [(7, 2), (0, 2), (7, 3), (99, 2)] {
            assert_eq!(verdicts(&[(id, kind, b"")]), [accepted(Shape::OnePacket)]);
        }
    }

    #[test]
    fn an_empty_packet_of_somebody_elses_is_no_half_of_a_login() {
        assert_eq!(
            verdicts(&[(3, 0, b""), (7, 2, b"")])[1],
            accepted(Shape::OnePacket)
        );
    }

    #[test]
    fn a_refusal_is_an_id_or_a_type_of_minus_one() {
        assert_eq!(verdicts(&[(7, 0, b""), (-1, 2, b"")])[1], Verdict::Refused);
        assert_eq!(verdicts(&[(7, -1, b"")]), [Verdict::Refused]);
    }

    #[test]
    fn a_refusal_may_be_a_text_or_a_byte() {
        assert_eq!(verdicts(&[(7, 2, b"-1")]), [Verdict::Refused]);
        assert_eq!(verdicts(&[(255, 2, b"Login Failed")]), [Verdict::Refused]);
        // Of a login whose id ends in that byte, it is the acceptance.
        let mut rule = LoginRule::new(0x27ff, b"pw");
        let cut = rule.on_packet(255, 2, b"");
        assert!(matches!(cut, Verdict::Accepted { cut_id: true, .. }));
    }

    #[test]
    fn an_id_that_is_cut_to_a_byte_is_known() {
        for (id, cut) in [(10_000, false), (0x10, true), (0, false), (77, false)] {
            let mut rule = LoginRule::new(10_000, b"pw");
            let shape = Shape::OnePacket;
            let accepted = Verdict::Accepted { shape, cut_id: cut };
            assert_eq!(rule.on_packet(id, 2, b"Login Success"), accepted, "{id}");
        }
    }

    #[test]
    fn what_comes_back_as_it_was_sent_is_an_echo() {
        assert_eq!(verdicts(&[(7, 3, b"-1 or so")]), [Verdict::Echo]);
        assert_eq!(
            verdicts(&[(7, 3, b"welcome")]),
            [accepted(Shape::OnePacket)]
        );
        // Nothing tells an empty password from an empty acceptance.
        let mut rule = LoginRule::new(7, b"");
        assert_eq!(rule.on_packet(7, 3, b""), accepted(Shape::OnePacket));
    }

    #[test]
    fn a_text_is_kept_for_the_message_and_chat_is_not() {
        let mut rule = LoginRule::new(7, b"pw");
        assert_eq!(rule.on_packet(0, 0, b"Bad Password"), Verdict::Unsolicited);
        let mut said = Said::default();
        said.note(0, b"Bad Password\n");
        said.note(1, b"[chat] hi");
        said.note(0, b"");
        assert_eq!(said.text(), "Bad Password");
    }
}
