//! The logs of many servers above the prompt, each line with its server's name.
//! However many there are, one thread shows them, and all of them together have the
//! room that there is.

mod shower;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use rcon_proto::{Game, Shape};
use regex_lite::Regex;

use super::Fleet;
use super::failing::Failing;
use super::member::Member;
use super::round::Ready;
use shower::Shower;

use crate::commands::Command;
use crate::error::Result;
use crate::order;
use crate::server::console::Console;
use crate::server::logs::{Logs, Reader, Wanted};
use crate::show::several::{counted, several};
use crate::ways::prompt::say;
use crate::ways::prompt::typed::Came;

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
    pub(crate) fn follow_logs(&mut self, filter: Option<Regex>) -> Result<Came> {
        let (places, members) = (self.selected.clone(), self.members.clone());
        let room = (ROOM / members.len().max(1)).max(ROOM_EACH);
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
        Ok(self.tell_failures(&answers))
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
        let mut was_shown = !self.end_logs(&places)?.is_empty();
        for member in places.iter().filter_map(|place| self.members.get(*place)) {
            // Where nobody asked for it, too: what servers say by themselves.
            was_shown |= !member.pushes.hide();
        }
        say(if was_shown {
            "the log is off"
        } else {
            "the log is off already"
        });
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
        let hidden = member.pushes.show(filter.clone());
        logs.set_filter(filter);
        return Ok(Begun {
            reader: logs.reader(),
            place: logs.place().map(str::to_owned),
            remarks: Vec::new(),
            was_on: !hidden,
        });
    }
    // A pattern is for a log, and there may be none to be had.
    member.pushes.show(None);
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
        filter: filter.clone(),
        room,
        tell: say,
    })?;
    member.pushes.show(filter);
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
