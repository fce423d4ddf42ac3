//! What belongs to which reply: parts that come late, packets that nobody
//! asked for, bytes that are no text. In scripts, on every kind of server.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use rcon_proto::{Decoded, Packet, SERVERDATA_AUTH, decode};
use rcon_sim::Game;

use crate::support::{Outcome, PASSWORD, Server, Table, Target as _, rcon, with_deadline};

fn server(game: Game) -> Server {
    Server::with(|builder| builder.game(game))
}

/// Replies have ids of the server's own: whose one is cannot be told.
fn ids_tell_nothing(game: Game) -> bool {
    matches!(
        game,
        Game::Palworld | Game::PalworldParts | Game::Conan | Game::ConanShifted
    )
}

/// Commands and the replies that JSON lines give to them. Garry's Mod's lines
/// of its log are left out.
#[track_caller]
fn replies(outcome: &Outcome) -> Vec<(String, String)> {
    outcome.code(0);
    let records = outcome.records();
    let records = records.iter().map(|record| {
        assert_eq!(record["ok"], true, "{record}");
        let said = |field: &str| record[field].as_str().unwrap().to_owned();
        let reply = said("reply");
        let kept = reply.split_inclusive('\n');
        let kept = kept.filter(|line| !(line.starts_with("L ") && line.contains(": rcon from ")));
        (said("command"), kept.collect())
    });
    records.collect()
}

/// Pumpkin and Rust send a packet for each line, without its newline. What is
/// told has one between two lines.
fn sent(game: Game, text: &str) -> String {
    match game {
        Game::Pumpkin | Game::Rust => text.trim_end_matches('\n').to_owned(),
        _ => text.to_owned(),
    }
}

/// The second part comes when the next command has been sent, and before its
/// reply: it still belongs to the first.
fn late_part(game: Game) -> String {
    if ids_tell_nothing(game) {
        return "ids tell nothing".to_owned();
    }
    if game == Game::ConanClosing {
        // The close behind the second part meets the next command: 6.
        return "closes".to_owned();
    }
    let server = server(game);
    let late = "sim_late 300 second part";
    let commands = ["-e", late, "-e", "sim_echo next", "-e", "sim_echo last"];
    let outcome = server.run(["--json"]).args(commands).assert();
    let expected = [
        (late, "first\nsecond part\n"),
        ("sim_echo next", "next\n"),
        ("sim_echo last", "last\n"),
    ];
    let expected = expected.map(|(command, reply)| (command.to_owned(), sent(game, reply)));
    assert_eq!(replies(&outcome), expected, "{}", outcome.stderr);
    "in its place".to_owned()
}

fn unsolicited(game: Game) -> String {
    if ids_tell_nothing(game) {
        return "ids tell nothing".to_owned();
    }
    let offer = "sim_unsolicited buy now";
    let run = || {
        let server = server(game);
        let commands = ["-e", "sim_echo a", "-e", offer, "-e", "sim_echo b"];
        let outcome = server.run(["--json", "-v"]).args(commands).assert();
        (server, outcome)
    };
    let (mut server, mut outcome) = run();
    while game == Game::ConanClosing && outcome.was_crossed_by_a_close(&server.commands()) {
        (server, outcome) = run();
    }
    let expected = [
        ("sim_echo a", "a\n"),
        (offer, "answered\n"),
        ("sim_echo b", "b\n"),
    ];
    let expected = expected.map(|(command, reply)| (command.to_owned(), sent(game, reply)));
    assert_eq!(replies(&outcome), expected, "{}", outcome.stderr);
    outcome.stderr_contains("unsolicited: buy now");
    "logged".to_owned()
}

fn odd_bytes(game: Game) -> String {
    if game == Game::Gmod {
        return "has a log's lines".to_owned();
    }
    if matches!(
        game,
        Game::Rust | Game::BepInEx | Game::Assetto | Game::VRising
    ) {
        return "has one byte a character".to_owned();
    }
    if game == Game::RconServer {
        return "has ASCII".to_owned();
    }
    let server = server(game);
    let commands = ["-e", "sim_unicode", "-e", "sim_nul", "-e", "sim_invalid"];
    let outcome = server.run(["--raw"]).args(commands).assert();
    let mut expected = sent(game, "héllo wörld € 小林 🎮 Привет\n").into_bytes();
    expected.extend(sent(game, "before\0after\n").bytes());
    expected.extend(b"caf\xe9 \xff\xfe cut \xe2\x82");
    outcome.code(0).stdout(expected);
    format!("{} ms", outcome.elapsed.as_millis())
}

