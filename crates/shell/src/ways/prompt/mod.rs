//! A person at a prompt.

pub(crate) mod again;
pub(crate) mod asides;
pub(crate) mod background;
mod came;
pub(crate) mod configured;
pub(crate) mod confirming;
mod directory;
pub(crate) mod fetching;
mod game;
pub(crate) mod lines;
mod live_log;
pub(crate) mod looks;
pub(crate) mod messages;
mod on_connect;
pub(crate) mod opening;
pub(crate) mod paging;
pub(crate) mod pushes;
mod sending;
mod settings;
pub(crate) mod telling;
pub(crate) mod typed;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcon_proto::Cancel;

use crate::commands::Local;
use crate::error::{Error, Result, exit_code};
use crate::request::options::Shell;
use crate::request::secret::{FoundPassword, SecretError};
use crate::request::target::{Book, Target};
use crate::server::console::Console;
use crate::show::notice::is_quiet;
use crate::show::output::{Output, StandardOutput};
use crate::show::report;
use crate::show::style::ColorChoice;
use crate::system::patience::SLICE;
use crate::typing::editor::{Knowledge as _, NamesState};
use crate::ways::Next;
use crate::ways::app::App;

pub(crate) use asides::Aside;
use background::Background;
pub(crate) use confirming::Agreed;
pub(crate) use directory::Directory;
use lines::{Input, Lines};
pub(crate) use messages::say;
use opening::{Opened, open};
pub(crate) use sending::Response;
pub(crate) use settings::PromptSettings;
use typed::{Came, Prompt};

/// How long a command that needs the server's names waits for them.
const FIND_WAIT: Duration = Duration::from_secs(5);

/// The file that keeps the lines of this prompt.
const HISTORY: &str = "history";

/// Does what a `!` command says.
pub(crate) type Act = fn(&mut Repl, &Local) -> Result<Next>;

/// The shell, while it runs.
pub(crate) struct Repl {
    pub(crate) console: Console,
    pub(crate) lines: Lines,
    pub(crate) output: Output<StandardOutput>,
    pub(crate) directory: Arc<Directory>,
    pub(crate) config_file: Option<PathBuf>,
    /// The state of it that was read last.
    config_seen: again::ConfigSeen,
    pub(crate) settings: PromptSettings,
    /// How many scripts are being run, one from within the other.
    pub(crate) depth: usize,
    /// What is done on connecting is being done.
    connecting: bool,
    act: Act,
    /// Ends with the shell.
    _background: Background,
    /// The demo's server, which ends with the shell.
    _demo: Option<rcon_sim::Server>,
}

/// Runs the shell to its end, and gives the exit code. `act` is what the `!`
/// commands do.
///
/// # Errors
///
/// The terminal cannot be used, or there is no password to be had.
pub(crate) fn run(app: &App, asked: Shell, act: Act) -> Result<u8> {
    let secrets = app.secrets()?;
    let first = app.first_server()?;
    let directory = Arc::new(Directory::new(app));
    if let Some((target, ..)) = &first {
        directory.expect(&target.place());
    }
    let Opened {
        lines,
        settings,
        hushed: _hushed,
    } = open(app, asked, directory.clone(), HISTORY)?;
    let (first, demo) = match first {
        Some((target, found, demo)) => (Some((target, found)), demo),
        None => (None, None),
    };
    let console = Console::new(app.options.book.clone(), app.dialer(), secrets);
    let background = Background::start(&console.link, &directory, lines.printer());
    let mut repl = Repl {
        config_seen: again::ConfigSeen::of(&app.options.book),
        console,
        lines,
        output: Output::new(StandardOutput::new(), settings.rendering()),
        directory,
        config_file: app.config_file(),
        settings,
        depth: 0,
        connecting: false,
        act,
        _background: background,
        _demo: demo,
    };
    if let Some((target, found)) = first
        && let Some(code) = repl.first_connection(&target, found)
    {
        return Ok(code);
    }
    // Only the first connection is waited for.
    repl.console.dialer.wait = Duration::ZERO;
    let result = typed::read_all(&mut repl);
    repl.console.end_logs();
    result.map(|()| 0)
}

impl Repl {
    /// Connects at the start. A failure leaves the shell not connected,
    /// except where there can be no password: then there is an exit code.
    fn first_connection(&mut self, target: &Target, found: Option<FoundPassword>) -> Option<u8> {
        let found = match found {
            Some(found) => Ok(found),
            None => self.console.secrets.find(target),
        };
        match found {
            Ok(found) => {
                if let Some(text) = found.notice()
                    && !is_quiet()
                {
                    say(&text);
                }
                self.connect(target, found);
                self.on_connect();
                None
            }
            Err(error @ SecretError::Interrupted) => Some(exit_code(error.kind())),
            Err(error) => Some(report::failure(None, &error.into())),
        }
    }

    /// Changes when colours are used.
    pub(crate) fn set_color(&mut self, choice: ColorChoice) {
        self.settings.color = choice;
        self.output.set_rendering(self.settings.rendering());
        self.lines.set_color(choice.for_stdout());
    }

    /// Leaves the server, if there is one.
    pub(crate) fn leave_server(&mut self) -> bool {
        self.directory.disconnected();
        self.console.disconnect()
    }

    /// Waits for the server's names where they are not known yet, as at Tab but
    /// for longer; Ctrl-C ends the wait.
    pub(crate) fn wait_for_names(&self) {
        let until = Instant::now() + FIND_WAIT;
        let more = self.directory.has_better();
        let mut state = self.directory.ready();
        if more {
            state = self.directory.want_names(SLICE);
        }
        while (matches!(state, NamesState::Unknown | NamesState::Fetching)
            || (more && self.directory.is_asking()))
            && Instant::now() < until
            && !self.console.cancel().is_cancelled()
        {
            state = self.directory.want_names(SLICE);
        }
    }

    /// Prints text of our own.
    pub(crate) fn print(&mut self, text: &str) -> Result<Next> {
        self.output.text(text)?;
        Ok(Next::Go)
    }
}

impl Prompt for Repl {
    fn read(&mut self) -> io::Result<Input> {
        let prompt = self.prompt();
        let style = self.prompt_style();
        self.directory.at_prompt(true);
        let input = self.lines.read_whole(&prompt, style, self.console.cancel());
        self.directory.at_prompt(false);
        input
    }

    fn lines(&mut self) -> &mut Lines {
        &mut self.lines
    }

    fn cancel(&self) -> &Cancel {
        self.console.cancel()
    }

    fn book(&self) -> &Book {
        &self.console.book
    }

    fn read_config_again(&mut self) {
        if self.config_seen.read_again(&mut self.console.book) {
            self.directory.set_servers(&self.console.book);
        }
    }

    fn has_refused(&self, text: &str) -> bool {
        self.console.is_refused_password(text)
    }

    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn act(&mut self, local: &Local) -> Result<Came> {
        (self.act)(self, local).map(Came::Done)
    }

    fn send_typed(&mut self, command: &[u8]) -> Result<Came> {
        self.send(command).map(|answer| match answer {
            Response::NotSent => Came::NotSent,
            Response::Unknown | Response::Other => Came::Done(Next::Go),
        })
    }

    fn tell(&mut self, error: &Error) {
        self.tell_failure(error);
    }

    fn stopped(&self) -> &'static str {
        "the server"
    }
}
