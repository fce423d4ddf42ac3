//! A reply in dozens of packets is put together to the byte, wherever packets
//! and segments begin and end.

use std::fmt::Write as _;

use crate::support::{Server, Target as _};

/// What `sim_lines 30000` prints: 300 KB and more.
fn long_reply() -> String {
    (1..=30_000).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "line {number}");
        text
    })
}

#[test]
fn byte_for_byte_whatever_the_segments() {
    let long = long_reply();
    assert!(long.len() > 300_000);
    for faults in [
        &[][..],
        &["slice=1"],
        &["slice=13", "jitter=1ms"],
        &["slice=1460", "latency=20ms"],
        &["coalesce=50ms"],
    ] {
        println!("{faults:?}");
        let server = Server::with_faults(faults);
        let run = server.run(["-e", "sim_lines 30000"]);
        run.assert().code(0).stdout(&long);
        let run = server.run(["-e", "sim_lines 30000", "-e", "echo after"]);
        run.assert().code(0).stdout(long.clone() + "after\n");
    }
}

#[test]
fn a_login_whose_packets_come_apart() {
    let apart = std::time::Duration::from_millis(100);
    let server = Server::with(|builder| builder.auth_gap(apart));
    let run = server.run(["-e", "echo one", "-e", "echo two"]);
    run.assert().code(0).stdout("one\ntwo\n");
}

#[test]
fn the_list_itself_with_its_footer() {
    let server = Server::with_faults(&["slice=997"]);
    let outcome = server.run(["-e", "cvarlist"]).assert();
    outcome.code(0);
    let text = outcome.text();
    let (list, footer) = text.rsplit_once("--------------\n").unwrap();
    let names = list.lines().skip(2).count();
    assert_eq!(footer, format!("{names} total convars/concommands\n"));
}

#[cfg(unix)]
#[test]
fn byte_for_byte_in_the_shell() {
    let server = Server::with_faults(&["slice=997"]);
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("sim_lines 30000\n");
    screen.wait_text("line 30000\n");
    screen.wait_row(&server.prompt());
    let sent = String::from_utf8(screen.raw()).unwrap();
    assert!(sent.replace("\r\n", "\n").contains(&long_reply()));
    screen.type_text("echo after\n").wait_text("\nafter\n");
}
