//! Cases that were found and are mended, or were feared and are right: an entry
//! of `known.rs` comes here when it is taken out there. Those of servers of the
//! Source shape are in `mended_source.rs`.

use crate::choices::{
    Choices, Close, Cut, Ending, FaultOn, Kind, LoginId, Nuls, ORDINARY, Pause, PauseAt, Probe,
    ReplyIds, Run, Service, Size, SizeField, Unsolicited, Verdict,
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
        "seven bytes behind another answer than a probe's",
        Choices {
            probe: Probe::Stray,
            ending: Ending::MinusOne,
            unsolicited: Unsolicited::Echo,
            ..ORDINARY
        },
    ),
];
