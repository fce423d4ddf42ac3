//! A person at a prompt that speaks to many servers at once.
//!
//! Each server has a console of its own ([`member`]); a line goes to all of them
//! beside each other ([`round`]), and what comes back is folded ([`groups`]) and
//! shown ([`showing`]). What nobody asked for is looked at in between
//! ([`watching`]).

mod asking;
mod choosing;
mod comparing;
mod confirming;
mod connecting;
mod failing;
mod fetching;
mod groups;
mod lines;
mod live_log;
mod logging;
mod member;
mod overrides;
mod reply;
mod round;
mod said;
mod sending;
mod sheet;
mod showing;
mod union;
mod watching;

use std::sync::Arc;
use std::time::Duration;

use anstyle::Style;
use rcon_proto::{Cancel, Game};

use super::passwords::Passwords;
use super::{files, told_apart};
use crate::commands::Local;
use crate::error::Result;
use crate::order;
use crate::request::manner::PromptColor;
use crate::request::options::Shell;
use crate::request::target::{Book, Target};
use crate::server::transcript::Transcript;
use crate::show::notice::remark;
use crate::show::output::{Output, StandardOutput};
use crate::show::style;
use crate::ways::Next;
use crate::ways::app::App;
use crate::ways::prompt::again::ConfigSeen;
use crate::ways::prompt::lines::Lines;
use crate::ways::prompt::looks::filled;
use crate::ways::prompt::opening::{Opened, open};
use crate::ways::prompt::typed::Came;
use crate::ways::prompt::{PromptSettings, typed};

pub(crate) use failing::{Failing, MAY_STILL_HAPPEN};
use live_log::LiveLogs;
pub(crate) use member::{AskedBy, Member, Standing};
use overrides::Overrides;
pub(crate) use reply::{EachLine, Reply};
use round::Ready;
pub(crate) use round::{Answer, News, Outcome};
use union::Union;
use watching::Background;

/// Does what a `!` command says.
pub(crate) type Act = fn(&mut Fleet, &Local) -> Result<Came>;

/// The prompt of many servers, while it runs.
pub(crate) struct Fleet {
    pub(crate) members: Vec<Arc<Member>>,
    /// Those that a line goes to, in the order given.
    pub(crate) selected: Vec<usize>,
    pub(crate) lines: Lines,
    pub(crate) output: Output<StandardOutput>,
    pub(crate) settings: PromptSettings,
    pub(crate) union: Arc<Union>,
    pub(crate) cancel: Cancel,
    pub(crate) transcript: Option<Transcript>,
    pub(crate) book: Book,
    /// The state of its configuration that was read last.
    config_seen: ConfigSeen,
    /// What holds for all servers.
    pub(crate) overrides: Overrides,
    /// Who wants what the servers are asked now.
    pub(crate) asked_by: AskedBy,
    /// How many scripts are being run, one from within the other.
    pub(crate) depth: usize,
    /// As it was named: `@eu`.
    name: String,
    passwords: Arc<Passwords>,
    parallel: usize,
    /// Whether a bar may be drawn.
    has_bar: bool,
    wait: Duration,
    act: Act,
    live_logs: LiveLogs,
    /// Ends with the prompt.
    background: Background,
}

