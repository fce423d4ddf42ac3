//! What the threads of a round have to say, and who is waited for how long.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use rcon_proto::{Cancel, ErrorKind};

use super::super::member::{Member, Standing};
use super::{Answer, GIVEN_UP, Outcome, Ready, Round, SENT, SLICE, Said, spawn};
use crate::system::channel::{Receiver, RecvTimeoutError, Sender};

/// What a server has that did not answer the last time, where all others have.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a server has to be there at the first prompt: those that take longer
/// come later.
const FIRST_PATIENCE: Duration = Duration::from_secs(3);

/// What those that were sent something have to notice a Ctrl-C.
const GRACE: Duration = Duration::from_millis(300);

/// The same where there is something to be told first.
const LAST_WORDS: Duration = Duration::from_secs(4);

/// Hears what the threads have to say.
pub(super) struct Hearing<T> {
    round: Arc<Round<T>>,
    say: Sender<Said<T>>,
    outcomes: Vec<Option<(Outcome<T>, Duration)>>,
    /// How many have not said anything yet.
    pub(super) left: usize,
    pub(super) began: Instant,
}

impl<T: Send + 'static> Hearing<T> {
    pub(super) fn new(round: Arc<Round<T>>, say: Sender<Said<T>>) -> Self {
        let asked = round.asked.len();
        Self {
            round,
            say,
            outcomes: (0..asked).map(|_| None).collect(),
            left: asked,
            began: Instant::now(),
        }
    }

    pub(super) fn take(&mut self, (place, result, elapsed): Said<T>) {
        let outcome = match result {
            Ok(done) => Outcome::Done(done),
            Err(error) if error.kind() == ErrorKind::Interrupted && self.round.news.is_none() => {
                Outcome::NotWaited
            }
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
    pub(super) fn lose_patience(&mut self) {
        let open = self.open();
        let patience = |place: &usize| {
            // Once it is asked it is waited for as any other.
            let ticket = self.round.tickets.get(*place)?;
            if self.round.ready == Ready::First && ticket.is(SENT) {
                return None;
            }
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
    /// sent any more. `cancel` is whose Ctrl-C it was: the next one ends the
    /// moment, and it stays raised.
    pub(super) fn give_up_all(
        &mut self,
        hear: &Receiver<Said<T>>,
        cancel: &Cancel,
        mut meanwhile: impl FnMut(),
    ) {
        cancel.reset();
        self.cancel_all();
        let grace = match self.round.news {
            Some(_) => LAST_WORDS,
            None => GRACE,
        };
        let end = Instant::now() + grace;
        while self.left > 0 && Instant::now() < end && !cancel.is_cancelled() {
            match hear.recv_timeout(SLICE) {
                Ok(said) => self.take(said),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            meanwhile();
        }
        self.cancel_all();
        cancel.cancel();
        for place in self.open() {
            self.set(place, Outcome::NotWaited, self.began.elapsed());
        }
    }

    fn cancel_all(&mut self) {
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
    }

    pub(super) fn answers(self) -> Vec<Answer<T>> {
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
