//! `--proxy-command`: the server is at the other end of a program's standard
//! input and output.
#![cfg(unix)]

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use rcon_sim::{Fault, Game, HalfClose};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::support::{
    Home, Key, PASSWORD, PATIENCE, Run, Screen, Server, Target as _, nobody, rcon, with_deadline,
};

/// Relays as `ssh -W` does: ends when the server closes, and when its input
/// ends. Says who it is, and that it was there, on standard error.
const RELAY: &str = "\
echo $$ >>\"${0%/*}/relays\"
exec 3<>\"/dev/tcp/$1/$2\" 4<&0 || exit 1
echo relay to port \"$2\" >&2
cat <&3 &
reader=$!
{ cat <&4 >&3; kill $reader; } >/dev/null 2>&1 &
wait $reader
exec >&-
echo relay $$ ended >&2
";

/// A relay, and those of it that were started.
struct Relay {
    home: Home,
    command: String,
}

impl Relay {
    fn new() -> Self {
        let home = Home::new();
        let file = home.file("relay.sh", RELAY);
        let command = format!("bash {file} %h %p");
        Self { home, command }
    }

    /// A run of the program through it.
    fn run(&self, server: &Server) -> Run {
        let run = server.run(["--proxy-command", &self.command]);
        run.home(&self.home)
    }

    /// The process numbers of all that were started, in order.
    fn started(&self) -> Vec<Pid> {
        let file: PathBuf = self.home.path("relays");
        let text = fs::read_to_string(file).unwrap_or_default();
        let numbers = text.lines().map(|line| line.parse().unwrap());
        numbers
            .map(|number| Pid::from_raw(number).unwrap())
            .collect()
    }

    /// Fails unless all that were started are gone.
    #[track_caller]
    fn assert_gone(&self) {
        let deadline = Instant::now() + PATIENCE;
        let alive = || {
            self.started()
                .into_iter()
                .any(|pid| test_kill_process(pid).is_ok())
        };
        while alive() {
            assert!(Instant::now() < deadline, "a relay is left behind");
            std::thread::yield_now();
        }
    }
}

#[test]
fn commands_and_replies_go_through() {
    for game in [Game::Source, Game::Squad, Game::Minecraft, Game::Palworld] {
        let server = Server::with(|builder| builder.game(game));
        let relay = Relay::new();
        let args = ["-e", "sim_lines 2000", "-e", "sim_echo end"];
        let outcome = relay.run(&server).args(args).assert();
        let mut expected: Vec<String> = (1..=2000).map(|n| format!("line {n}\n")).collect();
        expected.push("end\n".to_owned());
        outcome.code(0).stdout(expected.concat());
        outcome.stderr_contains(&format!("relay to port {}", server.addr().port()));
        // Where ids tell nothing, each command has a connection of its own.
        let connections = if game == Game::Palworld { 2 } else { 1 };
        assert_eq!(relay.started().len(), connections, "{game}");
        relay.assert_gone();
    }
}

/// Relays close soon after a half-close, and so does this server.
#[test]
fn nothing_is_half_closed() {
    let server = Server::with(|builder| {
        let builder = builder.game(Game::Minecraft).half_close(HalfClose::Abandon);
        builder.fault(Fault::Bandwidth(64 * 1024))
    });
    let relay = Relay::new();
    let run = relay.run(&server).args(["--raw", "-e", "sim_bytes 20000"]);
    let outcome = run.assert();
    outcome.code(0);
    assert_eq!(outcome.stdout.len(), 20_000);
}

#[test]
fn a_profile_has_its_own() {
    let server = Server::start();
    let relay = Relay::new();
    relay.home.config(&format!(
        "[servers.tf2]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\nproxy_command = \"{}\"\n",
        server.address(),
        relay.command
    ));
    let outcome = rcon(["tf2", "-e", "echo through"])
        .home(&relay.home)
        .assert();
    outcome.code(0).stdout("through\n");
    assert_eq!(relay.started().len(), 1);
}

