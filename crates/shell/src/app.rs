//! The program from its arguments to its exit code.

use std::io::IsTerminal as _;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Parser as _;
use rcon_proto::{Cancel, ErrorKind, Password};

use crate::check;
use crate::cli::{Args, Format, What};
use crate::config::folders::Folders;
use crate::connect::Dialer;
use crate::console::Console;
use crate::exit;
use crate::fleet;
use crate::generate;
use crate::interrupt;
use crate::options::{self, Destination, Mode, Options, ScriptSource, Surroundings};
use crate::output::{self, Output, StandardOutput};
use crate::repl;
use crate::runner::{Rules, Runner, notice};
use crate::script::Script;
use crate::script::lines::LineSource;
use crate::secret::notice::first_password;
use crate::secret::{Found, Origin, Secrets};
use crate::settings::PasswordSource;
use crate::sink::{JsonSink, Sink, TextSink, cannot_write};
use crate::style;
use crate::target::Target;
use crate::verbose;

/// Everything that a way of running needs.
pub(crate) struct App {
    pub(crate) options: Options,
    pub(crate) folders: Option<Folders>,
    pub(crate) cancel: Cancel,
    pub(crate) stdin: Arc<LineSource>,
}

/// Runs the program with the arguments of this process, and gives its exit
/// code.
pub fn run() -> u8 {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Also for --help and --version. A closed pipe is no error.
            let _ = error.print();
            return if error.use_stderr() {
                exit::code(ErrorKind::Usage)
            } else {
                0
            };
        }
    };
    match start(&args) {
        Ok(code) => code,
        Err(error) => exit::report(None, &error),
    }
}

/// Opens the shell on a server, as `rcon-shell ADDRESS` does, from a program
/// of yours: reads lines from standard input until the user leaves. The
/// user's configuration and history are those of the program.
///
/// Takes signals and the terminal over, so it is called once.
///
/// # Errors
///
/// The address is none, or the terminal cannot be used. A connection that
/// fails is told to the user, who can make another.
///
/// ```no_run
/// rcon_shell::shell("127.0.0.1:27015", "secret")?;
/// # Ok::<(), anyhow::Error>(())
/// ```
pub fn shell(address: &str, password: impl Into<Password>) -> anyhow::Result<()> {
    let address: rcon_proto::Address = address.parse()?;
    let mut args = Args::try_parse_from(["rcon-shell", &address.to_string()])?;
    args.password = Some(password.into());
    let app = App::new(&args, &Surroundings::terminal())?;
    repl::run(&app).map(drop)
}

fn start(args: &Args) -> anyhow::Result<u8> {
    let around = Surroundings::of_process();
    if args.generate == Some(What::Servers) {
        // Before anything is looked at that could be an error: a completion
        // has nowhere to show one.
        let file = options::config_file(args, &around, Folders::find().as_ref());
        let file = file.as_ref().map(|(path, _)| path.as_path());
        generate::print(What::Servers, file).map_err(cannot_write)?;
        return Ok(0);
    }
    let app = App::new(args, &around)?;
    for text in &app.options.notices {
        notice(text);
    }
    app.warn_of_first_password();
    match &app.options.mode {
        Mode::Generate(what) => {
            generate::print(*what, None).map_err(cannot_write)?;
            Ok(0)
        }
        Mode::Shell { .. } => repl::run(&app),
        Mode::Script(_) | Mode::Check => {
            verbose::start(app.options.verbose, None);
            match &app.options.destination {
                Destination::Fleet(targets) => fleet::run(&app, targets),
                _ if app.options.mode == Mode::Check => check::run(&app),
                _ => app.script(),
            }
        }
    }
}

impl App {
    /// Prepares the process and works out what was asked for.
    fn new(args: &Args, around: &Surroundings) -> anyhow::Result<Self> {
        style::prepare_console();
        let cancel = Cancel::new();
        interrupt::install(&cancel).context("cannot listen for signals")?;
        let folders = Folders::find();
        let options = options::resolve(args, around, folders.as_ref())?;
        Ok(Self {
            options,
            folders,
            cancel,
            stdin: Arc::new(LineSource::stdin()),
        })
    }

    fn warn_of_first_password(&self) {
        let shell = matches!(self.options.mode, Mode::Shell { .. });
        let given = matches!(self.options.password, Some(PasswordSource::Value(_)));
        if shell
            && given
            && !self.options.password_ignored
            && std::io::stderr().is_terminal()
            && let Some(text) = self.folders.as_ref().and_then(|f| first_password(&f.state))
        {
            notice(text);
        }
    }

    pub(crate) fn dialer(&self) -> Dialer {
        Dialer {
            wait: self.options.wait,
            cancel: self.cancel.clone(),
        }
    }

