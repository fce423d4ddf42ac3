//! The same question to many servers at once, none of them in another's way.
//!
//! Each of `--parallel` threads takes one server after another. What one of them
//! does to its server, nobody else waits for: a server that did not answer the
//! last time has a second, or until the others have answered, and whoever is
//! given up goes on by itself, without the question.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rcon_proto::ErrorKind;

use super::super::passwords::Passwords;
use super::super::progress::Progress;
use super::Fleet;
use super::member::{Member, Standing};
use super::overrides::Overrides;
use super::said::{Idle, named};
use crate::error::{Context as _, Error, Result};
use crate::server::console::Console;
use crate::ways::prompt::asides::Aside;
use crate::ways::prompt::lines::Above;

/// The stack of a thread, in bytes: what runs there keeps its buffers on the heap.
const STACK: usize = 256 << 10;

/// How often Ctrl-C and patience are looked at.
const SLICE: Duration = Duration::from_millis(20);

/// What a server has that did not answer the last time, where all others have.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a server has to be there at the first prompt: those that take longer
/// come later.
const FIRST_PATIENCE: Duration = Duration::from_secs(3);

/// What those that were sent something have to notice a Ctrl-C.
const GRACE: Duration = Duration::from_millis(300);

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
                    let mut idle = Idle::default();
                    let ready = member.ready(console, &self.passwords, &mut idle);
                    for aside in idle.0.take() {
                        self.above.aside(&named(&member.name, &aside));
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

    pub(super) fn round<T: Send + 'static>(
        &mut self,
        asked: &[usize],
        ready: Ready,
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
        });
        let (say, hear) = mpsc::channel();
        for started in 0..self.parallel.min(asked.len()) {
            match spawn(&round, &say) {
                Ok(()) => {}
                Err(error) if started == 0 => return Err(error).context("cannot start a thread"),
                // Those that are there do it.
                Err(_) => break,
            }
        }
        let mut hearing = Hearing {
            round,
            say,
            outcomes: asked.iter().map(|_| None).collect(),
            left: asked.len(),
            began: Instant::now(),
        };
        let mut bar: Option<Progress> = None;
        while hearing.left > 0 {
            if self.cancel.is_cancelled() {
                hearing.give_up_all(&hear);
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
                let mut new = Progress::new(asked.len(), self.verbose);
                for _ in hearing.left..asked.len() {
                    new.advance();
                }
                bar = Some(new);
            }
        }
        if let Some(mut bar) = bar {
            bar.end();
        }
        Ok(hearing.answers())
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

/// Hears what the threads have to say.
struct Hearing<T> {
    round: Arc<Round<T>>,
    say: Sender<Said<T>>,
    outcomes: Vec<Option<(Outcome<T>, Duration)>>,
    left: usize,
    began: Instant,
}

impl<T: Send + 'static> Hearing<T> {
    fn take(&mut self, (place, result, elapsed): Said<T>) {
        let outcome = match result {
            Ok(done) => Outcome::Done(done),
            Err(error) if error.kind() == ErrorKind::Interrupted => Outcome::NotWaited,
            Err(error) => Outcome::Failed(error),
        };
        self.set(place, outcome, elapsed);
    }

    fn set(&mut self, place: usize, outcome: Outcome<T>, elapsed: Duration) {
        if let Some(slot @ None) = self.outcomes.get_mut(place) {
            *slot = Some((outcome, elapsed));
            self.left -= 1;
        }
    }

    fn open(&self) -> Vec<usize> {
        let open = self.outcomes.iter().enumerate();
        open.filter(|(_, outcome)| outcome.is_none())
            .map(|(place, _)| place)
            .collect()
    }

    fn member(&self, place: usize) -> Option<&Arc<Member>> {
        let index = *self.round.asked.get(place)?;
        self.round.members.get(index)
    }

    /// Gives up those that have had their time, once nobody else is waited for.
    fn lose_patience(&mut self) {
        let open = self.open();
        let patience = |place: &usize| {
            let standing = self.member(*place)?.standing();
            match standing {
                Standing::New => Some(FIRST_PATIENCE.max(self.round.wait)),
                Standing::Away => Some(PATIENCE),
                _ => None,
            }
        };
        let over = |place: &usize| {
            let patience = patience(place)?;
            let began = self.round.began.get(*place)?;
            let began = *began.lock().unwrap_or_else(PoisonError::into_inner);
            Some(began.is_some_and(|began| began.elapsed() > patience))
        };
        let states: Vec<_> = open.iter().map(over).collect();
        let queued = {
            let queue = self.round.queue.lock();
            queue.unwrap_or_else(PoisonError::into_inner).len()
        };
        // Somebody who answers is under way: nothing is gained by leaving now.
        if queued == 0 && states.iter().any(Option::is_none) {
            return;
        }
        for (place, state) in open.into_iter().zip(states) {
            if state == Some(true) {
                self.give_up(place, Outcome::StillAway);
                if queued > 0 {
                    // The thread that waits there takes no other.
                    let _ = spawn(&self.round, &self.say);
                }
            }
        }
    }

    fn give_up(&mut self, place: usize, unsent: Outcome<T>) {
        let Some(ticket) = self.round.tickets.get(place) else {
            return;
        };
        let outcome = if ticket.pass(GIVEN_UP) {
            if let Some(member) = self.member(place)
                && member.standing() == Standing::New
            {
                member.set_standing(Standing::Away);
            }
            unsent
        } else {
            if let Some(member) = self.member(place) {
                member.cancel.cancel();
            }
            Outcome::NotWaited
        };
        self.set(place, outcome, self.began.elapsed());
    }

    /// After Ctrl-C: what was sent is given a moment to end, what was not is not
    /// sent any more.
    fn give_up_all(&mut self, hear: &mpsc::Receiver<Said<T>>) {
        for place in self.open() {
            let Some(ticket) = self.round.tickets.get(place) else {
                continue;
            };
            if ticket.pass(GIVEN_UP) {
                self.set(place, Outcome::NotSent, self.began.elapsed());
            } else if let Some(member) = self.member(place) {
                member.cancel.cancel();
            }
        }
        let end = Instant::now() + GRACE;
        while self.left > 0 {
            let left = end.saturating_duration_since(Instant::now());
            match hear.recv_timeout(left) {
                Ok(said) => self.take(said),
                Err(_) => break,
            }
        }
        for place in self.open() {
            self.set(place, Outcome::NotWaited, self.began.elapsed());
        }
    }

    fn answers(self) -> Vec<Answer<T>> {
        let asked = self.round.asked.iter();
        asked
            .zip(self.outcomes)
            .map(|(member, outcome)| {
                let (outcome, elapsed) = outcome.unwrap_or((Outcome::NotWaited, Duration::ZERO));
                Answer {
                    member: *member,
                    outcome,
                    elapsed,
                }
            })
            .collect()
    }
}
