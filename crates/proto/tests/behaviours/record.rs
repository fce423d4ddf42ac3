//! What was seen of a case from outside: the transcript, and what became of
//! each command.

use std::fmt::Write as _;

use rcon_proto::EndedBy;
use rcon_proto::Shown;
use rcon_proto::session::{Closed, Event, Execute, HalfClosing, Quirk, RequestId, Wait};

use crate::plan::Text;
use crate::play::TIMEOUT;
use crate::reply::{Found, packets};

/// What a session said of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Awaited,
    Ended(EndedBy),
    TimedOut,
    Lost,
}

/// A command that was sent, and its reply.
pub(crate) struct Asked {
    pub(crate) request: RequestId,
    pub(crate) at: u64,
    pub(crate) wait: Wait,
    pub(crate) last: bool,
    /// A probe had been answered before it was sent.
    pub(crate) knew_probes: bool,
    /// How many packets had been sent before it.
    pub(crate) sent_before: usize,
    pub(crate) told: Vec<u8>,
    pub(crate) late: Vec<u8>,
    pub(crate) status: Status,
    pub(crate) done_at: u64,
    /// What the wire had shown by then.
    pub(crate) view: View,
}

impl Asked {
    pub(crate) fn new(request: RequestId, at: u64, how: Execute, so_far: &Record) -> Self {
        Self {
            request,
            at,
            wait: how.wait,
            last: how.half_closing == HalfClosing::NothingFollows,
            knew_probes: so_far.view.probe_answered,
            sent_before: so_far.out.len(),
            told: Vec::new(),
            late: Vec::new(),
            status: Status::Awaited,
            done_at: at,
            view: so_far.view,
        }
    }
}

/// What anybody who looked at the wire would know.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct View {
    pub(crate) heard_at: u64,
    /// The newest whole packet's body, with its terminators, in bytes.
    pub(crate) last_tail: usize,
    /// Its id and type.
    pub(crate) last: (i32, i32),
    /// The stream rests at a packet's border.
    pub(crate) border: bool,
    pub(crate) half_closed: bool,
    /// A FIN (false) or a reset (true) was seen.
    pub(crate) ended: Option<bool>,
    /// A packet under a probe's id has come.
    pub(crate) probe_answered: bool,
    /// A packet of type 0 under a command's own id has come.
    pub(crate) own_ids: bool,
    /// `(-1, 0, "")` has come where there had been a type 4 (Rust).
    pub(crate) marks_ends: bool,
    /// What of each command's reply had come.
    pub(crate) arrived: [Arrived; 4],
    /// Output has come of a reply that a probe's answer had ended.
    pub(crate) late: bool,
    /// An empty packet has come behind text under a command's id.
    pub(crate) empties_end: bool,
    texts: bool,
    echoes: bool,
}

/// How much of a reply has come, and when the last of it did.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Arrived {
    pub(crate) packets: usize,
    pub(crate) bytes: usize,
    pub(crate) at: u64,
}

#[derive(Default)]
pub(crate) struct Record {
    keeps_lines: bool,
    pub(crate) lines: String,
    pub(crate) asked: Vec<Asked>,
    /// What of each command's reply reached the session.
    pub(crate) arrived: [Arrived; 4],
    pub(crate) logged_in: Option<u64>,
    pub(crate) login_failed: Option<u64>,
    pub(crate) closed: Option<(u64, String)>,
    /// Packets that were sent, `(id, type, body)`, and in how many segments.
    pub(crate) out: Vec<(i32, i32, Vec<u8>)>,
    pub(crate) segments: usize,
    pub(crate) view: View,
    stream: Vec<u8>,
    /// Nothing happened any more, or for too long.
    pub(crate) hangs: bool,
    /// What was done after the session had ended.
    pub(crate) after_the_end: Option<String>,
    /// What the session was told that had been shown.
    pub(crate) before: Shown,
    /// What the session would have the next one know.
    pub(crate) shown: Shown,
}

impl Record {
    /// A record with a transcript, which takes most of a case's time.
    pub(crate) fn with_lines() -> Self {
        Self {
            keeps_lines: true,
            ..Self::default()
        }
    }

    pub(crate) fn note(&mut self, now: u64, line: impl FnOnce() -> String) {
        if self.keeps_lines {
            // Writing to a `String` does not fail.
            let _ = writeln!(self.lines, "{now:>6} ms  {}", line());
        }
    }

    /// A read.
    pub(crate) fn heard(&mut self, now: u64, bytes: &[u8]) {
        let mut stream = std::mem::take(&mut self.stream);
        stream.extend_from_slice(bytes);
        let (found, used) = packets(&stream);
        let view = &mut self.view;
        view.heard_at = now;
        for &(id, kind, tail) in &found {
            view.last = (id, kind);
            view.last_tail = tail.len();
            view.echoes |= kind == 4;
            view.marks_ends |= view.echoes && (id, kind) == (-1, 0) && tail.len() <= 3;
            let sent = |kind: i32| self.out.iter().any(|out| (out.0, out.1) == (id, kind));
            view.probe_answered |= sent(0);
            view.own_ids |= sent(2);
            let text = tail.iter().any(|&byte| byte != 0);
            view.empties_end |= sent(2) && !text && view.texts;
            view.texts = sent(2) && (text || view.texts);
        }
        self.note(now, || {
            let mut line = "S: ".to_owned() + &shown(&found);
            if found.is_empty() || used < stream.len() {
                let _ = write!(line, " [{} bytes read]", bytes.len());
            }
            line
        });
        self.stream = stream.split_off(used);
        self.view.border = self.stream.is_empty();
    }

