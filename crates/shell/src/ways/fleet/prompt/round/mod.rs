//! The same question to many servers at once, none of them in another's way.
//!
//! Each of `--parallel` threads takes one server after another. What one of them
//! does to its server, nobody else waits for: a server that did not answer the
//! last time has a second, or until the others have answered, and whoever is
//! given up goes on by itself, without the question.

mod hearing;
mod news;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::super::passwords::Passwords;
use super::super::progress::Progress;
use super::Fleet;
use super::member::{AskedBy, Member, Standing};
use super::overrides::Overrides;
use crate::error::{Context as _, Error, Result};
use crate::server::console::Console;
use crate::show::several::several;
use crate::system::channel::{self, RecvTimeoutError, Sender};
use crate::ways::prompt::asides::{Aside, Asides};
use crate::ways::prompt::lines::Above;
use crate::ways::prompt::say;

use hearing::Hearing;
use news::Kind;
pub(crate) use news::News;

/// The stack of a thread, in bytes: what runs there keeps its buffers on the heap.
const STACK: usize = 256 << 10;

/// How often Ctrl-C and patience are looked at.
const SLICE: Duration = Duration::from_millis(20);

/// After so long a person sees that something goes on.
const BAR_AFTER: Duration = Duration::from_millis(700);

/// What came of one server.
pub(crate) enum Outcome<T> {
    Done(T),
    Failed(Error),
    /// It was sent, and is not waited for any more.
    NotWaited,
    /// It was given up before anything was sent, by Ctrl-C.
    NotSent,
    /// It was not there in time, and nothing was sent.
    StillAway,
}

/// What came of one server, and how long it took.
pub(crate) struct Answer<T> {
    /// Its place in the fleet.
    pub(crate) member: usize,
    pub(crate) outcome: Outcome<T>,
    pub(crate) elapsed: Duration,
}

/// Whether the servers have to be logged in to first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ready {
    /// They have, with what is known.
    First,
    /// What is done does that itself.
    ByItself,
}

/// How far one server's question is.
#[derive(Debug, Default)]
struct Ticket(AtomicU8);

const WAITING: u8 = 0;
const SENT: u8 = 1;
const GIVEN_UP: u8 = 2;

impl Ticket {
    fn pass(&self, to: u8) -> bool {
        let order = Ordering::SeqCst;
        let passed = self.0.compare_exchange(WAITING, to, order, order);
        passed.is_ok()
    }

    fn is(&self, stage: u8) -> bool {
        self.0.load(Ordering::SeqCst) == stage
    }
}

type Work<T> = Box<dyn Fn(&mut Console, usize) -> Result<T> + Send + Sync>;

struct Round<T> {
    members: Vec<Arc<Member>>,
    asked: Vec<usize>,
    tickets: Vec<Ticket>,
    began: Vec<Mutex<Option<Instant>>>,
    queue: Mutex<VecDeque<usize>>,
    ready: Ready,
    passwords: Arc<Passwords>,
    work: Work<T>,
    above: Above,
    /// What is said of a server that is there after it was given up.
    late: &'static str,
    /// How long `--wait` says to try.
    wait: Duration,
    overrides: Overrides,
    asked_by: AskedBy,
    /// What servers tell meanwhile, where it takes long.
    news: Option<Arc<News>>,
}

/// Something that a thread has to say: a place among those asked, what came of
/// it, and how long it took.
type Said<T> = (usize, Result<T>, Duration);

impl<T: Send + 'static> Round<T> {
    fn run(&self, say: &Sender<Said<T>>) {
        loop {
            let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
            let next = queue.pop_front();
            drop(queue);
            let Some(place) = next else {
                return;
            };
            let began = Instant::now();
            self.note_begin(place, began);
            if let Some(result) = self.ask(place)
                && say.send((place, result, began.elapsed())).is_err()
            {
                return;
            }
        }
    }

    fn note_begin(&self, place: usize, at: Instant) {
        if let Some(began) = self.began.get(place) {
            *began.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
        }
    }

    /// Asks one server. Nothing where it was given up meanwhile.
    fn ask(&self, place: usize) -> Option<Result<T>> {
        let ticket = self.tickets.get(place)?;
        let index = *self.asked.get(place)?;
        let member = self.members.get(index)?;
        let asked = member.with_console(
            || ticket.is(GIVEN_UP),
            |console| {
                member.cancel.reset();
                self.overrides.apply(console);
                if self.ready == Ready::First {
                    let mut idle = Asides::new(member.target.encoding);
                    let ready = member.ready(console, &self.passwords, self.asked_by, &mut idle);
                    for aside in idle.take() {
                        member.show_aside(&self.above, &aside);
                    }
                    if ready.is_err() {
                        member.note(console, &ready);
                    }
                    if let Err(error) = ready {
                        return ticket.pass(SENT).then_some(Err(error));
                    }
                }
                if !ticket.pass(SENT) {
                    member.set_standing(Standing::Answers);
                    let text = format!("{} {}", member.name, self.late);
                    self.above.aside(&Aside::Text(text));
                    return None;
                }
                let result = (self.work)(console, index);
                member.note(console, &result);
                Some(result)
            },
        );
        asked.flatten()
    }
}

