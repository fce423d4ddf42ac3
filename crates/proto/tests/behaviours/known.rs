//! What is found and not mended yet, the worst first. Each goes when it is: a
//! test sees that every one of them is still there.

use crate::choices::{
    Choices, Commands, Cut, HalfClose, Kind as Type, Login, LoginId, Nuls, ORDINARY, Pause,
    PauseAt, Probe, ProbeWhen, Read, ReplyIds, Run, Size, Unsolicited,
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
        name: "a page behind a probe that is not read",
        kinds: &[Kind::Cut],
        holds: |c| c.probe == Probe::Paged && c.read == Read::OneBehind && source_shape(c),
        example: Choices {
            probe: Probe::Paged,
            size: Size::Long,
            read: Read::OneBehind,
            ..SOURCE
        },
        why: "on a first contact nothing tells it from a server that answers no probe",
    },
    Known {
        name: "pages that come before their reply",
        kinds: &[Kind::Dropped, Kind::Cut],
        holds: |c| c.probe == Probe::Paged && c.probe_when == ProbeWhen::AtOnce && source_shape(c),
        example: Choices {
            probe: Probe::Paged,
            probe_when: ProbeWhen::AtOnce,
            size: Size::Long,
            ..SOURCE
        },
        why: "text that answers a probe before the reply is taken for a complaint about the probe",
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
        name: "a short silence behind a half-close ends a reply",
        kinds: &[Kind::Cut],
        holds: |c| {
            c.run != Run::Prompt
                && (c.pause_at != PauseAt::Nowhere
                    || c.half_close != HalfClose::WholeThenFin
                    || c.probe == Probe::Paged)
        },
        example: Choices {
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Ms300,
            run: Run::Script,
            ..ORDINARY
        },
        why: "max(250 ms, 4 round trips), also where the server was never seen not to close",
    },
    Known {
        name: "ids cut to one byte, behind a login under a foreign id",
        kinds: &[
            Kind::NotTaken,
            Kind::Dropped,
            Kind::LateForNothing,
            Kind::WrongOwner,
            Kind::Joined,
        ],
        holds: |c| c.ids == ReplyIds::CutToByte && c.login_id != LoginId::Own,
        example: Choices {
            ids: ReplyIds::CutToByte,
            login_id: LoginId::Zero,
            kind: Type::Two,
            ..ORDINARY
        },
        why: "an id of 0 at the login does not tell that longer ones are cut",
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
];
