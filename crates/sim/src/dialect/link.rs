//! What a dialect can do on its connection.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rcon_proto::encode_into;

use crate::body::Body;
use crate::effect::Effect;
use crate::frames::{Frames, Shape};
use crate::host::Host;
use crate::options::MapChange;
use crate::outbox::{End, Source};
use crate::peer::Cx;
use crate::world::{Answer, Call, Consequence, Item};

/// See the module's documentation.
pub(crate) struct Link<'a, 'b> {
    cx: &'a mut Cx<'b>,
    /// Set by a command that wants the probe after it to stay unanswered.
    pub(super) mutes_probe: bool,
    /// Whether this side has ended the connection.
    pub(super) over: bool,
}

impl<'a, 'b> Link<'a, 'b> {
    pub(super) fn new(cx: &'a mut Cx<'b>) -> Self {
        Self {
            cx,
            mutes_probe: false,
            over: false,
        }
    }

    /// The server.
    pub(super) fn host(&mut self) -> &mut Host {
        self.cx.host
    }

    /// The client.
    pub(super) fn from(&self) -> SocketAddr {
        self.cx.from
    }

    /// Sends a packet.
    pub(super) fn send(&mut self, id: i32, kind: i32, body: &[u8]) {
        let mut bytes = Vec::new();
        encode_into(&mut bytes, id, kind, body);
        self.cx.out.bytes(bytes);
    }

    /// Sends bytes as they are.
    pub(super) fn send_bytes(&mut self, bytes: &[u8]) {
        self.cx.out.bytes(bytes);
    }

    /// Delays what is sent from here on.
    pub(super) fn wait(&mut self, time: Duration) {
        self.cx.out.wait(time);
    }

    /// Forgets what has not left yet; whether there was any.
    pub(super) fn forget_unsent(&mut self) -> bool {
        let any = !self.cx.out.is_empty();
        self.cx.out.clear();
        any
    }

    /// Takes no more notice of what comes.
    pub(super) fn ignore(&mut self) {
        self.over = true;
    }

    /// Ends the connection after what was sent.
    pub(super) fn end(&mut self, end: End) {
        self.over = true;
        self.cx.out.end(end);
    }

    /// Ends the connection unless this holds, and says whether it does: of a size
    /// that a server reads.
    pub(super) fn close_unless(&mut self, holds: bool) -> bool {
        if !holds {
            self.end(End::Close);
        }
        holds
    }

    /// Does something to the whole server.
    pub(super) fn affect(&mut self, effect: Effect) {
        self.cx.host.effects.push(effect);
    }

    /// Posts to the game's chat.
    pub(super) fn chat(&mut self, line: String) {
        self.cx.host.counters.update(|c| c.say(line));
    }

    /// Has the server's console run a line. What follows from it for the
    /// server is done; the text is for [`deliver`](Self::deliver).
    pub(super) fn run(&mut self, line: &[u8]) -> Answer {
        let call = Call::new(line, self.cx.from);
        let mut answer = self.cx.host.world.execute(&call);
        self.mutes_probe = answer.mutes_probe;
        for consequence in answer.consequences.drain(..) {
            match consequence {
                Consequence::Affect(effect) => self.affect(effect),
                Consequence::Chat(line) => self.chat(line),
                Consequence::Password(password) => {
                    self.cx.host.password = password;
                    self.affect(Effect::DropLinks(End::Close));
                }
                Consequence::MapChanged => {
                    self.cx.host.map_changes += 1;
                    if self.cx.host.options.map_change == MapChange::DropLinks {
                        self.affect(Effect::DropLinks(End::Close));
                    }
                }
                Consequence::Unban => self.cx.host.unban(),
                Consequence::Send(parcel) => self.cx.host.parcels.push(parcel),
            }
        }
        answer
    }

    /// The same, and what was said in the game's chat by it.
    pub(super) fn run_and_hear(&mut self, line: &[u8]) -> (Answer, Vec<String>) {
        let before = self.cx.host.counters.read().chat.len();
        let answer = self.run(line);
        let counts = self.cx.host.counters.read();
        let said = counts.chat.iter().skip(before).cloned().collect();
        (answer, said)
    }

    /// Does `what`, whose bytes leave only after this time. What is sent
    /// meanwhile overtakes them.
    pub(super) fn later(&mut self, time: Duration, what: impl FnOnce(&mut Self)) {
        let mark = self.cx.out.len();
        what(self);
        self.cx.out.postpone(mark, Instant::now() + time);
    }

    /// Sends bytes that are made on the way.
    pub(super) fn stream(&mut self, source: impl Source + 'static) {
        self.cx.out.stream(source);
    }

    /// Sends an answer in the packets of `shape`.
    pub(super) fn deliver(&mut self, id: i32, shape: Shape, answer: Answer) {
        self.deliver_with(id, shape, answer, |link, body| {
            link.stream(Frames::new(id, shape, body));
        });
    }

    /// Sends an answer whose texts `text` puts into packets, each a body of
    /// its own.
    pub(super) fn deliver_with(
        &mut self,
        id: i32,
        shape: Shape,
        answer: Answer,
        mut text: impl FnMut(&mut Self, Body),
    ) {
        for item in answer.items {
            match item {
                Item::Text(body) => text(self, body),
                Item::Wait(time) => self.wait(time),
                Item::Unsolicited(text) => self.send(0, shape.kind, &text),
                Item::Raw(bytes) => self.send_bytes(&bytes),
                Item::Torn(text) => self.tear(id, shape, &text),
                Item::End(end) => self.end(end),
            }
        }
    }

    /// Sends the first half of a packet.
    fn tear(&mut self, id: i32, shape: Shape, text: &[u8]) {
        let mut whole = Vec::new();
        encode_into(&mut whole, id, shape.kind, text);
        whole.truncate(whole.len() / 2);
        self.send_bytes(&whole);
    }

    /// Sends a text as one packet of a reply.
    pub(super) fn reply(&mut self, id: i32, shape: Shape, text: &str) {
        self.cx.out.stream(Frames::new(id, shape, Body::from(text)));
    }
}
