//! The logs of many servers above the prompt, each line with its server's name.
//! However many there are, one thread shows them, and all of them together have the
//! room that there is.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rcon_proto::{Cancel, Client, Game, Shape};
use regex_lite::Regex;

use super::Fleet;
use super::failing::Failing;
use super::member::Member;
use super::round::Ready;
use super::watching::AtPrompt;
use crate::commands::Command;
use crate::error::Result;
use crate::order;
use crate::server::console::Console;
use crate::server::logs::{Logged, Logs, Reader, Wanted};
use crate::show::logged::shown;
use crate::show::several::{counted, several};
use crate::show::style::{self, paint};
use crate::ways::prompt::lines::Above;
use crate::ways::prompt::say;

/// The most lines that are shown at a time, of all servers, and how long the prompt
/// is then left alone.
const AT_A_TIME: usize = 48;
const PAUSE: Duration = Duration::from_millis(25);

/// The same where nothing comes.
const IDLE: Duration = Duration::from_millis(100);

/// How often it looks whether there is more to do than to show lines.
const LOOK: Duration = Duration::from_millis(250);

/// How often dropped lines are told while they are.
const TELL: Duration = Duration::from_secs(5);

/// So many lines of all servers may wait, and of each one at the least.
const ROOM: usize = 16_384;
const ROOM_EACH: usize = 64;

/// The logs that are shown.
#[derive(Debug, Clone, Default)]
pub(super) struct LiveLogs(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    followed: Mutex<Vec<Followed>>,
    /// Somebody shows them.
    is_shown: AtomicBool,
}

#[derive(Debug, Clone)]
struct Followed {
    place: usize,
    reader: Reader,
    /// It is being told again of us.
    is_renewed: Arc<AtomicBool>,
}

/// What came of asking one server for its log.
struct Begun {
    reader: Reader,
    /// Where it is sent to; nothing where the connection brings it.
    place: Option<String>,
    remarks: Vec<String>,
    was_on: bool,
}

impl Failing for Begun {
    fn failure(&self) -> Option<String> {
        None
    }
}

impl Failing for Vec<String> {
    fn failure(&self) -> Option<String> {
        None
    }
}

impl Fleet {
    /// Shows the logs of the servers that are selected from now on, or only lines in
    /// which `filter` is found.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn follow_logs(&mut self, filter: Option<Regex>) -> Result<()> {
        let (places, members) = (self.selected.clone(), self.members.clone());
        let room = (ROOM / members.len().max(1)).max(ROOM_EACH);
        self.lines.pushes().show(filter.clone());
        let wish = filter.clone();
        let answers = self.ask_all(&places, move |console, place| {
            let Some(member) = members.get(place) else {
                return Err(rcon_proto::Error::Interrupted.into());
            };
            begin(console, member, (filter.clone(), room))
        })?;
        let (mut sent, mut pushed, mut on, mut readers) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for answer in &answers {
            let (Some(begun), Some(member)) = (answer.done(), self.members.get(answer.member))
            else {
                continue;
            };
            for remark in &begun.remarks {
                say(&format!("{}: {remark}", member.name));
            }
            let names = match &begun.place {
                _ if begun.was_on => &mut on,
                Some(_) => &mut sent,
                None => &mut pushed,
            };
            names.push(member.name.as_str());
            if begun.place.is_some() {
                readers.push((answer.member, begun.reader.clone()));
            }
        }
        let typed = Command::Logs.typed();
        if !sent.is_empty() {
            say(&format!(
                "the log of {} is on: sent to ports of this machine ({typed} off ends it)",
                counted(&sent)
            ));
        }
        if !pushed.is_empty() {
            say(&format!(
                "the log of {} is on: said without being asked",
                counted(&pushed)
            ));
        }
        if !on.is_empty() {
            let which = wish.map_or("every line is shown".to_owned(), |wish| {
                format!("only lines with {:?} are shown", wish.as_str())
            });
            say(&format!(
                "the log of {} is on already: {which}",
                counted(&on)
            ));
        }
        for (place, reader) in readers {
            self.live_logs.add(place, reader);
        }
        self.show_logs()?;
        self.tell_failures(&answers);
        Ok(())
    }

    /// Sees to it that somebody shows them.
    fn show_logs(&self) -> Result<()> {
        let shared = &self.live_logs.0;
        if self.live_logs.is_empty() || shared.is_shown.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let shower = Shower {
            members: self.members.clone(),
            logs: self.live_logs.clone(),
            at_prompt: self.background.prompt(),
            above: self.lines.printer(),
            first: 0,
            dropped: Vec::new(),
        };
        let named = thread::Builder::new().name("logs shown".to_owned());
        named.spawn(move || shower.run())?;
        Ok(())
    }

    /// Shows the logs of the servers that are selected no more.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn leave_logs(&mut self) -> Result<()> {
        let places = self.selected.clone();
        let was_on = self.end_logs(&places)?;
        let hidden = places.len() == self.members.len() && self.lines.pushes().hide();
        if was_on.is_empty() && (hidden || places.len() < self.members.len()) {
            say("the log is off already");
        } else {
            say("the log is off");
        }
        Ok(())
    }

    /// Tells these servers that nobody is there any more. Which of them sent a log.
    pub(super) fn end_logs(&mut self, places: &[usize]) -> Result<Vec<usize>> {
        let sending = self.live_logs.remove(places);
        if sending.is_empty() {
            return Ok(sending);
        }
        let work = |console: &mut Console, _| {
            let logs = console.logs.take();
            Ok(logs.map(Logs::finish).unwrap_or_default())
        };
        let answers = self.round(&sending, Ready::ByItself, "is left", Box::new(work))?;
        for answer in &answers {
            for text in answer.done().into_iter().flatten() {
                say(&format!(
                    "{}: {text}",
                    several(&self.names(&[answer.member]))
                ));
            }
        }
        self.tell_failures(&answers);
        Ok(sending)
    }
}

