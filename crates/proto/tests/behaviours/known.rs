//! What is found and not mended yet, the worst first. Each goes when it is: a
//! test sees that every one of them is still there.

use crate::choices::{Choices, Login, ORDINARY, Probe, ProbeWhen, Read, ReplyIds, Size};
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
];
