//! What a server is made of: independent choices, each with an ordinary value,
//! which is its first. Data, so that a case can be drawn, made smaller and
//! printed without a line of code for each choice.

use std::fmt;

use crate::dimension::{Dimension, choices};
use crate::real::REAL;
use crate::rng::Rng;
use crate::tell;

choices! {
    /// What the client was told of the server.
    game: Named {
        Auto = "the game is not named",
        Rightly = "the game is named: a Source game where two packets answer the login, CS2 else",
        Generic = "the game is named as generic",
        Conan = "the game is named as Conan",
        Rust = "the game is named as Rust",
    }
    login: Login {
        OnePacket = "one packet answers the login",
        TwoTogether = "two packets in one segment answer the login",
        TwoApart = "two packets in two segments answer the login",
    }
    login_id: LoginId {
        Own = "under the login's own id",
        Zero = "under id 0",
        Other = "under another id",
    }
    login_text: LoginText {
        Empty = "without text",
        One = "with the text 1",
        Words = "with the text Login OK",
    }
    verdict: Verdict {
        Accepted = "the password is accepted",
        IdMinusOne = "refused by id -1",
        TypeMinusOne = "refused by type -1 under the login's id",
        TextMinusOne = "refused by the text -1 under the login's id, then a close",
        Byte255 = "refused by id 255, a -1 cut to one byte",
        SilentClose = "refused by a close",
        NoAnswer = "the login is never answered",
    }
    probe: Probe {
        Source = "a probe is answered by an empty packet and one of 00 01 00 00",
        TwoEmpties = "a probe is answered by two empty packets",
        OneEmpty = "a probe is answered by one empty packet",
        Stray = "a probe is answered by two empty packets and seven bytes outside any packet",
        UnknownRequest = "a probe is answered by Unknown request 0",
        Never = "a probe is never answered",
        Paged = "4082 bytes of a reply are sent, and a probe brings the next ones",
        Wiki = "a probe is answered by an empty packet and one of 00 00 00 01 00 00 00 00",
        Complaint = "a probe is answered by a short text, whatever the command",
    }
    probe_when: ProbeWhen {
        AfterReply = "the probe's answer comes behind the reply",
        AtOnce = "the probe's answer comes at once, the reply 30 ms later",
        Doubled = "the probe is answered twice",
        Late300 = "the probe's answer comes 300 ms late",
        Late1500 = "the probe's answer comes 1500 ms late",
    }
    size: Size {
        Short = "replies of three lines",
        Long = "replies of 10,000 bytes",
        Empty = "replies of one empty packet",
        SecondEmpty = "replies of three lines, the second command's of one empty packet",
        SecondNothing = "replies of three lines, the second command's of no packet at all",
        SecondLong = "replies of three lines, the second command's of 10,000 bytes",
    }
    cut: Cut {
        OnePacket = "a reply is one packet",
        Lines = "a line a packet",
        LinesBare = "a line a packet, without newlines",
        Full = "packets of 4096 bytes",
        Any = "packets of any size",
    }
    ending: Ending {
        Nothing = "nothing marks the end of a reply",
        EmptyOwn = "an empty packet under the reply's id ends a reply",
        MinusOne = "(-1, 0, \"\") ends a reply",
        Bytes = "a packet of 00 01 00 00 under the reply's id ends a reply",
    }
    nuls: Nuls {
        Two = "two NULs end a packet",
        One = "one NUL ends a packet",
        Three = "three NULs end a packet",
        None = "no NUL ends a packet",
    }
    size_field: SizeField {
        Right = "a packet's size is right",
        CutToByte = "a packet's size is cut to one byte",
        TooLarge = "a reply of one packet announces three bytes more than it has",
    }
    kind: Kind {
        Zero = "replies are type 0",
        Two = "replies are type 2",
        Byte255 = "replies are type 255",
    }
    ids: ReplyIds {
        Own = "replies have the ids of their commands",
        Zero = "every reply has id 0",
        FortyTwo = "every reply has id 42",
        Previous = "a reply has the id of the command before it, the first one 0",
        CutToByte = "every id is cut to one byte",
        Fresh = "every reply has an id of its own, from 501 on",
    }
    pause_at: PauseAt {
        Nowhere = "no pause in a reply",
        BeforeFirst = "a pause before the first packet of a reply",
        AfterFirst = "a pause behind the first packet of a reply",
        BeforeLast = "a pause before the last packet of a reply",
        EveryBorder = "a pause at each border in a reply",
        InSize = "a pause in the size of a reply's last packet",
        InHeader = "a pause in the header of a reply's last packet",
        BehindHeader = "a pause between header and body of a reply's last packet",
        InBody = "a pause in the body of a reply's last packet",
        BeforeLastByte = "a pause before the last byte of a reply's last packet",
        Behind = "a pause behind the last packet of a reply, before what marks its end",
    }
    pause: Pause {
        Ms1 = "of 1 ms",
        Ms30 = "of 30 ms",
        Ms60 = "of 60 ms",
        Ms120 = "of 120 ms",
        Ms300 = "of 300 ms",
        Ms700 = "of 700 ms",
        Ms1300 = "of 1300 ms",
        Ms3000 = "of 3 s",
        Forever = "for ever: nothing comes any more",
    }
    close: Close {
        Never = "the server does not close by itself",
        Fin = "the server sends a FIN",
        Reset = "the server resets the link",
    }
    close_at: CloseAt {
        Behind = "behind a reply",
        BeforeFirst = "before the first packet of a reply",
        AfterFirst = "behind the first packet of a reply",
        BeforeLast = "before the last packet of a reply",
        InSize = "in the size of a reply's last packet",
        InHeader = "in the header of a reply's last packet",
        BehindHeader = "between header and body of a reply's last packet",
        InBody = "in the body of a reply's last packet",
        BeforeLastByte = "before the last byte of a reply's last packet",
    }
    fault_on: FaultOn {
        Every = "pauses and closes in every reply",
        First = "pauses and closes in the first reply only",
        Second = "pauses and closes in the second reply only",
        Last = "pauses and closes in the last reply only",
    }
    half_close: HalfClose {
        WholeThenFin = "after our half-close the rest of the reply, then a FIN",
        NeverCloses = "our half-close changes nothing: the rest, and no FIN",
        ImmediateFin = "a FIN at once after our half-close, the rest is lost",
        Dumb = "nothing at all comes after our half-close",
    }
    unsolicited: Unsolicited {
        None = "nothing unsolicited",
        Chat = "chat of type 1 before and within replies",
        KeepAlive = "a keep-alive under a foreign id before each reply",
        KeepAliveSteady = "a keep-alive under a foreign id every 40 ms",
        TextBefore = "text under id 0 before each reply",
        TextWithin = "text under id 0 behind the first packet of each reply",
        TextAfter = "text under id 0 behind each reply",
        TextIdle = "text under id 0 half a second behind each command",
        Welcome = "a welcome under id 0 before the login's answer",
        Echo = "the command's echo as type 4, and each packet again as type 4",
    }
    service: Service {
        Rcon = "an RCON server",
        Echo = "no RCON server: all that comes is sent back",
    }
    read: Read {
        Stream = "it reads a stream",
        OneBehind = "it handles one packet a read and keeps the rest for the next read",
        FirstOf20Ms = "it reads every 20 ms, handles the first packet and drops the rest",
        OnePerPoll = "it handles one packet every 50 ms",
        KillsOnTwo = "a read that is not one packet closes the link",
    }
    delivery: Delivery {
        Apart = "each packet comes in a read of its own",
        Together = "what is sent at once comes in one read",
        Bytes = "the first and the last bytes come one by one",
    }
    round_trip: RoundTrip {
        Ms2 = "round trip 2 ms",
        Ms40 = "round trip 40 ms",
        Ms300 = "round trip 300 ms",
    }
    commands: Commands {
        Two = "two commands",
        Three = "three commands",
        Four = "four commands",
    }
    run: Run {
        Prompt = "asked at a prompt: two seconds between commands, none is the last",
        Script = "asked by a script: at once after a reply, the last one as such",
        NoWait = "asked by a script that waits for the beginning of each reply but the last",
    }
}

