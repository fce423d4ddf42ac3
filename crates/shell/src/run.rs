//! The program from its arguments to its exit code.

use std::io::{self, Write as _};

use rcon_proto::{Address, ErrorKind, Password};

use crate::error::{Error, Result, UsageError, exit_code};
use crate::generate;
use crate::request::cli::{Args, What, foreign};
use crate::request::config::folders::Folders;
use crate::request::options::{self, Destination, Mode, Surroundings};
use crate::show::escape::{self, Controls, EscapeOptions};
use crate::show::notice::{be_quiet, remark};
use crate::show::output::cannot_write;
use crate::show::report;
use crate::show::style::ColorChoice;
use crate::show::verbose;
use crate::system::interrupt;
use crate::ways::actions;
use crate::ways::app::App;
use crate::ways::check;
use crate::ways::drift;
use crate::ways::fleet;
use crate::ways::follow;
use crate::ways::players;
use crate::ways::prompt;
use crate::ways::script;

/// Runs the program with the arguments of this process, and gives its exit
/// code.
pub fn run() -> u8 {
    interrupt::end_at_a_panic();
    let args = match Args::read(std::env::args_os()) {
        Ok(args) => args,
        Err(error) => {
            return match foreign::advice(&error) {
                Some(advice) => report::failure(None, &UsageError(advice).into()),
                None => told(&error),
            };
        }
    };
    match start(&args) {
        Ok(code) => code,
        Err(error) => report::failure(None, &error),
    }
}

/// Says what is wrong with the arguments, or the help and the version where
/// those were asked for.
fn told(error: &clap::Error) -> u8 {
    if !error.use_stderr() {
        let printed = error.print().and_then(|()| io::stdout().flush());
        return match printed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                report::failure(None, &cannot_write(error))
            }
            // Whoever closed the pipe has seen enough.
            _ => 0,
        };
    }
    let colour = ColorChoice::Auto.for_stderr();
    let text = if colour {
        error.render().ansi().to_string()
    } else {
        error.render().to_string()
    };
    // It quotes the arguments, which somebody else may have written.
    let options = EscapeOptions {
        colour,
        minecraft: false,
        controls: Controls::Show,
    };
    // Nobody is left to be told if this fails.
    let _ = io::stderr().write_all(escape::text(text.as_bytes(), options).as_bytes());
    exit_code(ErrorKind::Usage)
}

/// Opens the shell from a program of yours: reads lines from standard input
/// until the user leaves. The user's configuration and history are those of
/// the program.
///
/// With an address it begins by connecting there, as `rcon-shell ADDRESS`
/// does. Without a password it finds one as the program does (`RCON_PASSWORD`
/// and its kin), and asks the user where there is none. Without an address it
/// begins unconnected, whatever `RCON_HOST` says, and the user connects with
/// `!connect`; a password is then of no use and ignored.
///
/// Takes signals and the terminal over, so it is called once.
///
/// # Errors
///
/// The address is none, there is no password to be had, or the terminal
/// cannot be used. A connection that fails is told to the user, who can make
/// another.
///
/// ```no_run
/// rcon_shell::shell(Some("127.0.0.1:27015"), Some("secret".into()))?;
/// rcon_shell::shell(Some("127.0.0.1:27015"), None)?;
/// rcon_shell::shell(None, None)?;
/// # Ok::<(), rcon_shell::Error>(())
/// ```
pub fn shell(address: Option<&str>, password: Option<Password>) -> Result<(), Error> {
    let (args, around) = shell_request(address, password)?;
    let app = App::new(&args, &around)?;
    let code = match &app.options.mode {
        Mode::Shell(shell) => prompt::run(&app, *shell, actions::at_prompt)?,
        other => unreachable!("an address alone asks for a shell, not for {other:?}"),
    };
    if code != 0 {
        // Why has been told by then: the user gave no password.
        return Err(Error::new(ErrorKind::Other, "no shell was opened"));
    }
    Ok(())
}

/// What a command line would have said.
fn shell_request(
    address: Option<&str>,
    password: Option<Password>,
) -> Result<(Args, Surroundings)> {
    let address: Option<Address> = address.map(str::parse).transpose()?;
    let around = Surroundings::terminal();
    let around = match address {
        Some(_) => around,
        None => around.without("RCON_HOST"),
    };
    let words = std::iter::once("rcon-shell".to_owned());
    let mut args = Args::read(words.chain(address.map(|a| a.to_string())).map(Into::into))?;
    args.password = password;
    Ok((args, around))
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
    if app.options.quiet {
        be_quiet();
    }
    for text in &app.options.notices {
        remark(text);
    }
    app.warn_of_first_password();
    let destination = &app.options.destination;
    if let Mode::Script(_) | Mode::Check(_) | Mode::Players(_) | Mode::Follow(_) | Mode::Drift(_) =
        &app.options.mode
    {
        verbose::start(app.options.verbose, None);
    }
    match (&app.options.mode, destination) {
        (Mode::Generate(what), _) => {
            generate::print(*what, None).map_err(cannot_write)?;
            Ok(0)
        }
        (Mode::Shell(shell), Destination::Fleet(targets)) => {
            fleet::prompt::run(&app, targets, *shell, actions::in_fleet)
        }
        (Mode::Shell(shell), _) => prompt::run(&app, *shell, actions::at_prompt),
        (Mode::Script(run), Destination::Fleet(targets)) => {
            fleet::script(&app, targets, run, actions::in_script)
        }
        (Mode::Script(run), _) => script::run(&app, run, actions::in_script),
        (Mode::Check(form), Destination::Fleet(targets)) => fleet::check(&app, targets, *form),
        (Mode::Check(form), _) => check::run(&app, *form),
        (Mode::Follow(form), Destination::Fleet(targets)) => fleet::follow(&app, targets, *form),
        (Mode::Follow(form), _) => follow::run(&app, *form),
        (Mode::Players(form), Destination::Fleet(targets)) => fleet::players(&app, targets, *form),
        (Mode::Players(form), _) => players::run(&app, *form),
        (Mode::Drift(run), Destination::Fleet(targets)) => fleet::drift(&app, targets, run),
        (Mode::Drift(run), _) => drift::run(&app, run),
    }
}
