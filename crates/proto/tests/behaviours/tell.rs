//! What can be told from the wire, and what cannot. Each excuse of a session is
//! here, by its name, as narrow as the ways of servers allow.

use rcon_proto::{EndedBy, HalfCloses, Probes};

use crate::choices::{
    Choices, Close, CloseAt, Cut, Delivery, Ending, HalfClose, Kind as Type, Named, Nuls, Pause,
    PauseAt, Probe, ProbeWhen, Read, ReplyIds, Service, Size, SizeField, Unsolicited, Verdict,
};
use crate::judge::SLACK;
use crate::record::{Asked, Record, Status};

/// Whether a client takes the server for one of the Source shape: two packets
/// a login, or the game is named.
pub(crate) fn source_shape(choices: &Choices) -> bool {
    match choices.game {
        Named::Auto | Named::Rightly => choices.source_login(),
        Named::Generic | Named::Conan | Named::Rust => false,
    }
}

/// Whether the user named a game that it is not: what is promised for that
/// game is not promised here. (Source is looked at with the rest: naming it
/// makes the rules stricter.)
pub(crate) fn is_misnamed(choices: &Choices) -> bool {
    match choices.game {
        Named::Auto | Named::Rightly | Named::Generic => false,
        Named::Conan => !matches!(
            choices.ids,
            ReplyIds::Zero | ReplyIds::FortyTwo | ReplyIds::Previous
        ),
        Named::Rust => {
            choices.ending != Ending::MinusOne
                || choices.unsolicited != Unsolicited::Echo
                || choices.ids != ReplyIds::Own
        }
    }
}

/// Text that nobody asked for may be taken for a reply while the server has
/// never shown that its replies have the ids of their commands: such servers
/// exist, and 0 is what they use.
pub(crate) fn may_be_joined(asked: &Asked) -> bool {
    !asked.view.own_ids
}

/// Whether a reply that its probe's answer called empty came behind that, under
/// an id that tells nothing, and in the midst of the next one: then the link is
/// given up, and the next one is told as lost (6), or a deadline passes (124).
pub(crate) fn is_lost_behind(record: &Record, command: usize) -> bool {
    let asked = &record.asked[command];
    let next = record.asked.get(command + 1);
    asked.status == Status::Ended(EndedBy::Probe)
        && asked.told.is_empty()
        && !asked.view.own_ids
        && next.is_some_and(|next| matches!(next.status, Status::Lost | Status::TimedOut))
}

/// Whether nothing on the wire said that more was to come, at the moment when
/// the reply was told as whole. (That no byte of the rest reached the session
/// is looked at elsewhere.) For each rule:
///
/// - the probe's answer: an *empty* one, where no output that came late has
///   said that this server's answers come before its replies are done (before
///   any packet it ends an empty reply: new builds of Project Zomboid send
///   nothing else for one);
/// - a close: a FIN, not a reset, at a packet's border, where no probe is
///   answered: on the one-packet shape, or, on a server that was never seen to
///   answer a probe and was not named, behind our half-close or where the
///   command had no probe any more;
/// - a silence: as long as the rules ask for ([`silence`]), at a packet's
///   border, where this server has shown no mark of its ends.
pub(crate) fn nothing_tells(
    choices: &Choices,
    record: &Record,
    command: usize,
    by: EndedBy,
) -> bool {
    let asked = &record.asked[command];
    let view = asked.view;
    let source = source_shape(choices);
    let named = choices.game == Named::Rightly;
    match by {
        EndedBy::Probe => {
            choices.probe_when == ProbeWhen::AtOnce
                && choices.probe != Probe::UnknownRequest
                // Under an id of no command it may be chatter.
                && !(view.late && view.own_ids)
        }
        // A reply that was held until it was clear whose it is, and a close.
        EndedBy::Silence | EndedBy::Close if view.ended.is_some() || by == EndedBy::Close => {
            let unprobed = view.half_closed || !record.probed(command);
            let asked_for = unprobed && !view.probe_answered && !named;
            view.border && view.ended == Some(false) && (!source || asked_for)
        }
        EndedBy::Silence => {
            let since = view.arrived[command].at.max(asked.at);
            let silent = asked.done_at.saturating_sub(since);
            let enough = silence(choices, record, command);
            view.border && !view.marks_ends && enough.is_some_and(|ms| silent >= ms)
        }
        // An empty first packet is an empty reply, and no server here sends
        // one before text.
        _ => false,
    }
}

