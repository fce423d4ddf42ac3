//! How a login and a probe are answered.

use crate::choices::{Login, LoginId, LoginText, Probe, ProbeWhen, Unsolicited, Verdict};
use crate::plan::{Act, Item};
use crate::server::{KEEP_ALIVE, Server};

impl Server {
    pub(crate) fn login(&mut self, seen: i32, now: u64) {
        let choices = self.choices;
        let id = match choices.login_id {
            LoginId::Own => seen,
            LoginId::Zero => 0,
            LoginId::Other => 77,
        };
        if choices.unsolicited == Unsolicited::Welcome {
            let welcome = self.packet(0, 0, b"WELCOME\n");
            self.push(now, Item::now(Act::Send(welcome, None)));
        }
        let text: &[u8] = match choices.login_text {
            LoginText::Empty => b"",
            LoginText::One => b"1",
            LoginText::Words => b"Login OK",
        };
        let mut close = false;
        let verdict = match choices.verdict {
            Verdict::Accepted => (id, 2, text),
            Verdict::IdMinusOne => (-1, 2, &b""[..]),
            Verdict::TypeMinusOne => (id, -1, &b""[..]),
            Verdict::TextMinusOne => {
                close = true;
                (id, 2, &b"-1"[..])
            }
            Verdict::Byte255 => (255, 2, &b"Login failed"[..]),
            Verdict::SilentClose => return self.push(now, Item::now(Act::Fin)),
            Verdict::NoAnswer => return,
        };
        self.authenticated = choices.verdict == Verdict::Accepted;
        let verdict = self.packet(verdict.0, verdict.1, verdict.2);
        let empty = self.packet(id, 0, b"");
        match choices.login {
            Login::OnePacket => self.push(now, Item::now(Act::Send(verdict, None))),
            Login::TwoTogether => {
                let both = [empty, verdict].concat();
                self.push(now, Item::now(Act::Send(both, None)));
            }
            Login::TwoApart => {
                self.push(now, Item::now(Act::Send(empty, None)));
                self.push(now, Item::after(5, Act::Send(verdict, None)));
            }
        }
        if close {
            self.push(now, Item::now(Act::Fin));
        }
        if choices.unsolicited == Unsolicited::KeepAliveSteady && self.authenticated {
            self.keep_alive_at = Some(now + KEEP_ALIVE);
        }
    }

    /// A packet of type 0 of the client's.
    pub(crate) fn probed(&mut self, id: i32, now: u64) {
        let mut text = None;
        let bodies: Vec<Vec<u8>> = match self.choices.probe {
            Probe::Source => vec![vec![], vec![0, 1, 0, 0]],
            Probe::TwoEmpties | Probe::Stray => vec![vec![], vec![]],
            Probe::OneEmpty => vec![vec![]],
            Probe::UnknownRequest => vec![b"Unknown request 0".to_vec()],
            Probe::Wiki => vec![vec![], vec![0, 0, 0, 1, 0, 0, 0, 0]],
            Probe::Complaint => vec![b"ran ".to_vec()],
            Probe::Never => return,
            Probe::Paged => {
                let page = self.pages.pop_front();
                text = page.as_ref().map(|(_, text)| *text);
                vec![page.map_or(vec![], |(body, _)| body)]
            }
        };
        let mut answer = Vec::new();
        for body in &bodies {
            answer.extend(self.packet(id, 0, body));
        }
        if self.choices.probe == Probe::Stray {
            answer.extend([0, 1, 0, 0, 0, 0, 0]);
        }
        let act = Act::Send(answer, text);
        match self.choices.probe_when {
            // A page that is asked for is no second time the same.
            ProbeWhen::Doubled if self.choices.probe != Probe::Paged => {
                self.push(now, Item::now(act.clone()));
                self.push(now, Item::now(act));
            }
            ProbeWhen::AfterReply | ProbeWhen::Doubled => self.push(now, Item::now(act)),
            ProbeWhen::AtOnce => self.timed.push((now, act)),
            // Timed by the queue's end, or it could come before the reply.
            ProbeWhen::Late300 => self.push(now, Item::after(300, act)),
            ProbeWhen::Late1500 => self.push(now, Item::after(1500, act)),
        }
    }
}
