//! A person at a prompt.

mod background;
mod directory;
mod lines;
mod telling;

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcon_proto::convar::{Query, hint, unknown_command};
use rcon_proto::{Error, ErrorKind, ExecuteOptions, Executed, Game};

use crate::app::App;
use crate::console::{Console, NotConnected};
use crate::editor;
use crate::escape;
use crate::exit;
use crate::interrupt::Hushed;
use crate::local;
use crate::options::Mode;
use crate::output::{self, Output, StandardOutput};
use crate::script::{self, Line};
use crate::secret::{Found, SecretError};
use crate::style::{self, ColorChoice, paint};
use crate::target::Target;
use crate::verbose;

use background::Background;
pub(crate) use directory::Directory;
use lines::{Input, Lines};
use telling::Telling;

/// What the shell says to somebody who means to leave.
const USE_EXIT: &str = "Use !exit to exit this shell or !shutdown to shutdown the server.";

/// How long a server may take from answering a stop to closing the link.
const STOP_WAIT: Duration = Duration::from_millis(300);

/// The shell, while it runs.
pub(crate) struct Repl {
    pub(crate) console: Console,
    pub(crate) lines: Lines,
    pub(crate) output: Output<StandardOutput>,
    pub(crate) directory: Arc<Directory>,
    pub(crate) config_file: Option<PathBuf>,
    pub(crate) settings: Settings,
    background: Background,
    /// The demo's server, which ends with the shell.
    _demo: Option<rcon_sim::Server>,
}

/// What `!set` changes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) color: ColorChoice,
    pub(crate) timing: bool,
    pub(crate) pager: bool,
    pub(crate) raw: bool,
}

impl Settings {
    fn output_mode(self) -> output::Mode {
        let terminal = std::io::stdout().is_terminal();
        output::Mode::choose(self.raw, terminal, self.color, self.color.for_stdout())
    }
}

/// What comes after a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    Go,
    Leave,
}

/// Runs the shell to its end, and gives the exit code.
///
/// # Errors
///
/// The terminal cannot be used, or there is no password to be had.
pub(crate) fn run(app: App) -> anyhow::Result<u8> {
    let secrets = app.secrets()?;
    let first = app.first_server()?;
    let directory = Arc::new(Directory::new(&app));
    let lines = Lines::open(&app, Arc::clone(&directory))?;
    verbose::start(app.options.verbose, lines.log());
    let _hushed = has_editor(&app.options.mode).then(Hushed::begin);
    let (first, demo) = match first {
        Some((target, found, demo)) => (Some((target, found)), demo),
        None => (None, None),
    };
    let console = Console::new(app.options.book.clone(), app.dialer(), secrets);
    let settings = Settings {
        color: app.options.color,
        timing: app.options.timing,
        pager: app.options.pager,
        raw: app.options.raw,
    };
    let background = Background::start(&console.link, &directory, lines.printer());
    let mut repl = Repl {
        console,
        lines,
        output: Output::new(StandardOutput::new(), settings.output_mode()),
        directory,
        config_file: app.config_file(),
        settings,
        background,
        _demo: demo,
    };
    if let Some((target, found)) = first
        && let Some(code) = repl.first_connection(target, found)
    {
        return Ok(code);
    }
    // Only the first connection is waited for.
    repl.console.dialer.wait = Duration::ZERO;
    repl.prompts()?;
    Ok(0)
}

impl Repl {
    /// Connects at the start. A failure leaves the shell not connected,
    /// except where there can be no password: then there is an exit code.
    fn first_connection(&mut self, target: Target, found: Option<Found>) -> Option<u8> {
        let found = match found {
            Some(found) => Ok(found),
            None => self.console.secrets.find(&target),
        };
        match found {
            Ok(found) => {
                if let Some(text) = found.notice() {
                    self.say(&text);
                }
                let result = self.console.connect(target, &found);
                self.connected(result);
                None
            }
            Err(error @ SecretError::Interrupted) => Some(exit::code(error.kind())),
            Err(error) => Some(exit::report(None, &error.into())),
        }
    }

    /// Tells what became of an attempt to connect.
    pub(crate) fn connected(&mut self, result: anyhow::Result<()>) {
        self.console.cancel().reset();
        match result {
            Ok(()) => {
                let game = self.console.target.as_ref().map_or(Game::Auto, |t| t.game);
                let shape = self.console.shape();
                if let Some(address) = self.console.address() {
                    self.directory.connected(address, game, shape);
                }
                self.output.set_minecraft(self.directory.may_be_minecraft());
            }
            Err(error) if exit::kind(&error) == ErrorKind::Interrupted => {
                self.directory.disconnected();
                self.say("interrupted");
            }
            Err(error) => {
                self.directory.disconnected();
                self.say(&format!("Could not connect: {error:#}"));
                if self.console.is_risking_a_ban() {
                    self.say("several passwords were refused in this session: servers ban an address for that");
                }
            }
        }
    }

