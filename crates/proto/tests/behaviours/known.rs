//! What is found and not mended yet, the worst first. Each goes when it is: a
//! test sees that every one of them is still there.

use crate::choices::{
    Choices, Close, Commands, Cut, Ending, FaultOn, HalfClose, Kind as Type, Login, Nuls, ORDINARY,
    Pause, PauseAt, Probe, ProbeWhen, Read, ReplyIds, Run, Service, Size, Unsolicited, Verdict,
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

/// Whether text under id 0, or under another foreign one, comes near a reply.
fn foreign_text(choices: &Choices) -> bool {
    use Unsolicited::{TextAfter, TextBefore, TextIdle, TextWithin, Welcome};
    matches!(
        choices.unsolicited,
        TextBefore | TextWithin | TextAfter | TextIdle | Welcome
    )
}

fn pauses(choices: &Choices) -> bool {
    choices.pause_at != PauseAt::Nowhere
        || choices.probe_when != ProbeWhen::AfterReply
        || choices.read != Read::Stream
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
        name: "ids shifted by one",
        kinds: &[
            Kind::WrongOwner,
            Kind::Dropped,
            Kind::NotTaken,
            Kind::LateForNothing,
            Kind::Joined,
            Kind::Mangled,
        ],
        holds: |c| c.ids == ReplyIds::Previous,
        example: Choices {
            ids: ReplyIds::Previous,
            ..ORDINARY
        },
        why: "an older id of ours is believed, although the server has shown foreign ones",
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
        name: "more packets under a foreign id than are held",
        kinds: &[Kind::Dropped],
        holds: |c| foreign(c) && matches!(c.cut, Cut::Lines | Cut::LinesBare),
        example: Choices {
            ids: ReplyIds::Zero,
            cut: Cut::Lines,
            size: Size::Long,
            ..ORDINARY
        },
        why: "the seventeenth and those behind it are told as unsolicited, and the rest as whole",
    },
    Known {
        name: "the rest of a reply under the next command",
        kinds: &[Kind::Dropped, Kind::WrongOwner, Kind::LateForNothing],
        holds: |c| foreign(c) && (pauses(c) || c.run == Run::NoWait),
        example: Choices {
            ids: ReplyIds::Zero,
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Ms60,
            run: Run::Script,
            ..ORDINARY
        },
        why: "where ids tell nothing, an end that a silence told is no reason for a fresh login",
    },
    Known {
        name: "text under id 0 is the reply of a server with another foreign id",
        kinds: &[
            Kind::Dropped,
            Kind::NotTaken,
            Kind::WrongOwner,
            Kind::Joined,
        ],
        holds: |c| foreign(c) && foreign_text(c),
        example: Choices {
            ids: ReplyIds::FortyTwo,
            unsolicited: Unsolicited::TextBefore,
            ..ORDINARY
        },
        why: "of two foreign ids 0 is taken, and the other one's text is told as unsolicited",
    },
    Known {
        name: "text under a foreign id is joined where own ids were seen",
        kinds: &[Kind::Joined],
        holds: foreign_text,
        example: Choices {
            size: Size::SecondNothing,
            unsolicited: Unsolicited::TextBefore,
            ..ORDINARY
        },
        why: "candidates are held also where the server has shown that its replies carry our ids",
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
        name: "ids cut to one byte",
        kinds: &[
            Kind::NotTaken,
            Kind::Dropped,
            Kind::LateForNothing,
            Kind::WrongOwner,
            Kind::Joined,
        ],
        holds: |c| c.ids == ReplyIds::CutToByte,
        example: Choices {
            ids: ReplyIds::CutToByte,
            kind: Type::Two,
            ..ORDINARY
        },
        why: "the first id is 10,000, and none is short enough to come back whole",
    },
    Known {
        name: "type 2 under a foreign id",
        kinds: &[Kind::NotTaken, Kind::Dropped],
        holds: |c| foreign(c) && c.kind != Type::Zero,
        example: Choices {
            ids: ReplyIds::Zero,
            kind: Type::Two,
            ..ORDINARY
        },
        why: "only type 0 is a candidate",
    },
    Known {
        name: "keep-alives put off for ever what is under a foreign id",
        kinds: &[Kind::NotTaken],
        holds: |c| foreign(c) && c.unsolicited == Unsolicited::KeepAliveSteady,
        example: Choices {
            ids: ReplyIds::Zero,
            unsolicited: Unsolicited::KeepAliveSteady,
            ..ORDINARY
        },
        why: "the silence that adopts candidates has no limit such as that of a reply that has begun",
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
        name: "a third NUL that comes late",
        kinds: &[Kind::Mangled],
        holds: |c| c.nuls == Nuls::Three && c.pause_at != PauseAt::Nowhere,
        example: Choices {
            nuls: Nuls::Three,
            pause_at: PauseAt::BeforeLastByte,
            pause: Pause::Ms700,
            ..ORDINARY
        },
        why: "the packet is taken as a short one, and what was its last byte as text or as a size",
    },
    Known {
        name: "late output of a server that is one packet behind",
        kinds: &[Kind::LateForNothing],
        holds: |c| c.read == Read::OneBehind && source_shape(c),
        example: Choices {
            read: Read::OneBehind,
            probe: Probe::Never,
            commands: Commands::Three,
            ..SOURCE
        },
        why: "its reply comes when the next command is sent, and nothing moves it on",
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
    Known {
        name: "an end by a close that is named a silence",
        kinds: &[Kind::Misnamed],
        holds: |c| foreign(c) || foreign_text(c),
        example: Choices {
            ids: ReplyIds::Zero,
            close: Close::Fin,
            ..ORDINARY
        },
        why: "what is held under a foreign id is adopted at the close, as if by a silence",
    },
];
