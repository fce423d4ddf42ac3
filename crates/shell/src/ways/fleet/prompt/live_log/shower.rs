//! The thread that shows the lines of all logs.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use rcon_proto::{Cancel, Client};

use super::LiveLogs;
use crate::order;
use crate::server::logs::Logged;
use crate::show::logged::shown;
use crate::show::several::several;
use crate::show::style::{self, paint};
use crate::ways::fleet::prompt::member::Member;
use crate::ways::fleet::prompt::watching::AtPrompt;
use crate::ways::prompt::lines::Above;

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

/// The thread that shows them.
pub(super) struct Shower {
    pub(super) members: Vec<Arc<Member>>,
    pub(super) logs: LiveLogs,
    pub(super) at_prompt: Arc<AtPrompt>,
    pub(super) above: Above,
    /// Whose turn it is: no server is always the last.
    pub(super) first: usize,
    /// How many lines of which server were dropped, and not told yet.
    pub(super) dropped: Vec<(usize, u64)>,
}

impl Shower {
    pub(super) fn run(mut self) {
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
