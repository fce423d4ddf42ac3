//! What the client on tokio has beyond the blocking one: many tasks, waits that
//! are dropped, replies part by part.

use std::time::Duration;

use rcon_proto::tokio::{Client, Connection, Parts, SendObserver};
use rcon_proto::{Cancel, ConnectOptions, ErrorKind, ExecuteOptions, Follows, Observer};
use rcon_sim::{Fault, Game, Server};

const PATIENCE: Duration = Duration::from_secs(20);

async fn open(server: &Server) -> Client {
    let options = ConnectOptions::default();
    let opened = Client::open(server.addr(), &"secret".into(), options).await;
    opened.expect("a login")
}

#[tokio::test]
async fn tasks_are_served_one_after_the_other_and_each_gets_its_own() {
    for game in [
        Game::Source,
        Game::Minecraft,
        Game::Palworld,
        Game::Factorio,
    ] {
        let server = Server::builder().game(game).start().expect("a server");
        let client = open(&server).await;
        let mut tasks = Vec::new();
        for number in 1..20 {
            let client = client.clone();
            let task = async move { client.execute(&format!("sim_echo task {number}")).await };
            tasks.push(tokio::spawn(task));
            // In the order in which they were asked for.
            tokio::task::yield_now().await;
        }
        for (number, task) in (1..20).zip(tasks) {
            let reply = task.await.expect("no panic").expect("a reply");
            assert_eq!(
                reply.text_lossy().trim(),
                format!("task {number}"),
                "{game}"
            );
        }
        let asked: Vec<_> = (1..20).map(|n| format!("sim_echo task {n}")).collect();
        assert_eq!(server.commands(), asked, "{game}");
    }
}

#[tokio::test]
async fn a_command_that_was_dropped_counts_as_sent_and_its_reply_is_nobody_elses() {
    // A busy machine is too late for the short ones.
    for scale in [1, 5, 25] {
        let (dropped, mine) = (80 * scale, 100 * scale);
        let server = Server::builder().start().expect("a server");
        let client = open(&server).await;
        let mut in_time = 0;
        for round in 1..4 {
            let command = format!("sim_delay {dropped} dropped");
            let some_time = Duration::from_millis(20 * scale);
            let given_up = tokio::time::timeout(some_time, client.execute(&command)).await;
            if given_up.is_ok() || server.commands().len() < 2 * round - 1 {
                break;
            }
            let mut late = Late::default();
            let how = ExecuteOptions::default();
            let mine = format!("sim_delay {mine} mine");
            let executed = client.execute_with(mine.as_bytes(), &how, &mut late).await;
            executed.expect("a reply");
            assert_eq!(late.own, "mine\n", "round {round}");
            if late.late != format!("{command}: dropped\n") {
                assert_eq!(late.late, "", "round {round}");
                break;
            }
            in_time = round;
        }
        if in_time == 3 {
            let count = |command: &&String| command.contains("dropped");
            assert_eq!(server.commands().iter().filter(count).count(), 3);
            assert_eq!(server.logins(), 1);
            return;
        }
    }
    panic!("what came late was never seen as such");
}

#[derive(Default)]
struct Late {
    own: String,
    late: String,
}

impl Observer for Late {
    fn reply(&mut self, bytes: &[u8]) {
        self.own.push_str(&String::from_utf8_lossy(bytes));
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        self.late = format!("{command}: {}", String::from_utf8_lossy(bytes));
    }
}

#[tokio::test]
async fn a_wait_for_its_turn_that_was_dropped_was_never_sent() {
    let server = Server::builder().start().expect("a server");
    let client = open(&server).await;
    let busy = client.clone();
    let first = tokio::spawn(async move { busy.execute("sim_delay 1000 first").await });
    assert!(wait_for(&server, "sim_delay 1000 first").await);
    let second = client.execute("echo second");
    assert!(
        tokio::time::timeout(Duration::from_millis(5), second)
            .await
            .is_err()
    );
    first.await.expect("no panic").expect("a reply");
    client.execute("echo third").await.expect("a reply");
    assert_eq!(server.commands(), ["sim_delay 1000 first", "echo third"]);
}

