//! Cases of the Source shape that were found and are mended, or were feared and are
//! right, as in `mended.rs`.

use crate::choices::{
    Choices, Close, CloseAt, Commands, Cut, FaultOn, HalfClose, Login, Named, ORDINARY, Pause,
    PauseAt, Probe, ProbeWhen, Read, ReplyIds, RoundTrip, Run, Size, Unsolicited,
};

const SOURCE: Choices = Choices {
    login: Login::TwoTogether,
    ..ORDINARY
};

/// Each with what could go wrong.
pub(crate) const MENDED_SOURCE: &[(&str, Choices)] = &[
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
        "late output of a server that is one packet behind",
        Choices {
            read: Read::OneBehind,
            probe: Probe::Never,
            commands: Commands::Three,
            ..SOURCE
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
        "a close behind a late answer to an earlier probe",
        Choices {
            probe_when: ProbeWhen::Late1500,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "foreign ids on the Source shape",
        Choices {
            ids: ReplyIds::Zero,
            ..SOURCE
        },
    ),
    (
        "ids shifted by one on the Source shape, behind a reply that was given up",
        Choices {
            ids: ReplyIds::Previous,
            unsolicited: Unsolicited::TextBefore,
            run: Run::NoWait,
            ..SOURCE
        },
    ),
    (
        "a close of a server that is one packet behind",
        Choices {
            cut: Cut::Lines,
            close: Close::Fin,
            close_at: CloseAt::AfterFirst,
            fault_on: FaultOn::Second,
            read: Read::OneBehind,
            ..SOURCE
        },
    ),
    (
        "a half-close to a server that is one packet behind",
        Choices {
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Ms30,
            half_close: HalfClose::ImmediateFin,
            read: Read::OneBehind,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "a silence of a server that is one packet behind",
        Choices {
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Forever,
            fault_on: FaultOn::Second,
            read: Read::OneBehind,
            ..SOURCE
        },
    ),
    (
        "a server that is one packet behind, and said to be Source",
        Choices {
            game: Named::Rightly,
            read: Read::OneBehind,
            commands: Commands::Three,
            ..SOURCE
        },
    ),
    (
        "a server that is one packet behind, and slow",
        Choices {
            probe_when: ProbeWhen::Late1500,
            read: Read::OneBehind,
            commands: Commands::Four,
            ..SOURCE
        },
    ),
    (
        "a page behind a probe that is not read",
        Choices {
            probe: Probe::Paged,
            size: Size::Long,
            read: Read::OneBehind,
            ..SOURCE
        },
    ),
    (
        "a page that is late, and a half-close before it",
        Choices {
            probe: Probe::Paged,
            probe_when: ProbeWhen::Late1500,
            size: Size::Long,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "pages that come before their reply",
        Choices {
            probe: Probe::Paged,
            probe_when: ProbeWhen::AtOnce,
            size: Size::Long,
            ..SOURCE
        },
    ),
    (
        "a half-close to a server that was slow to answer a probe",
        Choices {
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Ms1300,
            half_close: HalfClose::ImmediateFin,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "a silence behind a probe that was answered late",
        Choices {
            size: Size::Long,
            cut: Cut::Full,
            pause_at: PauseAt::EveryBorder,
            pause: Pause::Ms3000,
            ..SOURCE
        },
    ),
    (
        "a deadline in the midst of a reply, behind a half-close",
        Choices {
            size: Size::Long,
            cut: Cut::Lines,
            pause_at: PauseAt::EveryBorder,
            pause: Pause::Ms1300,
            fault_on: FaultOn::Second,
            run: Run::NoWait,
            ..SOURCE
        },
    ),
    (
        "probes that are answered before the replies are done",
        Choices {
            probe_when: ProbeWhen::AtOnce,
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Ms30,
            read: Read::OnePerPoll,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "a complaint about a probe, where nothing comes of its command",
        Choices {
            probe: Probe::UnknownRequest,
            size: Size::SecondNothing,
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Ms1300,
            fault_on: FaultOn::Last,
            commands: Commands::Three,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "text under another id, behind an empty answer to the probe, is nobody's",
        Choices {
            probe_when: ProbeWhen::AtOnce,
            ids: ReplyIds::Zero,
            ..SOURCE
        },
    ),
    (
        "the same in the midst of the next command",
        Choices {
            probe_when: ProbeWhen::AtOnce,
            ids: ReplyIds::Zero,
            round_trip: RoundTrip::Ms40,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "a close where a server was asked to go on",
        Choices {
            probe: Probe::Never,
            cut: Cut::Lines,
            close: Close::Fin,
            close_at: CloseAt::AfterFirst,
            fault_on: FaultOn::Second,
            read: Read::OneBehind,
            ..SOURCE
        },
    ),
];