    pub(crate) fn secrets(&self) -> anyhow::Result<Secrets> {
        let mut secrets = Secrets::new(
            self.options.password.clone(),
            self.options.environment_password.clone(),
            Arc::clone(&self.stdin),
            self.cancel.clone(),
        );
        if self.options.password_ignored {
            secrets.discard_option()?;
        }
        Ok(secrets)
    }

    /// The server to begin with and its password; the demo's server is
    /// started, and lives as long as what is returned.
    pub(crate) fn first_server(&self) -> anyhow::Result<Option<(Target, Option<Found>, Demo)>> {
        Ok(match &self.options.destination {
            Destination::Server(target) => Some(((**target).clone(), None, None)),
            Destination::Demo => {
                let (server, password) = demo()?;
                let target = self.options.book.at(server.addr().into());
                let found = Found {
                    password,
                    origin: Origin::Demo,
                };
                Some((target, Some(found), Some(server)))
            }
            Destination::Nowhere | Destination::Fleet(_) => None,
        })
    }

    /// The configuration file, there or not; none with `--no-config`.
    pub(crate) fn config_file(&self) -> Option<std::path::PathBuf> {
        let read = self.options.book.config().path.clone();
        read.or_else(|| self.folders.as_ref().map(Folders::config_file))
    }

    /// What replies on standard output become.
    pub(crate) fn output_mode(&self) -> output::Mode {
        let choice = self.options.color;
        let terminal = std::io::stdout().is_terminal();
        output::Mode::choose(self.options.raw, terminal, choice, choice.for_stdout())
    }

    fn script(&self) -> anyhow::Result<u8> {
        let mut secrets = self.secrets()?;
        let first = self.first_server()?;
        let mut text = TextSink {
            output: Output::new(StandardOutput::new(), self.output_mode()),
        };
        let mut lines = JsonSink::new(write_line());
        let sink: &mut dyn Sink = match self.options.format {
            Format::Json => &mut lines,
            Format::Text | Format::Prometheus => &mut text,
        };
        // The password may be the first line of what the script is read from.
        let known = match &first {
            Some((target, None, _)) => match secrets.find(target) {
                Ok(found) => Some(found),
                Err(error) => {
                    let error = anyhow::Error::new(error);
                    sink.server(target);
                    sink.failed(None, &error);
                    return Ok(exit::report(Some(&target.address), &error));
                }
            },
            Some((_, found, _)) => found.clone(),
            None => None,
        };
        let mut script = self.open_script()?;
        let mut console = Console::new(self.options.book.clone(), self.dialer(), secrets);
        if let (Some((target, ..)), Some(found)) = (&first, &known) {
            if let Some(text) = found.notice() {
                notice(&text);
            }
            sink.server(target);
            if let Err(error) = console.connect(target.clone(), found) {
                sink.failed(None, &error);
                return Ok(exit::report(Some(&target.address), &error));
            }
        }
        let rules = Rules {
            keep_going: self.options.keep_going,
            no_wait: self.options.no_wait,
            fleet: false,
        };
        let failure = Runner::new(&mut console, sink, rules).run(&mut script);
        Ok(failure.map_or(0, |failure| exit::code(failure.kind)))
    }

    /// The script that was asked for.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or holds what no script can.
    pub(crate) fn open_script(&self) -> anyhow::Result<Script> {
        Ok(match &self.options.mode {
            Mode::Script(ScriptSource::Commands(commands)) => Script::commands(commands.clone())?,
            Mode::Script(ScriptSource::File(file)) => Script::file(file)?,
            _ => Script::stdin(Arc::clone(&self.stdin)),
        })
    }
}

/// The simulated server, while the demo runs.
pub(crate) type Demo = Option<rcon_sim::Server>;

fn demo() -> anyhow::Result<(rcon_sim::Server, Password)> {
    let password = random_word();
    let server = rcon_sim::Server::builder()
        .listen("127.0.0.1:0")
        .password(password.clone())
        .hostname("rcon-shell demo")
        .start()
        .context("cannot start the demo's server")?;
    Ok((server, Password::new(password)))
}

/// A password that nobody else on this machine knows.
fn random_word() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    // Seeded by the operating system for every `RandomState`.
    let word = || RandomState::new().hash_one(std::process::id());
    format!("{:016x}{:016x}", word(), word())
}

/// Writes whole lines to standard output. A closed pipe is remembered, and
/// the rest thrown away.
pub(crate) fn write_line() -> impl FnMut(&str) -> anyhow::Result<()> {
    let mut output = Output::new(StandardOutput::new(), output::Mode::Raw);
    move |line| output.text(line).map_err(cannot_write)
}
