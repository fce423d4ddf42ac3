//! Every kind of server that is simulated, each with what users do: the right
//! output, code and number of logins and probes, and in time. No `--game`.

use std::time::{Duration, Instant};

use rcon_sim::{Builder, Game, HalfClose};

use crate::support::{Outcome, Server, Table, Target as _, rcon};

/// Makes a server special.
type Special = fn(Builder) -> Builder;

/// A row of the tables.
#[derive(Clone, Copy)]
struct Row {
    game: Game,
    /// What is special about this one, for the table and for the builder.
    special: Option<(&'static str, Special)>,
}

impl Row {
    fn all() -> Vec<Self> {
        let plain = Game::ALL.iter().map(|&game| Self {
            game,
            special: None,
        });
        let special = |game, name, how| Self {
            game,
            special: Some((name, how)),
        };
        plain
            .chain([
                special(Game::Source, "login in two segments", |builder| {
                    builder.auth_gap(Duration::from_millis(40))
                }),
                special(Game::Source, "ignores a half-close", |builder| {
                    builder.half_close(HalfClose::Ignore)
                }),
                special(Game::Minecraft, "ignores a half-close", |builder| {
                    builder.half_close(HalfClose::Ignore)
                }),
                special(Game::NoProbe, "ignores a half-close", |builder| {
                    builder.half_close(HalfClose::Ignore)
                }),
            ])
            .collect()
    }

    fn name(self) -> String {
        match self.special {
            Some((special, _)) => format!("{}, {special}", self.game),
            None => self.game.to_string(),
        }
    }

    fn server(self) -> Server {
        Server::with(|builder| {
            let builder = builder.game(self.game);
            match self.special {
                Some((_, how)) => how(builder),
                None => builder,
            }
        })
    }

    /// Whether a login is answered by two packets. Only then may a probe be
    /// sent.
    fn is_source_shaped(self) -> bool {
        matches!(
            self.game,
            Game::Source
                | Game::Gmod
                | Game::L4d1
                | Game::Zomboid
                | Game::Squad
                | Game::OpenStarbound
                | Game::Panel
                | Game::NoProbe
                | Game::OnePerRead
        )
    }

    /// Whether a probe is not answered when it should be.
    fn is_imitator(self) -> bool {
        matches!(self.game, Game::NoProbe | Game::OnePerRead)
    }

    /// Whether the end of the last reply is shown by a close.
    fn closes(self) -> bool {
        self.special
            .is_none_or(|(name, _)| !name.contains("ignores"))
    }

    /// The text that this server sends for a reply with this one.
    fn sends(self, text: &str) -> String {
        match (self.game, text) {
            // A packet for each line, without its newline.
            (Game::Pumpkin, text) => text.replace('\n', ""),
            (Game::Ark, "") => "Server received, But no response!! \n ".to_owned(),
            (_, text) => text.to_owned(),
        }
    }

    /// What of it a terminal shows: people read lines.
    #[cfg(unix)]
    fn shows(self, text: &str) -> String {
        if self.game == Game::Pumpkin {
            text.to_owned()
        } else {
            self.sends(text)
        }
    }

    /// Whether an empty reply is no packet at all.
    fn is_mute_when_empty(self) -> bool {
        self.game == Game::Pumpkin
    }

    /// Whether a session shows more than the reply: a log's line, or packets
    /// that nobody asked for.
    fn says_more(self) -> bool {
        matches!(self.game, Game::Gmod | Game::Rust | Game::Squad)
    }

    /// The code of a wrong password.
    fn refusal(self) -> i32 {
        match self.game {
            Game::Squad | Game::Cuberite => 5,
            Game::Ark => 124,
            _ => 4,
        }
    }