#[test]
fn one_that_never_connects_is_no_connection() {
    let relay = Relay::new();
    for (command, said) in [
        ("echo no way >&2; exit 7", "exit status: 7"),
        ("/no/such/program %h", "exit status: 127"),
        ("nonsense %q", "%q means nothing"),
        (relay.command.as_str(), "exit status: 1"),
    ] {
        let address = nobody();
        let command = if command.contains("exit") {
            format!("sh -c '{command}'")
        } else {
            command.to_owned()
        };
        let outcome = rcon([&address, "-p", PASSWORD, "--proxy-command", &command])
            .args(["-e", "echo x"])
            .assert();
        outcome.code(3).stdout("");
        outcome
            .stderr_contains("the proxy command for")
            .stderr_contains(said);
    }
}

#[test]
fn its_death_is_a_lost_connection() {
    let server = Server::start();
    let relay = Relay::new();
    let args = ["--keep-going", "-e", "sim_silent", "-e", "echo again"];
    let running = relay.run(&server).args(args).start();
    server.wait_command("sim_silent");
    kill_process(relay.started()[0], Signal::KILL).unwrap();
    // What it started itself is left to end with its pipes.
    server.close_links();
    let outcome = running.assert();
    outcome.code(6).stdout("again\n");
    outcome.stderr_contains("whether it ran is unknown");
    assert_eq!(server.commands(), ["sim_silent", "echo again"]);
    assert_eq!(relay.started().len(), 2);
    relay.assert_gone();
}

#[test]
fn deadlines_are_the_same() {
    let server = Server::start();
    let attempt = |deadline: f64| {
        let relay = Relay::new();
        let run = relay.run(&server).args(["-e", "sim_silent"]);
        let outcome = run.args(["--timeout", &deadline.to_string()]).assert();
        let said = format!("sent, but no reply within {deadline} s");
        (relay, outcome, said)
    };
    let (relay, outcome, said) = with_deadline(0.5, attempt, |(_, outcome, said)| {
        outcome.stderr.contains(said)
    });
    outcome.code(124).stderr_contains(&said);
    relay.assert_gone();

    // It runs, and says nothing; nor does it end by itself.
    let mute = "sh -c 'trap \"\" HUP TERM; exec sleep 1000'";
    let run = server.run(["--proxy-command", mute, "--timeout", "0.5", "-e", "echo x"]);
    let outcome = run.assert();
    outcome
        .code(124)
        .stderr_contains("the login was not answered within 0.5 s");
}

#[test]
fn ctrl_c_ends_the_run_and_the_proxy_with_it() {
    let server = Server::start();
    let relay = Relay::new();
    let running = relay.run(&server).args(["-e", "sim_silent"]).start();
    server.wait_command("sim_silent");
    running.signal(Signal::INT);
    let outcome = running.assert();
    outcome.code(130);
    relay.assert_gone();
}

#[test]
fn ctrl_c_at_the_prompt_leaves_the_proxy_alone() {
    let server = Server::start();
    let relay = Relay::new();
    let mut screen = relay.run(&server).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("sim_delay 600 slow\n");
    server.wait_command("sim_delay");
    // The terminal sends it to everything in the foreground.
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    screen.type_text("echo next\n").wait_text("\nnext\n");
    screen.wait_row(&server.prompt());
    assert_eq!((server.connections(), relay.started().len()), (1, 1));
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    relay.assert_gone();
}

#[test]
fn a_new_link_is_a_new_proxy_and_the_old_one_is_no_zombie() {
    let server = Server::start();
    let relay = Relay::new();
    let mut running = relay.run(&server).stdin_open().start();
    for round in 1..=4 {
        running.write(&format!("echo {round}\n"));
        assert_eq!(running.line(), round.to_string());
        server.close_links();
        // Until then a command may still be sent to nobody.
        let newest = relay.started().pop().unwrap();
        running.wait_stderr(&format!("relay {} ended", newest.as_raw_nonzero()));
    }
    running.write("echo last\n");
    assert_eq!(running.line(), "last");
    let started = relay.started();
    assert_eq!(started.len(), 5);
    // A zombie would still be there to be signalled.
    for old in &started[..4] {
        assert!(test_kill_process(*old).is_err(), "{old:?}");
    }
    running.assert().code(0);
    relay.assert_gone();
    assert_eq!((server.logins(), server.refusals()), (5, 0));
}

