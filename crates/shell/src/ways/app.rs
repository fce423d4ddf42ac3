//! What was asked for, and what every way of running makes of it.

use std::sync::Arc;
use std::time::Duration;

use rcon_proto::{Cancel, ErrorKind, Password};

use crate::commands::know_aliases;
use crate::error::{Context as _, Error, Result};
use crate::live;
use crate::request::cli::Args;
use crate::request::config::folders::Folders;
use crate::request::options::{
    self, Destination, Mode, Options, PasswordOption, RecordForm, ScriptSource, Surroundings,
};
use crate::request::secret::notice::first_password;
use crate::request::secret::{FoundPassword, Origin, Secrets};
use crate::request::settings::PasswordSource;
use crate::request::target::Target;
use crate::server::connect::Dialer;
use crate::server::keeping::Keeper;
use crate::server::names::cache::Cache;
use crate::show::json::KeptRecord;
use crate::show::notice::remark;
use crate::show::output::cannot_write;
use crate::show::output::{Output, Rendering, StandardOutput};
use crate::show::style;
use crate::system::interrupt;
use crate::system::terminal;
use crate::typing::script::Script;
use crate::typing::script::lines::LineSource;

/// How long a server that was told to restart is waited for, unless `--wait`
/// says otherwise.
const COMES_BACK_WITHIN: Duration = Duration::from_mins(5);

/// Everything that a way of running needs.
pub(crate) struct App {
    pub(crate) options: Options,
    pub(crate) folders: Option<Folders>,
    pub(crate) cancel: Cancel,
    pub(crate) stdin: Arc<LineSource>,
}

impl App {
    /// Prepares the process and works out what was asked for.
    pub(crate) fn new(args: &Args, around: &Surroundings) -> Result<Self> {
        style::prepare_console();
        let cancel = around.cancel.clone();
        interrupt::install(&cancel).context("cannot listen for signals")?;
        let folders = Folders::find();
        let options = options::resolve(args, around, folders.as_ref())?;
        know_passwords(&options);
        Ok(Self {
            options,
            folders,
            cancel,
            stdin: Arc::new(LineSource::stdin()),
        })
    }

    pub(crate) fn warn_of_first_password(&self) {
        let shell = matches!(self.options.mode, Mode::Shell(_));
        if shell
            && matches!(
                &self.options.password,
                PasswordOption::Given(PasswordSource::Value(_))
            )
            && terminal::streams().stderr
            && let Some(text) = self.folders.as_ref().and_then(|f| first_password(&f.state))
        {
            remark(text);
        }
    }

    pub(crate) fn dialer(&self) -> Dialer {
        Dialer {
            wait: self.options.wait.unwrap_or_default(),
            comes_back_within: self.options.wait.unwrap_or(COMES_BACK_WITHIN),
            // With `-v` each attempt is told.
            tells: self.options.verbose == 0 && !self.options.quiet && terminal::streams().stderr,
            cancel: self.cancel.clone(),
            keeper: self.keeper(),
            log: self.options.log.clone(),
        }
    }

    /// Where it is kept what servers have shown: nowhere with `--no-history`,
    /// nor for the demo, whose server is never met again.
    fn keeper(&self) -> Option<Keeper> {
        let demo = matches!(self.options.destination, Destination::Demo);
        let folders = self.folders.as_ref()?;
        (self.options.keeps && !demo).then(|| Keeper::at(&folders.cache))
    }

    pub(crate) fn secrets(&self) -> Result<Secrets> {
        let option = match &self.options.password {
            PasswordOption::Absent => None,
            PasswordOption::Given(source) | PasswordOption::Ignored(source) => Some(source),
        };
        let mut secrets = Secrets::new(
            option.cloned(),
            self.options.environment_password.clone(),
            Arc::clone(&self.stdin),
            self.cancel.clone(),
        );
        if let PasswordOption::Ignored(_) = self.options.password {
            secrets.discard_option()?;
        }
        Ok(secrets)
    }

    /// The server to begin with and its password; the demo's server is
    /// started, and lives as long as what is returned.
    pub(crate) fn first_server(&self) -> Result<Option<(Target, Option<FoundPassword>, Demo)>> {
        Ok(match &self.options.destination {
            Destination::Server(target) => Some(((**target).clone(), None, None)),
            Destination::Demo => {
                let (server, password) = demo()?;
                let target = self.options.book.at(server.addr().into());
                let found = FoundPassword {
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

    /// Where the names of servers are kept, and which game each is.
    pub(crate) fn cache(&self) -> Option<Cache> {
        let folders = self.folders.as_ref();
        folders.map(|folders| Cache::at(&folders.cache))
    }

    /// What replies on standard output become, where they are to be read.
    pub(crate) fn readable(&self) -> Rendering {
        Rendering::of_stdout(self.options.color)
    }

    /// A script that was asked for.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or holds what no script can.
    pub(crate) fn open_script(&self, source: &ScriptSource) -> Result<Script> {
        let aliases = Arc::clone(&self.options.book.config().aliases);
        Ok(match source {
            ScriptSource::Commands(commands) => Script::commands(commands.clone(), aliases)?,
            ScriptSource::File(file) => Script::file(file, aliases)?,
            ScriptSource::Stdin => Script::stdin(Arc::clone(&self.stdin), aliases),
        })
    }
}

/// The password for the one server of a run, unless it is known, and what there is
/// to be told of it.
///
/// # Errors
///
/// There is none, or its source does not work.
pub(crate) fn password(
    secrets: &mut Secrets,
    target: &Target,
    known: Option<FoundPassword>,
) -> Result<FoundPassword> {
    let found = match known {
        Some(found) => found,
        None => secrets.find(target)?,
    };
    if let Some(text) = found.notice() {
        remark(&text);
    }
    Ok(found)
}

/// Those that are written down somewhere: whoever types one at the prompt
/// before it was used does not want it kept either. Nor one that an alias takes.
fn know_passwords(options: &Options) {
    let config = options.book.config();
    let given = match &options.password {
        PasswordOption::Absent => None,
        PasswordOption::Given(source) | PasswordOption::Ignored(source) => Some(source),
    };
    let profiles = config.profiles.iter().map(|profile| &profile.password);
    let written = profiles.chain([&config.defaults.password, &options.environment_password]);
    know_aliases(&config.aliases);
    for source in written.flatten().chain(given) {
        if let PasswordSource::Value(password) = source {
            live::know(password);
        }
    }
}

/// The demo has what most servers have: somebody who starts it again.
const DEMO_RETURNS: Duration = Duration::from_secs(3);

/// The simulated server, while the demo runs.
pub(crate) type Demo = Option<rcon_sim::Server>;

fn demo() -> Result<(rcon_sim::Server, Password)> {
    let password = random_word();
    let server = rcon_sim::Server::builder()
        .listen("127.0.0.1:0")
        .password(password.clone())
        .hostname("rcon-shell demo")
        .returns_after(DEMO_RETURNS)
        .start()
        .map_err(|error| {
            Error::new(ErrorKind::Other, error).context("cannot start the demo's server")
        })?;
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
pub(crate) fn write_line() -> impl FnMut(&str) -> Result<()> {
    let mut output = Output::new(StandardOutput::new(), Rendering::Raw);
    move |line| output.text(line).map_err(cannot_write)
}

/// The same of records in this form.
pub(crate) fn write_record(form: RecordForm) -> impl FnMut(KeptRecord) -> Result<()> {
    let mut output = Output::new(StandardOutput::new(), Rendering::Raw);
    move |record: KeptRecord| {
        let written = output.streamed(|out| form.write(&record, out));
        written.map_err(cannot_write)
    }
}