    /// How long a reply may take to be found whole, where the next command
    /// waits for that, or where it is the last of a run.
    fn bound(self, last: bool) -> Duration {
        Duration::from_millis(match () {
            // The backstop of a second, and where nobody closes then either,
            // the deadline that these runs are given.
            () if self.is_imitator() && !self.closes() => 3400,
            () if self.is_imitator() => 1600,
            () if self.is_source_shaped() => 400,
            () if last && self.closes() => 400,
            () => 700,
        })
    }
}

/// `text` as it is printed: ended by a newline, unless there is none at all.
fn printed(text: &str) -> String {
    match text {
        "" => String::new(),
        text if text.ends_with('\n') => text.to_owned(),
        text => format!("{text}\n"),
    }
}

/// What `sim_bytes` prints.
fn pattern(bytes: usize) -> String {
    let row = |offset| format!("{offset:016}{}\n", ".".repeat(47));
    let mut text: String = (0..bytes).step_by(64).map(row).collect();
    text.truncate(bytes);
    text
}

const LARGE: usize = 20 * 1024;

/// A deadline for what is known to end in one.
const SHORT: &str = "0.4";

/// What was printed, without the lines of the log that Garry's Mod adds to
/// each of so many replies.
fn without_log(row: Row, outcome: &Outcome, replies: usize) -> String {
    let is_logged = |line: &&str| line.starts_with("L ") && line.contains(": rcon from \"127.");
    let text = outcome.text();
    let lines = || text.split_inclusive('\n');
    if row.game == Game::Gmod {
        assert_eq!(lines().filter(is_logged).count(), replies, "{text}");
        return lines().filter(|line| !is_logged(line)).collect();
    }
    text
}

/// Runs until it is fast enough, three times at most: a loaded machine is not
/// a slow program. Everything else has to be right every time.
fn in_time(bound: Duration, run: impl Fn() -> (Duration, String)) -> String {
    let mut slow = Vec::new();
    for _ in 0..3 {
        let (took, counts) = run();
        if took < bound {
            return format!("{} ms {counts}", took.as_millis());
        }
        slow.push(took);
    }
    panic!("took {slow:?}, bound {bound:?}");
}

/// What the server has seen, as the table shows it: logins and probes.
fn counts(row: Row, server: &Server, most_probes: u64) -> String {
    let (logins, probes) = (server.logins(), server.probes());
    assert_eq!(
        (logins, server.connections()),
        (1, 1),
        "logins, connections"
    );
    assert!(
        probes
            <= if row.is_source_shaped() {
                most_probes
            } else {
                0
            },
        "{probes} probes"
    );
    format!("{logins}L {probes}P")
}

/// One run with commands, each with the text that it is answered with.
fn answered(row: Row, commands: &[(&str, &str)]) -> String {
    let last_only = commands.len() == 1;
    let waits = u32::try_from(commands.len() - 1).unwrap() * row.bound(false);
    let bound = waits + row.bound(true);
    // Where neither the probe nor the half-close is answered, the deadline is
    // the end of the last reply.
    let deadline = if row.is_imitator() && !row.closes() {
        "2"
    } else {
        "10"
    };
    in_time(bound, || {
        let server = row.server();
        let args = commands.iter().flat_map(|(command, _)| ["-e", command]);
        let outcome = server.run(args).args(["--timeout", deadline]).assert();
        outcome.code(0);
        let expected: String = commands
            .iter()
            .map(|(_, text)| printed(&row.sends(text)))
            .collect();
        let got = without_log(row, &outcome, commands.len());
        if got != expected {
            outcome.stdout(expected);
        }
        let sent: Vec<&str> = commands.iter().map(|(command, _)| *command).collect();
        assert_eq!(server.commands(), sent, "each once");
        let most = if row.game == Game::NoProbe || last_only {
            1
        } else {
            commands.len() as u64
        };
        (outcome.elapsed, counts(row, &server, most))
    })
}

/// One run with a command that gets no answer at all.
fn unanswered(row: Row, command: &str) -> String {
    in_time(Duration::from_millis(900), || {
        let server = row.server();
        let run = server.run(["--timeout", SHORT, "-e", command]);
        let outcome = run.assert();
        outcome
            .code(124)
            .stdout("")
            .stderr_contains("sent, but no reply within 0.4 s")
            .slower_than(Duration::from_millis(400));
        assert_eq!(server.commands(), [command], "once");
        (outcome.elapsed, counts(row, &server, 1))
    })
}

fn refused(row: Row) -> String {
    in_time(Duration::from_millis(900), || {
        let server = row.server();
        let args = ["-p", "wrong-one", "--timeout", SHORT, "-e", "sim_echo x"];
        let outcome = rcon([server.address()]).args(args).assert();
        outcome
            .code(row.refusal())
            .stdout("")
            .stderr_contains("password")
            .never_printed("wrong-one");
        assert_eq!(server.refusals(), 1, "sent once");
        assert_eq!(server.commands(), [""; 0]);
        (outcome.elapsed, counts(row, &server, 0))
    })
}

#[test]
fn one_shot() {
    let large = pattern(LARGE);
    let many = format!("sim_bytes {LARGE}");
    let mut table = Table::default();
    for row in Row::all() {
        let name = row.name();
        table.cell(&name, "small", move || {
            answered(row, &[("sim_echo hello", "hello\n")])
        });
        let (large, many) = (&large, &many);
        table.cell(&name, "20 KB", move || answered(row, &[(many, large)]));
        table.cell(&name, "empty", move || {
            if row.is_mute_when_empty() {
                unanswered(row, "sim_empty")
            } else {
                answered(row, &[("sim_empty", "")])
            }
        });
        table.cell(&name, "wrong password", move || refused(row));
        table.cell(&name, "two in a row", move || {
            answered(row, &[(many, large), ("sim_lines 2", "line 1\nline 2\n")])
        });
        table.cell(&name, "silent", move || unanswered(row, "sim_silent"));
    }
    table.run("one-shot: time, logins (L), probes (P)");
}

#[cfg(unix)]
mod interactive {
    use super::*;
    use crate::support::{Key, Screen};