/// Opens the prompt of these servers, and gives the exit code. `act` is what the
/// `!` commands do.
///
/// # Errors
///
/// The terminal cannot be used, or there is no password to be had.
pub(crate) fn run(app: &App, targets: &[Target], asked: Shell, act: Act) -> Result<u8> {
    let targets = told_apart(app, targets);
    let passwords = Arc::new(Passwords::find(app, &targets)?);
    for text in passwords.notices() {
        remark(&text);
    }
    if let Some(text) = files::hold(targets.len(), passwords.files_each(&targets)) {
        remark(&text);
    }
    let members: Vec<Arc<Member>> = targets
        .iter()
        .enumerate()
        .map(|(place, target)| Arc::new(Member::new(app, place, target)))
        .collect();
    let union = Arc::new(Union::new(app, &members));
    let history = history_of(&app.options.called);
    let Opened {
        lines,
        settings,
        hushed: _hushed,
    } = open(app, asked, union.clone(), &history)?;
    let background = Background::start(&members, &union, &lines.printer());
    let mut fleet = Fleet {
        selected: (0..members.len()).collect(),
        members,
        output: Output::new(StandardOutput::new(), settings.rendering()),
        settings,
        union,
        cancel: app.cancel.clone(),
        transcript: None,
        config_seen: ConfigSeen::of(&app.options.book),
        book: app.options.book.clone(),
        overrides: Overrides::default(),
        asked_by: AskedBy::Person,
        depth: 0,
        name: called(&app.options.called, &targets),
        passwords,
        // Each has its connection anyway: all at once, unless somebody says so.
        parallel: app.options.parallel.unwrap_or(usize::MAX),
        has_bar: lines.has_editor(),
        wait: app.options.wait.unwrap_or_default(),
        act,
        live_logs: LiveLogs::default(),
        lines,
        background,
    };
    fleet.first_connections()?;
    let left = typed::read_all(&mut fleet);
    let all: Vec<usize> = (0..fleet.members.len()).collect();
    fleet.cancel.reset();
    fleet.end_logs(&all)?;
    left?;
    Ok(0)
}

/// How the prompt names the fleet: as it was called, where that is short.
fn called(words: &[String], targets: &[Target]) -> String {
    /// A prompt leaves room for what is typed behind it.
    const LONGEST: usize = 24;
    let joined = words.join(" ");
    if words.len() == 1 || joined.chars().count() <= LONGEST {
        joined
    } else {
        format!("{} servers", targets.len())
    }
}

/// The file that keeps the lines of this fleet: servers in another order are the
/// same fleet.
fn history_of(words: &[String]) -> String {
    let mut words = words.to_vec();
    order::texts(&mut words);
    let stem = crate::server::names::cache::file_stem(&words.join(" "));
    stem.replacen("server-", "history-", 1)
}

impl Fleet {
    /// The fleet's name, and how many of its servers answer, where not all do.
    pub(crate) fn standing_name(&self) -> String {
        let answer = self.standing_so(Standing::Answers).count();
        let all = self.members.len();
        if answer == all {
            self.name.clone()
        } else {
            format!("{} {answer}/{all}", self.name)
        }
    }

    /// The prompt, without colours.
    pub(crate) fn prompt(&self) -> String {
        let defaults = &self.book.config().defaults.settings;
        let template = defaults.prompt.as_deref().unwrap_or("{name} ] ");
        let parts = [
            ("{name}", self.standing_name()),
            ("{address}", self.standing_name()),
            ("{game}", self.game().to_owned()),
        ];
        filled(template, &parts)
    }

    /// The game that the servers have in common, of those that have shown theirs.
    pub(crate) fn game(&self) -> &'static str {
        let games = self.members.iter().map(|it| it.game());
        let mut known = games.filter(|game| *game != Game::Auto);
        match known.next() {
            None => Game::Auto.name(),
            Some(first) if known.all(|game| game == first) => first.name(),
            Some(_) => "mixed",
        }
    }

    /// The colour that all profiles have in common.
    fn prompt_style(&self) -> Style {
        let mut colors = self.members.iter().map(|it| it.target.manner.color);
        let first = colors.next().flatten();
        let common = first.filter(|first| colors.all(|color| color == Some(*first)));
        common.map_or(style::PROMPT, PromptColor::style)
    }

    /// Prints text of our own.
    pub(crate) fn print(&mut self, text: &str) -> Result<Next> {
        self.output.text(text)?;
        Ok(Next::Go)
    }

    /// The names of all servers, by their places.
    pub(crate) fn all_names(&self) -> Vec<String> {
        self.members.iter().map(|it| it.name.clone()).collect()
    }

    /// The names of these servers.
    pub(crate) fn names(&self, places: &[usize]) -> Vec<&str> {
        let members = places.iter().filter_map(|place| self.members.get(*place));
        members.map(|member| member.name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_fleet_has_the_same_history() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(history_of(&words("b a:1")), history_of(&words("a:1 b a:1")));
        assert_ne!(history_of(&words("@eu")), history_of(&words("@us")));
        assert_eq!(history_of(&words("@eu")), "history-%40eu");
    }
}
