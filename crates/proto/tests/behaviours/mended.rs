//! Cases that were found and are mended, or were feared and are right: an entry
//! of `known.rs` comes here when it is taken out there.

use crate::choices::{
    Choices, Close, CloseAt, Commands, Cut, Ending, FaultOn, HalfClose, Kind, Login, LoginId,
    Named, Nuls, ORDINARY, Pause, PauseAt, Probe, ProbeWhen, Read, ReplyIds, RoundTrip, Run,
    Service, Size, SizeField, Unsolicited, Verdict,
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
    (
        "ids shifted by one",
        Choices {
            ids: ReplyIds::Previous,
            ..ORDINARY
        },
    ),
    (
        "more packets under a foreign id than are held",
        Choices {
            ids: ReplyIds::Zero,
            cut: Cut::Lines,
            size: Size::Long,
            ..ORDINARY
        },
    ),
    (
        "the rest of a reply under the next command",
        Choices {
            ids: ReplyIds::Zero,
            cut: Cut::Lines,
            pause_at: PauseAt::AfterFirst,
            pause: Pause::Ms60,
            run: Run::Script,
            ..ORDINARY
        },
    ),
    (
        "text under id 0 is the reply of a server with another foreign id",
        Choices {
            ids: ReplyIds::FortyTwo,
            unsolicited: Unsolicited::TextBefore,
            ..ORDINARY
        },
    ),
    (
        "text under a foreign id is joined where own ids were seen",
        Choices {
            size: Size::SecondNothing,
            unsolicited: Unsolicited::TextBefore,
            ..ORDINARY
        },
    ),
    (
        "type 2 under a foreign id",
        Choices {
            ids: ReplyIds::Zero,
            kind: Kind::Two,
            ..ORDINARY
        },
    ),
    (
        "keep-alives put off for ever what is under a foreign id",
        Choices {
            ids: ReplyIds::Zero,
            unsolicited: Unsolicited::KeepAliveSteady,
            ..ORDINARY
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
            kind: Kind::Two,
            ..ORDINARY
        },
    ),
    (
        "a third NUL that comes late is text",
        Choices {
            nuls: Nuls::Three,
            pause_at: PauseAt::BeforeLastByte,
            pause: Pause::Ms700,
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
        "a close behind a late answer to an earlier probe",
        Choices {
            probe_when: ProbeWhen::Late1500,
            run: Run::Script,
            ..SOURCE
        },
    ),
    (
        "ids cut to one byte, behind a login under a foreign id",
        Choices {
            ids: ReplyIds::CutToByte,
            login_id: LoginId::Zero,
            kind: Kind::Two,
            ..ORDINARY
        },
    ),
    (
        "type 255 under a foreign id",
        Choices {
            kind: Kind::Byte255,
            ids: ReplyIds::Zero,
            unsolicited: Unsolicited::TextBefore,
            ..ORDINARY
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
        "seven bytes behind another answer than a probe's",
        Choices {
            probe: Probe::Stray,
            ending: Ending::MinusOne,
            unsolicited: Unsolicited::Echo,
            ..ORDINARY
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
