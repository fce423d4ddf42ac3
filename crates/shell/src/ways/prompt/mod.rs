//! A person at a prompt.

pub(crate) mod again;
pub(crate) mod aliases;
pub(crate) mod asides;
pub(crate) mod background;
pub(crate) mod configured;
pub(crate) mod confirming;
mod directory;
pub(crate) mod fetching;
mod game;
pub(crate) mod lines;
mod live_log;
pub(crate) mod looks;
pub(crate) mod messages;
pub(crate) mod paging;
mod pushes;
mod sending;
pub(crate) mod telling;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::commands::words::leaves_a_shell;
use crate::commands::{Command, Line, Local, split_pasted};
use crate::error::{Result, UsageError, exit_code};
use crate::request::manner::Confirm;
use crate::request::options::{Reading, Shell};
use crate::request::secret::{Found, SecretError};
use crate::request::target::Target;
use crate::server::console::Console;
use crate::show::notice::is_quiet;
use crate::show::output::{Output, Rendering, StandardOutput};
use crate::show::report;
use crate::show::style::ColorChoice;
use crate::show::verbose;
use crate::system::interrupt::Hushed;
use crate::system::patience::SLICE;
use crate::typing::editor::{Knowledge as _, NamesState};
use crate::typing::script::Script;
use crate::ways::Next;
use crate::ways::app::App;

use aliases::Said;
pub(crate) use asides::Aside;
use background::Background;
pub(crate) use confirming::Agreed;
pub(crate) use directory::Directory;
use lines::{Input, Lines};
use looks::greeting;
use messages::dim;
pub(crate) use messages::say;
pub(crate) use sending::Answer;

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
    config_seen: again::Seen,
    pub(crate) settings: Settings,
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

/// What `!set` changes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) color: ColorChoice,
    pub(crate) timing: bool,
    pub(crate) pager: bool,
    pub(crate) vi: bool,
    pub(crate) raw: bool,
    /// What `!set confirm` asks for, in the place of a profile's.
    pub(crate) confirm: Option<Confirm>,
}

impl Settings {
    /// What replies become.
    pub(crate) fn rendering(self) -> Rendering {
        if self.raw {
            return Rendering::Raw;
        }
        Rendering::of_stdout(self.color)
    }
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
        directory.expect(&target.address);
    }
    let lines = Lines::open(app, asked, directory.clone(), HISTORY)?;
    verbose::start(app.options.verbose, lines.log());
    let has_editor = lines.has_editor();
    let _hushed = has_editor.then(Hushed::begin);
    let (first, demo) = match first {
        Some((target, found, demo)) => (Some((target, found)), demo),
        None => (None, None),
    };
    let console = Console::new(app.options.book.clone(), app.dialer(), secrets);
    let settings = Settings {
        color: app.options.color,
        timing: asked.timing,
        pager: asked.pager,
        vi: asked.vi,
        raw: asked.raw,
        confirm: None,
    };
    if matches!(asked.reading, Reading::Terminal { .. }) && !app.options.quiet {
        if has_editor {
            dim(&greeting(), settings.color);
        } else {
            // A terminal that may take no escapes.
            say(&greeting());
        }
    }
    let background = Background::start(&console.link, &directory, lines.printer());
    let mut repl = Repl {
        config_seen: again::Seen::of(&app.options.book),
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
    let result = repl.prompts();
    repl.console.end_logs();
    result.map(|()| 0)
}

