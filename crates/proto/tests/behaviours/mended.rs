//! Cases that were found and are mended, or were feared and are right: an entry
//! of `known.rs` comes here when it is taken out there.

use crate::choices::{
    Choices, Cut, Login, ORDINARY, Pause, PauseAt, Probe, ProbeWhen, Read, ReplyIds, Run,
    SizeField, Unsolicited,
};

const SOURCE: Choices = Choices {
    login: Login::TwoTogether,
    ..ORDINARY
};

/// Each with what could go wrong.
pub(crate) const MENDED: &[(&str, Choices)] = &[
    (
        "more bytes are announced than are sent, under id 0",
        Choices {
            ids: ReplyIds::Zero,
            size_field: SizeField::TooLarge,
            ..ORDINARY
        },
    ),
    (
        "the second of two answers to a probe is the next reply",
        Choices {
            probe_when: ProbeWhen::Doubled,
            ..SOURCE
        },
    ),
    (
        "seven bytes behind a probe's answer are a packet",
        Choices {
            probe: Probe::Stray,
            ..SOURCE
        },
    ),
    (
        "the last command waits for an answer that never comes",
        Choices {
            probe: Probe::Never,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "a command waits in the server behind a probe",
        Choices {
            read: Read::OneBehind,
            ..SOURCE
        },
    ),
    (
        "a short silence behind a half-close ends a reply",
        Choices {
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Ms300,
            run: Run::Script,
            ..ORDINARY
        },
    ),
    (
        "a keep-alive is the reply",
        Choices {
            unsolicited: Unsolicited::KeepAlive,
            ..ORDINARY
        },
    ),
];
