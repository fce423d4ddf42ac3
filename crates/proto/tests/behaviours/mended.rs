//! Cases that were found and are mended, or were feared and are right: an entry
//! of `known.rs` comes here when it is taken out there.

use crate::choices::{
    Choices, Close, Cut, Ending, FaultOn, Kind as Type, Login, ORDINARY, Pause, PauseAt, Probe,
    ProbeWhen, Read, ReplyIds, Run, Service, Size, SizeField, Unsolicited, Verdict,
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
        "a keep-alive is the reply",
        Choices {
            unsolicited: Unsolicited::KeepAlive,
            ..ORDINARY
        },
    ),
    (
        "a reply that is paged by probes is its first page",
        Choices {
            probe: Probe::Paged,
            size: Size::Long,
            ..SOURCE
        },
    ),
    (
        "a probe's answer with text ends a reply that has not begun",
        Choices {
            probe: Probe::UnknownRequest,
            probe_when: ProbeWhen::AtOnce,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "a reset ends a reply",
        Choices {
            close: Close::Reset,
            ..ORDINARY
        },
    ),
    (
        "a silence ends a reply where ends are marked by (-1, 0, \"\")",
        Choices {
            cut: Cut::Lines,
            ending: Ending::MinusOne,
            unsolicited: Unsolicited::Echo,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Forever,
            fault_on: FaultOn::Second,
            ..ORDINARY
        },
    ),
    (
        "a silence ends a reply where a probe was answered before, late",
        Choices {
            probe_when: ProbeWhen::Late1500,
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Forever,
            fault_on: FaultOn::Second,
            ..SOURCE
        },
    ),
    (
        "an echo service is an RCON server",
        Choices {
            service: Service::Echo,
            ..ORDINARY
        },
    ),
    (
        "a refusal under the request's own id is an accepted login",
        Choices {
            verdict: Verdict::TextMinusOne,
            ..ORDINARY
        },
    ),
    (
        "the mark of Rust is not known",
        Choices {
            ending: Ending::MinusOne,
            unsolicited: Unsolicited::Echo,
            ..ORDINARY
        },
    ),
    (
        "a terminator under the reply's id is text",
        Choices {
            ending: Ending::Bytes,
            ..ORDINARY
        },
    ),
    (
        "an end by a close that is named a silence",
        Choices {
            ids: ReplyIds::Zero,
            close: Close::Fin,
            ..ORDINARY
        },
    ),
    (
        "ids cut to one byte",
        Choices {
            ids: ReplyIds::CutToByte,
            kind: Type::Two,
            ..ORDINARY
        },
    ),
    (
        "a close behind a late answer to an earlier probe",
        Choices {
            probe_when: ProbeWhen::Late1500,
            run: Run::Script,
            ..SOURCE
        },
    ),
];