impl Repl {
    /// Connects at the start. A failure leaves the shell not connected,
    /// except where there can be no password: then there is an exit code.
    fn first_connection(&mut self, target: &Target, found: Option<Found>) -> Option<u8> {
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

    /// Reads lines and does what they say, until somebody leaves.
    fn prompts(&mut self) -> Result<()> {
        loop {
            self.console.cancel().reset();
            let prompt = self.prompt();
            self.directory.at_prompt(true);
            let style = self.prompt_style();
            let input = self.lines.read_whole(&prompt, style, self.console.cancel());
            self.directory.at_prompt(false);
            match input? {
                Input::Line(text) => {
                    let lines = split_pasted(&text);
                    if lines.iter().any(|line| self.is_password(line)) {
                        continue;
                    }
                    self.lines.remember(&text);
                    for line in lines {
                        if self.line(&line) == Next::Leave {
                            return Ok(());
                        }
                        // Ctrl-C gives the prompt back, whatever was pasted
                        // behind the line.
                        if self.console.cancel().is_cancelled() {
                            break;
                        }
                    }
                }
                Input::Interrupted => {}
                Input::Eof => return Ok(()),
            }
        }
    }

    /// Whether a line is a password that was refused, typed where a command is
    /// expected: then it is neither sent nor kept, and that is told.
    fn is_password(&self, line: &str) -> bool {
        let refused =
            self.console.is_refused_password(line.trim()) || self.console.is_refused_password(line);
        if refused {
            say(&format!(
                "That is the password that was refused: neither sent nor kept. {} asks for it again.",
                Command::Reconnect.typed()
            ));
        }
        refused
    }

    /// Does what one line says. Whatever fails is told.
    pub(crate) fn line(&mut self, line: &str) -> Next {
        let result = self.meant(line).and_then(|meant| match meant {
            Said::Itself(meaning) => self.typed(line, meaning),
            Said::Alias(lines) => self.lines_of_alias(lines),
        });
        result.unwrap_or_else(|error| {
            self.tell(&error);
            Next::Go
        })
    }

    /// Does what a line says that was typed as it is.
    fn typed(&mut self, line: &str, meaning: Line) -> Result<Next> {
        match meaning {
            Line::Nothing => Ok(Next::Go),
            Line::Local(local) => (self.act)(self, &local),
            Line::Unknown(unknown) => Err(UsageError(unknown.to_string()).into()),
            Line::Send(_) if wants_to_leave(line) => {
                say_how_to_leave("the server");
                Ok(Next::Go)
            }
            // Alone, it is this shell's.
            Line::Send(command) if command.trim_ascii() == Command::Help.name().as_bytes() => {
                (self.act)(self, &Local::alone(Command::Help))
            }
            // Without the blank that completion leaves, and the one that keeps
            // a line out of the history: Minecraft takes them for arguments.
            Line::Send(command) => self.send(command.trim_ascii()).map(|_| Next::Go),
        }
    }

    /// Runs a script to its end, or to the first line that fails, and names
    /// that.
    ///
    /// # Errors
    ///
    /// As that line's.
    pub(crate) fn script(&mut self, script: &mut Script) -> Result<Next> {
        let cancel = self.console.cancel().clone();
        while let Some(step) = script.next(&cancel)? {
            let result = match &step.line {
                Line::Nothing => Ok(Next::Go),
                Line::Send(command) => self.send(command).map(|_| Next::Go),
                Line::Local(local) => (self.act)(self, local),
                Line::Unknown(unknown) => Err(UsageError(unknown.to_string()).into()),
            };
            match result {
                Ok(Next::Go) => {}
                Ok(Next::Leave) => break,
                Err(error) => return Err(error.context(step.place.to_string())),
            }
        }
        Ok(Next::Go)
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

/// Says how this shell is left, and how that is stopped which it speaks to.
pub(crate) fn say_how_to_leave(stopped: &str) {
    say(&format!(
        "Use {} to exit this shell or {} to shutdown {stopped}.",
        Command::Exit.typed(),
        Command::Shutdown.typed()
    ));
}

/// Whether a line is what people type to leave a shell.
pub(crate) fn wants_to_leave(line: &str) -> bool {
    let first = line
        .split(|c: char| c.is_whitespace() || c == ';')
        .find(|w| !w.is_empty());
    first.is_some_and(leaves_a_shell)
}
