//! What is found and not mended yet, the worst first. Each goes when it is: a
//! test sees that every one of them is still there.

use crate::choices::{
    Choices, Close, Cut, Ending, FaultOn, Login, ORDINARY, Pause, PauseAt, Probe, ProbeWhen, Read,
    ReplyIds, Run, Service, Size, Unsolicited, Verdict,
};
use crate::judge::Kind;
use crate::tell::source_shape;

pub(crate) struct Known {
    pub(crate) name: &'static str,
    /// What it comes to.
    pub(crate) kinds: &'static [Kind],
    /// The cases in which it may be seen.
    pub(crate) holds: fn(&Choices) -> bool,
    /// The smallest of them.
    pub(crate) example: Choices,
    pub(crate) why: &'static str,
}

/// The one that explains such a finding in such a case.
pub(crate) fn known(choices: &Choices, kind: Kind) -> Option<usize> {
    KNOWN
        .iter()
        .position(|known| known.kinds.contains(&kind) && (known.holds)(choices))
}

/// Whether replies have other ids than their commands.
fn foreign(choices: &Choices) -> bool {
    choices.ids != ReplyIds::Own
}

const SOURCE: Choices = Choices {
    login: Login::TwoTogether,
    ..ORDINARY
};

pub(crate) const KNOWN: &[Known] = &[
    Known {
        name: "a reply that is paged by probes is its first page",
        kinds: &[
            Kind::Dropped,
            Kind::Cut,
            Kind::LateForNothing,
            Kind::NotTaken,
        ],
        holds: |c| c.probe == Probe::Paged && source_shape(c),
        example: Choices {
            probe: Probe::Paged,
            size: Size::Long,
            ..SOURCE
        },
        why: "text in a probe's answer is dropped, and no further probe is sent",
    },
    Known {
        name: "a probe's answer with text ends a reply that has not begun",
        kinds: &[Kind::Cut, Kind::LateForNothing, Kind::Dropped],
        holds: |c| {
            c.probe == Probe::UnknownRequest && c.probe_when == ProbeWhen::AtOnce && source_shape(c)
        },
        example: Choices {
            probe: Probe::UnknownRequest,
            probe_when: ProbeWhen::AtOnce,
            run: Run::Script,
            ..SOURCE
        },
        why: "any answer ends the wait, also one with text before the command's own packets",
    },
    Known {
        name: "foreign ids on the Source shape",
        kinds: &[
            Kind::Dropped,
            Kind::Cut,
            Kind::NotTaken,
            Kind::LateForNothing,
            Kind::WrongOwner,
        ],
        holds: |c| foreign(c) && source_shape(c),
        example: Choices {
            ids: ReplyIds::Zero,
            ..SOURCE
        },
        why: "what comes under a foreign id there is never a candidate, and the reply is told as empty",
    },
    Known {
        name: "a reset ends a reply",
        kinds: &[Kind::ResetIsEnd, Kind::Cut],
        holds: |c| c.close == Close::Reset,
        example: Choices {
            close: Close::Reset,
            ..ORDINARY
        },
        why: "a reset behind a packet of less than 4000 bytes counts as a close",
    },
    Known {
        name: "a silence ends a reply where ends are marked by (-1, 0, \"\")",
        kinds: &[Kind::Cut],
        holds: |c| c.ending == Ending::MinusOne && c.unsolicited == Unsolicited::Echo,
        example: Choices {
            cut: Cut::Lines,
            ending: Ending::MinusOne,
            unsolicited: Unsolicited::Echo,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Forever,
            fault_on: FaultOn::Second,
            ..ORDINARY
        },
        why: "the mark is not known",
    },
    Known {
        name: "a silence ends a reply where a probe was answered before, late",
        kinds: &[Kind::Cut],
        holds: |c| {
            // The late answer may be that of a pause of a second or more.
            let late = c.probe_when >= ProbeWhen::Late300 || c.pause >= Pause::Ms1300;
            source_shape(c)
                && c.probe != Probe::Never
                && (c.pause_at != PauseAt::Nowhere || c.close != Close::Never)
                && (late || c.read != Read::Stream)
        },
        example: Choices {
            probe_when: ProbeWhen::Late1500,
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Forever,
            fault_on: FaultOn::Second,
            ..SOURCE
        },
        why: "an answer that comes behind the end does not show that this server answers",
    },
    Known {
        name: "an echo service is an RCON server",
        kinds: &[Kind::RefusalAccepted],
        holds: |c| c.service == Service::Echo,
        example: Choices {
            service: Service::Echo,
            ..ORDINARY
        },
        why: "a type 3 with our own id and text is an accepted login",
    },
    Known {
        name: "a refusal under the request's own id is an accepted login",
        kinds: &[Kind::RefusalAccepted],
        holds: |c| matches!(c.verdict, Verdict::TextMinusOne | Verdict::Byte255),
        example: Choices {
            verdict: Verdict::TextMinusOne,
            ..ORDINARY
        },
        why: "the text -1, and an id of 255, are not looked at",
    },
    Known {
        name: "the mark of Rust is not known",
        kinds: &[Kind::NotTaken, Kind::Slow],
        holds: |c| c.ending == Ending::MinusOne && c.unsolicited == Unsolicited::Echo,
        example: Choices {
            ending: Ending::MinusOne,
            unsolicited: Unsolicited::Echo,
            ..ORDINARY
        },
        why: "(-1, 0, \"\") behind a type 4 ends a reply, also one of nothing",
    },
    Known {
        name: "a terminator under the reply's id is text",
        kinds: &[Kind::Mangled],
        holds: |c| c.ending == Ending::Bytes,
        example: Choices {
            ending: Ending::Bytes,
            ..ORDINARY
        },
        why: "a packet of 00 01 00 00 behind a reply is known only under a probe's id",
    },
];
