//! The server that a case's choices make up: packets in, packets out, each at
//! its time in virtual milliseconds.

use std::collections::VecDeque;

use crate::choices::{Choices, HalfClose, Read, ReplyIds, Service, Unsolicited};
use crate::plan::{self, Act, Item, Text};
use crate::reply;

/// Bytes of a reply that a server which pages by probes sends at once (Vintage
/// Story's `VintageRCon`).
pub(crate) const PAGE: usize = 4082;

/// How often a polled server looks.
const POLL: u64 = 50;
/// How often Rust's looks.
const WAKE: u64 = 20;
/// How often the steady keep-alive comes.
pub(crate) const KEEP_ALIVE: u64 = 40;

pub(crate) struct Server {
    pub(crate) choices: Choices,
    /// Read, and not handled yet.
    unread: Vec<u8>,
    look_at: Option<u64>,
    /// What is sent in order, each so long after the one before.
    queue: VecDeque<Item>,
    queue_free_at: u64,
    /// What is sent at its time, whatever is in the queue.
    pub(crate) timed: Vec<(u64, Act)>,
    /// The rest of a reply that is paged by probes.
    pub(crate) pages: VecDeque<(Vec<u8>, Text)>,
    /// Ids that were given to replies.
    previous_id: i32,
    fresh_id: i32,
    pub(crate) keep_alive_at: Option<u64>,
    pub(crate) authenticated: bool,
    dumb: bool,
    /// A packet is sent in part: nothing else is, before the rest of it.
    inside: bool,
    pub(crate) closed: bool,
    /// Commands that were handled, in their order.
    pub(crate) handled: Vec<usize>,
}

impl Server {
    pub(crate) fn new(choices: &Choices) -> Self {
        Self {
            choices: *choices,
            unread: Vec::new(),
            look_at: None,
            queue: VecDeque::new(),
            queue_free_at: 0,
            timed: Vec::new(),
            pages: VecDeque::new(),
            previous_id: 0,
            fresh_id: 501,
            keep_alive_at: None,
            authenticated: false,
            dumb: false,
            inside: false,
            closed: false,
            handled: Vec::new(),
        }
    }

    /// A segment of the client's arrives.
    pub(crate) fn arrive(&mut self, bytes: &[u8], now: u64) {
        if self.closed || self.dumb {
            return;
        }
        if self.choices.service == Service::Echo {
            self.timed.push((now, Act::Send(bytes.to_vec(), None)));
            return;
        }
        self.unread.extend_from_slice(bytes);
        match self.choices.read {
            Read::Stream => while self.handle_one(now) {},
            Read::OneBehind => {
                self.handle_one(now);
            }
            Read::FirstOf20Ms => self.look_at = self.look_at.or(Some(now.next_multiple_of(WAKE))),
            Read::OnePerPoll => self.look_at = self.look_at.or(Some(now.next_multiple_of(POLL))),
            Read::KillsOnTwo => {
                let (packets, used) = reply::packets(&self.unread);
                if packets.len() == 1 && used == self.unread.len() {
                    self.handle_one(now);
                } else {
                    self.queue.clear();
                    self.inside = false;
                    self.timed.push((now, Act::Fin));
                }
            }
        }
    }

    /// The client's FIN arrives.
    pub(crate) fn half_closed(&mut self, now: u64) {
        match self.choices.half_close {
            HalfClose::WholeThenFin => self.push(now, Item::now(Act::Fin)),
            HalfClose::NeverCloses => {}
            HalfClose::ImmediateFin => {
                self.queue.clear();
                self.inside = false;
                self.timed.clear();
                self.timed.push((now, Act::Fin));
            }
            HalfClose::Dumb => {
                self.queue.clear();
                self.timed.clear();
                self.keep_alive_at = None;
                self.dumb = true;
            }
        }
    }