/// A reply that nobody waited for any longer comes when the next command has
/// been sent. A server that has not shown before that its replies have the ids
/// of their commands is asked over a new link.
fn given_up(game: Game, after_another: bool) -> String {
    let attempt = |deadline: f64| {
        let server = server(game);
        let slow = format!("sim_delay {} slow", (1500.0 * deadline).round());
        let run = server.run(["--keep-going", "--timeout", &deadline.to_string()]);
        let run = if after_another {
            run.args(["-e", "sim_echo first"])
        } else {
            run
        };
        // Where the probe behind the next one is lost on a busy server, all of this is waited
        // for, and its end is not told.
        let more = format!("!set timeout {}", 5.0 + 5.0 * deadline);
        let run = run.args(["-e", &slow, "-e", &more, "-e", "sim_echo next"]);
        let (outcome, said) = (run.assert(), format!("no reply within {deadline} s"));
        (server, slow, outcome, said)
    };
    // All but the one that is slow have to be faster than that.
    let (server, slow, outcome, said) = with_deadline(0.4, attempt, |(_, _, outcome, said)| {
        let next = outcome.text().ends_with("next\n");
        next && outcome.code == Some(124) && outcome.stderr.contains(said)
    });
    outcome.code(124);
    outcome.stderr_contains(&format!("sent, but {said}"));
    outcome.never_printed("\nslow");
    let text = outcome.text();
    let mut printed: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("L "))
        .collect();
    assert_eq!(printed.pop(), Some("next"), "{}", outcome.stderr);
    assert_eq!(printed.len(), usize::from(after_another));
    let asked = server.commands();
    let slows = asked.iter().filter(|c| **c == slow).count();
    assert_eq!((slows, asked.len()), (1, 2 + usize::from(after_another)));
    // What shows the ids is a reply, or a login of the Source shape.
    let told = format!("late output of \"{slow}\"");
    if outcome.stderr.contains(&told) {
        assert_eq!(server.logins(), 1);
        return "said to be late".to_owned();
    }
    let apart = ids_tell_nothing(game) || game == Game::ConanClosing;
    let each = after_another && apart;
    assert_eq!(server.logins(), if each { 3 } else { 2 });
    assert!(!after_another || apart, "{}", outcome.stderr);
    "on a new link".to_owned()
}

#[test]
fn each_part_is_put_in_its_place() {
    let mut table = Table::default();
    // The first command of a first run is lost there (6): its probe ends the link.
    let dies = |game: &&Game| **game == Game::VRisingTwo;
    // The others frame replies in ways of their own: see `consoles`.
    let all = Game::ALL.iter().filter(|game| game.scheme() == "rcon");
    for &game in all.filter(|game| !dies(game)) {
        table.cell(&game, "late part", move || late_part(game));
        table.cell(&game, "unsolicited", move || unsolicited(game));
        table.cell(&game, "given up", move || given_up(game, true));
        table.cell(&game, "given up at once", move || given_up(game, false));
        table.cell(&game, "odd bytes", move || odd_bytes(game));
    }
    table.run("scripts of three commands");
}

/// A one-packet server whose second reply is followed by more of its first.
fn server_that_is_too_late() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut pending, mut buffer, mut first) = (Vec::new(), [0; 4096], None);
        while let Ok(count @ 1..) = stream.read(&mut buffer) {
            pending.extend_from_slice(&buffer[..count]);
            while let Ok(Decoded::Packet { packet, rest }) = decode(&pending) {
                let (request, used) = (packet.to_packet(), pending.len() - rest.len());
                pending.drain(..used);
                let mut say = |id, kind, text| {
                    let packet = Packet::new(id, kind, text).encode();
                    stream.write_all(&packet).unwrap();
                };
                if request.kind == SERVERDATA_AUTH {
                    say(request.id, 2, "");
                    continue;
                }
                say(request.id, 0, "a reply\n");
                match first {
                    None => first = Some(request.id),
                    Some(first) => say(first, 0, "the rest\n"),
                }
            }
        }
    });
    address
}

#[test]
fn what_comes_too_late_is_no_other_commands_reply() {
    for mode in [&[][..], &["--json"]] {
        let address = server_that_is_too_late();
        let outcome = rcon([&address, "-p", PASSWORD, "-e", "one", "-e", "two"])
            .args(mode)
            .assert();
        outcome
            .code(7)
            .stderr_contains("late output of \"one\"")
            .never_printed("the rest");
        assert_eq!(outcome.text().matches("a reply").count(), 2);
    }
}

/// Whether a command is the last is not always known when it is sent.
#[test]
fn a_reply_that_turns_out_to_be_the_last_is_read_to_its_end() {
    for tail in ["!exit", "!sleep 0.01", "!disconnect", "!set timeout 9"] {
        let server = server(Game::Minecraft);
        let run = server.run(["-e", "sim_late 150 second part", "-e", tail]);
        run.assert().code(0).stdout("first\nsecond part\n");
    }
    let server = server(Game::Minecraft);
    let mut feeder = server.shell().stdin_open().start();
    feeder.write("sim_late 150 second part\n");
    assert_eq!(feeder.line(), "first");
    feeder.assert().code(0).stdout("first\nsecond part\n");
}

#[test]
fn what_comes_in_a_sleep_belongs_to_the_reply_before() {
    let server = server(Game::Minecraft);
    let late = "sim_late 300 second part";
    let outcome = server
        .run(["--json", "-e", late, "-e", "!sleep 0.6"])
        .args(["-e", "sim_echo next"])
        .assert();
    let expected = [(late, "first\nsecond part\n"), ("sim_echo next", "next\n")];
    let expected = expected.map(|(command, reply)| (command.to_owned(), reply.to_owned()));
    assert_eq!(replies(&outcome), expected);
}

#[test]
fn what_comes_when_the_record_is_out_is_in_no_other() {
    // The second part takes so many seconds: a busy machine may take as long for the
    // first one's record.
    let attempt = |seconds: f64| {
        let server = server(Game::Minecraft);
        let late = format!("sim_late {} second part", (1000.0 * seconds).round());
        let mut feeder = server.run(["--json"]).stdin_open().start();
        feeder.write(&format!("{late}\n"));
        let record = feeder.line();
        feeder.write("sim_echo next\n");
        (late, record, feeder.assert())
    };
    let (late, record, outcome) = with_deadline(0.4, attempt, |(_, record, _)| {
        !record.contains("second part\\n")
    });
    assert!(record.contains("\"reply\":\"first\\n\""), "{record}");
    outcome
        .code(7)
        .stdout_contains("\"reply\":\"next\\n\"")
        .stderr_contains(&format!("late output of \"{late}\""))
        .never_printed("second part\\n");
}
