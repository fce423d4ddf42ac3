//! The server's log above the prompt.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rcon_proto::{Cancel, Client, Game};
use regex_lite::Regex;

use super::Repl;
use super::directory::Directory;
use super::lines::Above;
use super::messages::say;
use crate::commands::Command;
use crate::error::Result;
use crate::server::console::NotConnected;
use crate::server::link::Link;
use crate::server::logs::{Batch, Logs, Reader, Wanted};
use crate::show::logged::shown;
use crate::system::encoding::ServerEncoding;

/// The most lines that are shown at a time, a screen of them, and how long the prompt is then
/// left alone: nobody reads faster, and a key does not wait behind more.
const AT_A_TIME: usize = 24;
const PAUSE: Duration = Duration::from_millis(25);

/// How often it looks whether there is more to do than to show lines.
const LOOK: Duration = Duration::from_millis(250);

/// How often dropped lines are told while they are.
const TELL: Duration = Duration::from_secs(5);

impl Repl {
    /// Shows the server's log from now on; where it is shown already, only the lines in
    /// which `filter` is found. What there is to say of it.
    ///
    /// # Errors
    ///
    /// Not connected, or there is no log to be had.
    pub(crate) fn follow_log(&mut self, filter: Option<Regex>) -> Result<String> {
        let target = self.console.target.clone().ok_or(NotConnected)?;
        if let Some(logs) = &self.console.logs {
            self.lines.pushes().show(filter.clone());
            let told = match &filter {
                Some(filter) => format!(
                    "the log is on: only lines with {:?} are shown",
                    filter.as_str()
                ),
                None => "the log is on already: every line is shown".to_owned(),
            };
            logs.set_filter(filter);
            return Ok(told);
        }
        // A pattern is for a log, and there may be none to be had.
        self.lines.pushes().show(None);
        let game = match self.find_out_game()? {
            // One packet for a reply is how many speak.
            Game::Auto | Game::Generic if target.game == Game::Auto => {
                self.console.who(Game::Auto)?.game
            }
            game => game,
        };
        let mut logs = Logs::start(&Wanted {
            link: &self.console.link,
            target: &target,
            cancel: &self.console.dialer.cancel,
            place: &self.console.dialer.log,
            game,
            filter: filter.clone(),
            room: AT_A_TIME * 80,
            tell: say,
        })?;
        self.lines.pushes().show(filter);
        for remark in logs.remarks() {
            say(&remark);
        }
        let Some(place) = logs.place() else {
            // The watcher shows what comes.
            self.console.logs = Some(logs);
            return Ok("the log is on: the server says by itself what there is to say".to_owned());
        };
        let typed = Command::Logs.typed();
        let told = format!("the log is on: the server sends it to {place} ({typed} off ends it)");
        let shower = Shower {
            reader: logs.reader(),
            link: self.console.link.clone(),
            directory: Arc::clone(&self.directory),
            above: self.lines.printer(),
            encoding: target.encoding,
        };
        let named = thread::Builder::new().name("log shown".to_owned());
        named.spawn(move || shower.run())?;
        self.console.logs = Some(logs);
        Ok(told)
    }

    /// Shows the log no more, nor what the server says by itself. Whether it was shown.
    pub(crate) fn leave_log(&mut self) -> bool {
        let hidden = self.lines.pushes().hide();
        self.console.end_logs() || !hidden
    }
}

/// The thread that shows it.
struct Shower {
    reader: Reader,
    link: Link,
    directory: Arc<Directory>,
    above: Above,
    encoding: Option<ServerEncoding>,
}

impl Shower {
    fn run(self) {
        let mut dropped = 0;
        let mut told = Instant::now();
        let mut looked = Instant::now();
        loop {
            // Lines stand above a prompt, and never in a reply.
            if self.directory.is_at_prompt() {
                let batch = self.reader.take(AT_A_TIME, LOOK);
                dropped += batch.dropped;
                // Behind a flood, where it is seen, and now and then within one.
                let caught_up = batch.lines.len() < AT_A_TIME;
                let tells = dropped > 0 && (caught_up || told.elapsed() >= TELL);
                let notice = tells.then(|| drops(std::mem::take(&mut dropped)));
                if tells {
                    told = Instant::now();
                }
                self.show(&batch, notice);
            }
            if self.reader.is_over() {
                return;
            }
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                self.look();
            }
            thread::sleep(PAUSE);
        }
    }

    fn show(&self, batch: &Batch, notice: Option<String>) {
        let colour = self.above.colour();
        let lines = batch.lines.iter();
        let lines = lines.map(|logged| shown(&logged.line, self.encoding, colour));
        let text: Vec<String> = lines.chain(notice).collect();
        if text.is_empty() {
            return;
        }
        let text = text.join("\n");
        // Until the line is entered: then it waits for the next prompt.
        while !self.directory.while_at_prompt(|| self.above.print(&text)) {
            if self.reader.is_over() {
                return;
            }
            thread::sleep(PAUSE);
        }
    }

    /// Tells the server again where it was started again, and what was turned
    /// away.
    fn look(&self) {
        let stale = self.link.try_with(|client| self.reader.is_stale(client));
        let told = if stale == Some(true) {
            let renew = |client: &mut Client| self.reader.renew(client);
            self.link
                .with_in_background(&Cancel::new(), renew)
                .ok()
                .flatten()
        } else {
            None
        };
        for text in told.into_iter().chain(self.reader.news()) {
            self.above.note(&text);
        }
    }
}

/// So many lines came faster than they could be shown.
fn drops(count: u64) -> String {
    let lines = if count == 1 { "line was" } else { "lines were" };
    format!("({count} {lines} dropped: they came faster than they can be shown)")
}
