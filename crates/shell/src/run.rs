//! The program from its arguments to its exit code.

use clap::Parser as _;
use rcon_proto::{ErrorKind, Password};

use crate::error::{Error, Result, exit_code};
use crate::generate;
use crate::request::cli::{Args, What};
use crate::request::config::folders::Folders;
use crate::request::options::{self, Destination, Mode, Surroundings};
use crate::show::notice::notice;
use crate::show::output::cannot_write;
use crate::show::report;
use crate::show::verbose;
use crate::ways::actions;
use crate::ways::app::App;
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
                exit_code(ErrorKind::Usage)
            } else {
                0
            };
        }
    };
    match start(&args) {
        Ok(code) => code,
        Err(error) => report::failure(None, &error),
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
/// # Ok::<(), rcon_shell::Error>(())
/// ```
pub fn shell(address: &str, password: impl Into<Password>) -> Result<(), Error> {
    let address: rcon_proto::Address = address.parse()?;
    let mut args = Args::try_parse_from(["rcon-shell", &address.to_string()])?;
    args.password = Some(password.into());
    let app = App::new(&args, &Surroundings::terminal())?;
    match &app.options.mode {
        Mode::Shell(shell) => prompt::run(&app, *shell, actions::at_prompt).map(drop),
        other => unreachable!("an address alone asks for a shell, not for {other:?}"),
    }
}

fn start(args: &Args) -> Result<u8> {
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
    let destination = &app.options.destination;
    if let Mode::Script(_) | Mode::Check(_) = &app.options.mode {
        verbose::start(app.options.verbose, None);
    }
    match (&app.options.mode, destination) {
        (Mode::Generate(what), _) => {
            generate::print(*what, None).map_err(cannot_write)?;
            Ok(0)
        }
        (Mode::Shell(shell), _) => prompt::run(&app, *shell, actions::at_prompt),
        (Mode::Script(run), Destination::Fleet(targets)) => {
            fleet::script(&app, targets, run, actions::in_script)
        }
        (Mode::Script(run), _) => script::run(&app, run, actions::in_script),
        (Mode::Check(form), Destination::Fleet(targets)) => fleet::check(&app, targets, *form),
        (Mode::Check(form), _) => check::run(&app, *form),
    }
}
