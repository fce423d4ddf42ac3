//! One case: a login and a few commands, one after the other, on a virtual clock.

use std::time::{Duration, Instant};

use rcon_proto::dialogue::Dialogue;
use rcon_proto::session::{Ended, Event, Execute, SessionConfig, ToSend};
use rcon_proto::{RequestId, Scheme};

use crate::choices::Choices;
use crate::link::{Link, Parcel, ms};
use crate::{battleye, telnet, web};

pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);
pub(crate) const PASSWORD: &str = "sesame-4711";
pub(crate) const COMMANDS: usize = 4;

/// Lines of a transcript.
const MOST_LINES: usize = 300;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Console {
    BattlEye,
    WebRcon,
    Telnet,
}

/// What a server wants to be done, and when, from now on.
#[derive(Debug)]
pub(crate) enum Act {
    Send(Vec<u8>),
    End,
}

/// A server's end.
pub(crate) trait Server {
    /// Bytes have come, or a datagram.
    fn hear(&mut self, bytes: &[u8], now: Duration, out: &mut Vec<(Duration, Act)>);
    /// The link is open.
    fn greet(&mut self, _out: &mut Vec<(Duration, Act)>) {}
    /// When it does something by itself.
    fn due(&self) -> Option<Duration> {
        None
    }
    fn on_time(&mut self, _now: Duration, _out: &mut Vec<(Duration, Act)>) {}
    /// How often each command has run.
    fn runs(&self) -> &[usize; COMMANDS];
    /// What else it was told to run, if anything.
    fn strays(&self) -> &[String];
}

/// How the wait for a reply ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Told(&'static str),
    TimedOut,
    Over,
    /// It was not sent.
    Never,
}

/// A command, and what came of it.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) sent: Duration,
    pub(crate) ended: Duration,
    pub(crate) end: End,
    /// Text up to the end, and text that was told as more of it, or as late.
    pub(crate) reply: String,
    pub(crate) more: String,
    request: Option<RequestId>,
}

/// What happened.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) asked: Vec<Asked>,
    /// What nobody asked for.
    pub(crate) unasked: Vec<String>,
    pub(crate) login: Option<Result<Duration, (Duration, String)>>,
    /// When the password went out.
    pub(crate) passwords: Vec<Duration>,
    pub(crate) runs: [usize; COMMANDS],
    pub(crate) strays: Vec<String>,
    pub(crate) over: bool,
    pub(crate) lines: Vec<String>,
}

/// The name of a command.
pub(crate) fn command(at: usize) -> String {
    format!("cmd-{at}")
}

/// The command of this name.
pub(crate) fn numbered(text: &str) -> Option<usize> {
    let at: usize = text.strip_prefix("cmd-")?.parse().ok()?;
    (at < COMMANDS).then_some(at)
}

/// What a command prints in its run: lines that say whose they are.
pub(crate) fn lines_of(at: usize, choices: &Choices) -> Vec<String> {
    let count = choices.number("lines") as usize;
    (0..count)
        .map(|line| format!("<{at}:{line:04}{}>", ".".repeat(40)))
        .collect()
}

struct Play<'a> {
    dialogue: Dialogue,
    link: Link,
    server: Box<dyn Server + 'a>,
    start: Instant,
    now: Duration,
    later: Vec<(Duration, Act)>,
    record: Record,
    transcript: bool,
}

/// Plays it, with a transcript where one is asked for.
pub(crate) fn play(console: Console, choices: &Choices, transcript: bool) -> Record {
    let scheme = match console {
        Console::BattlEye => Scheme::BattlEye,
        Console::WebRcon => Scheme::WebRcon,
        Console::Telnet => Scheme::Telnet,
    };
    let server: Box<dyn Server> = match console {
        Console::BattlEye => Box::new(battleye::Model::new(choices)),
        Console::WebRcon => Box::new(web::Model::new(choices)),
        Console::Telnet => Box::new(telnet::Model::new(choices)),
    };
    let config = SessionConfig::default().authority("host:1");
    let mut play = Play {
        dialogue: Dialogue::new(scheme, config),
        link: Link::new(choices, matches!(console, Console::BattlEye)),
        server,
        start: Instant::now(),
        now: Duration::ZERO,
        later: Vec::new(),
        record: Record::default(),
        transcript,
    };
    play.run(ms(choices.number("idle for")));
    play.record.runs = *play.server.runs();
    play.record.strays = play.server.strays().to_vec();
    play.record
}