/// Asks a server for its log, where it does not send it yet.
fn begin(
    console: &mut Console,
    member: &Member,
    (filter, room): (Option<Regex>, usize),
) -> Result<Begun> {
    if let Some(logs) = &console.logs {
        logs.set_filter(filter);
        return Ok(Begun {
            reader: logs.reader(),
            place: logs.place().map(str::to_owned),
            remarks: Vec::new(),
            was_on: true,
        });
    }
    let game = match member.game() {
        Game::Auto | Game::Generic if member.seen().shape == Some(Shape::Source) => Game::Source,
        // One packet for a reply is how many speak.
        Game::Auto | Game::Generic => console.who(Game::Auto)?.game,
        game => game,
    };
    let mut logs = Logs::start(&Wanted {
        link: &console.link,
        target: &member.target,
        cancel: &console.dialer.cancel,
        place: &console.dialer.log,
        game,
        filter,
        room,
        tell: say,
    })?;
    let begun = Begun {
        reader: logs.reader(),
        place: logs.place().map(str::to_owned),
        remarks: logs.remarks(),
        was_on: false,
    };
    console.logs = Some(logs);
    Ok(begun)
}

impl LiveLogs {
    fn followed(&self) -> MutexGuard<'_, Vec<Followed>> {
        self.0
            .followed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn is_empty(&self) -> bool {
        self.followed().is_empty()
    }

    fn add(&self, place: usize, reader: Reader) {
        let mut followed = self.followed();
        followed.retain(|it| it.place != place);
        followed.push(Followed {
            place,
            reader,
            is_renewed: Arc::default(),
        });
        order::sort(&mut followed, |one, other| one.place.cmp(&other.place));
    }

    /// Which of these there were.
    fn remove(&self, places: &[usize]) -> Vec<usize> {
        let mut followed = self.followed();
        let those = followed.iter().map(|it| it.place);
        let those: Vec<usize> = those.filter(|place| places.contains(place)).collect();
        followed.retain(|it| !places.contains(&it.place));
        those
    }
}

/// The thread that shows them.
struct Shower {
    members: Vec<Arc<Member>>,
    logs: LiveLogs,
    at_prompt: Arc<AtPrompt>,
    above: Above,
    /// Whose turn it is: no server is always the last.
    first: usize,
    /// How many lines of which server were dropped, and not told yet.
    dropped: Vec<(usize, u64)>,
}