    /// When something is to be done next.
    pub(crate) fn due(&self) -> Option<u64> {
        if self.closed {
            return None;
        }
        let front = match self.queue.front() {
            Some(Item {
                act: Act::Stall, ..
            })
            | None => None,
            Some(item) => Some(self.queue_free_at + item.wait),
        };
        let timed = self.timed.iter().map(|(at, _)| *at).min();
        if self.inside {
            return [front, self.look_at].into_iter().flatten().min();
        }
        [front, timed, self.look_at, self.keep_alive_at]
            .into_iter()
            .flatten()
            .min()
    }

    /// Does what is due, and says what is sent.
    pub(crate) fn step(&mut self, now: u64) -> Vec<Act> {
        let mut acts = Vec::new();
        if self.look_at.is_some_and(|at| at <= now) {
            self.look_at = None;
            self.handle_one(now);
            if self.choices.read == Read::FirstOf20Ms {
                self.unread.clear();
            } else if !self.unread.is_empty() {
                self.look_at = Some(now + POLL);
            }
        }
        self.step_timed(now, &mut acts);
        while let Some(item) = self.queue.front() {
            if item.act == Act::Stall || self.queue_free_at + item.wait > now {
                break;
            }
            self.queue_free_at += item.wait;
            if let Some(item) = self.queue.pop_front() {
                self.inside = matches!(item.act, Act::Piece(_) | Act::Pause) && {
                    // A pause changes nothing.
                    self.inside || item.act != Act::Pause
                };
                acts.push(item.act);
            }
        }
        if let Some(end) = acts
            .iter()
            .position(|act| matches!(act, Act::Fin | Act::Reset))
        {
            acts.truncate(end + 1);
            self.closed = true;
        }
        acts
    }

    /// What is sent at its time, whatever else is on its way.
    fn step_timed(&mut self, now: u64, acts: &mut Vec<Act>) {
        if self.inside {
            return;
        }
        if self.keep_alive_at.is_some_and(|at| at <= now) {
            self.keep_alive_at = Some(now + KEEP_ALIVE);
            acts.push(Act::Send(self.packet(99, 0, b"Keep Alive"), None));
        }
        while let Some(at) = self.timed.iter().position(|(at, _)| *at <= now) {
            acts.push(self.timed.remove(at).1);
        }
    }

    pub(crate) fn push(&mut self, now: u64, item: Item) {
        if self.queue.is_empty() {
            self.queue_free_at = now;
        }
        self.queue.push_back(item);
    }

    pub(crate) fn packet(&self, id: i32, kind: i32, body: &[u8]) -> Vec<u8> {
        reply::packet(&self.choices, id, kind, body)
    }

    /// Handles the packet at the front of what was read, if it is whole.
    fn handle_one(&mut self, now: u64) -> bool {
        let unread = std::mem::take(&mut self.unread);
        let (packets, _) = reply::packets(&unread);
        let Some(&(id, kind, tail)) = packets.first() else {
            self.unread = unread;
            return false;
        };
        let body = tail.strip_suffix(&[0, 0]).unwrap_or(tail);
        let seen = match self.choices.ids {
            ReplyIds::CutToByte => id & 0xff,
            _ => id,
        };
        match kind {
            3 => self.login(seen, now),
            2 if self.authenticated => self.execute(seen, body, now),
            0 if self.authenticated => self.probed(seen, now),
            _ => {}
        }
        self.unread = unread[tail.len() + 12..].to_vec();
        true
    }

    fn execute(&mut self, seen: i32, body: &[u8], now: u64) {
        let Some(command) = plan::command_of(body) else {
            return;
        };
        self.handled.push(command);
        let id = match self.choices.ids {
            ReplyIds::Own | ReplyIds::CutToByte => seen,
            ReplyIds::Zero => 0,
            ReplyIds::FortyTwo => 42,
            ReplyIds::Previous => std::mem::replace(&mut self.previous_id, seen),
            ReplyIds::Fresh => {
                self.fresh_id += 1;
                self.fresh_id - 1
            }
        };
        let (items, pages) = plan::reply(&self.choices, command, id, body);
        self.pages = pages;
        for item in items {
            self.push(now, item);
        }
        if self.choices.unsolicited == Unsolicited::TextIdle {
            let text = self.packet(0, 0, b"IDLE\n");
            self.timed.push((now + 500, Act::Send(text, None)));
        }
    }
}