    /// Reads lines and does what they say, until somebody leaves.
    fn prompts(&mut self) -> anyhow::Result<()> {
        loop {
            self.console.cancel().reset();
            let prompt = self.prompt();
            self.directory.at_prompt(true);
            let input = self.lines.read(&prompt, self.console.cancel());
            self.directory.at_prompt(false);
            match input? {
                Input::Line(text) => {
                    self.lines.remember(&text);
                    for line in editor::split_pasted(&text) {
                        if self.line(line) == Next::Leave {
                            return Ok(());
                        }
                    }
                }
                Input::Interrupted => {}
                Input::Eof => return Ok(()),
            }
        }
    }

    /// The prompt, without colours.
    pub(crate) fn prompt(&self) -> String {
        match self.console.address() {
            Some(address) => format!("{address} ] "),
            None => "RCON ] ".to_owned(),
        }
    }

    /// Does what one line says. Whatever fails is told.
    pub(crate) fn line(&mut self, line: &str) -> Next {
        self.console.cancel().reset();
        let result = match script::parse(line.as_bytes()) {
            Line::Nothing => Ok(Next::Go),
            Line::Local(local) => local::prompt::run(self, &local.name, &local.rest),
            Line::Send(_) if wants_to_leave(line) => self.print(&format!("{USE_EXIT}\n")),
            Line::Send(_) if line.trim() == "help" => local::help::list(self),
            Line::Send(command) => self.send(&command).map(|()| Next::Go),
        };
        result.unwrap_or_else(|error| {
            self.tell(&error);
            Next::Go
        })
    }

    /// Sends a command, prints its reply, and what there is to say about it.
    pub(crate) fn send(&mut self, command: &[u8]) -> anyhow::Result<()> {
        let prompt = self.prompt();
        if let Some(transcript) = &mut self.console.transcript {
            transcript.command(&prompt, command)?;
        }
        if self.settings.pager {
            return self.send_paged(command);
        }
        let began = Instant::now();
        let mut telling = Telling::new(&mut self.output, self.console.transcript.take());
        let result = self
            .console
            .execute(command, &ExecuteOptions::default(), &mut telling);
        let told = telling.finish();
        self.console.transcript = told.transcript;
        let elapsed = began.elapsed();
        self.output.end_reply()?;
        self.after_reply(command, &told.head, told.asides, elapsed, result)
    }

    /// As [`send`](Self::send), the reply kept until it is known whether it
    /// fits the screen.
    fn send_paged(&mut self, command: &[u8]) -> anyhow::Result<()> {
        let began = Instant::now();
        let (reply, asides, result) = self.ask(command);
        let elapsed = began.elapsed();
        let head = &reply[..reply.len().min(telling::HEAD)];
        local::pipe::show_paged(self, &reply)?;
        self.after_reply(command, head, asides, elapsed, result)
    }

    /// Sends a command and keeps its reply whole.
    pub(crate) fn ask(
        &mut self,
        command: &[u8],
    ) -> (Vec<u8>, Vec<String>, anyhow::Result<Executed>) {
        let limit = self.console.target.as_ref().map_or(0, |t| t.max_reply);
        let mut kept = telling::Keeping::new(limit, self.console.transcript.take());
        let result = self
            .console
            .execute(command, &ExecuteOptions::default(), &mut kept);
        let told = kept.finish();
        self.console.transcript = told.transcript;
        let result = match told.overflow {
            Some(error) => Err(error),
            None => result,
        };
        (told.reply, told.asides, result)
    }

    fn after_reply(
        &mut self,
        command: &[u8],
        head: &[u8],
        asides: Vec<String>,
        elapsed: Duration,
        result: anyhow::Result<Executed>,
    ) -> anyhow::Result<()> {
        self.show_asides(asides);
        let text = String::from_utf8_lossy(command);
        if !editor::secret_part(&text) {
            self.learn(&text, head);
        }
        let stopped = Game::is_stop_command(&text) && result.is_ok() && !self.outlives_stop();
        match result {
            Ok(Executed::LoginForgotten) => self.say(
                "the server forgot the login after the change of the map: logged in again, repeat the command",
            ),
            Ok(_) if stopped => {
                self.leave_server();
            }
            Ok(_) => {}
            Err(error) => return Err(error),
        }
        if self.settings.timing {
            let ms = elapsed.as_secs_f64() * 1000.0;
            self.dim(&format!("{ms:.1} ms"));
        }
        Ok(())
    }

