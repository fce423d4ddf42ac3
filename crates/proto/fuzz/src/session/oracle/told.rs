//! What the session tells.

use rcon_proto::session::{Closed, Event, LoginFailure, Quirk, RequestId, Wait};
use rcon_proto::{EndedBy, ProtocolError, Shape};

use super::{Fate, Oracle};

impl Oracle {
    pub(in super::super) fn event(&mut self, event: &Event<'_>) {
        assert!(!self.over, "{event:?} after the end");
        self.told += 1;
        if let Some(broken) = self.line_break.take() {
            let follows = matches!(event, Event::Reply { request, .. } if *request == broken);
            assert!(follows, "{event:?} behind a line break");
        }
        match event {
            Event::LoggedIn { shape, .. } => self.logged_in(*shape),
            Event::LoginFailed(failure) => {
                assert!(self.shape.is_none());
                // A close is one also before the password went out.
                assert!(self.login_sent || matches!(failure, LoginFailure::Closed { .. }));
                self.over = true;
            }
            Event::LoginTimedOut { .. } => {
                assert!(self.login_sent && self.shape.is_none());
                self.over = true;
            }
            Event::Reply { request, bytes } => {
                self.reply(*request);
                return self.note_text(format!("reply to {}", request.wire_id()), bytes);
            }
            Event::LineBreak { request } => {
                assert!(self.console || self.shape == Some(Shape::OnePacket));
                assert_eq!(self.find(*request), self.begun, "a line before the first");
                self.line_break = Some(*request);
            }
            Event::ReplyEnded { request, by } => self.ended(*request, *by),
            Event::ReplyTimedOut { request, .. } => {
                self.awaited_is_done(*request);
                self.given_up = true;
            }
            Event::Late { request, bytes } => {
                let at = self.find(*request);
                assert_ne!(self.requests[at].fate, Fate::Awaited);
                return self.note_text(format!("late of {}", request.wire_id()), bytes);
            }
            Event::Unsolicited { id, bytes } => {
                return self.note_text(format!("unsolicited under {id}"), bytes);
            }
            // Nothing tells such a reply from the next one.
            Event::Quirk(Quirk::ForeignId) => {
                self.given_up = true;
                self.foreign_ids = true;
            }
            Event::Quirk(Quirk::MarkedEnds) => self.marked = true,
            Event::Quirk(Quirk::OneByte) => self.one_byte = true,
            Event::Quirk(_) => {}
            Event::Closed(closed) => {
                if let Closed::Awaiting { request } = closed {
                    self.awaited_is_done(*request);
                }
                self.all_done();
                self.over = true;
            }
            other => panic!("an event that this check does not know: {other:?}"),
        }
        self.note(match event {
            // How much of it had come by then depends on the cuts.
            Event::Closed(Closed::Protocol(ProtocolError::NotRcon { .. })) => "not RCON".into(),
            Event::Closed(Closed::Protocol(ProtocolError::Text { .. })) => "text".into(),
            event => format!("{event:?}"),
        });
    }

    fn logged_in(&mut self, shape: Shape) {
        assert!(self.login_sent && self.shape.is_none());
        if let Some(vouched_for) = self.game.shape() {
            assert_eq!(shape, vouched_for);
        } else if !holds_empty_packet(&self.before_login) {
            assert_eq!(shape, Shape::OnePacket, "taken for a Source server");
        }
        self.shape = Some(shape);
    }

    fn reply(&mut self, request: RequestId) {
        let at = self.find(request);
        assert_ne!(self.requests[at].fate, Fate::Done, "text behind the end");
        assert!(at >= self.begun, "text of an earlier reply");
        if at > self.begun {
            for earlier in &mut self.requests[..at] {
                earlier.fate = Fate::Done;
            }
        }
        self.requests[at].pages += 1;
        self.begun = at;
    }

    fn ended(&mut self, request: RequestId, by: EndedBy) {
        let at = self.find(request);
        let ended = &mut self.requests[at];
        assert_eq!(ended.fate, Fate::Awaited);
        ended.owed = by == EndedBy::Probe && !ended.probed && ended.pushes == 0;
        assert!(by != EndedBy::FirstPacket || ended.how.wait == Wait::Begun);
        let certain = matches!(by, EndedBy::Probe | EndedBy::Mark | EndedBy::Close);
        ended.fate = if certain || ended.how.wait == Wait::Begun {
            Fate::Done
        } else {
            Fate::Open
        };
    }

    fn awaited_is_done(&mut self, request: RequestId) {
        let at = self.find(request);
        assert_eq!(self.requests[at].fate, Fate::Awaited);
        self.requests[at].fate = Fate::Done;
    }

    fn note(&mut self, what: String) {
        self.log.push((what, Vec::new()));
    }

    fn note_text(&mut self, what: String, bytes: &[u8]) {
        assert!(!bytes.is_empty(), "text without text");
        self.text += bytes.len();
        match self.log.last_mut() {
            Some((before, text)) if *before == what => text.extend_from_slice(bytes),
            _ => self.log.push((what, bytes.to_vec())),
        }
    }
}

/// Whether these bytes hold, anywhere, what could be an empty packet of type
/// 0.
fn holds_empty_packet(wire: &[u8]) -> bool {
    wire.windows(12).any(|window| {
        window[8..] == [0; 4] && window[1..4] == [0; 3] && (10..=12).contains(&window[0])
    })
}
