//! Standard output of a run on many servers: each server's whole and in its
//! place, or equal replies once, or lines as they come.

use std::collections::VecDeque;
use std::io;

use crate::request::options::{CheckForm, DriftForm, Equal, PlayersForm, ScriptForm};
use crate::request::target::Target;
use crate::show::output::{Output, Rendering, StandardOutput};
use crate::show::several::heading;
use crate::show::style::{self, ColorChoice};
use crate::system::encoding::ServerEncoding;
use crate::ways::app::App;
use crate::ways::check::{self, Checked};
use crate::ways::players::{self, Listing};

use super::Item;
use super::equal::Groups;
use super::tally::label;
use super::work::Work;

pub(super) struct Printer {
    output: Output<StandardOutput>,
    order: Order,
    servers: Vec<Server>,
    /// The first server that is not done with: what it says is printed at
    /// once.
    head: usize,
    /// The server whose heading was printed last.
    under: Option<usize>,
    /// Whether a heading has something above it to be set off from.
    any: bool,
    groups: Groups,
    /// Bytes of replies that another server has given, too.
    freed: usize,
    error: Option<io::Error>,
}

/// When something is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// When it comes.
    AsItComes,
    /// When everything of the servers before is printed.
    InTurn,
    /// At the end, when it is known who said the same.
    Grouped,
}

struct Server {
    label: String,
    encoding: Option<ServerEncoding>,
    waiting: VecDeque<Item>,
    ended: bool,
}

impl Printer {
    pub(super) fn new(app: &App, targets: &[Target], work: &Work) -> Self {
        let (rendering, order) = match work {
            Work::Check(CheckForm::Json | CheckForm::Prometheus | CheckForm::PrometheusPlayers)
            | Work::Players(_)
            | Work::Script {
                form: ScriptForm::Records(_),
                ..
            } => (Rendering::Raw, Order::AsItComes),
            Work::Drift(job) if job.form() == DriftForm::Json => (Rendering::Raw, Order::AsItComes),
            Work::Drift(_) => (app.readable(), Order::InTurn),
            Work::Check(CheckForm::Text) => (Rendering::Raw, Order::InTurn),
            Work::Script {
                form: ScriptForm::Text { raw, equal },
                ..
            } => {
                let rendering = if *raw { Rendering::Raw } else { app.readable() };
                let order = match equal {
                    Equal::Apart => Order::InTurn,
                    Equal::Once => Order::Grouped,
                };
                (rendering, order)
            }
        };
        let server = |target: &Target| Server {
            label: label(target),
            encoding: target.encoding,
            waiting: VecDeque::new(),
            ended: false,
        };
        Self {
            output: Output::new(StandardOutput::new(), rendering),
            order,
            servers: targets.iter().map(server).collect(),
            head: 0,
            under: None,
            any: false,
            groups: Groups::default(),
            freed: 0,
            error: None,
        }
    }

    /// Keeps something until its time has come; gives it back if that is now.
    pub(super) fn waits(&mut self, server: usize, item: Item) -> Option<Item> {
        let now = match self.order {
            Order::AsItComes => true,
            Order::InTurn => server == self.head,
            Order::Grouped => false,
        };
        match self.servers.get_mut(server) {
            Some(at) if !now => {
                at.waiting.push_back(item);
                None
            }
            _ => Some(item),
        }
    }

    /// Prints something. How many bytes of replies are not kept any more.
    pub(super) fn print(&mut self, server: usize, item: Item) -> usize {
        match item {
            Item::Line(line) => {
                let written = self.output.text(&line);
                self.note(written);
                0
            }
            Item::Under(lines) => {
                self.heading(server);
                let written = self.output.text(&lines);
                self.note(written);
                0
            }
            Item::Record(form, record) => {
                let written = self.output.streamed(|out| form.write(&record, out));
                self.note(written);
                record.kept()
            }
            Item::Reply(reply) => {
                self.heading(server);
                self.reply(server, &reply);
                reply.len()
            }
        }
    }

    /// The server is done with. Whether there is something to be printed now.
    pub(super) fn ended(&mut self, server: usize) -> bool {
        if let Some(at) = self.servers.get_mut(server) {
            at.ended = true;
        }
        match self.order {
            Order::AsItComes => false,
            Order::InTurn => server == self.head,
            Order::Grouped => {
                self.group(server);
                false
            }
        }
    }

    /// How many bytes of replies are not kept any more, as another server has
    /// given the same.
    pub(super) fn freed(&mut self) -> usize {
        std::mem::take(&mut self.freed)
    }

