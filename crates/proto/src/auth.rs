//! What ends a login.
//!
//! A right password is answered by one packet or by two, a wrong one by an id
//! of -1, by a type of -1, by a close, or never, depending on the server.

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
    Accepted(Shape),
    Refused,
}

/// Follows one login to its verdict.
#[derive(Debug)]
pub(crate) struct LoginRule {
    id: i32,
    /// The id of an empty packet of type 0 that was seen: the first half of
    /// a Source server's answer.
    empty: Option<i32>,
}

impl LoginRule {
    pub(crate) fn new(id: i32) -> Self {
        Self { id, empty: None }
    }

    pub(crate) fn on_packet(&mut self, id: i32, kind: i32, body: &[u8]) -> Verdict {
        match kind {
            _ if id == -1 || kind == -1 => Verdict::Refused,
            // Some reimplementations answer with id 0, some with type 3.
            SERVERDATA_AUTH_RESPONSE | SERVERDATA_AUTH => {
                let two = self
                    .empty
                    .is_some_and(|first| first == self.id || first == id);
                Verdict::Accepted(if two { Shape::Source } else { Shape::OnePacket })
            }
            SERVERDATA_RESPONSE_VALUE if body.is_empty() => {
                self.empty = Some(id);
                Verdict::Pending
            }
            _ => Verdict::Unsolicited,
        }
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
        let mut rule = LoginRule::new(7);
        packets
            .iter()
            .map(|&(id, kind, body)| rule.on_packet(id, kind, body))
            .collect()
    }

    #[test]
    fn two_packets_are_the_source_shape() {
        let accepted = Verdict::Accepted(Shape::Source);
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
            assert_eq!(
                verdicts(&[(id, kind, b"")]),
                [Verdict::Accepted(Shape::OnePacket)]
            );
        }
    }

    #[test]
    fn an_empty_packet_of_somebody_elses_is_no_half_of_a_login() {
        assert_eq!(
            verdicts(&[(3, 0, b""), (7, 2, b"")])[1],
            Verdict::Accepted(Shape::OnePacket)
        );
    }

    #[test]
    fn a_refusal_is_an_id_or_a_type_of_minus_one() {
        assert_eq!(verdicts(&[(7, 0, b""), (-1, 2, b"")])[1], Verdict::Refused);
        assert_eq!(verdicts(&[(7, -1, b"")]), [Verdict::Refused]);
    }

    #[test]
    fn a_text_is_kept_for_the_message_and_chat_is_not() {
        let mut rule = LoginRule::new(7);
        assert_eq!(rule.on_packet(0, 0, b"Bad Password"), Verdict::Unsolicited);
        let mut said = Said::default();
        said.note(0, b"Bad Password\n");
        said.note(1, b"[chat] hi");
        said.note(0, b"");
        assert_eq!(said.text(), "Bad Password");
    }
}
