//! What arrives while a person types: late replies, what nobody asked for, the
//! end of a connection. One thread looks at all of them in turn, and waits for
//! none.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::fetching::Fetcher;
use super::member::{Member, Standing};
use super::showing;
use super::union::Union;
use crate::system::helper::start;
use crate::ways::prompt::asides::Asides;
use crate::ways::prompt::background::look;
use crate::ways::prompt::lines::Above;

/// How often a few servers are looked at.
const OFTEN: Duration = Duration::from_millis(100);

/// How often many are, so that an idle prompt costs nothing.
const SELDOM: Duration = Duration::from_millis(400);

/// So many are a few.
const FEW: usize = 32;

/// The threads behind the prompt. Ends them when dropped.
pub(super) struct Background {
    at_prompt: Arc<AtPrompt>,
    over: Arc<AtomicBool>,
    union: Arc<Union>,
}

/// Whether a person is at the prompt.
#[derive(Debug, Default)]
pub(super) struct AtPrompt(Mutex<bool>);

impl AtPrompt {
    fn lock(&self) -> MutexGuard<'_, bool> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is(&self) -> bool {
        *self.lock()
    }

    /// Does something if it is so, and it stays so as long. Whether it was.
    pub(super) fn act_if(&self, act: impl FnOnce()) -> bool {
        let there = self.lock();
        if *there {
            act();
        }
        *there
    }
}

impl Background {
    pub(super) fn start(members: &[Arc<Member>], union: &Arc<Union>, above: &Above) -> Self {
        let at_prompt = Arc::<AtPrompt>::default();
        let over = Arc::new(AtomicBool::new(false));
        let watcher = Watcher {
            members: members.to_vec(),
            at_prompt: Arc::clone(&at_prompt),
            over: Arc::clone(&over),
            above: above.clone(),
        };
        let fetcher = Fetcher::new(members, union, above);
        start("watcher", move || watcher.run());
        start("names", move || fetcher.run());
        Self {
            at_prompt,
            over,
            union: Arc::clone(union),
        }
    }

    /// Whether somebody is at the prompt.
    pub(super) fn prompt(&self) -> Arc<AtPrompt> {
        Arc::clone(&self.at_prompt)
    }

    /// A person is at the prompt, or is not.
    pub(super) fn at_prompt(&self, there: bool) {
        *self.at_prompt.lock() = there;
        self.union.at_prompt(there);
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        self.union.end();
    }
}

struct Watcher {
    members: Vec<Arc<Member>>,
    at_prompt: Arc<AtPrompt>,
    over: Arc<AtomicBool>,
    above: Above,
}

impl Watcher {
    fn run(self) {
        let pause = if self.members.len() <= FEW {
            OFTEN
        } else {
            SELDOM
        };
        while !self.over.load(Ordering::SeqCst) {
            thread::sleep(pause);
            // What a line of the person's does to a connection, that line tells.
            if self.at_prompt.is() {
                self.look_at_all();
            }
        }
    }

    fn look_at_all(&self) {
        let (mut lost, mut stopped) = (Vec::new(), Vec::new());
        for member in &self.members {
            let mut asides = Asides::ignoring("cvarlist", member.target.encoding);
            let looked = member.link.try_with(|client| {
                // One that we have closed ourselves is no news.
                let open = client.connection().is_some_and(|it| !it.is_closed());
                (open, look(client, &mut asides))
            });
            let asides = asides.take();
            if !asides.is_empty() && member.standing() == Standing::Away {
                // A sign of life.
                member.set_standing(Standing::Answers);
            }
            for aside in asides {
                member.show_aside(&self.above, &aside);
            }
            if looked == Some((true, false)) && member.standing() != Standing::Left {
                member.set_standing(Standing::Away);
                if member.link.is_stopping() {
                    stopped.push(member.name.as_str());
                } else {
                    lost.push(member.name.as_str());
                }
            }
        }
        if self.over.load(Ordering::SeqCst) {
            return;
        }
        if !stopped.is_empty() {
            self.above.print(&showing::stopped(&stopped));
        }
        if !lost.is_empty() {
            self.above.print(&showing::lost(&lost));
        }
    }
}