impl Fleet {
    /// Does something with the console of each of these servers, logged in, and
    /// gives what came of it, in their order.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn ask_all<T: Send + 'static>(
        &mut self,
        asked: &[usize],
        work: impl Fn(&mut Console, usize) -> Result<T> + Send + Sync + 'static,
    ) -> Result<Vec<Answer<T>>> {
        let late = "is there again: the line before was not sent to it";
        self.round(asked, Ready::First, late, Box::new(work))
    }

    /// The same for what takes long and tells of its steps: they are shown as
    /// they come, and after Ctrl-C there is time for the last ones. How it was
    /// interrupted is told as any other failure.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn follow_all<T: Send + 'static>(
        &mut self,
        asked: &[usize],
        news: &Arc<News>,
        work: impl Fn(&mut Console, usize) -> Result<T> + Send + Sync + 'static,
    ) -> Result<Vec<Answer<T>>> {
        let late = "is there again: the line before was not for it";
        let manner = (Ready::First, Some(Arc::clone(news)));
        self.rounds(asked, manner, late, Box::new(work))
    }

    pub(super) fn round<T: Send + 'static>(
        &mut self,
        asked: &[usize],
        ready: Ready,
        late: &'static str,
        work: Work<T>,
    ) -> Result<Vec<Answer<T>>> {
        self.rounds(asked, (ready, None), late, work)
    }

    fn rounds<T: Send + 'static>(
        &mut self,
        asked: &[usize],
        (ready, news): (Ready, Option<Arc<News>>),
        late: &'static str,
        work: Work<T>,
    ) -> Result<Vec<Answer<T>>> {
        let round = Arc::new(Round {
            members: self.members.clone(),
            asked: asked.to_vec(),
            tickets: asked.iter().map(|_| Ticket::default()).collect(),
            began: asked.iter().map(|_| Mutex::default()).collect(),
            queue: Mutex::new((0..asked.len()).collect()),
            ready,
            passwords: Arc::clone(&self.passwords),
            work,
            above: self.lines.printer(),
            late,
            wait: self.wait,
            overrides: self.overrides,
            asked_by: self.asked_by,
            news: news.clone(),
        });
        let (say, hear) = channel::channel();
        for started in 0..self.parallel.min(asked.len()) {
            match spawn(&round, &say) {
                Ok(()) => {}
                Err(error) if started == 0 => return Err(error).context("cannot start a thread"),
                // Those that are there do it.
                Err(_) => break,
            }
        }
        let mut hearing = Hearing::new(round, say);
        let mut bar: Option<Progress> = None;
        let cancel = self.cancel.clone();
        while hearing.left > 0 {
            if cancel.is_cancelled() {
                hearing.give_up_all(&hear, &cancel, || self.tell_news(news.as_deref(), &mut bar));
                break;
            }
            match hear.recv_timeout(SLICE) {
                Ok(said) => {
                    hearing.take(said);
                    if let Some(bar) = &mut bar {
                        bar.advance();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => hearing.lose_patience(),
            }
            if bar.is_none() && self.has_bar && hearing.began.elapsed() > BAR_AFTER {
                let mut new = Progress::new(asked.len());
                for _ in hearing.left..asked.len() {
                    new.advance();
                }
                bar = Some(new);
            }
            if let Some(bar) = &mut bar {
                bar.catch_up();
            }
            self.tell_news(news.as_deref(), &mut bar);
        }
        if let Some(mut bar) = bar {
            bar.end();
        }
        if let Some(news) = news {
            news.settle();
            self.tell_news(Some(&news), &mut None);
        }
        Ok(hearing.answers())
    }

    /// Shows what servers have told, with the bar out of its way.
    fn tell_news(&mut self, news: Option<&News>, bar: &mut Option<Progress>) {
        let Some(news) = news else {
            return;
        };
        let told = news.due();
        if !told.is_empty() {
            let mut show = || {
                for (kind, places, text) in &told {
                    self.log_told(places, text);
                    let text = format!("{}: {text}", several(&self.names(places)));
                    match kind {
                        Kind::Step => say(&text),
                        // What cannot be shown ends what shows the next reply.
                        Kind::Outcome => drop(self.output.text(&format!("{text}\n"))),
                    }
                }
            };
            match bar {
                Some(bar) => bar.hide_while(show),
                None => show(),
            }
        }
        if let Some(bar) = bar {
            bar.waits(&news.waited_for());
        }
    }
}

fn spawn<T: Send + 'static>(round: &Arc<Round<T>>, say: &Sender<Said<T>>) -> std::io::Result<()> {
    let (round, say) = (Arc::clone(round), say.clone());
    thread::Builder::new()
        .name("fleet".to_owned())
        .stack_size(STACK)
        .spawn(move || round.run(&say))
        .map(drop)
}
