//! One long run on two hundred servers, a tenth of them hostile in ten ways.
//!
//! `RCON_SHELL_SOAK` is how long it is to take, in seconds; 12 where it is not
//! set.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use rcon_sim::{Hostile, Stage};
use serde_json::Value;

use crate::support::{Home, PASSWORD, Server, rcon};

const HEALTHY: usize = 180;

/// Ways of being hostile, and what may be said of a command there. All let
/// the client in, so that every round meets them anew.
const WAYS: [(Hostile, &[&str]); 10] = [
    (Hostile::Reset(Stage::Command), &["lost"]),
    (Hostile::Close(Stage::Command), &["lost"]),
    (Hostile::Torn(Stage::Command), &["lost"]),
    (Hostile::HalfClose(Stage::LoggedIn), &["lost"]),
    (Hostile::Size(-1, Stage::Command), &["protocol"]),
    (Hostile::EndlessPackets, &["protocol"]),
    // Which of the two limits is passed first is a matter of speed.
    (
        Hostile::EndlessUnsolicited(Stage::Command),
        &["timeout", "protocol"],
    ),
    (Hostile::Truncated(Stage::Command), &["timeout"]),
    (Hostile::Drip(Stage::Command), &["timeout"]),
    (Hostile::Silent(Stage::LoggedIn), &["timeout"]),
];

/// What a process holds.
#[derive(Debug, Clone, Copy)]
struct Held {
    memory_kib: usize,
    files: usize,
}

#[test]
fn nothing_grows_and_nobody_is_in_anothers_way() {
    let seconds = std::env::var("RCON_SHELL_SOAK").ok();
    let seconds: usize = seconds.map_or(12, |text| text.parse().unwrap());
    // The slowest take a deadline of 2 s and a pause of 0.5 s for each round.
    let rounds = (seconds * 2 / 5).max(5);

    let healthy = Server::with(|builder| builder.count(HEALTHY));
    let hostile = WAYS.map(|(how, _)| Server::with(|builder| builder.count(2).hostile(how)));
    let mut expected: HashMap<String, Option<&[&str]>> = HashMap::new();
    for address in healthy.addrs() {
        expected.insert(address.to_string(), None);
    }
    // Only where a deadline is what ends a command it is short: two hundred logins at
    // once take a busy machine longer.
    let home = Home::new();
    let mut config = "[defaults]\ntimeout = 60\n".to_owned();
    let mut names: Vec<String> = expected.keys().cloned().collect();
    for (servers, (_, kinds)) in hostile.iter().zip(WAYS) {
        for address in servers.addrs() {
            expected.insert(address.to_string(), Some(kinds));
            let name = format!("hostile-{}", names.len());
            let timeout = if *kinds == ["timeout"] { 2 } else { 60 };
            let section =
                format!("[servers.{name}]\naddress = \"{address}\"\ntimeout = {timeout}\n");
            config.push_str(&section);
            names.push(name);
        }
    }
    home.config(&config);

    let script = (0..rounds).map(|round| format!("echo round {round}\n!sleep 0.5\n"));
    let run = rcon(&names)
        .args(["-p", PASSWORD, "--json", "--keep-going", "-f", "-"])
        .args(["--max-reply", "100000"])
        .home(&home)
        .stdin(script.collect::<Vec<_>>().concat())
        .within(Duration::from_secs(120 + 3 * seconds as u64))
        .start();

    let mut seen: HashSet<(String, usize)> = HashSet::new();
    let mut in_round = vec![0; rounds];
    let (mut first, mut last) = (None, None);
    for _ in 0..expected.len() * rounds {
        let line = run.line();
        let record: Value = serde_json::from_str(&line).unwrap();
        let server = record["server"].as_str().unwrap();
        let command = record["command"].as_str().unwrap_or_default();
        let round: usize = command
            .strip_prefix("echo round ")
            .unwrap_or_else(|| panic!("{line}"))
            .parse()
            .unwrap();
        assert!(seen.insert((server.to_owned(), round)), "{line}");
        match expected[server] {
            None => {
                assert_eq!(record["reply"], format!("round {round}\n"), "{line}");
                in_round[round] += 1;
                // All are connected here, and will be in the next round.
                if in_round[round] == HEALTHY && round == 0 {
                    first = held(run.id());
                } else if in_round[round] == HEALTHY && round == rounds - 2 {
                    last = held(run.id());
                }
            }
            Some(kinds) => {
                let kind = record["error"]["kind"].as_str().unwrap_or_default();
                assert!(kinds.contains(&kind), "expected {kinds:?}: {line}");
            }
        }
    }
    // Failures of three kinds.
    run.assert().code(1);
    assert_eq!(healthy.connections(), HEALTHY as u64);
    if let (Some(first), Some(last)) = (first, last) {
        eprintln!("after the first round {first:?}, before the last {last:?}");
        assert!(
            last.memory_kib < first.memory_kib + 4 * 1024,
            "{first:?}, then {last:?}"
        );
        // A socket each, and what the program has besides.
        let most = expected.len() + 16;
        assert!(
            first.files <= most && last.files <= most,
            "{first:?}, then {last:?}"
        );
    }
}

/// What the process holds now, where the system tells. The program is started
/// through another that it takes the place of.
fn held(process: u32) -> Option<Held> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let memory = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let files = std::fs::read_dir(format!("/proc/{process}/fd")).ok()?;
    Some(Held {
        memory_kib: memory.split_whitespace().next()?.parse().ok()?,
        files: files.count(),
    })
}
