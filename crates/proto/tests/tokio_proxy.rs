//! A server behind a proxy command, on tokio: what the program's own tests ask
//! of the blocking one.
#![cfg(unix)]

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rcon_proto::tokio::Client;
use rcon_proto::{ConnectOptions, Error, ErrorKind};
use rcon_sim::{Game, Server};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

const PATIENCE: Duration = Duration::from_secs(60);

/// Relays as `ssh -W` does: ends when the server closes, and when its input
/// ends. Notes its own number.
const RELAY: &str = "\
echo $$ >>\"${0%/*}/relays\"
exec 3<>\"/dev/tcp/$1/$2\" 4<&0 || exit 1
cat <&3 &
reader=$!
{ cat <&4 >&3; kill $reader; } >/dev/null 2>&1 &
wait $reader
";

struct Relay {
    folder: tempfile::TempDir,
}

impl Relay {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("relay.sh"), RELAY).expect("a file");
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn options(&self) -> ConnectOptions {
        let file = self.path("relay.sh");
        ConnectOptions::default()
            .timeout(PATIENCE)
            .proxy_command(format!("bash {} %h %p", file.display()))
    }

    /// The numbers of all that were started, in order.
    fn started(&self) -> Vec<Pid> {
        let text = fs::read_to_string(self.path("relays")).unwrap_or_default();
        let numbers = text.lines().filter_map(|line| line.parse().ok());
        numbers.filter_map(Pid::from_raw).collect()
    }

    /// Fails unless all that were started are gone. Holds no thread up.
    async fn assert_gone(&self) {
        let until = Instant::now() + PATIENCE;
        let alive = || {
            self.started()
                .into_iter()
                .any(|it| test_kill_process(it).is_ok())
        };
        while alive() {
            assert!(Instant::now() < until, "a relay is left behind");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn commands_and_replies_go_through() {
    for game in [Game::Source, Game::Squad, Game::Minecraft, Game::Palworld] {
        let server = Server::builder().game(game).start().expect("a server");
        let relay = Relay::new();
        let opened = Client::open(server.addr(), &"secret".into(), relay.options()).await;
        let client = opened.expect("a login");
        let reply = client.execute("sim_lines 2000").await.expect("a reply");
        assert_eq!(reply.text_lossy().lines().count(), 2000, "{game}");
        let reply = client.execute("sim_echo end").await.expect("a reply");
        assert_eq!(reply.text_lossy().trim(), "end", "{game}");
        // Where ids tell nothing, each command has a connection of its own.
        let connections = if game == Game::Palworld { 2 } else { 1 };
        assert_eq!(relay.started().len(), connections, "{game}");
        drop(client);
        relay.assert_gone().await;
    }
}

#[tokio::test]
async fn one_that_never_connects_is_no_connection() {
    let relay = Relay::new();
    let own = relay.options();
    for (options, said) in [
        (
            own.clone().proxy_command("sh -c 'exit 7'"),
            "exit status: 7",
        ),
        (
            own.clone().proxy_command("/no/such/program %h 2>/dev/null"),
            "exit status: 127",
        ),
        (own.clone().proxy_command("nonsense %q"), "%q means nothing"),
        (own, "exit status: 1"),
    ] {
        let error = Client::open("127.0.0.1:1", &"secret".into(), options).await;
        let error = error.expect_err("nobody is there");
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn its_death_is_a_lost_connection_and_the_next_command_comes_back() {
    let server = Server::builder().start().expect("a server");
    let relay = Relay::new();
    let opened = Client::open(server.addr(), &"secret".into(), relay.options()).await;
    let client = opened.expect("a login");
    let first = *relay.started().first().expect("it was started");
    let task = {
        let client = client.clone();
        tokio::spawn(async move { client.execute("sim_delay 60000 never").await })
    };
    let until = Instant::now() + PATIENCE;
    while server.commands().is_empty() {
        assert!(Instant::now() < until, "it was never sent");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // What it started holds its output, and goes with it.
    kill_process(first, Signal::KILL).expect("it runs");
    server.close_links();
    let error = task.await.expect("no panic").expect_err("it is lost");
    assert_eq!(error.kind(), ErrorKind::Lost, "{error}");
    let reply = client.execute("echo back").await.expect("a reply");
    assert_eq!(reply.bytes(), b"back\n");
    assert_eq!(relay.started().len(), 2);
    let never = |command: &&String| command.contains("never");
    assert_eq!(server.commands().iter().filter(never).count(), 1);
}

/// One that says nothing and does not end holds up neither the deadline nor the
/// runtime's only thread.
#[tokio::test]
async fn one_that_is_silent_ends_with_the_deadline() {
    let options = ConnectOptions::default().timeout(Duration::from_millis(100));
    let silent = options.clone().proxy_command("sleep 1000");
    let error = Client::open("127.0.0.1:1", &"secret".into(), silent).await;
    assert_eq!(error.expect_err("silence").kind(), ErrorKind::Timeout);
    let datagrams = options.proxy_command("cat");
    let error = Client::open("be://127.0.0.1:1", &"secret".into(), datagrams).await;
    let error = error.expect_err("no stream");
    assert!(matches!(error, Error::Connect(_)), "{error}");
    assert!(error.to_string().contains("UDP"), "{error}");
}
