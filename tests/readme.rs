//! What the README tells people to type is what the program takes, and what
//! its scripts are said to do is what they do.

use std::path::{Path, PathBuf};

use clap::Parser as _;
use rcon_proto::ErrorKind;
use rcon_shell::cli::{self, Args};
use rcon_shell::options::{Surroundings, resolve};

use crate::support::Home;

/// Headings below which other programs' options are named.
const OTHERS_OPTIONS: &str = "## Coming from another client";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).unwrap()
}

/// The code blocks, and the lines outside of them.
fn blocks_and_prose(markdown: &str) -> (Vec<String>, Vec<&str>) {
    let (mut blocks, mut prose) = (Vec::new(), Vec::new());
    let mut open: Option<String> = None;
    for line in markdown.lines() {
        let fence = line.starts_with("```");
        match open.take() {
            None if fence => open = Some(String::new()),
            None => prose.push(line),
            Some(block) if fence => blocks.push(block),
            Some(block) => open = Some(block + line + "\n"),
        }
    }
    assert!(open.is_none(), "a code block is not closed");
    (blocks, prose)
}

/// The block that holds `mark`.
fn block(mark: &str) -> String {
    let (blocks, _) = blocks_and_prose(&readme());
    let mut found = blocks.into_iter().filter(|block| block.contains(mark));
    let block = found
        .next()
        .unwrap_or_else(|| panic!("no block with {mark}"));
    assert!(found.next().is_none(), "two blocks with {mark}");
    block
}

/// The lines of all code blocks, those that end in a backslash joined.
fn code_lines() -> Vec<String> {
    let (blocks, _) = blocks_and_prose(&readme());
    let joined = blocks.concat().replace("\\\n", " ");
    joined
        .lines()
        .map(|line| line.trim_start().trim_start_matches("$ ").to_owned())
        .collect()
}

/// The arguments of every `rcon-shell` that is called in a line of a shell, or
/// of a file that holds such a line.
fn calls(line: &str) -> Vec<Vec<String>> {
    let words = shlex::split(line).unwrap_or_default();
    let between = |word: &String| ["|", "||", "&&", ";", "&", ")"].contains(&word.as_str());
    let called = |word: &String| word == "rcon-shell" || word.ends_with("/rcon-shell");
    // A redirection, what other programs fill in, or their own arguments.
    let ours = |word: &&String| {
        !["<", ">", "$(", "{{", "::::"]
            .iter()
            .any(|w| word.starts_with(w))
    };
    words
        .split(between)
        .filter_map(|command| {
            let at = command.iter().position(called)?;
            let args = command[at + 1..].iter().take_while(ours);
            Some(args.map(|word| filled_in(word)).collect())
        })
        .collect()
}

/// A word as a shell would expand it: `${NAME:-DEFAULT}` is its default, any
/// other variable (and GNU parallel's `{}`) a server.
fn filled_in(word: &str) -> String {
    if let Some((_, default)) = word.split_once(":-") {
        return default.trim_end_matches('}').to_owned();
    }
    if word.starts_with('$') || word == "{}" {
        return "tf2".to_owned();
    }
    word.to_owned()
}

#[test]
fn every_command_line_in_it_is_taken() {
    let home = Home::new();
    let config = home.file("config.toml", block("[groups]"));
    let mut seen = 0;
    for line in code_lines() {
        // A copy of the program is no call of it.
        let calls = if line.starts_with("COPY ") {
            vec![]
        } else {
            calls(&line)
        };
        for words in calls {
            let call = std::iter::once("rcon-shell").chain(words.iter().map(String::as_str));
            let mut args = Args::try_parse_from(call)
                .unwrap_or_else(|error| panic!("{line}\n{words:?}\n{error}"));
            args.config = Some(PathBuf::from(&config));
            // The scripts take the server from the environment.
            let around = Surroundings::with_variables(|name| match name {
                "RCON_HOST" => Some("game.example.com".into()),
                _ => None,
            });
            if let Err(error) = resolve(&args, &around, None) {
                // A bare line of a pipe: what comes before it is the script.
                assert!(line.contains('|'), "{line}\n{error}");
            }
            seen += 1;
        }
    }
    assert!(seen >= 30, "the README shows few commands: {seen}");
}

#[test]
fn the_demo_and_the_tests_are_its_first_two_commands() {
    let lines = code_lines();
    let commands: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("cargo "))
        .take(2)
        .collect();
    let expected = ["cargo run --release -- --demo", "cargo test --workspace"];
    assert_eq!(commands, expected);
}

#[test]
fn every_option_that_its_text_names_is_there() {
    let markdown = readme();
    let (own, _) = markdown.split_once(OTHERS_OPTIONS).unwrap();
    let (_, prose) = blocks_and_prose(own);
    let command = cli::command();
    let known: Vec<_> = command
        .get_arguments()
        .filter_map(clap::Arg::get_long)
        .collect();
    let text = prose.join("\n");
    // Odd parts are between backticks.
    let named: Vec<_> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.strip_prefix("--"))
        .map(|option| option.split([' ', '=']).next().unwrap_or_default())
        .collect();
    assert!(named.len() >= 10, "{named:?}");
    for option in named {
        assert!(known.contains(&option), "--{option}");
    }
}

#[test]
fn its_exit_codes_are_the_program_s() {
    let markdown = readme();
    let row = |kind: ErrorKind| {
        let start = format!("| {} | `{}` |", rcon_shell::exit::code(kind), kind.as_str());
        assert!(markdown.contains(&start), "no row {start}");
    };
    for kind in [
        ErrorKind::Other,
        ErrorKind::Usage,
        ErrorKind::Connect,
        ErrorKind::Refused,
        ErrorKind::Closed,
        ErrorKind::Lost,
        ErrorKind::Protocol,
        ErrorKind::Timeout,
        ErrorKind::Interrupted,
    ] {
        row(kind);
    }
}

