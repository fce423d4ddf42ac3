//! A reply as a server sends it: what, in which order, with which pauses.

use std::collections::VecDeque;

use crate::choices::{
    Choices, Close, CloseAt, Ending, Kind, PauseAt, Probe, ProbeWhen, Unsolicited,
};
use crate::reply::{bodies, packet, reply_packet};
use crate::server::PAGE;

/// Whose text some bytes complete, and how many bytes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) command: usize,
    pub(crate) bytes: usize,
}

/// What a server does to the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    Send(Vec<u8>, Option<Text>),
    /// A piece of a packet: nothing but its next piece follows.
    Piece(Vec<u8>),
    /// Nothing, at its time.
    Pause,
    Fin,
    Reset,
    /// Nothing that is queued behind this happens any more.
    Stall,
}

/// An act, so many milliseconds after the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) wait: u64,
    pub(crate) act: Act,
}

impl Item {
    pub(crate) fn now(act: Act) -> Self {
        Self::after(0, act)
    }

    pub(crate) fn after(wait: u64, act: Act) -> Self {
        Self { wait, act }
    }
}

/// What a command's packet says.
pub(crate) fn command_text(command: usize) -> String {
    format!("run {command}")
}

/// Which command this is.
pub(crate) fn command_of(body: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    text.strip_prefix("run ")?.parse().ok()
}

/// A reply, and what of it is sent only when probes ask for it.
pub(crate) fn reply(
    choices: &Choices,
    command: usize,
    id: i32,
    body: &[u8],
) -> (Vec<Item>, VecDeque<(Vec<u8>, Text)>) {
    let kind = match choices.kind {
        Kind::Zero => 0,
        Kind::Two => 2,
        Kind::Byte255 => 255,
    };
    let mut bodies = bodies(choices, command).unwrap_or_default();
    let mut pages = VecDeque::new();
    if choices.probe == Probe::Paged && bodies.concat().len() > PAGE {
        pages = bodies.concat().chunks(PAGE).map(<[u8]>::to_vec).collect();
        bodies = pages.pop_front().into_iter().collect();
    }
    let text = |body: &[u8]| Text {
        command,
        bytes: body.len(),
    };
    let pages: VecDeque<(Vec<u8>, Text)> = pages
        .into_iter()
        .map(|body| {
            let text = text(&body);
            (body, text)
        })
        .collect();
    let encode = match bodies.len() {
        1 if pages.is_empty() => reply_packet,
        _ => packet,
    };
    let parts = bodies
        .iter()
        .map(|body| (encode(choices, id, kind, body), text(body)))
        .collect();
    let mut items = with_faults(choices, command, parts);
    with_unsolicited(choices, body, &bodies, &mut items);
    match choices.ending {
        Ending::Nothing => {}
        // Nor does a page that is not the last.
        _ if !pages.is_empty() => {}
        Ending::EmptyOwn => items.push(sent(packet(choices, id, kind, b""))),
        Ending::Bytes => items.push(sent(packet(choices, id, kind, &[0, 1, 0, 0]))),
        Ending::MinusOne => {
            // The mark belongs to the reply: of a silent command it is all.
            let mark = packet(choices, -1, 0, b"");
            let echoed = choices.unsolicited == Unsolicited::Echo;
            items.push(Item::now(Act::Send(mark, echoed.then_some(text(b"")))));
        }
    }
    if choices.probe_when == ProbeWhen::AtOnce
        && let Some(first) = items.first_mut()
    {
        first.wait += 30;
    }
    (items, pages)
}

fn sent(bytes: Vec<u8>) -> Item {
    Item::now(Act::Send(bytes, None))
}

