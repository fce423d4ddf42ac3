//! What is found and not mended yet, the worst first. Each goes when it is: a
//! test sees that every one of them is still there.

use crate::choices::{
    Choices, Commands, Ending, Login, ORDINARY, Probe, ProbeWhen, Read, ReplyIds, RoundTrip, Run,
    Size, Unsolicited,
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
        name: "pages that come before their reply, behind one without pages",
        kinds: &[Kind::Dropped, Kind::Cut, Kind::NotTaken],
        holds: |c| c.probe == Probe::Paged && c.probe_when == ProbeWhen::AtOnce && source_shape(c),
        example: Choices {
            probe: Probe::Paged,
            probe_when: ProbeWhen::AtOnce,
            size: Size::SecondLong,
            run: Run::Script,
            ..SOURCE
        },
        why: "the first reply is late output (7), and probes that are answered before their replies \
              are sent no more; no server is known: Vintage Story answers in order",
    },
    Known {
        name: "a complaint about a probe that comes late, behind a large packet",
        kinds: &[Kind::Joined, Kind::LateForNothing],
        holds: |c| {
            c.probe == Probe::Complaint
                && matches!(c.size, Size::Long | Size::SecondLong)
                && source_shape(c)
        },
        example: Choices {
            probe: Probe::Complaint,
            probe_when: ProbeWhen::Late1500,
            size: Size::Long,
            ..SOURCE
        },
        why: "late output (7): it may as well be the rest of the reply (Vintage Story), and nobody asks \
              again; no server is known that is so slow",
    },
    Known {
        name: "foreign ids on the Source shape, and no empty answer behind the reply",
        kinds: &[Kind::NotTaken, Kind::LateForNothing],
        holds: |c| foreign(c) && source_shape(c),
        example: Choices {
            probe: Probe::UnknownRequest,
            ids: ReplyIds::Zero,
            ..SOURCE
        },
        why: "a deadline (124): what comes under a foreign id there may be chatter, and only the \
              empty answer to a probe says that nothing else comes; no server is known",
    },
    Known {
        name: "ids shifted by one on the Source shape, behind an empty answer to the probe",
        kinds: &[Kind::WrongOwner, Kind::Dropped, Kind::Cut],
        holds: |c| {
            c.ids == ReplyIds::Previous && c.probe_when == ProbeWhen::AtOnce && source_shape(c)
        },
        example: Choices {
            probe_when: ProbeWhen::AtOnce,
            ids: ReplyIds::Previous,
            ..SOURCE
        },
        why: "an empty reply, and late output (7) of the command before it, whose id it has; no \
              server is known: Conan, which shifts ids, answers a login by one packet",
    },
    Known {
        name: "text under a foreign id behind two empty answers to probes",
        kinds: &[Kind::Dropped, Kind::Cut],
        holds: |c| {
            foreign(c)
                && source_shape(c)
                && c.probe_when == ProbeWhen::AtOnce
                && c.size == Size::SecondNothing
        },
        example: Choices {
            probe_when: ProbeWhen::AtOnce,
            size: Size::SecondNothing,
            ids: ReplyIds::Zero,
            commands: Commands::Three,
            ..SOURCE
        },
        why: "an empty reply, and unsolicited text: nothing came of either command, and nothing \
              tells whose that is; no server is known",
    },
    Known {
        name: "marked ends of a server that is one packet behind",
        kinds: &[Kind::NotTaken, Kind::LateForNothing],
        holds: |c| {
            c.unsolicited == Unsolicited::Echo
                && c.ending == Ending::MinusOne
                && c.read == Read::OneBehind
        },
        example: Choices {
            ending: Ending::MinusOne,
            unsolicited: Unsolicited::Echo,
            read: Read::OneBehind,
            commands: Commands::Three,
            ..SOURCE
        },
        why: "a deadline (124): where ends are marked no probe is sent any more, as Rust drops what \
              follows a packet; no server is known that does both",
    },
    Known {
        name: "a complaint about a probe, of a server that is one packet behind",
        kinds: &[Kind::Joined, Kind::LateForNothing, Kind::Slow],
        holds: |c| c.probe == Probe::Complaint && c.read == Read::OneBehind && source_shape(c),
        example: Choices {
            probe: Probe::Complaint,
            ending: Ending::MinusOne,
            unsolicited: Unsolicited::Echo,
            read: Read::OneBehind,
            round_trip: RoundTrip::Ms300,
            ..SOURCE
        },
        why: "the complaint stands behind the reply or is late output (7), or the end waits for the \
              next answer: what is said once may be more of the reply; no server is known that does both",
    },
];