    /// Shows what arrived and was no reply.
    pub(crate) fn show_asides(&self, asides: Vec<String>) {
        let above = self.lines.printer();
        for aside in asides {
            above.print(&aside);
        }
    }

    /// Changes when colours are used.
    pub(crate) fn set_color(&mut self, choice: ColorChoice) {
        self.settings.color = choice;
        self.output.set_mode(self.settings.output_mode());
        self.lines.set_color(choice.for_stdout());
    }

    /// Whether the link is still there a moment after a command that stops
    /// servers was answered: not every server has that command.
    fn outlives_stop(&mut self) -> bool {
        let open = self.console.with_client(|client| {
            client.connection().is_some_and(|connection| {
                connection.linger(STOP_WAIT);
                connection.is_connected()
            })
        });
        open.unwrap_or(false)
    }

    /// Learns from a reply what it shows about the server and its names.
    fn learn(&mut self, command: &str, head: &[u8]) {
        if let Some(hint) = hint(command, head) {
            self.directory.shown(hint);
            self.output.set_minecraft(self.directory.may_be_minecraft());
        }
        for query in Query::parse_all(head) {
            self.directory.learn(query);
        }
        if let Some(unknown) = unknown_command(head) {
            let first = command.split_whitespace().next().unwrap_or_default();
            let name = unknown.name.as_deref().unwrap_or(first);
            if let Some(near) = self.directory.suggest(name) {
                self.say(&format!("did you mean {near}?"));
            }
        }
    }

    /// Leaves the server, if there is one.
    pub(crate) fn leave_server(&mut self) -> bool {
        self.directory.disconnected();
        self.console.disconnect()
    }

    /// Prints text of our own.
    pub(crate) fn print(&mut self, text: &str) -> anyhow::Result<Next> {
        self.output.text(text)?;
        Ok(Next::Go)
    }

    /// Tells the user something, on standard error, harmless and on one line.
    pub(crate) fn say(&self, text: &str) {
        // Nobody is left to be told if this fails.
        let _ = writeln!(std::io::stderr(), "{}", escape::line(text, usize::MAX));
    }

    fn dim(&self, text: &str) {
        let colour = self.settings.color.for_stderr();
        let _ = writeln!(std::io::stderr(), "{}", paint(style::DIM, text, colour));
    }

    /// Tells what went wrong.
    fn tell(&mut self, error: &anyhow::Error) {
        if error.is::<NotConnected>() {
            // The user is where they were: nothing else is to be said.
            self.say(&error.to_string());
            return;
        }
        match error.downcast_ref::<Error>() {
            Some(Error::Interrupted) => {}
            Some(Error::Lost(lost)) => {
                self.say(&format!("Lost connection to server. ({lost})"));
            }
            Some(Error::Connect(_) | Error::Authentication(_) | Error::LoginTimeout { .. }) => {
                self.say("Lost connection to server.");
                self.say(&format!("Could not connect: {error:#}"));
                self.forget_unusable();
            }
            Some(Error::State(_)) => {
                self.forget_unusable();
                self.say(&NotConnected.to_string());
            }
            _ => self.say(&format!("{error:#}")),
        }
    }

    /// Leaves a server whose password does not work any more.
    fn forget_unusable(&mut self) {
        let usable = self
            .console
            .with_client(|client| client.password().is_some());
        if !usable.unwrap_or(false) {
            self.leave_server();
        }
    }

    /// Asks for the names again.
    pub(crate) fn refresh(&mut self) -> anyhow::Result<()> {
        if self.console.target.is_none() {
            return Err(NotConnected.into());
        }
        self.background.refresh();
        Ok(())
    }
}

/// Whether a line is what people type to leave a shell.
fn wants_to_leave(line: &str) -> bool {
    let first = line
        .split(|c: char| c.is_whitespace() || c == ';')
        .find(|w| !w.is_empty());
    first.is_some_and(|word| {
        ["exit", "quit"]
            .iter()
            .any(|w| w.eq_ignore_ascii_case(word))
    })
}

/// Whether a mode has the editor.
fn has_editor(mode: &Mode) -> bool {
    matches!(mode, Mode::Shell { editor: true })
}
