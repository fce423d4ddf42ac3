//! Broken telnet consoles.

use std::time::Duration;

use super::{HELLO, kinds};
use crate::hostile::endless::Endless;
use crate::outbox::End;
use crate::peer::{Cx, Peer};

kinds! {
    /// What is wrong with a telnet console.
    BadTelnet {
        /// Nothing is ever said.
        SilentLogin = "silent-login",
        /// It greets, and never asks for a password.
        NoPrompt = "no-prompt",
        /// NULs without end, and no question.
        Nuls = "nuls",
        /// The question stands behind negotiations.
        Negotiates = "negotiates",
        /// The question comes twice.
        PromptTwice = "prompt-twice",
        /// The question comes again, whatever the answer.
        PromptAgain = "prompt-again",
        /// The question comes without the end of its line.
        PromptOpen = "prompt-open",
        /// What is sent is sent back, the password too.
        Echoes = "echoes",
        /// What is sent is sent back, and no password accepted.
        EchoesOnly = "echoes-only",
        /// The password is answered by a line without end.
        EndlessLogin = "endless-login",
        /// The link closes when the password has come.
        ClosedLogin = "closed-login",
        /// There were too many wrong passwords.
        TooMany = "too-many",
        /// A reply that is one line without end.
        EndlessLine = "endless-line",
        /// A reply of lines without end.
        EndlessLines = "endless-lines",
        /// Empty lines without end.
        EndlessEmpty = "endless-empty",
        /// Lines of the log without end, and no reply.
        EndlessLog = "endless-log",
        /// A line of the log between any two of the reply.
        LogBetween = "log-between",
        /// NULs between any two letters of the reply.
        NulsBetween = "nuls-between",
        /// Half a line, and silence.
        HalfLine = "half-line",
        /// Half a line, and a close.
        TornLine = "torn-line",
        /// A reply of bytes that are no text.
        NoText = "no-text",
        /// A reset in the place of a reply.
        Reset = "reset",
        /// No command is ever answered.
        Silent = "silent",
    }
}

const PROMPT: &str = "Please enter password:\r\n";
const WELCOME: &str = "Logon successful.\r\n\r\n\r\n\r\n*** Connected with 7DTD server.\r\n\r\n\
    Press 'help' to get a list of all commands. Press 'exit' to end session.\r\n\r\n";
const LOGGED: &str = "2020-11-14T23:09:20 31220.643 INF buy now\r\n";

/// A server's end of one link.
pub(super) struct Player {
    bad: BadTelnet,
    line: Vec<u8>,
    logged_in: bool,
    mute: bool,
}

impl Player {
    pub(super) fn new(bad: BadTelnet) -> Self {
        Self {
            bad,
            line: Vec::new(),
            logged_in: false,
            mute: false,
        }
    }

    fn on_line(&mut self, line: &str, cx: &mut Cx<'_>) {
        if matches!(self.bad, BadTelnet::Echoes | BadTelnet::EchoesOnly) {
            cx.out.bytes(format!("{line}\r\n"));
        }
        if self.logged_in {
            let host = cx.host.index;
            cx.host
                .counters
                .update(|c| c.command(host, line.to_owned()));
            self.command(cx);
        } else {
            cx.host.counters.update(|c| c.logins += 1);
            self.log_in(cx);
        }
    }

    fn log_in(&mut self, cx: &mut Cx<'_>) {
        match self.bad {
            BadTelnet::PromptAgain => cx.out.bytes(PROMPT),
            BadTelnet::EchoesOnly => {}
            BadTelnet::EndlessLogin => {
                self.mute = true;
                cx.out.stream(Endless(vec![b'x'; 16 << 10]));
            }
            BadTelnet::ClosedLogin => self.leave("", cx),
            BadTelnet::TooMany => self.leave("Too many failed login attempts!\r\n", cx),
            _ => {
                self.logged_in = true;
                cx.out.bytes(WELCOME);
            }
        }
    }

    fn leave(&mut self, last: &str, cx: &mut Cx<'_>) {
        self.mute = true;
        cx.out.bytes(last);
        cx.out.end(End::Close);
    }

    fn command(&mut self, cx: &mut Cx<'_>) {
        match self.bad {
            BadTelnet::Silent => {}
            BadTelnet::EndlessLine => cx.out.stream(Endless(vec![b'x'; 16 << 10])),
            BadTelnet::EndlessLines => cx.out.stream(Endless(b"hello\r\n".repeat(2000))),
            BadTelnet::EndlessEmpty => cx.out.stream(Endless(b"\r\n".repeat(4000))),
            BadTelnet::EndlessLog => cx.out.stream(Endless(LOGGED.repeat(400).into())),
            BadTelnet::LogBetween => {
                for at in 1..=3 {
                    cx.out.bytes(format!("line {at}\r\n{LOGGED}"));
                    cx.out.wait(Duration::from_millis(20));
                }
            }
            BadTelnet::NulsBetween => cx.out.bytes("h\0e\0l\0l\0o\0\r\0\n"),
            BadTelnet::HalfLine => cx.out.bytes("hello, this text"),
            BadTelnet::TornLine => self.leave("hello, this text", cx),
            BadTelnet::NoText => cx.out.bytes(b"\xff\xfb\x01\x80\xfe\x9b31m\r\n"),
            BadTelnet::Reset => {
                self.mute = true;
                cx.out.end(End::Reset);
            }
            _ => cx.out.bytes(format!("{HELLO}\r\n")),
        }
    }
}

impl Peer for Player {
    fn on_connect(&mut self, cx: &mut Cx<'_>) {
        match self.bad {
            BadTelnet::SilentLogin => {}
            BadTelnet::NoPrompt => cx.out.bytes("*** Welcome\u{1b}[2J\r\n"),
            BadTelnet::Nuls => cx.out.stream(Endless(vec![0; 16 << 10])),
            BadTelnet::Negotiates => {
                cx.out
                    .bytes(b"\xff\xfd\x18\xff\xfb\x01\xff\xfa\x18\x01\xff\xf0");
                cx.out.bytes(PROMPT);
            }
            BadTelnet::PromptTwice => cx.out.bytes(PROMPT.repeat(2)),
            BadTelnet::PromptOpen => cx.out.bytes(PROMPT.trim_end()),
            _ => cx.out.bytes(PROMPT),
        }
    }

    fn on_bytes(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        for &byte in bytes {
            if !b"\r\n".contains(&byte) {
                self.line.push(byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            if !line.is_empty() && !self.mute {
                self.on_line(&String::from_utf8_lossy(&line), cx);
            }
        }
    }

    fn on_eof(&mut self, cx: &mut Cx<'_>) {
        if !self.mute {
            cx.out.end(End::Close);
        }
    }
}