/// Waits without holding the thread.
async fn wait_for(server: &Server, command: &str) -> bool {
    let seen = async {
        while !server.commands().iter().any(|seen| seen == command) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(PATIENCE, seen).await.is_ok()
}

#[tokio::test]
async fn a_reply_is_read_part_by_part() {
    for game in [Game::Source, Game::Minecraft, Game::OpenStarbound] {
        let server = Server::builder().game(game).start().expect("a server");
        let client = open(&server).await;
        let how = ExecuteOptions::default();
        let mut parts = client
            .parts(b"sim_lines 3000", &how)
            .await
            .expect("it goes out");
        let (mut whole, mut count) = (Vec::new(), 0);
        while let Some(part) = parts.next().await.expect("a part") {
            whole.extend(part);
            count += 1;
        }
        assert!(count > 1 || game == Game::OpenStarbound, "{game}: {count}");
        assert!(parts.ended_by().is_some(), "{game}");
        let text = String::from_utf8_lossy(&whole);
        assert!(text.contains("line 3000"), "{game}: {} bytes", whole.len());
        // Behind the end there is nothing, as often as it is asked.
        assert!(parts.next().await.expect("the end").is_none());
        drop(parts);
        let reply = client.execute("sim_echo next").await.expect("a reply");
        assert_eq!(reply.text_lossy().trim(), "next", "{game}");
    }
}

#[tokio::test]
async fn what_is_left_of_parts_that_were_dropped_is_nobody_elses() {
    let server = Server::builder().start().expect("a server");
    let client = open(&server).await;
    let how = ExecuteOptions::default();
    let mut parts = client
        .parts(b"sim_lines 50000", &how)
        .await
        .expect("it goes out");
    parts.next().await.expect("a part").expect("the first");
    drop(parts);
    let reply = client.execute("echo mine").await.expect("a reply");
    assert_eq!(reply.bytes(), b"mine\n");
}

#[tokio::test]
async fn a_link_that_dies_inside_a_reply_is_a_loss_and_the_next_command_comes_back() {
    let server = Server::builder().start().expect("a server");
    let client = open(&server).await;
    let error = client.execute("sim_torn").await.expect_err("it is cut");
    assert_eq!(error.kind(), ErrorKind::Lost, "{error}");
    assert_eq!(
        client.execute("echo hi").await.expect("a reply").bytes(),
        b"hi\n"
    );
    let torn = |command: &&String| *command == "sim_torn";
    assert_eq!(server.commands().iter().filter(torn).count(), 1);
    assert_eq!(server.logins(), 2);
}

#[tokio::test]
async fn deadlines_hold_without_anything_coming() {
    let server = Server::builder()
        .fault(Fault::Silent)
        .start()
        .expect("a server");
    let options = ConnectOptions::default().timeout(Duration::from_millis(50));
    let silent = Client::open(server.addr(), &"secret".into(), options.clone()).await;
    assert_eq!(silent.expect_err("no answer").kind(), ErrorKind::Timeout);
    let nobody = Client::open("127.0.0.1:1", &"secret".into(), options.clone()).await;
    assert_eq!(nobody.expect_err("nobody").kind(), ErrorKind::Connect);
}

/// On the one thread of this test's runtime.
#[tokio::test]
async fn a_thousand_servers_are_asked_on_one_thread() {
    const SERVERS: usize = 1000;
    let builder = Server::builder()
        .count(SERVERS)
        .fault(Fault::Latency(Duration::from_millis(5)));
    let server = builder.start().expect("that many ports");
    let mut tasks = tokio::task::JoinSet::new();
    for (number, address) in server.addrs().iter().copied().enumerate() {
        tasks.spawn(async move {
            let options = ConnectOptions::default().timeout(Duration::from_secs(60));
            let client = Client::open(address, &"secret".into(), options).await?;
            let reply = client.execute(&format!("echo {number}")).await?;
            assert_eq!(reply.text_lossy(), format!("{number}\n"));
            Ok::<_, rcon_proto::Error>(())
        });
    }
    let mut answered = 0;
    while let Some(ended) = tasks.join_next().await {
        ended.expect("no panic").expect("a reply");
        answered += 1;
    }
    assert_eq!(answered, SERVERS);
    assert_eq!(server.logins(), SERVERS as u64);
}

/// What a task may carry from thread to thread.
#[test]
fn handles_and_their_futures_are_send() {
    fn is_send<T: Send>(_: &T) {}
    fn may_be_shared<T: Send + Sync>() {}
    fn futures(client: &Client, connection: &mut Connection, observer: &mut SendObserver) {
        let how = ExecuteOptions::default();
        is_send(&client.execute("status"));
        is_send(&client.parts(b"status", &how));
        is_send(&client.execute_with(b"status", &how, observer));
        is_send(&connection.listen(observer));
        is_send(&Client::open(
            "127.0.0.1",
            &"secret".into(),
            ConnectOptions::default(),
        ));
    }
    may_be_shared::<Client>();
    may_be_shared::<Connection>();
    may_be_shared::<Parts>();
    let _ = futures;
}

/// Commands that nobody waits for, to servers that are slow to read: all of them
/// have been by the time that the connection was seen out.
#[tokio::test]
async fn whoever_is_seen_out_has_read_all_of_it() {
    for (game, scheme) in [(Game::RustWeb, "ws"), (Game::SevenDays, "telnet")] {
        let intake = if game == Game::RustWeb { 2048 } else { 300 };
        let builder = Server::builder().game(game).fault(Fault::Intake(intake));
        let server = builder.start().expect("a server");
        let address = format!("{scheme}://{}", server.addr());
        let options = ConnectOptions::default();
        let opened = Connection::open(&*address, &"secret".into(), options).await;
        let mut connection = opened.expect("a login");
        let sent: Vec<_> = (1..=20).map(|n| format!("sim_echo {n}")).collect();
        for command in &sent {
            let taken = connection.send(command.as_bytes(), Follows::More).await;
            taken.expect("it is sent");
        }
        let seen = connection.see_out(Duration::from_millis(100)).await;
        seen.expect("its end");
        assert!(connection.is_closed());
        assert_eq!(server.commands(), sent, "{game}");
    }
}

/// There is nothing to wait for behind a failure, and other tasks' turn comes.
#[tokio::test]
async fn parts_end_behind_a_failure() {
    let server = Server::builder().start().expect("a server");
    let client = open(&server).await;
    let how = ExecuteOptions::default().timeout(Duration::from_millis(50));
    let mut parts = client.parts(b"sim_silent", &how).await.expect("it is sent");
    let error = parts.next().await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let next = tokio::time::timeout(PATIENCE, parts.next()).await;
    assert_eq!(next.expect("an end").expect("no second error"), None);
    assert_eq!(parts.ended_by(), None);
}

/// A cancel of the command's own ends the wait for its parts, and keeps it from
/// being sent.
#[tokio::test]
async fn parts_have_a_cancel_of_their_own() {
    let server = Server::builder().start().expect("a server");
    let client = open(&server).await;
    let cancel = Cancel::new();
    let how = ExecuteOptions::default().cancel(cancel.clone());
    let how = how.timeout(PATIENCE * 2);
    let mut parts = client.parts(b"sim_silent", &how).await.expect("it is sent");
    assert!(server.wait_until(PATIENCE, |s| s.commands() == ["sim_silent"]));
    cancel.cancel();
    let next = tokio::time::timeout(PATIENCE, parts.next()).await;
    let error = next.expect("an end").expect_err("cancelled");
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    drop(parts);
    let error = client.parts(b"quit", &how).await.expect_err("cancelled");
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(server.commands(), ["sim_silent"]);
}