/// The packets with the pauses and closes between and in them.
fn with_faults(choices: &Choices, command: usize, parts: Vec<(Vec<u8>, Text)>) -> Vec<Item> {
    let last = parts.len().saturating_sub(1);
    let mut items = Vec::new();
    for (at, (bytes, text)) in parts.into_iter().enumerate() {
        let pause = pause(choices, command, at, last, bytes.len());
        let close = close(choices, command, at, last, bytes.len());
        // Pieces of the packet, and what is between them.
        let mut cuts: Vec<usize> = pause.into_iter().chain(close).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut from = 0;
        for &cut in &cuts {
            let mut wait = 0;
            if from < cut {
                let piece = bytes[from..cut].to_vec();
                // The text counts when its packet is whole.
                let whole = cut == bytes.len();
                items.push(Item::now(if whole {
                    Act::Send(piece, Some(text))
                } else {
                    Act::Piece(piece)
                }));
            }
            from = cut;
            if pause == Some(cut) {
                match choices.pause_ms() {
                    Some(ms) => wait = ms,
                    None => items.push(Item::now(Act::Stall)),
                }
            }
            if close == Some(cut) {
                let reset = choices.close == Close::Reset;
                let act = if reset { Act::Reset } else { Act::Fin };
                items.push(Item::after(wait, act));
            } else if wait > 0 {
                items.push(Item::after(wait, Act::Pause));
            }
        }
    }
    items
}

/// Where in a packet there is a pause, in bytes from its beginning.
fn pause(choices: &Choices, command: usize, at: usize, last: usize, len: usize) -> Option<usize> {
    let (first, last) = (at == 0, at == last);
    let place = match choices.pause_at {
        PauseAt::BeforeFirst => first.then_some(0),
        PauseAt::AfterFirst => first.then_some(len),
        PauseAt::BeforeLast => last.then_some(0),
        PauseAt::EveryBorder => (!first).then_some(0),
        PauseAt::InSize => last.then_some(2),
        PauseAt::InHeader => last.then_some(9),
        PauseAt::BehindHeader => last.then_some(12),
        PauseAt::InBody => last.then_some(len / 2 + 6),
        PauseAt::BeforeLastByte => last.then_some(len - 1),
        PauseAt::Behind => last.then_some(len),
        PauseAt::Nowhere => None,
    };
    place.filter(|_| choices.faulty(command))
}

/// Where in a packet the server closes, likewise.
fn close(choices: &Choices, command: usize, at: usize, last: usize, len: usize) -> Option<usize> {
    let (first, last) = (at == 0, at == last);
    let place = match choices.close_at {
        CloseAt::Behind => last.then_some(len),
        CloseAt::BeforeFirst => first.then_some(0),
        CloseAt::AfterFirst => first.then_some(len),
        CloseAt::BeforeLast => last.then_some(0),
        CloseAt::InSize => last.then_some(2),
        CloseAt::InHeader => last.then_some(9),
        CloseAt::BehindHeader => last.then_some(12),
        CloseAt::InBody => last.then_some(len / 2 + 6),
        CloseAt::BeforeLastByte => last.then_some(len - 1),
    };
    place.filter(|_| choices.close != Close::Never && choices.faulty(command))
}

/// Puts what nobody asked for among the packets of a reply.
fn with_unsolicited(choices: &Choices, body: &[u8], bodies: &[Vec<u8>], items: &mut Vec<Item>) {
    let unasked = |id, kind, body: &[u8]| sent(packet(choices, id, kind, body));
    // Behind the first whole packet, wherever that was cut.
    let first = items
        .iter()
        .position(|item| matches!(item.act, Act::Send(_, Some(_))))
        .map_or(0, |at| at + 1);
    match choices.unsolicited {
        Unsolicited::Chat => {
            items.insert(first, unasked(0, 1, b"CHAT WITHIN\n"));
            items.insert(0, unasked(0, 1, b"CHAT\n"));
        }
        Unsolicited::KeepAlive => items.insert(0, unasked(99, 0, b"Keep Alive")),
        Unsolicited::TextBefore => items.insert(0, unasked(0, 0, b"BEFORE\n")),
        Unsolicited::TextWithin => items.insert(first, unasked(0, 0, b"WITHIN\n")),
        Unsolicited::TextAfter => items.push(unasked(0, 0, b"AFTER\n")),
        Unsolicited::Echo => {
            let mut copies = vec![unasked(0, 4, &[b"[RCON] ", body].concat())];
            let mut bodies = bodies.iter();
            for item in items.drain(..) {
                let whole = matches!(item.act, Act::Send(_, Some(_)));
                copies.push(item);
                if whole && let Some(body) = bodies.next() {
                    copies.push(unasked(0, 4, body));
                }
            }
            *items = copies;
        }
        Unsolicited::None
        | Unsolicited::KeepAliveSteady
        | Unsolicited::TextIdle
        | Unsolicited::Welcome => {}
    }
}