#[test]
fn its_links_lead_somewhere() {
    let markdown = readme();
    let (_, prose) = blocks_and_prose(&markdown);
    let anchors: Vec<String> = prose
        .iter()
        .filter_map(|line| line.strip_prefix('#'))
        .map(|title| anchor(title.trim_start_matches('#').trim()))
        .collect();
    let text = prose.join("\n");
    for link in text.split("](").skip(1) {
        let target = link.split(')').next().unwrap_or_default();
        if let Some(wanted) = target.strip_prefix('#') {
            assert!(anchors.iter().any(|anchor| anchor == wanted), "{target}");
        } else if !target.starts_with("https://") {
            assert!(root().join(target).exists(), "{target}");
        }
    }
}

/// What a heading is called in a link.
fn anchor(title: &str) -> String {
    title
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// The README's scripts at work.
#[cfg(unix)]
mod scripts {
    use std::path::PathBuf;

    use rcon_sim::{Game, Script};

    use super::block;
    use crate::support::{Home, PASSWORD, Run, Server, Target as _, program};

    /// A run of the script that holds `mark`, against this server.
    fn run(mark: &str, shell: &str, home: &Home, server: std::net::SocketAddr) -> Run {
        let script = home.file("script", block(mark));
        let mut path = PathBuf::from(program());
        path.pop();
        let path = format!("{}:{}", path.display(), std::env::var("PATH").unwrap());
        Run::new(shell)
            .args([script])
            .home(home)
            .env("PATH", path)
            .env("RCON_HOST", server.ip().to_string())
            .env("RCON_PORT", server.port().to_string())
            .env("RCON_PASSWORD_FILE", home.file("password", PASSWORD))
    }

    /// The backup script, with a world of one file.
    fn backup(home: &Home, server: std::net::SocketAddr) -> Run {
        home.file("world/level.dat", "the world");
        let copies = home.path("copies");
        std::fs::create_dir_all(&copies).unwrap();
        run("save_on()", "bash", home, server)
            .env("RCON_WAIT", "5")
            .args([home.path("world"), copies])
    }

    /// What the backup left behind.
    fn copies(home: &Home) -> Vec<String> {
        let found = std::fs::read_dir(home.path("copies")).unwrap();
        found
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn the_backup_copies_the_world_and_turns_saving_on() {
        let home = Home::new();
        let server = Server::with(|builder| builder.game(Game::Minecraft));
        backup(&home, server.addr()).assert().code(0);
        assert_eq!(server.commands(), ["save-off", "save-all flush", "save-on"]);
        let copies = copies(&home);
        assert_eq!(copies.len(), 1, "{copies:?}");
        assert!(copies[0].ends_with(".tar.gz"), "{copies:?}");
    }

    #[test]
    fn a_server_that_dies_during_the_backup_leaves_no_copy() {
        let home = Home::new();
        let script = Script::new()
            .expect_auth(PASSWORD)
            .accept()
            .expect_command("save-off")
            .reply("Automatic saving is now disabled")
            .close()
            .next_connection()
            .expect_auth(PASSWORD)
            .accept()
            .expect_command("save-all flush")
            .close()
            .next_connection()
            .expect_auth(PASSWORD)
            .accept()
            .expect_command("save-on")
            .reply("Automatic saving is now enabled")
            .close();
        let server = script.start().unwrap();
        backup(&home, server.addr()).assert().code(6);
        server.finish().unwrap();
        assert!(copies(&home).is_empty());
    }

    #[test]
    fn a_backup_with_a_wrong_password_knocks_once() {
        let home = Home::new();
        let server = Server::with(|builder| builder.game(Game::Minecraft).password("another"));
        backup(&home, server.addr()).assert().code(4);
        assert_eq!(server.refusals(), 1);
    }

    #[test]
    fn a_probe_with_a_wrong_password_knocks_once() {
        let home = Home::new();
        let server = Server::with(|builder| builder.password("another"));
        let probe = || {
            let mark = home.path("mark").into_os_string();
            run("RCON_PROBE_MARK", "sh", &home, server.addr()).env("RCON_PROBE_MARK", mark)
        };
        probe().assert().code(1);
        probe().assert().code(1);
        assert_eq!(server.refusals(), 1);
    }

    #[test]
    fn a_probe_is_well_while_the_server_is() {
        let home = Home::new();
        let server = Server::start();
        let mark = home.path("mark").into_os_string();
        run("RCON_PROBE_MARK", "sh", &home, server.addr())
            .env("RCON_PROBE_MARK", mark)
            .assert()
            .code(0)
            .stdout_contains(&server.address());
    }

    #[test]
    fn metrics_are_kept_per_profile_and_a_refusal_ends_them() {
        let home = Home::new();
        let good = Server::start();
        let strict = Server::with(|builder| builder.password("another"));
        home.config(&format!(
            "[servers.good]\naddress = \"{}\"\n[servers.strict]\naddress = \"{}\"\n",
            good.address(),
            strict.address()
        ));
        let metrics = || {
            run("rcon-metrics", "sh", &home, good.addr())
                .env("TEXTFILES", home.path("").into_os_string())
                .args(["good", "strict"])
                .assert()
        };
        metrics();
        metrics();
        assert_eq!((good.logins(), strict.refusals()), (2, 1));
        let read = |name| std::fs::read_to_string(home.path(name)).unwrap();
        assert!(
            read("good.prom").contains(&format!("rcon_up{{server=\"{}\"}} 1\n", good.address()))
        );
        assert!(read("strict.prom").contains("rcon_auth_ok{"));
    }
}
