mod choosing;

use std::collections::HashMap;
use std::ffi::OsString;

use clap::Parser as _;

use super::*;
use crate::request::cli::{Args, What};
use crate::request::config::folders::Folders;

/// A run with these words, these variables and this configuration file.
struct Run {
    variables: HashMap<String, OsString>,
    config: &'static str,
    stdin_is_terminal: bool,
    stdout_is_terminal: bool,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            variables: HashMap::new(),
            config: "",
            stdin_is_terminal: true,
            stdout_is_terminal: true,
        }
    }
}

impl Run {
    fn with(variables: &[(&str, &str)]) -> Self {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).into());
        Self {
            variables: variables.iter().map(own).collect(),
            ..Self::default()
        }
    }

    fn resolve(self, words: &[&str]) -> Result<Options, OptionsError> {
        let words = std::iter::once("rcon-shell").chain(words.iter().copied());
        let args = Args::try_parse_from(words).unwrap_or_else(|error| panic!("{error}"));
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders {
            config: folder.path().to_owned(),
            state: folder.path().to_owned(),
            cache: folder.path().to_owned(),
        };
        std::fs::write(folders.config_file(), self.config).unwrap();
        let variables = self.variables;
        let around = Surroundings {
            stdin_is_terminal: self.stdin_is_terminal,
            stdout_is_terminal: self.stdout_is_terminal,
            ..Surroundings::with_variables(move |name| variables.get(name).cloned())
        };
        resolve(&args, &around, Some(&folders))
    }
}

fn resolved(words: &[&str]) -> Options {
    Run::default().resolve(words).unwrap()
}

fn as_shell(options: &Options) -> Shell {
    match options.mode {
        Mode::Shell(shell) => shell,
        ref other => panic!("{other:?}"),
    }
}

fn shell(words: &[&str]) -> Shell {
    as_shell(&resolved(words))
}

fn refusal(words: &[&str]) -> String {
    Run::default().resolve(words).unwrap_err().to_string()
}

