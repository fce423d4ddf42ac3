//! Every line that the pages tell people to type is typed, into a real shell in
//! a real terminal; every transcript that they show is what comes of it.
//!
//! What the pages call by an example's name is a simulated server here, and the
//! other programs that they name (`ssh`, `docker`, `pass`, …) are small scripts
//! that do what is asked of the real ones.

use rcon_sim::Game;

use super::page::{Block, PAGES, Page, README, RECIPES, REFERENCE};
use crate::support::{Home, PASSWORD, Run, Screen, Server, Target as _, program};

/// The servers of the pages.
const SERVERS: [(&str, Game); 6] = [
    ("tf2.example.com:27015", Game::Source),
    ("css.example.com:27016", Game::Source),
    ("mc.example.com:25575", Game::Minecraft),
    ("[2001:db8::7]:27015", Game::Source),
    ("127.0.0.1:27015", Game::Source),
    // Port 27015, as none is given.
    ("game.example.com", Game::Source),
];

/// Words that are other ones here: what would take minutes, and files outside
/// of a home.
const OTHERWISE: [(&str, &str); 3] = [
    ("!sleep 300", "!sleep 0.01"),
    ("!restart in 5m", "!restart in 1s"),
    ("/run/secrets/rcon", "~/.mc-rcon"),
];

/// A relay to the one server behind all jump hosts and containers: `$RELAY`,
/// as `HOST/PORT`. Notes how it was called.
const RELAY: &str = "#!/usr/bin/env bash
echo \"${0##*/} $*\" >>\"$HOME/called\"
exec 3<>\"/dev/tcp/$RELAY\" 4<&0 || exit 1
cat <&3 &
reader=$!
{ cat <&4 >&3; kill $reader; } >/dev/null 2>&1 &
wait $reader
";