impl Shower {
    fn run(mut self) {
        let mut told = Instant::now();
        let mut looked = Instant::now();
        loop {
            let mut pause = IDLE;
            // Lines stand above a prompt, and never in a reply.
            if self.at_prompt.is() {
                let lines = self.take();
                // Behind a flood, where it is seen, and now and then within one.
                let caught_up = lines.len() < AT_A_TIME;
                let tells = caught_up || told.elapsed() >= TELL;
                let notice = tells.then(|| self.drops()).flatten();
                if notice.is_some() {
                    told = Instant::now();
                }
                if !lines.is_empty() {
                    pause = PAUSE;
                }
                self.show(&lines, notice);
            }
            {
                let mut followed = self.logs.followed();
                followed.retain(|it| !it.reader.is_over());
                if followed.is_empty() {
                    // Whoever adds one does so behind this.
                    self.logs.0.is_shown.store(false, Ordering::SeqCst);
                    return;
                }
            }
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                self.look();
            }
            thread::sleep(pause);
        }
    }

    /// Some lines of each server, in the order in which they came.
    fn take(&mut self) -> Vec<(usize, Logged)> {
        let followed = self.logs.followed().clone();
        let each = (AT_A_TIME / followed.len().max(1)).max(1);
        let mut lines: Vec<(usize, Logged)> = Vec::new();
        let turns = followed.len();
        // Each its share, and then what is left of the room to whoever has more.
        for (most, turn) in [each, AT_A_TIME]
            .into_iter()
            .flat_map(|most| (0..turns).map(move |turn| (most, turn)))
        {
            let at = (self.first + turn) % turns;
            let room = AT_A_TIME.saturating_sub(lines.len()).min(most);
            if room == 0 {
                self.first = at;
                break;
            }
            let Some(it) = followed.get(at) else {
                continue;
            };
            let batch = it.reader.take(room, Duration::ZERO);
            if batch.dropped > 0 {
                match self.dropped.iter_mut().find(|(at, _)| *at == it.place) {
                    Some((_, count)) => *count += batch.dropped,
                    None => self.dropped.push((it.place, batch.dropped)),
                }
            }
            lines.extend(batch.lines.into_iter().map(|line| (it.place, line)));
        }
        order::sort(&mut lines, |one, other| one.1.came.cmp(&other.1.came));
        lines
    }

    fn show(&self, lines: &[(usize, Logged)], notice: Option<String>) {
        let colour = self.above.colour();
        let lines = lines.iter().filter_map(|(place, logged)| {
            let member = self.members.get(*place)?;
            let name = paint(style::DIM, &format!("{}: ", member.name), colour);
            let line = shown(&logged.line, member.target.encoding, colour);
            Some(format!("{name}{line}"))
        });
        let text: Vec<String> = lines.chain(notice).collect();
        if text.is_empty() {
            return;
        }
        let text = text.join("\n");
        // Until the line is entered: then it waits for the next prompt.
        while !self.at_prompt.act_if(|| self.above.print(&text)) {
            if self.logs.is_empty() {
                return;
            }
            thread::sleep(PAUSE);
        }
    }

    /// How many lines came faster than they could be shown, and from whom.
    fn drops(&mut self) -> Option<String> {
        if self.dropped.is_empty() {
            return None;
        }
        let dropped = std::mem::take(&mut self.dropped);
        let count: u64 = dropped.iter().map(|(_, count)| count).sum();
        let members = dropped.iter().filter_map(|(at, _)| self.members.get(*at));
        let names: Vec<&str> = members.map(|member| member.name.as_str()).collect();
        let lines = if count == 1 { "line was" } else { "lines were" };
        Some(format!(
            "({count} {lines} dropped, of {}: they came faster than they can be shown)",
            several(&names)
        ))
    }

    /// Tells servers again that were started again, and what was turned away.
    fn look(&self) {
        let followed = self.logs.followed().clone();
        for it in followed {
            let Some(member) = self.members.get(it.place).cloned() else {
                continue;
            };
            if let Some(text) = it.reader.news() {
                self.above.note(&format!("{}: {text}", member.name));
            }
            let stale = |client: &mut Client| it.reader.is_stale(client);
            if member.link.try_with(stale) != Some(true)
                || it.is_renewed.swap(true, Ordering::SeqCst)
            {
                continue;
            }
            let above = self.above.clone();
            let (reader, done) = (it.reader.clone(), Arc::clone(&it.is_renewed));
            // One that does not answer holds up no other.
            let renew = move || {
                let renew = |client: &mut Client| reader.renew(client);
                let told = member.link.with_in_background(&Cancel::new(), renew);
                if let Ok(Some(text)) = told {
                    above.note(&format!("{}: {text}", member.name));
                }
                done.store(false, Ordering::SeqCst);
            };
            let named = thread::Builder::new().name("log asked for".to_owned());
            if named.spawn(renew).is_err() {
                it.is_renewed.store(false, Ordering::SeqCst);
            }
        }
    }
}
