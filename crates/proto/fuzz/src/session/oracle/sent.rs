//! What the client asks for, and what the session sends because of it.

use rcon_proto::Shape;
use rcon_proto::session::{Execute, HalfClosing, RequestId, Wait};

use super::{Fate, Oracle, PASSWORD, Request};

/// Each push may bring out no more than what waited in the server before the
/// command, so that another one follows: six. And one where probes are known to
/// be answered, and the command went out without.
const MOST_PUSHES: usize = 7;

impl Oracle {
    /// Whoever said that a command is the last one sends no other.
    pub(in super::super) fn may_not_send_more(&self) -> bool {
        self.requests
            .iter()
            .any(|request| request.how.half_closing == HalfClosing::NothingFollows)
    }

    pub(in super::super) fn login(&mut self, taken: bool) {
        assert_eq!(taken, !self.login_sent && !self.over);
        if taken {
            self.login_sent = true;
            self.expected.push(packet(1000, 3, PASSWORD.as_bytes()));
        }
    }

    pub(in super::super) fn execute(
        &mut self,
        command: &[u8],
        how: Execute,
        taken: Option<RequestId>,
    ) {
        let ready = self.shape.is_some() && !self.over && self.awaited().is_none();
        let sound = command.len() <= 1014 && !command.contains(&0);
        match taken {
            None if ready && sound => {
                assert!(self.given_up, "a command was not taken");
                let unmarked = self.shape == Some(Shape::OnePacket);
                assert!(unmarked || self.foreign_ids, "its ids tell replies apart");
                self.ending = true;
            }
            None => {}
            Some(id) => {
                assert!(ready && !command.contains(&0) && command.len() <= 1446);
                let newest = self.requests.last().map_or(1000, |r| r.id.wire_id());
                let fresh = id.wire_id() > newest;
                assert!(fresh || self.one_byte, "an id comes twice");
                self.expected.push(packet(id.wire_id(), 2, command));
                let fate = match how.wait {
                    Wait::Nothing => Fate::Done,
                    Wait::Reply | Wait::Begun => Fate::Awaited,
                    other => panic!("a wait that this check does not know: {other:?}"),
                };
                // Only the command before the present one can get more.
                for earlier in self.requests.iter_mut().rev().skip(1) {
                    earlier.fate = Fate::Done;
                }
                if how.wait == Wait::Nothing {
                    self.given_up = true;
                    self.all_done();
                }
                self.requests.push(Request {
                    id,
                    how,
                    probed: false,
                    pages: 0,
                    pushes: 0,
                    owed: false,
                    fate,
                });
            }
        }
    }

    pub(in super::super) fn given_up(&mut self) {
        if let Some(at) = self.awaited() {
            self.requests[at].fate = Fate::Done;
            self.given_up = true;
        }
    }

    /// One write: the login, a command, a command with its probe, or a probe
    /// for a server that is one packet behind.
    pub(in super::super) fn segment(&mut self, bytes: &[u8]) {
        assert!(!self.over, "sent after the end");
        assert!(!self.half_closed, "sent into a half-closed stream");
        if bytes == packet(1000, 5, b"") {
            assert!(self.marked && !self.utf8_asked, "UTF-8 is asked for once");
            self.utf8_asked = true;
            return;
        }
        // Whether it was heard: under the id of the login, and only behind it.
        if self.utf8_asked && bytes == packet(1000, 0, b"") {
            self.utf8_questions += 1;
            assert!(self.utf8_questions <= 2, "a question for ever");
            return;
        }
        if self.expected.is_empty() {
            // What is read before this is written may have ended the reply.
            let waited = self.settled.map(|at| at + 1) == Some(self.requests.len());
            let request = self.requests.last_mut().expect("only commands are probed");
            assert_eq!(bytes, packet(request.id.wire_id() + 1, 0, b""));
            assert_eq!(self.shape, Some(Shape::Source), "an unasked probe");
            if (request.probed || request.pushes > 0) && request.pages > 0 {
                // For the next page, or to move a server on.
                request.pages -= 1;
                return;
            }
            assert!(waited || request.fate == Fate::Awaited);
            request.owed = false;
            request.pushes += 1;
            assert!(request.pushes <= MOST_PUSHES, "pushed for ever");
            return;
        }
        let expected = self.expected.remove(0);
        let behind = bytes
            .strip_prefix(&expected[..])
            .expect("what was asked for");
        if behind.is_empty() {
            return;
        }
        let request = self.requests.last_mut().expect("only commands are probed");
        assert_eq!(behind, packet(request.id.wire_id() + 1, 0, b""));
        assert_eq!(self.shape, Some(Shape::Source), "an unasked probe");
        assert_eq!(request.how.wait, Wait::Reply);
        request.probed = true;
    }

    pub(in super::super) fn half_close(&mut self) {
        assert!(!self.over && !self.half_closed);
        let request = self.requests.last().expect("there is a last command");
        assert!(
            request.how.half_closing == HalfClosing::NothingFollows
                && request.how.wait == Wait::Reply
        );
        self.half_closed = true;
    }
}

fn packet(id: i32, kind: i32, body: &[u8]) -> Vec<u8> {
    let size = i32::try_from(body.len() + 10).expect("a small packet");
    let numbers = [size, id, kind].map(i32::to_le_bytes).concat();
    [&numbers, body, b"\0\0"].concat()
}