    /// Packets of replies that are in a read: before the session is told of
    /// it, for [`View`].
    pub(crate) fn arrived(&mut self, now: u64, texts: &[Text]) {
        for text in texts {
            let arrived = &mut self.view.arrived[text.command];
            arrived.packets += 1;
            arrived.bytes += text.bytes;
            arrived.at = now;
        }
    }

    pub(crate) fn server_ended(&mut self, now: u64, reset: bool) {
        self.view.ended = Some(reset);
        self.note(now, || if reset { "S: reset" } else { "S: FIN" }.to_owned());
    }

    /// A segment of the client's.
    pub(crate) fn sent(&mut self, now: u64, bytes: &[u8]) {
        let (found, _) = packets(bytes);
        self.note(now, || "C: ".to_owned() + &shown(&found));
        if self.closed.is_some() || self.view.half_closed {
            self.after_the_end.get_or_insert("a segment".to_owned());
        }
        self.segments += 1;
        for (id, kind, tail) in found {
            let body = tail.strip_suffix(&[0, 0]).unwrap_or(tail);
            self.out.push((id, kind, body.to_vec()));
        }
    }

    pub(crate) fn half_closed(&mut self, now: u64) {
        self.note(now, || "C: half-close".to_owned());
        if self.closed.is_some() || self.view.half_closed {
            self.after_the_end.get_or_insert("a half-close".to_owned());
        }
        self.view.half_closed = true;
    }

    /// Whether it ends the wait for a login or for a reply.
    pub(crate) fn event(&mut self, now: u64, event: &Event<'_>) -> bool {
        self.note(now, || "   ".to_owned() + &said(event));
        if self.closed.is_some() {
            self.after_the_end.get_or_insert(said(event));
        }
        match event {
            Event::LoggedIn { .. } => {
                self.logged_in = Some(now);
                return true;
            }
            Event::LoginFailed(_) | Event::LoginTimedOut { .. } => {
                self.login_failed = Some(now);
                self.closed = Some((now, said(event)));
            }
            Event::Reply { request, bytes } => {
                if let Some(asked) = self.of(*request) {
                    asked.told.extend_from_slice(bytes);
                }
            }
            Event::Late { request, bytes } => {
                if let Some(asked) = self.of(*request) {
                    asked.late.extend_from_slice(bytes);
                    let by_probe = asked.status == Status::Ended(EndedBy::Probe);
                    self.view.late |= by_probe;
                }
            }
            // Where the size was wrong, a packet begins with what comes next.
            Event::Quirk(Quirk::ShortPacket) => {
                self.stream.clear();
                self.view.border = true;
            }
            Event::Closed(_) => self.closed = Some((now, said(event))),
            _ => {}
        }
        let Some(status) = status_of(event) else {
            return false;
        };
        let view = self.view;
        let Some(asked) = self.asked.last_mut() else {
            return false;
        };
        if asked.status != Status::Awaited {
            return false;
        }
        asked.status = status;
        asked.done_at = now;
        asked.view = view;
        true
    }

    fn of(&mut self, request: RequestId) -> Option<&mut Asked> {
        self.asked.iter_mut().find(|asked| asked.request == request)
    }

    /// Whether a probe went out with a command, or behind it.
    pub(crate) fn probed(&self, command: usize) -> bool {
        let from = self.asked[command].sent_before;
        let next = self.asked.get(command + 1);
        let to = next.map_or(self.out.len(), |next| next.sent_before);
        self.out[from..to].iter().any(|(_, kind, _)| *kind == 0)
    }

    /// By when a command that was sent has to be done with: text puts its
    /// deadline off, a KiB at a time.
    pub(crate) fn deadline(&self, command: usize) -> u64 {
        let asked = &self.asked[command];
        let text = asked.told.len().max(asked.view.arrived[command].bytes);
        let short = asked.view.border && text < 1024;
        let heard = if short { asked.at } else { asked.view.heard_at };
        TIMEOUT + heard.max(asked.at)
    }
}

/// What an event does to the command that is waited for.
fn status_of(event: &Event<'_>) -> Option<Status> {
    match event {
        Event::ReplyEnded { by, .. } => Some(Status::Ended(*by)),
        Event::ReplyTimedOut { .. } => Some(Status::TimedOut),
        Event::Closed(Closed::Awaiting { .. } | Closed::AtProbe { .. } | Closed::Protocol(_)) => {
            Some(Status::Lost)
        }
        _ => None,
    }
}

/// Packets for a transcript.
fn shown(packets: &[Found<'_>]) -> String {
    let mut line = String::new();
    for (at, (id, kind, tail)) in packets.iter().enumerate() {
        if at > 4 {
            let _ = write!(line, "… {} packets more", packets.len() - at);
            break;
        }
        let _ = write!(line, "({id}, {kind}, {}) ", quoted(tail));
    }
    line.trim_end().to_owned()
}

fn quoted(bytes: &[u8]) -> String {
    let body = bytes.strip_suffix(&[0, 0]).unwrap_or(bytes);
    let begins = &body[..body.len().min(24)];
    let more = if body.len() > begins.len() { "…" } else { "" };
    let text = begins.escape_ascii();
    if more.is_empty() {
        format!("\"{text}\"")
    } else {
        format!("\"{text}…\" {} bytes", body.len())
    }
}

fn said(event: &Event<'_>) -> String {
    match event {
        Event::Reply { request, bytes } => {
            format!("reply to {}: {}", request.wire_id(), quoted(bytes))
        }
        Event::Late { request, bytes } => {
            format!("late of {}: {}", request.wire_id(), quoted(bytes))
        }
        Event::Unsolicited { id, bytes } => format!("unsolicited under {id}: {}", quoted(bytes)),
        Event::ReplyEnded { request, by } => {
            format!("the reply to {} is whole, by {by:?}", request.wire_id())
        }
        event => format!("{event:?}"),
    }
}
