//! Replies at the prompt of many servers: those that are equal are folded, and those
//! that are not are shown where they differ.
#![cfg(unix)]

use crate::fleet_prompt::{group, three};
use crate::support::{Key, Script, Server, Target as _, nobody, rcon};

/// A terminal as most have it, and a large one.
const SIZES: [(u16, u16); 2] = [(24, 80), (50, 200)];

#[test]
fn equal_replies_are_folded_and_the_odd_one_stands_first() {
    for (rows, columns) in SIZES {
        let (servers, mut screen) = three(rows, columns);
        screen
            .type_text("echo same\n")
            .wait_text("==> a, b, c <==\nsame\n")
            .wait_row("@eu ]");
        screen.type_text("!on b sv_gravity 600\n").wait_row("@eu ]");
        screen.key(Key::Ctrl('l'));
        screen.type_text("sv_gravity\n");
        screen.wait_text("==> b <==\n\"sv_gravity\" = \"600\"");
        screen.wait_text("==> a, c <==\n\"sv_gravity\" = \"800\"");
        let shown = screen.contents();
        assert!(
            shown.find("==> b <==") < shown.find("==> a, c <=="),
            "{screen}"
        );
        assert_eq!(
            servers.typed_at(1),
            ["echo same", "sv_gravity 600", "sv_gravity"]
        );
        screen.type_text("!exit\n");
        assert_eq!(screen.wait_exit(), 0);
    }
}

#[test]
fn of_thirty_the_rule_is_counted_and_the_exceptions_are_named() {
    for (rows, columns) in SIZES {
        let many = Server::with(|builder| builder.count(28));
        let slow = Server::with_faults(&["latency=150ms"]);
        let addresses: Vec<String> = many.addrs().iter().map(ToString::to_string).collect();
        let names: Vec<String> = (0..28).map(|at| format!("s{at}")).collect();
        let mut servers: Vec<(&str, &str, &str)> = names
            .iter()
            .zip(&addresses)
            .map(|(name, address)| (name.as_str(), address.as_str(), ""))
            .collect();
        let (slow, down) = (slow.address(), nobody());
        servers.push(("slow", &slow, ""));
        servers.push(("down", &down, ""));
        let home = group(&servers);
        let mut screen = rcon(["@eu"]).home(&home).start_on_screen(rows, columns);
        screen.wait_row("@eu 29/30 ]");
        screen.wait_text("down: connection refused");
        screen
            .type_text("!on s7 sv_gravity 600\n")
            .wait_row("@eu 29/30 ]");
        screen.key(Key::Ctrl('l'));
        screen.type_text("sv_gravity\n");
        screen.wait_text("==> s7 <==\n\"sv_gravity\" = \"600\"");
        screen.wait_text("==> 28 of 30 servers <==\n\"sv_gravity\" = \"800\"");
        screen.wait_text("down: connection refused");
        screen.wait_row("@eu 29/30 ]");
    }
}

#[test]
fn a_long_reply_is_shown_where_it_differs() {
    let list = |odd: &str| {
        let lines = (0..40).map(|at| format!("line {at}\n"));
        lines.collect::<String>().replace("line 17\n", odd)
    };
    let rule = || Script::new().reply("show", list("line 17\n")).start();
    let odd = Script::new().reply("show", list("quite another\n")).start();
    let servers = [rule(), odd, rule()];
    let home = group(&[
        ("a", &servers[0].address(), ""),
        ("b", &servers[1].address(), ""),
        ("c", &servers[2].address(), ""),
    ]);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(60, 80);
    screen.wait_row("@eu ]");
    screen.type_text("show\n");
    screen.wait_text("==> b <==\n(39 lines as below");
    screen.wait_text("\n- line 17\n+ quite another\n==> a, c <==\nline 0\n");
    screen.wait_text("line 39\n@eu ]");
}

#[test]
fn lists_that_differ_everywhere_are_shown_once_and_where_they_differ() {
    let (servers, mut screen) = three(50, 120);
    screen.type_text("cvarlist\n");
    let port = |place: usize| {
        format!(
            "hostport                                 : {}",
            servers.addrs()[place].port()
        )
    };
    for (name, place) in [("b", 1), ("c", 2)] {
        screen.wait_text(&format!(
            "==> {name} <==\n(396 lines as on a; - is what stands there, + is this one's)\n- {}",
            port(0)
        ));
        screen.wait_text(&format!("+ {}", port(place)));
    }
    screen.wait_row("@eu ]");
    // What is read at one look is shown whole.
    screen.key(Key::Ctrl('l'));
    screen
        .type_text("status\n")
        .wait_text("==> b <==\nhostname:");
}

#[test]
fn many_that_fail_alike_are_told_together() {
    let up = Server::start();
    let down: Vec<String> = (0..10).map(|_| nobody()).collect();
    let names: Vec<String> = (0..10).map(|at| format!("d{at}")).collect();
    let mut servers = vec![("up", up.address(), "")];
    let all = names.iter().zip(&down);
    servers.extend(all.map(|(name, address)| (name.as_str(), address.clone(), "")));
    let servers: Vec<(&str, &str, &str)> = servers
        .iter()
        .map(|(name, address, lines)| (*name, address.as_str(), *lines))
        .collect();
    let home = group(&servers);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 120);
    screen.wait_row("@eu 1/11 ]");
    screen.key(Key::Ctrl('l'));
    screen.type_text("echo on\n").wait_text("==> up <==\non\n");
    screen.wait_text("d0, d1, d2, d3, d4, d5, d6, d7, d8, d9: connection refused by them");
}
