//! Broken `BattlEye` servers.

use std::time::{Duration, Instant};

use super::{HELLO, kinds};
use crate::dialect::battleye::{frame, read};
use crate::peer::{Cx, Peer};

kinds! {
    /// What is wrong with a `BattlEye` server.
    BadBattlEye {
        /// No login is ever answered.
        SilentLogin = "silent-login",
        /// The login's answer has another sum.
        WrongSumLogin = "wrong-sum-login",
        /// The login's answer holds no verdict.
        ShortLogin = "short-login",
        /// The login's answer is 1 with more behind it.
        LongLogin = "long-login",
        /// The login's answer is neither 1 nor 0.
        OddLogin = "odd-login",
        /// The login is accepted, then refused, then accepted.
        BothVerdicts = "both-verdicts",
        /// Answers have another sum.
        WrongSum = "wrong-sum",
        /// Datagrams of every length below that of a frame.
        Short = "short",
        /// A datagram of a kind that there is not.
        OddKind = "odd-kind",
        /// An answer whose parts are none.
        NoParts = "no-parts",
        /// A part beyond the last.
        PartBeyond = "part-beyond",
        /// Every part but one, each time.
        PartMissing = "part-missing",
        /// Parts that speak of another number of them each time.
        PartsContradict = "parts-contradict",
        /// Answers to numbers that were never sent.
        FutureNumber = "future-number",
        /// Each answer a hundred times.
        Doubled = "doubled",
        /// Answers to the same number without end.
        EndlessAnswers = "endless-answers",
        /// Server messages without end.
        EndlessMessages = "endless-messages",
        /// The same message without end, however often it is acknowledged.
        SameMessage = "same-message",
        /// An answer as long as a datagram can be.
        Longest = "longest",
        /// Noise as long as a datagram can be.
        Noise = "noise",
        /// No command is ever answered.
        Silent = "silent",
    }
}

/// How often one speaks that never stops, and how much at a time.
const PULSE: Duration = Duration::from_millis(2);
const AT_A_TIME: usize = 40;

/// The most that a datagram can hold over IPv4, in bytes.
const LONGEST: usize = 65_507;

/// A server's end of one client.
pub(super) struct Player {
    bad: BadBattlEye,
    count: u32,
    /// The newest command's number, once there is one.
    seq: Option<u8>,
    /// When it speaks again, if it never stops.
    due: Option<Instant>,
}

impl Player {
    pub(super) fn new(bad: BadBattlEye) -> Self {
        Self {
            bad,
            count: 0,
            seq: None,
            due: None,
        }
    }

    fn log_in(&mut self, cx: &mut Cx<'_>) {
        cx.host.counters.update(|c| c.logins += 1);
        let mut wrong = frame(0, b"\x01");
        wrong[2] ^= 1;
        match self.bad {
            BadBattlEye::SilentLogin => {}
            BadBattlEye::WrongSumLogin => cx.out.bytes(wrong),
            BadBattlEye::ShortLogin => cx.out.bytes(frame(0, b"")),
            BadBattlEye::LongLogin => cx.out.bytes(frame(0, b"\x01and more")),
            BadBattlEye::OddLogin => cx.out.bytes(frame(0, b"\x02")),
            BadBattlEye::BothVerdicts => {
                for verdict in [1, 0, 1] {
                    cx.out.bytes(frame(0, &[verdict]));
                }
            }
            _ => {
                cx.out.bytes(frame(0, b"\x01"));
                cx.out.bytes(frame(2, b"\0RCon admin #0 (x) logged in"));
            }
        }
    }

    fn command(&mut self, seq: u8, text: &[u8], cx: &mut Cx<'_>) {
        if text.is_empty() {
            cx.out.bytes(frame(1, &[seq]));
            return;
        }
        let new = self.seq != Some(seq);
        self.seq = Some(seq);
        if new {
            let command = String::from_utf8_lossy(text).into_owned();
            let host = cx.host.index;
            cx.host.counters.update(|c| c.command(host, command));
        }
        let answer = |payload: &[u8]| frame(1, &[&[seq], payload].concat());
        let part = |count: u8, index: u8| answer(&[0, count, index, b'x']);
        self.count += 1;
        match self.bad {
            BadBattlEye::Silent => {}
            BadBattlEye::WrongSum => {
                let mut wrong = answer(HELLO.as_bytes());
                wrong[3] ^= 0x40;
                cx.out.bytes(wrong);
            }
            BadBattlEye::Short => {
                for len in 1..9 {
                    cx.out.bytes(&answer(b"")[..len]);
                }
            }
            BadBattlEye::OddKind => cx.out.bytes(frame(7, &[seq, b'x'])),
            BadBattlEye::NoParts => cx.out.bytes(answer(&[0, 0, 0, b'x'])),
            BadBattlEye::PartBeyond => cx.out.bytes(part(2, 2)),
            BadBattlEye::PartMissing => {
                for index in 0..254 {
                    cx.out.bytes(part(255, index));
                }
            }
            BadBattlEye::PartsContradict => {
                for count in 2..200 {
                    cx.out.bytes(part(count, count - 1));
                }
            }
            BadBattlEye::FutureNumber => {
                for ahead in 1..100 {
                    let seq = seq.wrapping_add(ahead);
                    cx.out.bytes(frame(1, &[&[seq], HELLO.as_bytes()].concat()));
                }
            }
            BadBattlEye::Doubled => {
                for _ in 0..100 {
                    cx.out.bytes(answer(HELLO.as_bytes()));
                }
            }
            BadBattlEye::EndlessAnswers
            | BadBattlEye::EndlessMessages
            | BadBattlEye::SameMessage => self.due = Some(Instant::now()),
            BadBattlEye::Longest => {
                let text = vec![b'x'; LONGEST - answer(b"").len()];
                cx.out.bytes(answer(&text));
            }
            BadBattlEye::Noise => cx.out.bytes(vec![b'B'; LONGEST]),
            _ => cx.out.bytes(answer(HELLO.as_bytes())),
        }
    }
}

impl Peer for Player {
    fn on_bytes(&mut self, datagram: &[u8], cx: &mut Cx<'_>) {
        match read(datagram) {
            Some((0, _)) => self.log_in(cx),
            Some((1, [seq, text @ ..])) => self.command(*seq, text, cx),
            _ => {}
        }
    }

    fn on_eof(&mut self, _: &mut Cx<'_>) {}

    fn due(&self) -> Option<Instant> {
        self.due
    }

    fn on_time(&mut self, now: Instant, cx: &mut Cx<'_>) {
        let Some(seq) = self.seq else {
            return;
        };
        self.due = Some(now + PULSE);
        for _ in 0..AT_A_TIME {
            self.count += 1;
            let number = self.count as u8;
            cx.out.bytes(match self.bad {
                BadBattlEye::EndlessMessages => frame(2, &[&[number][..], &[b'x'; 1000]].concat()),
                BadBattlEye::SameMessage => frame(2, b"\x07buy now"),
                // The number before the command's: answered long ago.
                _ => frame(1, &[&[seq.wrapping_sub(1)], HELLO.as_bytes()].concat()),
            });
        }
    }
}