/// Choices that are no fault: drawn anew in each case.
const FREE: &[&str] = &[
    "size",
    "cut",
    "pause",
    "close_at",
    "fault_on",
    "delivery",
    "round_trip",
    "commands",
    "run",
];

impl Choices {
    /// A server with a few oddities: few, because one oddity hides another.
    /// Half of them begin as a server that exists.
    pub(crate) fn draw(rng: &mut Rng) -> Self {
        let mut choices = ORDINARY;
        let known = rng.below(2) == 0;
        if known {
            choices = REAL[rng.below(REAL.len())].1;
        } else {
            choices.login = Login::ALL[rng.below(Login::ALL.len())];
        }
        let odd: Vec<&Dimension> = DIMENSIONS
            .iter()
            .filter(|dimension| !FREE.contains(&dimension.name))
            .collect();
        for dimension in DIMENSIONS {
            // What makes a real server is kept.
            if FREE.contains(&dimension.name) && (dimension.get)(&choices) == 0 {
                (dimension.set)(&mut choices, rng.below(dimension.words.len()));
            }
        }
        let mut oddities = rng.below(3);
        while oddities > 0 && oddities < 7 && rng.below(2) == 0 {
            oddities += 1;
        }
        for _ in 0..oddities {
            let dimension = odd[rng.below(odd.len())];
            // No reply comes behind these: a few cases of them are enough.
            if ["verdict", "service"].contains(&dimension.name) && rng.below(4) > 0 {
                continue;
            }
            let value = 1 + rng.below(dimension.words.len() - 1);
            (dimension.set)(&mut choices, value);
        }
        if tell::is_misnamed(&choices) {
            choices.game = Named::Auto;
        }
        choices
    }

