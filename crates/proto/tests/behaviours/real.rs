//! Servers that exist, as choices: half of the cases begin with one of them.
//! What is left out is as it is on most servers.

use crate::choices::{
    Choices, Close, CloseAt, Cut, Ending, HalfClose, Kind, Login, LoginText, ORDINARY, Probe,
    ProbeWhen, Read, ReplyIds, Size, SizeField, Unsolicited,
};

const SOURCE: Choices = Choices {
    login: Login::TwoTogether,
    ..ORDINARY
};

/// Each with its name, so that a finding can be told apart from one that needs
/// a server which nobody has seen.
pub(crate) const REAL: &[(&str, Choices)] = &[
    ("Source, as TF2", SOURCE),
    ("CS2", ORDINARY),
    (
        "Minecraft",
        Choices {
            probe: Probe::UnknownRequest,
            ..ORDINARY
        },
    ),
    (
        "Project Zomboid",
        Choices {
            probe: Probe::TwoEmpties,
            ..SOURCE
        },
    ),
    (
        "Squad",
        Choices {
            probe: Probe::Stray,
            unsolicited: Unsolicited::Chat,
            ..SOURCE
        },
    ),
    (
        "an imitator that ignores probes",
        Choices {
            probe: Probe::Never,
            ..SOURCE
        },
    ),
    (
        "rconx",
        Choices {
            probe: Probe::Wiki,
            cut: Cut::Full,
            ..SOURCE
        },
    ),
    (
        "rcon-server, of PyPI",
        Choices {
            probe: Probe::Wiki,
            read: Read::OneBehind,
            ..SOURCE
        },
    ),
    (
        "mordhau_panel's stand-in, to which each packet is a command",
        Choices {
            probe: Probe::Complaint,
            cut: Cut::Full,
            ..SOURCE
        },
    ),
    (
        "an imitator one packet behind",
        Choices {
            read: Read::OneBehind,
            ..SOURCE
        },
    ),
    (
        "Rust, legacy",
        Choices {
            probe: Probe::OneEmpty,
            cut: Cut::LinesBare,
            ending: Ending::MinusOne,
            unsolicited: Unsolicited::Echo,
            read: Read::FirstOf20Ms,
            ..SOURCE
        },
    ),
    (
        "Velocity",
        Choices {
            probe: Probe::UnknownRequest,
            probe_when: ProbeWhen::AtOnce,
            ending: Ending::EmptyOwn,
            ..SOURCE
        },
    ),
    (
        "Vintage Story",
        Choices {
            probe: Probe::Paged,
            size: Size::SecondLong,
            ..SOURCE
        },
    ),
    (
        "V Rising with two packets",
        Choices {
            read: Read::KillsOnTwo,
            ..SOURCE
        },
    ),
    (
        "Valheim, BepInEx.rcon",
        Choices {
            ids: ReplyIds::CutToByte,
            size_field: SizeField::CutToByte,
            kind: Kind::Two,
            login_text: LoginText::Words,
            probe: Probe::Never,
            read: Read::OneBehind,
            ..ORDINARY
        },
    ),
    (
        "Valheim, ValheimRcon; Space Engineers",
        Choices {
            kind: Kind::Two,
            read: Read::OnePerPoll,
            half_close: HalfClose::ImmediateFin,
            ..ORDINARY
        },
    ),
    (
        "Palworld",
        Choices {
            ids: ReplyIds::Zero,
            half_close: HalfClose::NeverCloses,
            ..ORDINARY
        },
    ),
    (
        "Palworld, a reply that is not ASCII",
        Choices {
            ids: ReplyIds::Zero,
            half_close: HalfClose::NeverCloses,
            size_field: SizeField::TooLarge,
            ..ORDINARY
        },
    ),
    (
        "Conan Exiles, id 42",
        Choices {
            ids: ReplyIds::FortyTwo,
            ..ORDINARY
        },
    ),
    (
        "Conan Exiles, one behind",
        Choices {
            ids: ReplyIds::Previous,
            ..ORDINARY
        },
    ),
    (
        "Conan Exiles that closes",
        Choices {
            ids: ReplyIds::Zero,
            close: Close::Fin,
            close_at: CloseAt::Behind,
            ..ORDINARY
        },
    ),
    (
        "Cuberite",
        Choices {
            kind: Kind::Two,
            ending: Ending::EmptyOwn,
            ..ORDINARY
        },
    ),
    (
        "Pumpkin",
        Choices {
            cut: Cut::LinesBare,
            size: Size::SecondNothing,
            ..ORDINARY
        },
    ),
    (
        "ARK",
        Choices {
            unsolicited: Unsolicited::KeepAlive,
            ..ORDINARY
        },
    ),
    (
        "Hytale",
        Choices {
            login_text: LoginText::One,
            ..ORDINARY
        },
    ),
];