    /// Prints what has waited for the head's end. How many bytes of replies
    /// are not kept any more.
    pub(super) fn print_ready(&mut self) -> usize {
        let mut freed = 0;
        while self.servers.get(self.head).is_some_and(|at| at.ended) {
            self.head += 1;
            freed += self.print_waiting(self.head);
        }
        freed
    }

    /// Prints all there is, when nothing more will come.
    pub(super) fn finish(&mut self) {
        match self.order {
            Order::AsItComes => {}
            Order::InTurn => {
                for server in self.head..self.servers.len() {
                    self.print_waiting(server);
                }
            }
            Order::Grouped => {
                for server in 0..self.servers.len() {
                    self.group(server);
                }
                self.print_groups();
            }
        }
    }

    /// Prints what is known of servers as metrics.
    pub(super) fn metrics<'a>(&mut self, checked: impl Iterator<Item = &'a Checked>) {
        let written = self.output.text(&check::metrics(checked));
        self.note(written);
    }

    /// Prints who is on: of JSON, each server's lines came before.
    pub(super) fn players<'a>(
        &mut self,
        form: PlayersForm,
        all: impl Iterator<Item = &'a Listing> + Clone,
        colour: ColorChoice,
    ) {
        let text = match form {
            PlayersForm::Json => return,
            PlayersForm::Csv => {
                let rows = all.filter_map(|listing| listing.lines(form));
                let heading = players::heading(form).unwrap_or_default();
                std::iter::once(heading.to_owned()).chain(rows).collect()
            }
            PlayersForm::Table => players::fleet_text(all, players::columns(), colour.for_stdout()),
        };
        let written = self.output.text(&text);
        self.note(written);
    }

    /// Prints what is made of all servers together.
    pub(super) fn last(&mut self, text: &str) {
        if self.any && !text.is_empty() {
            let written = self.output.text("\n");
            self.note(written);
        }
        let written = self.output.text(text);
        self.note(written);
    }

    /// Whether standard output could not be written.
    pub(super) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// Why standard output could not be written, if it could not.
    pub(super) fn error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    fn print_waiting(&mut self, server: usize) -> usize {
        let waiting = self.servers.get_mut(server);
        let waiting = waiting.map_or_else(VecDeque::new, |at| std::mem::take(&mut at.waiting));
        waiting
            .into_iter()
            .map(|item| self.print(server, item))
            .sum()
    }

    fn group(&mut self, server: usize) {
        let Some(at) = self.servers.get_mut(server) else {
            return;
        };
        let waiting = std::mem::take(&mut at.waiting).into_iter();
        let replies: Vec<Vec<u8>> = waiting
            .filter_map(|item| match item {
                Item::Reply(reply) => Some(reply),
                Item::Record(..) | Item::Line(_) | Item::Under(_) => None,
            })
            .collect();
        if !replies.is_empty() {
            let encoding = at.encoding.map(ServerEncoding::name);
            self.freed += self.groups.add((encoding, replies), server);
        }
    }

    fn print_groups(&mut self) {
        let groups = std::mem::take(&mut self.groups).in_order();
        // Of equally large ones the first: what is rare is to be seen by name.
        let largest = groups.iter().rev().max_by_key(|(members, _)| members.len());
        let largest = largest.map_or(0, |(members, _)| members[0]);
        for (members, replies) in groups {
            let labels: Vec<&str> = members
                .iter()
                .filter_map(|server| self.servers.get(*server))
                .map(|at| at.label.as_str())
                .collect();
            let heading = heading(&labels, members[0] == largest, self.servers.len());
            self.print_heading(&heading);
            for reply in &replies {
                self.reply(members[0], reply);
            }
        }
    }

    fn heading(&mut self, server: usize) {
        if self.under != Some(server)
            && let Some(at) = self.servers.get(server)
        {
            self.under = Some(server);
            let label = at.label.clone();
            self.print_heading(&label);
        }
    }

    fn print_heading(&mut self, label: &str) {
        let colour = matches!(
            self.output.rendering(),
            Rendering::Terminal { colour: true }
        );
        let heading = style::paint(style::HEADING, &format!("==> {label} <=="), colour);
        let gap = if self.any { "\n" } else { "" };
        self.any = true;
        let written = self.output.text(&format!("{gap}{heading}\n"));
        self.note(written);
    }

    fn reply(&mut self, server: usize, reply: &[u8]) {
        let encoding = self.servers.get(server).and_then(|at| at.encoding);
        self.output.set_encoding(encoding);
        self.output.reply(reply);
        let written = self.output.end_reply();
        self.note(written);
    }

    fn note(&mut self, written: io::Result<()>) {
        if let Err(error) = written {
            self.error.get_or_insert(error);
        }
    }
}