/// `pass show NAME`.
const PASS: &str = "#!/bin/sh
[ \"$1\" = show ] && echo \"$PASS\"
";

/// `parallel … COMMAND :::: FILE`, all of the file in one call. Its options have
/// a value each.
const PARALLEL: &str = "#!/usr/bin/env bash
while [[ $1 == -* ]]; do shift 2; done
command=
while [[ $1 != :::: ]]; do command+=\" $1\"; shift; done
eval \"${command//'{}'/$(tr '\\n' ' ' <\"$2\")}\"
";

/// A server that somebody starts again when it was stopped.
fn managed(game: Game) -> Server {
    let soon = std::time::Duration::from_millis(100);
    Server::with(|builder| builder.game(game).returns_after(soon))
}

/// A home in which the pages' lines can be typed.
struct Sandbox {
    home: Home,
    /// The servers, with what the pages call them.
    servers: Vec<(&'static str, Server)>,
    /// What is reached through other programs.
    behind: Server,
}

impl Sandbox {
    /// With the configuration that this page shows.
    fn new(page: &Page) -> Self {
        let sandbox = Self {
            home: Home::new(),
            servers: SERVERS
                .iter()
                .map(|(name, game)| (*name, managed(*game)))
                .collect(),
            behind: Server::start(),
        };
        let home = &sandbox.home;
        home.config(&sandbox.here(page.block("[groups]")));
        for file in [".mc-rcon", "config/rcon-shell/gmod-rcon"] {
            home.file(file, PASSWORD);
        }
        home.file("nightly.txt", "# every night\nstatus\nsay Good night\n");
        home.file("server.cfg", "sv_gravity 800\nsv_lan 0 // open\n");
        home.file("low.cfg", "sv_gravity 600\n");
        home.file("servers.txt", sandbox.here("tf2\ncss.example.com:27016\n"));
        for (name, script) in [
            ("ssh", RELAY),
            ("docker", RELAY),
            ("kubectl", RELAY),
            ("pass", PASS),
            ("parallel", PARALLEL),
        ] {
            home.file(&format!("bin/{name}"), script);
            home.chmod(&format!("bin/{name}"), 0o700);
        }
        std::os::unix::fs::symlink(program(), home.path("bin/rcon-shell")).unwrap();
        sandbox
    }

    /// `text` with the servers that are here.
    fn here(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (theirs, ours) in OTHERWISE {
            text = text.replace(theirs, ours);
        }
        for (name, server) in &self.servers {
            let (ip, port) = (server.addr().ip(), server.addr().port());
            text = text.replace(name, &server.address());
            if let Some((host, number)) = name.rsplit_once(".example.com:") {
                text = text.replace(
                    &format!("RCON_HOST={host} RCON_PORT={number}"),
                    &format!("RCON_HOST={ip} RCON_PORT={port}"),
                );
            }
        }
        text
    }

    /// `text` with the pages' names of the servers.
    fn there(&self, text: &str) -> String {
        self.servers
            .iter()
            .fold(text.to_owned(), |text, (name, server)| {
                text.replace(&server.address(), name)
            })
    }

    /// A shell that is given this line.
    fn shell(&self, line: &str) -> Run {
        let path = std::env::var("PATH").unwrap();
        let path = format!("{}:{path}", self.home.path("bin").display());
        let behind = self.behind.addr();
        Run::new("bash")
            .args(["-o", "pipefail", "-c", &format!("cd; {}", self.here(line))])
            .home(&self.home)
            .env("PATH", path)
            .env("PASS", PASSWORD)
            .env("RELAY", format!("{}/{}", behind.ip(), behind.port()))
    }

    /// Types a line, and what is asked for then; leaves a shell that comes of
    /// it. Fails unless all ends well.
    fn enter(&self, line: &str) {
        let mut screen = self.shell(line).start_on_screen(40, 120);
        while let Some((asked, row)) = asked(&screen) {
            match asked {
                Asked::Password => screen.type_text(PASSWORD).type_text("\n"),
                Asked::Line => screen.type_text("!exit\n"),
            };
            screen.wait_for("the key Enter", |shown| {
                shown.ended || shown.screen().cursor_position().0 != row
            });
        }
        let code = screen.wait_exit();
        assert_eq!(code, 0, "{line}\n{screen}");
    }
}

/// What a program in a terminal wants to be typed.
enum Asked {
    Password,
    Line,
}

/// What the program waits for, and the row of that; nothing when it has ended.
fn asked(screen: &Screen) -> Option<(Asked, u16)> {
    screen.wait_for("a question, or its end", |shown| {
        let (row, column) = shown.screen().cursor_position();
        let text = shown.screen().contents_between(row, 0, row, column);
        shown.ended || question(&text).is_some()
    });
    let (row, _) = screen.cursor();
    question(&screen.rows()[usize::from(row)]).map(|asked| (asked, row))
}

/// What a row asks for that ends at the cursor.
fn question(row: &str) -> Option<Asked> {
    let row = row.trim_end();
    if row.starts_with("Password") && row.ends_with(':') {
        return Some(Asked::Password);
    }
    row.ends_with(" ]").then_some(Asked::Line)
}

/// The lines of a block that are typed, without the comments behind them.
fn typed(block: &Block) -> Vec<String> {
    // Some blocks are files of their own.
    if block.language != "sh" || block.text.starts_with("#!") {
        return Vec::new();
    }
    let lines = block.lines().into_iter();
    lines
        .map(|line| line.split("  #").next().unwrap().trim_end().to_owned())
        .collect()
}

#[test]
fn every_line_that_is_to_be_typed_works() {
    let mut seen = 0;
    for (name, configuration) in [
        (README, README),
        (RECIPES, REFERENCE),
        (REFERENCE, REFERENCE),
    ] {
        let page = Page::read(name);
        let sandbox = Sandbox::new(&Page::read(configuration));
        let lines: Vec<_> = page.blocks.iter().flat_map(typed).collect();
        for line in lines.iter().filter(|line| !line.starts_with("cargo ")) {
            sandbox.enter(line);
            seen += 1;
        }
        for (name, server) in &sandbox.servers {
            let named = lines.iter().any(|line| line.contains(name));
            assert!(!named || server.logins() > 0, "nobody came to {name}");
        }
        if name == README {
            let called = std::fs::read_to_string(sandbox.home.path("called")).unwrap();
            for call in [
                "ssh -W tf2.internal:27015 admin@bastion",
                "docker exec -i mc nc 127.0.0.1 25575",
                "kubectl exec -i mc-0 -- socat - TCP:127.0.0.1:25575",
            ] {
                assert!(called.lines().any(|line| line == call), "{call}\n{called}");
            }
        }
    }
    assert!(seen >= 25, "the pages show few lines: {seen}");
}

#[test]
fn cargo_is_called_for_what_other_tests_do() {
    let pages = PAGES.map(Page::read);
    let lines = pages.iter().flat_map(|page| &page.blocks).flat_map(typed);
    let cargo: Vec<_> = lines.filter(|line| line.starts_with("cargo ")).collect();
    let expected = [
        "cargo run --release -- --demo",
        "cargo test --workspace",
        "cargo install --path crates/shell",
    ];
    assert_eq!(cargo, expected);
}

#[test]
fn every_transcript_is_what_the_program_prints() {
    let config = Page::read(REFERENCE);
    let sandbox = Sandbox::new(&config);
    let mut seen = 0;
    for page in PAGES.map(Page::read) {
        let blocks = page.blocks.iter().filter(|block| block.language == "text");
        for part in blocks.flat_map(|block| block.text.split("$ ").skip(1)) {
            let (line, expected) = part.split_once('\n').unwrap();
            let run = sandbox.shell(line).env("RCON_PASSWORD", PASSWORD);
            let printed = sandbox.there(&run.assert().text());
            assert_eq!(timeless(&printed), timeless(expected), "{line}");
            seen += 1;
        }
    }
    assert!(seen >= 4, "the pages show few transcripts: {seen}");
}

/// `text` with `N` for the milliseconds that something took.
fn timeless(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let number = &rest[start..];
        let end = number
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(number.len());
        out.push_str(&rest[..start]);
        let took = out.ends_with("_ms\":") || number[end..].starts_with(" ms");
        out.push_str(if took { "N" } else { &number[..end] });
        rest = &number[end..];
    }
    out + rest
}