impl Play<'_> {
    fn run(&mut self, idle: Duration) {
        let mut out = Vec::new();
        self.server.greet(&mut out);
        self.act(out);
        let now = self.start + self.now;
        let login = self.dialogue.login(&PASSWORD.into(), TIMEOUT, now);
        login.expect("a login");
        // Nothing takes as long as that.
        let far = Duration::from_hours(1);
        self.until(far, |play| play.record.login.is_some());
        if !matches!(self.record.login, Some(Ok(_))) {
            return;
        }
        for at in 0..COMMANDS {
            let now = self.start + self.now;
            let how = Execute::new(TIMEOUT);
            let text = command(at);
            let request = self.dialogue.execute(text.as_bytes(), how, now).ok();
            self.record
                .lines
                .push(format!("{:?} execute {text}", self.now));
            let end = request.map_or(End::Never, |_| End::Over);
            self.record.asked.push(Asked {
                sent: self.now,
                ended: self.now,
                end,
                reply: String::new(),
                more: String::new(),
                request,
            });
            if request.is_none() {
                return;
            }
            self.until(self.now + far, |play| !play.dialogue.is_awaiting());
            let end = self.now + idle;
            self.until(end, |_| false);
            if self.dialogue.is_closed() {
                return;
            }
        }
        // What is late comes by then.
        let end = self.now + Duration::from_secs(30);
        self.until(end, |_| false);
    }

    /// Goes on until this holds, or this moment.
    fn until(&mut self, end: Duration, done: impl Fn(&Self) -> bool) {
        loop {
            self.tell();
            self.transmit();
            if done(self) {
                return;
            }
            let client = self.dialogue.poll_timeout();
            let client = client.map(|at| at.saturating_duration_since(self.start));
            let acts = self.later.iter().map(|(at, _)| *at).min();
            let all = [client, self.link.due(), acts, self.server.due()];
            let next = all.into_iter().flatten().min();
            let Some(next) = next.filter(|at| *at <= end) else {
                self.now = self.now.max(end);
                return;
            };
            self.now = self.now.max(next);
            self.step();
        }
    }

    /// Whatever is due now.
    fn step(&mut self) {
        let mut out = Vec::new();
        if self.server.due().is_some_and(|at| at <= self.now) {
            self.server.on_time(self.now, &mut out);
        }
        self.act(out);
        let (due, later) = std::mem::take(&mut self.later)
            .into_iter()
            .partition(|(at, _)| *at <= self.now);
        self.later = later;
        let due: Vec<(Duration, Act)> = due;
        for (at, act) in due {
            let parcel = match act {
                Act::Send(bytes) => Parcel::ToClient(bytes),
                Act::End => Parcel::End,
            };
            self.link.send(at, parcel);
        }
        if let Some(parcel) = self.link.take(self.now) {
            self.arrive(parcel);
            return;
        }
        let now = self.start + self.now;
        if self.dialogue.poll_timeout().is_some_and(|at| at <= now) {
            self.dialogue.handle_timeout(now);
        }
    }

    fn arrive(&mut self, parcel: Parcel) {
        match parcel {
            Parcel::ToServer(bytes) => {
                let mut out = Vec::new();
                self.server.hear(&bytes, self.now, &mut out);
                self.act(out);
            }
            Parcel::ToClient(bytes) => {
                self.line("S:", &bytes);
                self.dialogue.receive(&bytes, self.start + self.now);
            }
            Parcel::End => {
                self.line("S: end", b"");
                self.dialogue.closed(Ended::Cleanly);
            }
        }
    }

    fn line(&mut self, what: &str, bytes: &[u8]) {
        if self.transcript && self.record.lines.len() < MOST_LINES {
            let shown = bytes.escape_ascii().to_string();
            let shown = &shown[..shown.len().min(100)];
            let line = format!("{:?} {what} {shown}", self.now);
            self.record.lines.push(line);
        }
    }

    fn act(&mut self, out: Vec<(Duration, Act)>) {
        let now = self.now;
        self.later
            .extend(out.into_iter().map(|(after, act)| (now + after, act)));
    }

    fn transmit(&mut self) {
        while let Some(ToSend::Bytes(bytes)) = self.dialogue.transmit() {
            let bytes = bytes.to_vec();
            self.dialogue.transmitted(bytes.len());
            let holds = |word: &str| bytes.windows(word.len()).any(|it| it == word.as_bytes());
            if holds(PASSWORD) {
                self.record.passwords.push(self.now);
            }
            self.line("C:", &bytes);
            self.link.send(self.now, Parcel::ToServer(bytes));
        }
    }

    fn tell(&mut self) {
        while let Some(event) = self.dialogue.poll_event() {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let asked = &mut self.record.asked;
            let newest = asked.last_mut();
            match event {
                Event::LoggedIn { .. } => self.record.login = Some(Ok(self.now)),
                Event::Reply { request, bytes } | Event::Late { request, bytes } => {
                    let is_newest = newest
                        .as_ref()
                        .is_some_and(|it| it.request == Some(request) && it.end == End::Over);
                    let whose = asked.iter_mut().find(|it| it.request == Some(request));
                    let whose = whose.expect("a reply to what was asked");
                    let place = if is_newest {
                        &mut whose.reply
                    } else {
                        &mut whose.more
                    };
                    place.push_str(&text(&bytes));
                }
                Event::ReplyEnded { by, .. } => {
                    let newest = newest.expect("asked");
                    (newest.end, newest.ended) = (End::Told(by.as_str()), self.now);
                }
                Event::ReplyTimedOut { .. } => {
                    let newest = newest.expect("asked");
                    (newest.end, newest.ended) = (End::TimedOut, self.now);
                }
                Event::Unsolicited { bytes, .. } => self.record.unasked.push(text(&bytes)),
                Event::Closed(_) => {
                    self.record.over = true;
                    if let Some(newest) = newest.filter(|it| it.end == End::Over) {
                        newest.ended = self.now;
                    }
                }
                Event::LoginFailed(_) | Event::LoginTimedOut { .. } => {
                    let said = event.into_error().map(|it| it.to_string());
                    self.record.login = Some(Err((self.now, said.unwrap_or_default())));
                }
                _ => {}
            }
        }
    }
}
