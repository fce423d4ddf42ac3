//! A reply in dozens of packets is put together to the byte, wherever packets
//! and segments begin and end.

use std::fmt::Write as _;

use rcon_sim::Fault;

use crate::support::{Script, Server};

/// 300 KB as a Source server's `cvarlist` prints them.
fn long_list() -> String {
    let mut list = "cvar list\n--------------\n".to_owned();
    for number in 0..3_400 {
        let _ = writeln!(
            list,
            "test_variable_{number:<27}: {:<9}: , \"sv\", \"nf\"     : Überprüft {number}",
            number % 7
        );
    }
    list + "--------------\n3400 total convars/concommands\n"
}

fn server(faults: &[&str]) -> Server {
    let faults = faults.iter().map(|fault| fault.parse::<Fault>().unwrap());
    Script::new()
        .reply("cvarlist", long_list())
        .reply("echo after", "after\n")
        .start_with(|builder| faults.fold(builder, rcon_sim::Builder::fault))
}

#[test]
fn byte_for_byte_whatever_the_segments() {
    let list = long_list();
    assert!(list.len() > 300_000);
    for faults in [
        &[][..],
        &["slice=1"],
        &["slice=7", "jitter=1ms"],
        &["slice=1460", "latency=20ms"],
        &["coalesce=50ms"],
    ] {
        println!("{faults:?}");
        let server = server(faults);
        server
            .run(["-e", "cvarlist"])
            .assert()
            .code(0)
            .stdout(&list);
        let then = server.run(["-e", "cvarlist", "-e", "echo after"]).assert();
        then.code(0).stdout(list.clone() + "after\n");
    }
}

#[cfg(unix)]
#[test]
fn byte_for_byte_in_the_shell() {
    let server = server(&["slice=997"]);
    let mut screen = server.run([""; 0]).start_on_screen(24, 200);
    screen.wait_row(&server.prompt());
    screen.type_text("cvarlist\n");
    screen.wait_text("3400 total convars/concommands");
    screen.wait_row(&server.prompt());
    let raw = String::from_utf8(screen.raw()).unwrap();
    assert!(raw.replace("\r\n", "\n").contains(&long_list()));
    screen.type_text("echo after\n").wait_text("\nafter");
}
