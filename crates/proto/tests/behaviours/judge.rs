//! The invariants: what a session may never do, whatever the server does.

use rcon_proto::EndedBy;
use rcon_proto::session::Wait;

use crate::choices::{
    Choices, Named, Pause, PauseAt, Probe, ProbeWhen, Service, SizeField, Unsolicited, Verdict,
};
use crate::play::{PASSWORD, TIMEOUT};
use crate::record::{Asked, Record, Status};
use crate::reply::{Owner, count_text, owner, text_of};
use crate::tell;

/// Timers fire in whole milliseconds here.
pub(crate) const SLACK: u64 = 5;

/// What is wrong, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A reply is told as whole, and bytes of it that reached the session are
    /// not in it.
    Dropped,
    /// A reply is told as whole, and it is not: the rest was still to come.
    Cut,
    /// A reset, which may have swallowed the rest, is told as a reply's end.
    ResetIsEnd,
    /// Bytes of another command's reply.
    WrongOwner,
    /// What nobody asked for, in a reply, on a server that had shown its ids.
    Joined,
    /// Bytes twice, in another order, or that are no text.
    Mangled,
    /// A refusal, or an echo, is told as an accepted password.
    RefusalAccepted,
    /// A command or a password went out twice.
    SentTwice,
    /// A probe to a server that answers its logins with one packet.
    UnaskedProbe,
    /// Something was sent or told behind the end.
    AfterTheEnd,
    /// No end by the deadline.
    NeverEnds,
    /// The reply came whole and in time, and is told as lost or timed out.
    NotTaken,
    /// Late output, although the server kept nobody waiting.
    LateForNothing,
    /// Whole, and told much later than that was clear.
    Slow,
    /// Told as ended by a silence, where the server closed.
    Misnamed,
}

#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) kind: Kind,
    pub(crate) what: String,
}

/// All that is wrong with a case, each kind once.
pub(crate) fn judge(choices: &Choices, record: &Record) -> Vec<Finding> {
    if tell::is_misnamed(choices) {
        return Vec::new();
    }
    let mut judge = Judge {
        choices,
        record,
        findings: Vec::new(),
    };
    judge.login();
    judge.sending();
    if !judge.findings.is_empty() {
        // What follows from it is no finding of its own.
        return judge.sorted();
    }
    for (command, asked) in record.asked.iter().enumerate() {
        judge.end(command, asked);
        judge.ownership(command, asked);
        judge.wholeness(command, asked);
        judge.usefulness(command, asked);
    }
    judge.sorted()
}

struct Judge<'a> {
    choices: &'a Choices,
    record: &'a Record,
    findings: Vec<Finding>,
}