/// How long a silence has to last to be an end, in milliseconds; `None` where
/// none is one.
fn silence(choices: &Choices, record: &Record, command: usize) -> Option<u64> {
    let asked = &record.asked[command];
    let view = asked.view;
    let round_trips = |count: u64| count * choices.round_trip_ms();
    if source_shape(choices) {
        let early = choices.probe_when == ProbeWhen::AtOnce
            && (choices.probe == Probe::UnknownRequest || view.late);
        if early && !view.empties_end {
            // Its answers to probes say nothing of its replies.
            return Some(round_trips(4).max(1000));
        }
        let probed = record.probed(command);
        let answers = view.probe_answered || choices.game == Named::Rightly;
        if asked.knew_probes || answers && probed {
            return None;
        }
        if probed {
            return Some(round_trips(4).max(1000));
        }
        // Where none was answered, none is sent any more.
        let before = &record.before;
        let never_closes = before.half_closes == Some(HalfCloses::Ignores);
        // One that was survived is no danger any more.
        let survived = (0..command).any(|earlier| record.probed(earlier));
        let fatal = before.probes == Some(Probes::Fatal) && !survived;
        if fatal || asked.last && never_closes {
            // Probes may end the link, or nothing can be asked for.
            return Some(round_trips(8).max(1000));
        }
        if asked.last {
            // To the FIN, or to the deadline.
            let at_deadline = asked.done_at + SLACK >= record.deadline(command);
            return at_deadline.then(|| round_trips(4).max(1000));
        }
    } else if view.half_closed && record.before.half_closes == Some(HalfCloses::Ignores) {
        // Seen never to close.
        return Some(round_trips(4).max(250));
    } else if view.half_closed {
        return Some(round_trips(8).max(1000));
    }
    Some(if view.last_tail >= 4000 {
        round_trips(4).clamp(200, 2000)
    } else {
        round_trips(2).clamp(50, 1000)
    })
}

/// Whether a server's only oddities are in how it speaks: no long pause, no
/// close, no game that it is not, no packet that kills the link.
pub(crate) fn is_plain(choices: &Choices) -> bool {
    // A size that is wrong is made good where nothing follows the packet.
    let alone = choices.cut == Cut::OnePacket
        && choices.size == Size::Short
        && choices.ending == Ending::Nothing
        && choices.unsolicited == Unsolicited::None
        && matches!(choices.nuls, Nuls::Two | Nuls::Three)
        && !source_shape(choices);
    // Then a deadline is the end, and may pass in the midst of a keep-alive.
    let amidst = choices.unsolicited == Unsolicited::KeepAliveSteady
        && choices.delivery == Delivery::Bytes
        && choices.half_close == HalfClose::NeverCloses;
    // Of foreign ids only what has a reply's type is taken for one.
    let typed = choices.kind != Type::Byte255 || choices.ids == ReplyIds::Own;
    (choices.size_field == SizeField::Right || alone)
        && typed
        && !amidst
        && choices.service == Service::Rcon
        && choices.verdict == Verdict::Accepted
        && (choices.pause_at == PauseAt::Nowhere || choices.pause <= Pause::Ms30)
        // A FIN behind a reply is its end where no probe is sent.
        && (choices.close == Close::Never
            || choices.close == Close::Fin
                && choices.close_at == CloseAt::Behind
                // It stands before the mark, where ends are marked.
                && choices.ending != Ending::MinusOne
                && !source_shape(choices))
        && choices.read != Read::KillsOnTwo
        && matches!(
            choices.half_close,
            HalfClose::WholeThenFin | HalfClose::NeverCloses
        )
        && matches!(choices.game, Named::Auto | Named::Rightly | Named::Generic)
}

/// How long after its last packet a whole reply may be told as such, in
/// milliseconds: the longest wait of the rules, twice where a server was to be
/// moved on first.
pub(crate) fn patience(choices: &Choices, asked: &Asked) -> u64 {
    if source_shape(choices) && asked.view.half_closed && asked.view.ended.is_none() {
        // Whoever ignores probes and never closes is waited for.
        return crate::play::TIMEOUT + 2000;
    }
    // Keep-alives put a silence off, to four times its length.
    let steady = choices.unsolicited == Unsolicited::KeepAliveSteady;
    let silences = if steady { 5 } else { 2 };
    let late = match choices.probe_when {
        ProbeWhen::Late300 => 300,
        ProbeWhen::Late1500 => 1500,
        _ => 0,
    };
    silences * (8 * choices.round_trip_ms()).max(1000) + late + 100
}
