//! `--follow`: the address that a server is told to send its log to.
#![cfg(unix)]

use rcon_sim::Game;
use rustix::process::Signal;

use crate::follow::{adds, behind_time};
use crate::support::{Home, Server, Target as _, other};

/// Each program takes away its own address alone.
#[test]
fn two_that_follow_one_server_do_not_touch_each_other() {
    for (game, list) in [
        (Game::Source, "logaddress_list"),
        (Game::Cs2, "logaddress_list_http"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        let follow = || {
            let before = server.commands().len();
            let running = server.run(["--follow", "--game", game.name()]).start();
            server.wait("another address", |server| {
                let mut commands = server.commands().into_iter().skip(before);
                commands.any(|command| command.starts_with("logaddress_add"))
            });
            running
        };
        let (one, two) = (follow(), follow());
        one.signal(Signal::INT);
        one.assert().code(130);
        let left = other(&server, list);
        assert_eq!(left.matches("127.0.0.1:").count(), 1, "{left}");
        server.log("World triggered \"Still\"");
        while !two.line().contains("Still") {}
        two.signal(Signal::TERM);
        two.assert().code(143);
        server.wait("both gone", |server| {
            let commands = server.commands();
            let gone = commands
                .iter()
                .filter(|it| it.starts_with("logaddress_del"));
            gone.count() == 2
        });
    }
}

#[test]
fn the_listener_is_where_it_was_told_to_be() {
    let server = Server::start();
    let running = server.run(["--follow", "--log-listen", "0.0.0.0"]).start();
    server.wait_command("logaddress_add 127.0.0.1:");
    server.log("one");
    assert_eq!(behind_time(&running.line()), "one");
    running.signal(Signal::INT);
    running.assert().code(130);

    let via = [
        "--follow",
        "--log-listen",
        "127.0.0.1",
        "--log-via",
        "localhost:9",
    ];
    let running = server.run(via).start();
    server.wait_command("logaddress_add localhost:9");
    running.signal(Signal::INT);
    running.assert().code(130);
    server.wait_command("logaddress_del localhost:9");

    let holder = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap().to_string();
    let run = server.run(["--follow", "--log-listen", &taken]);
    run.assert()
        .code(2)
        .stderr_contains("cannot listen for the log on");
    drop(holder);
}

/// What was there before is not ours to take away, where others may be there.
#[test]
fn an_address_that_was_there_behind_a_router_stays() {
    let server = Server::start();
    other(&server, "logaddress_add 127.0.0.1:9");
    let running = server.run(["--follow", "--log-via", "127.0.0.1:9"]).start();
    server.wait("the address once more", |server| adds(server) == 2);
    running.signal(Signal::INT);
    running.assert().code(130);
    assert!(other(&server, "logaddress_list").contains("127.0.0.1:9"));
}

#[test]
fn a_server_behind_a_proxy_command_needs_to_be_told_a_way() {
    let server = Server::start();
    let home = Home::new();
    let relay = home.file(
        "relay.sh",
        "exec 3<>\"/dev/tcp/$1/$2\" 4<&0 || exit 1\ncat <&3 &\nr=$!\ncat <&4 >&3\nkill $r\n",
    );
    let proxy = format!("bash {relay} %h %p");
    let run = server
        .run(["--follow", "--proxy-command", &proxy])
        .home(&home);
    run.assert().code(2).stderr_contains("--log-via HOST:PORT");
    assert!(
        !server
            .commands()
            .iter()
            .any(|it| it.starts_with("logaddress"))
    );

    let args = [
        "--follow",
        "--proxy-command",
        &proxy,
        "--log-listen",
        "127.0.0.1:0",
        "--log-via",
        "127.0.0.1:9",
    ];
    let running = server.run(args).home(&home).start();
    server.wait_command("logaddress_add 127.0.0.1:9");
    running.signal(Signal::INT);
    running.assert().code(130);
    server.wait_command("logaddress_del 127.0.0.1:9");
}