impl Judge<'_> {
    fn sorted(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.kind);
        self.findings.dedup_by_key(|finding| finding.kind);
        self.findings
    }

    fn found(&mut self, kind: Kind, what: impl Into<String>) {
        let what = what.into();
        self.findings.push(Finding { kind, what });
    }

    fn login(&mut self) {
        let rcon = self.choices.service == Service::Rcon;
        let accepted = rcon && self.choices.verdict == Verdict::Accepted;
        if !accepted && self.record.logged_in.is_some() {
            let what = if rcon { "a refusal" } else { "an echo" };
            self.found(
                Kind::RefusalAccepted,
                format!("{what} is an accepted login"),
            );
        }
        if accepted && self.record.logged_in.is_none() {
            self.found(Kind::NotTaken, "the accepted login failed");
        }
        let ended = [self.record.logged_in, self.record.login_failed];
        let closed = self.record.closed.as_ref().map(|(at, _)| *at);
        let ended = ended.into_iter().flatten().chain(closed).min();
        if ended.is_none_or(|at| at > TIMEOUT + SLACK) {
            self.found(Kind::NeverEnds, "the login has no end");
        }
    }

    fn sending(&mut self) {
        let record = self.record;
        let password = |body: &[u8]| body == PASSWORD.as_bytes();
        if record
            .out
            .iter()
            .filter(|(_, _, body)| password(body))
            .count()
            != 1
        {
            self.found(Kind::SentTwice, "the password went out again");
        }
        for (at, (_, kind, body)) in record.out.iter().enumerate() {
            let again = record.out[..at]
                .iter()
                .any(|(_, k, earlier)| *kind == 2 && k == kind && earlier == body);
            if again {
                let text = String::from_utf8_lossy(body);
                self.found(Kind::SentTwice, format!("{text:?} went out again"));
            }
        }
        let commands = record.out.iter().filter(|(_, kind, _)| *kind == 2).count();
        if commands != record.asked.len() {
            self.found(Kind::SentTwice, "not each command went out once");
        }
        // Rust is asked, under the id of the type 5, whether it has heard that.
        let utf8 = record.out.iter().find(|(_, kind, _)| *kind == 5);
        let utf8 = utf8.map(|(id, _, _)| *id);
        let probes = record
            .out
            .iter()
            .filter(|(id, kind, _)| *kind == 0 && utf8 != Some(*id))
            .count();
        if probes > 0 && !tell::source_shape(self.choices) {
            self.found(Kind::UnaskedProbe, format!("{probes} probes"));
        }
        if let Some(what) = &record.after_the_end {
            self.found(Kind::AfterTheEnd, format!("{what} behind the end"));
        }
        if record.hangs {
            self.found(Kind::NeverEnds, "the run has no end");
        }
    }

    fn end(&mut self, command: usize, asked: &Asked) {
        if asked.status == Status::Awaited {
            self.found(Kind::NeverEnds, format!("command {command} has no end"));
        } else if asked.done_at > self.record.deadline(command) + SLACK {
            let what = format!("command {command} ends at {} ms", asked.done_at);
            self.found(Kind::NeverEnds, what);
        }
    }

    fn ownership(&mut self, command: usize, asked: &Asked) {
        let damaged = self.choices.size_field != SizeField::Right;
        let whole = asked.wait == Wait::Reply && matches!(asked.status, Status::Ended(_));
        if damaged && !(whole && tell::is_plain(self.choices)) {
            // Sizes that are wrong make packets of text, and text of packets.
            return;
        }
        let text = text_of(self.choices, command);
        if asked.told == text && asked.late.is_empty() {
            return;
        }
        let told = || asked.told.iter().chain(&asked.late).copied();
        for byte in told() {
            match owner(byte) {
                Some(Owner::Command(other)) if other != command => {
                    let what = format!("bytes of command {other} in the reply to {command}");
                    return self.found(Kind::WrongOwner, what);
                }
                Some(Owner::Nobody) if byte.is_ascii_graphic() || byte == b' ' => {
                    if !tell::may_be_joined(asked) {
                        let what = format!("nobody's text in the reply to {command}");
                        self.found(Kind::Joined, what);
                    }
                    return;
                }
                Some(Owner::Nobody) => {
                    let what = format!("byte {byte:#04x} in the reply to {command}");
                    return self.found(Kind::Mangled, what);
                }
                _ => {}
            }
        }
        if !text.starts_with(&asked.told) && !contains_in_order(&text, &asked.told) {
            let what = format!("the reply to {command} is out of order, or twice there");
            self.found(Kind::Mangled, what);
        }
    }

    fn wholeness(&mut self, command: usize, asked: &Asked) {
        let Status::Ended(by) = asked.status else {
            return;
        };
        let text = text_of(self.choices, command);
        if asked.view.ended == Some(true) {
            let what = format!("the reply to {command} is whole (by {by:?}) at a reset");
            self.found(Kind::ResetIsEnd, what);
        }
        if by == EndedBy::Silence && asked.view.ended == Some(false) {
            let what = format!("a close ends the reply to {command}, and a silence is named");
            self.found(Kind::Misnamed, what);
        }
        if asked.wait != Wait::Reply || asked.told == text {
            return;
        }
        let told = count_text(&asked.told);
        if told >= text.len() {
            return;
        }
        // What came late is told as such, and a script ends in 7 for it.
        if !asked.late.is_empty() || tell::is_lost_behind(self.record, command) {
            return;
        }
        let arrived = self.record.arrived[command].bytes;
        if arrived > told {
            let what =
                format!("{told} of {arrived} bytes of the reply to {command} are told (by {by:?})");
            self.found(Kind::Dropped, what);
        } else if !tell::nothing_tells(self.choices, self.record, command, by) {
            let what = format!(
                "{told} of {} bytes of the reply to {command} are told (by {by:?})",
                text.len()
            );
            self.found(Kind::Cut, what);
        }
    }

    /// What a server said in full and without a pause is taken for that.
    fn usefulness(&mut self, command: usize, asked: &Asked) {
        let choices = self.choices;
        if asked.wait != Wait::Reply || !tell::is_plain(choices) {
            return;
        }
        let arrived = asked.view.arrived[command];
        let whole = arrived.packets > 0 && arrived.bytes == text_of(choices, command).len();
        let vouched = choices.game == Named::Rightly && tell::source_shape(choices);
        match asked.status {
            Status::TimedOut | Status::Lost if whole && (asked.view.probe_answered || !vouched) => {
                let what = format!(
                    "the whole reply to {command} came, and is told as {:?}",
                    asked.status
                );
                self.found(Kind::NotTaken, what);
            }
            _ => {}
        }
        let short = choices.pause_at == PauseAt::Nowhere || choices.pause <= Pause::Ms30;
        let early =
            choices.probe_when == ProbeWhen::AtOnce && choices.probe != Probe::UnknownRequest;
        // Where a game was named that answers probes, and none is, a deadline passes,
        // and what comes behind it is late.
        let passed = vouched && !asked.view.probe_answered;
        if !asked.late.is_empty() && short && !early && !passed {
            self.found(
                Kind::LateForNothing,
                format!("the reply to {command} is late output"),
            );
        }
        let Status::Ended(by) = asked.status else {
            return;
        };
        let waited = asked.done_at.saturating_sub(arrived.at.max(asked.at));
        if whole && waited > tell::patience(choices, asked) {
            let what = format!(
                "{waited} ms from the last packet of the reply to {command} to its end (by {by:?})"
            );
            self.found(Kind::Slow, what);
        }
        let marked = choices.unsolicited == Unsolicited::Echo && asked.view.marks_ends;
        if marked && command > 0 && waited > 30 + choices.round_trip_ms() {
            let what = format!("{waited} ms, where (-1, 0, \"\") marks the end");
            self.found(Kind::Slow, what);
        }
    }
}

/// Whether `part` is `text` with holes.
fn contains_in_order(text: &[u8], part: &[u8]) -> bool {
    let mut rest = text.iter();
    part.iter().all(|byte| rest.any(|other| other == byte))
}