    /// What is not ordinary, in words.
    pub(crate) fn words(&self) -> Vec<&'static str> {
        self.unusual()
            .map(|(dimension, value)| dimension.words[value])
            .collect()
    }

    fn unusual(&self) -> impl Iterator<Item = (&'static Dimension, usize)> {
        DIMENSIONS.iter().filter_map(|dimension| {
            let value = (dimension.get)(self);
            (value != 0).then_some((dimension, value))
        })
    }

    /// Whether the login has the Source shape, as a client sees it that was
    /// not told otherwise.
    pub(crate) fn source_login(&self) -> bool {
        self.login != Login::OnePacket
    }

    pub(crate) fn round_trip_ms(&self) -> u64 {
        match self.round_trip {
            RoundTrip::Ms2 => 2,
            RoundTrip::Ms40 => 40,
            RoundTrip::Ms300 => 300,
        }
    }

    /// The pause; `None` is for ever.
    pub(crate) fn pause_ms(&self) -> Option<u64> {
        Some(match self.pause {
            Pause::Ms1 => 1,
            Pause::Ms30 => 30,
            Pause::Ms60 => 60,
            Pause::Ms120 => 120,
            Pause::Ms300 => 300,
            Pause::Ms700 => 700,
            Pause::Ms1300 => 1300,
            Pause::Ms3000 => 3000,
            Pause::Forever => return None,
        })
    }

    pub(crate) fn count(&self) -> usize {
        self.commands as usize + 2
    }

    /// Whether pauses and closes are in this command's reply.
    pub(crate) fn faulty(&self, command: usize) -> bool {
        match self.fault_on {
            FaultOn::Every => true,
            FaultOn::First => command == 0,
            FaultOn::Second => command == 1,
            FaultOn::Last => command + 1 == self.count(),
        }
    }
}

/// As Rust has it: to be pasted as a regression.
impl fmt::Debug for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Choices {{")?;
        for (dimension, value) in self.unusual() {
            writeln!(f, "    {}: {},", dimension.name, dimension.paths[value])?;
        }
        write!(f, "    ..ORDINARY\n}}")
    }
}