#[test]
fn one_that_fails_at_first_is_waited_for() {
    let server = Server::start();
    let relay = Relay::new();
    let tried = relay.home.path("tried").display().to_string();
    let script = format!(
        "test -e {tried} || {{ touch {tried}; exit 1; }}; exec {}",
        relay.command
    );
    let file = relay
        .home
        .file("later.sh", script.replace("%h", "$1").replace("%p", "$2"));
    let command = format!("sh {file} %h %p");
    let run = server.run(["--proxy-command", &command, "--wait", "10", "-e", "echo up"]);
    run.assert().code(0).stdout("up\n");
    assert_eq!(server.logins(), 1);
}

/// A server behind a proxy command of its own: `%h` and `%p` mean another one there.
fn behind(relay: &Relay, name: &str, server: &Server) -> String {
    let command = relay.command.replace("%h %p", "127.0.0.1");
    let port = server.addr().port();
    format!(
        "[servers.{name}]\naddress = \"localhost:27015\"\nproxy_command = \"{command} {port}\"\n"
    )
}

/// Two servers under one address, by the names `a` and `b`, and a shell that is
/// logged in to `a`.
fn one_address(a: &Server, b: &Server) -> Screen {
    let relay = Relay::new();
    let profiles = behind(&relay, "a", a) + &behind(&relay, "b", b);
    relay.home.config(&profiles);
    let mut screen = rcon([""; 0]).home(&relay.home).start_on_screen(24, 80);
    screen.wait_row("RCON ]");
    screen.type_text("!connect a\n").wait_row("Password:");
    screen.type_text(&format!("{PASSWORD}\n")).wait_row("a ]");
    screen
}

#[test]
fn one_address_behind_two_commands_is_two_servers_with_a_password_each() {
    let a = Server::start();
    let b = Server::with(|builder| builder.password("another"));
    let mut screen = one_address(&a, &b);
    screen.type_text("!connect b\n").wait_row("Password:");
    assert_eq!(b.connections(), 0, "nothing was sent unasked");
    screen.type_text("another\n").wait_row("b ]");
    screen.type_text("!connect a\n").wait_row("a ]");
    screen.type_text("!connect -\n").wait_row("b ]");
    assert_eq!((a.logins(), a.refusals()), (2, 0));
    assert_eq!((b.logins(), b.refusals()), (2, 0));
}

#[test]
fn a_password_that_was_refused_behind_a_command_is_not_sent_there_again() {
    let a = Server::start();
    let b = Server::with(|builder| builder.password("another"));
    let mut screen = one_address(&a, &b);
    screen.type_text(&format!("!connect b {PASSWORD}\n"));
    screen.wait_text("the server refused the password");
    screen.wait_row("RCON ]");
    // What b has refused a has accepted all the same.
    screen.type_text("!connect a\n").wait_row("a ]");
    screen.type_text("!connect b\n").wait_row("Password:");
    assert_eq!(b.refusals(), 1, "sent once");
    screen.type_text("another\n").wait_row("b ]");
}

#[test]
fn names_are_those_of_the_server_behind_the_command() {
    let (a, b) = (Server::start(), Server::start());
    let mut screen = one_address(&a, &b);
    a.wait_command("cvarlist");
    screen.type_text("sv_gravi").key(Key::Tab);
    screen.wait_text("sv_gravity");
    screen.key(Key::Ctrl('u'));
    screen.type_text(&format!("!connect b {PASSWORD}\n"));
    screen.wait_row("b ]");
    // Neither in this session nor from what was kept are a's names b's.
    b.wait_command("cvarlist");
}
