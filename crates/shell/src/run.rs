//! The program from its arguments to its exit code.

use clap::Parser as _;
use rcon_proto::{ErrorKind, Password};

use crate::app::App;
use crate::exit;
use crate::generate;
use crate::request::cli::{Args, What};
use crate::request::config::folders::Folders;
use crate::request::options::{self, Destination, Mode, Surroundings};
use crate::show::notice::notice;
use crate::show::sink::cannot_write;
use crate::show::verbose;
use crate::ways::actions;
use crate::ways::check;
use crate::ways::fleet;
use crate::ways::prompt;
use crate::ways::script;

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
    prompt::run(&app, actions::at_prompt).map(drop)
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
        Mode::Shell { .. } => prompt::run(&app, actions::at_prompt),
        Mode::Script(_) | Mode::Check => {
            verbose::start(app.options.verbose, None);
            match &app.options.destination {
                Destination::Fleet(targets) => fleet::run(&app, targets),
                _ if app.options.mode == Mode::Check => check::run(&app),
                _ => script::run(&app, actions::in_script),
            }
        }
    }
}