fn address(options: &Options) -> String {
    match &options.destination {
        Destination::Server(target) => target.address.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_script_runs_against_the_demo_too() {
    let options = resolved(&["--demo", "-e", "status"]);
    assert_eq!(options.destination, Destination::Demo);
    assert!(matches!(options.mode, Mode::Script(_)));
}

#[test]
fn the_environment_names_the_server_where_no_word_does() {
    let variables = [("RCON_HOST", "mc"), ("RCON_PORT", "25575")];
    let options = Run::with(&variables).resolve(&[]).unwrap();
    assert_eq!(address(&options), "mc:25575");
    // A port of its own wins, and so does a word on the command line.
    let options = Run::with(&[("RCON_HOST", "mc:1"), ("RCON_PORT", "2")]);
    assert_eq!(address(&options.resolve(&[]).unwrap()), "mc:1");
    let options = Run::with(&variables).resolve(&["tf2"]).unwrap();
    assert_eq!(address(&options), "tf2:27015");
    let options = Run::with(&variables).resolve(&["--demo"]).unwrap();
    assert_eq!(options.destination, Destination::Demo);
}

#[test]
fn a_port_alone_is_not_read() {
    let options = Run::with(&[("RCON_PORT", "rubbish")]).resolve(&[]).unwrap();
    assert_eq!(options.destination, Destination::Nowhere);
    let error = Run::with(&[("RCON_HOST", "a"), ("RCON_PORT", "0")]).resolve(&[]);
    assert!(matches!(error, Err(OptionsError::BadPort(_))));
}

#[test]
fn an_empty_variable_is_none() {
    let options = Run::with(&[("RCON_HOST", ""), ("RCON_PASSWORD", "")]);
    let options = options.resolve(&[]).unwrap();
    assert_eq!(options.destination, Destination::Nowhere);
    assert_eq!(options.environment_password, None);
}

#[test]
fn the_password_file_wins_over_the_password_in_the_environment() {
    let variables = [("RCON_PASSWORD", "x"), ("RCON_PASSWORD_FILE", "/f")];
    let options = Run::with(&variables).resolve(&["a"]).unwrap();
    let file = PasswordSource::File("/f".into());
    assert_eq!(options.environment_password, Some(file));
}

#[test]
fn several_servers_have_a_prompt_or_something_to_run() {
    let options = resolved(&["a", "b"]);
    assert!(matches!(options.mode, Mode::Shell(_)), "{:?}", options.mode);
    assert_eq!(options.called, ["a", "b"]);
    let options = resolved(&["a", "b", "a:27015", "-e", "status"]);
    let Destination::Fleet(targets) = options.destination else {
        panic!("{:?}", options.destination);
    };
    assert_eq!(targets.len(), 2);
    // Twice the same is one server, and one server may have a shell.
    assert_eq!(address(&resolved(&["a", "a"])), "a:27015");
}

#[test]
fn all_is_every_profile_unless_a_group_is_called_so() {
    let both = "[servers.x]\naddress = 'localhost:1'\n[servers.y]\naddress = 'localhost:2'";
    let grouped = "[servers.x]\naddress = 'localhost:1'\n[servers.y]\naddress = 'localhost:2'\n\
                   [groups]\nall = ['y']";
    for (config, expected) in [(both, 2), (grouped, 1)] {
        let run = Run {
            config,
            ..Run::default()
        };
        let options = run.resolve(&["@all", "--check"]).unwrap();
        let Destination::Fleet(targets) = options.destination else {
            panic!("{:?}", options.destination);
        };
        assert_eq!(targets.len(), expected);
    }
    assert!(refusal(&["@all"]).contains("unknown group @all"));
}

#[test]
fn a_group_of_one_is_a_fleet_still() {
    let run = Run {
        config: "[groups]\neu = ['localhost']",
        ..Run::default()
    };
    let options = run.resolve(&["@eu", "--check"]).unwrap();
    assert!(matches!(options.destination, Destination::Fleet(targets) if targets.len() == 1));
}

#[test]
fn a_password_without_a_server_is_ignored_with_a_notice() {
    let options = resolved(&["-p", "hunter2"]);
    assert!(matches!(options.password, PasswordOption::Ignored(_)));
    assert_eq!(options.notices.len(), 1);
    assert!(!format!("{options:?}").contains("hunter2"));
    let options = resolved(&["a", "-p", "x"]);
    assert!(matches!(options.password, PasswordOption::Given(_)));
    assert!(options.notices.is_empty());
}

#[test]
fn what_needs_a_server_says_so() {
    assert!(refusal(&["--check"]).contains("RCON_HOST"));
    assert!(refusal(&["-e", "status"]).contains("RCON_HOST"));
    resolved(&["-e", "!connect a", "-e", "status"]);
}

#[test]
fn options_go_before_the_configuration() {
    let run = || Run {
        config: "[defaults]\ncolor = 'never'\nparallel = 3\nhistory = false\nvi = true",
        ..Run::default()
    };
    let options = run().resolve(&[]).unwrap();
    assert_eq!(
        (options.color, options.parallel),
        (ColorChoice::Never, Some(3))
    );
    let shell = as_shell(&options);
    assert_eq!(shell.reading, Reading::Terminal { history: false });
    assert!(shell.vi && !shell.pager);
    let options = run()
        .resolve(&["--color", "always", "--parallel", "9"])
        .unwrap();
    assert_eq!(
        (options.color, options.parallel),
        (ColorChoice::Always, Some(9))
    );
    let options = run().resolve(&["--no-config"]).unwrap();
    assert_eq!(options.color, ColorChoice::Auto);
}

#[test]
fn a_named_configuration_has_to_be_there() {
    let error = Run::default().resolve(&["--config", "/not/there.toml"]);
    assert!(matches!(error, Err(OptionsError::Config(_))));
    let error = Run::with(&[("RCON_SHELL_CONFIG", "/not/there.toml")]).resolve(&[]);
    assert!(matches!(error, Err(OptionsError::Config(_))));
}

#[test]
fn generating_needs_no_sound_configuration() {
    let run = Run {
        config: "rubbish",
        ..Run::default()
    };
    let options = run.resolve(&["--generate", "man"]).unwrap();
    assert_eq!(options.mode, Mode::Generate(What::Man));
}
