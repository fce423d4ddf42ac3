//! What servers have shown, kept from one run to the next.

use std::fs;

use rcon_sim::Game;

use crate::support::{Home, Server, Target as _};

fn server(game: Game) -> Server {
    Server::with(|builder| builder.game(game))
}

/// What is kept of the one server that was met in this home.
fn kept(home: &Home) -> String {
    let files = fs::read_dir(home.path("cache/rcon-shell")).map(|folder| {
        let paths = folder.map(|entry| entry.expect("an entry").path());
        paths
            .filter(|path| path.extension().is_some_and(|it| it == "shown"))
            .collect::<Vec<_>>()
    });
    let files = files.unwrap_or_default();
    assert!(files.len() <= 1, "{files:?}");
    let Some(file) = files.first() else {
        return String::new();
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let text = fs::read_to_string(file).expect("text");
    text.lines().last().unwrap_or_default().to_owned()
}

/// The end of a reply, as a JSON line has it, and the log's count of half-closes.
fn end_of(server: &Server, home: &Home) -> String {
    let run = server.run(["--json", "-e", "sim_echo one"]).home(home);
    let outcome = run.assert();
    outcome.code(0);
    let record = &outcome.records()[0];
    assert_eq!(record["reply"], "one\n");
    record["end"].as_str().expect("an end").to_owned()
}

#[test]
fn a_server_that_ignores_probes_is_probed_again_and_closes_sooner() {
    let (server, home) = (server(Game::StarRupture), Home::new());
    for run in 1..=3 {
        assert_eq!(end_of(&server, &home), "closed");
        assert_eq!(
            kept(&home),
            "source probes=ignored half-close=closes ids=own"
        );
        assert_eq!((server.logins(), server.probes()), (run, run));
    }
}

#[test]
fn a_source_server_answers_and_that_is_kept() {
    let (server, home) = (server(Game::Source), Home::new());
    assert_eq!(end_of(&server, &home), "mark");
    assert_eq!(kept(&home), "source probes=answered ids=own");
    assert_eq!(end_of(&server, &home), "mark");
}

#[test]
fn a_server_that_is_one_behind_is_moved_on_in_the_next_run() {
    let (server, home) = (server(Game::OneBehind), Home::new());
    let run = server.run([
        "-e",
        "sim_echo one",
        "-e",
        "sim_echo two",
        "-e",
        "sim_echo three",
    ]);
    run.home(&home).assert().code(0);
    assert!(kept(&home).contains("one-behind"), "{}", kept(&home));
    assert_eq!(end_of(&server, &home), "mark");
}

#[test]
fn nothing_is_kept_with_no_history_or_of_the_demo() {
    let (server, home) = (server(Game::Source), Home::new());
    let run = server.run(["--no-history", "-e", "sim_echo one"]);
    run.home(&home).assert().code(0);
    assert_eq!(kept(&home), "");
}