    /// Types a line and waits for the prompt after it. What was sent to the
    /// terminal meanwhile, and how long that took.
    fn execute(screen: &mut Screen, prompt: &str, line: &str) -> (String, Duration) {
        screen.type_text(line);
        screen.wait_row(&format!("{prompt} {line}"));
        let (before, sent) = (screen.raw().len(), Instant::now());
        screen.key(Key::Enter).wait_row(prompt);
        let took = sent.elapsed();
        let shown = String::from_utf8_lossy(&screen.raw()[before..]).into_owned();
        (shown, took)
    }

    /// A session with commands, each with the text that it is answered with,
    /// or with none where it gets no answer at all.
    fn session(row: Row, commands: &[(&str, Option<&str>)]) -> String {
        let one = Duration::from_millis(if row.is_imitator() { 1600 } else { 800 });
        let bound = u32::try_from(commands.len()).unwrap() * one;
        in_time(bound, || {
            let server = row.server();
            let ends = commands.iter().all(|(_, text)| text.is_some());
            let run = server.run(["--timeout", if ends { "10" } else { SHORT }]);
            let mut screen = run.start_on_screen(24, 80);
            let prompt = server.prompt();
            screen.wait_row(&prompt);
            let mut took = Duration::ZERO;
            for &(command, text) in commands {
                let (shown, time) = execute(&mut screen, &prompt, command);
                took += time;
                let Some(text) = text else {
                    assert!(
                        shown.contains("sent, but no reply within 0.4 s"),
                        "{screen}"
                    );
                    continue;
                };
                let text = printed(&row.shows(text)).replace('\n', "\r\n");
                assert!(shown.contains(&text), "{}\n{screen}", shown.escape_debug());
                let bare = !text.is_empty() || row.says_more() || is_bare(&shown);
                assert!(bare, "more than the reply\n{screen}");
                assert!(!shown.contains("within"), "a deadline passed\n{screen}");
            }
            let sent: Vec<&str> = commands.iter().map(|(command, _)| *command).collect();
            let mut asked = server.commands();
            asked.retain(|command| command != "cvarlist");
            assert_eq!(asked, sent, "each once");
            // The names are asked for with a probe of their own.
            let counts = counts(row, &server, commands.len() as u64 + 1);
            (took, counts)
        })
    }

    /// Whether nothing but a prompt was shown: no text in two rows.
    fn is_bare(shown: &str) -> bool {
        shown.matches("\r\n").count() == 1
    }

    fn refused(row: Row) -> String {
        let server = row.server();
        let address = server.address();
        let args = [&address, "--password", "wrong-one", "--timeout", SHORT];
        let screen = Screen::start(args);
        let began = Instant::now();
        screen.wait_text("Could not connect: ").wait_row("RCON ]");
        assert!(!screen.contents().contains("wrong-one"), "{screen}");
        assert_eq!(server.refusals(), 1, "sent once");
        let counts = counts(row, &server, 0);
        format!("{} ms {counts}", began.elapsed().as_millis())
    }

    #[test]
    fn at_the_prompt() {
        let large = pattern(LARGE);
        let many = format!("sim_bytes {LARGE}");
        let mut table = Table::default();
        for row in Row::all() {
            let name = row.name();
            let (large, many) = (&large, &many);
            table.cell(&name, "small", move || {
                session(row, &[("sim_echo hello", Some("hello\n"))])
            });
            table.cell(&name, "20 KB", move || session(row, &[(many, Some(large))]));
            table.cell(&name, "empty", move || {
                let text = (!row.is_mute_when_empty()).then_some("");
                session(row, &[("sim_empty", text)])
            });
            table.cell(&name, "wrong password", move || refused(row));
            table.cell(&name, "two in a row", move || {
                session(
                    row,
                    &[
                        (many, Some(large)),
                        ("sim_lines 2", Some("line 1\nline 2\n")),
                    ],
                )
            });
            table.cell(&name, "silent", move || {
                session(row, &[("sim_silent", None)])
            });
        }
        table.run("at the prompt: time, logins (L), probes (P)");
    }
}
