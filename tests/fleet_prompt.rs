//! The prompt of many servers: a line to all, and no server in another's way.
#![cfg(unix)]

use rcon_sim::Hostile;

use crate::support::{Home, Key, PASSWORD, Screen, Script, Server, Target, nobody, rcon};

/// A home whose group `eu` has these servers: a name, an address, and further
/// lines of the profile.
pub(crate) fn group(servers: &[(&str, &str, &str)]) -> Home {
    let home = Home::new();
    let mut config = String::new();
    for (name, address, lines) in servers {
        config.extend([format!(
            "[servers.{name}]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n{lines}\n"
        )]);
    }
    let names: Vec<String> = servers.iter().map(|it| format!("{:?}", it.0)).collect();
    config.extend([format!("[groups]\neu = [{}]\n", names.join(", "))]);
    home.config(&config);
    home
}

/// Three servers called `a`, `b` and `c`, and a prompt for them.
pub(crate) fn three(rows: u16, columns: u16) -> (Server, Screen) {
    let servers = Server::with(|builder| builder.count(3));
    let addresses: Vec<String> = servers.addrs().iter().map(ToString::to_string).collect();
    let home = group(&[
        ("a", &addresses[0], ""),
        ("b", &addresses[1], ""),
        ("c", &addresses[2], ""),
    ]);
    let screen = rcon(["@eu"]).home(&home).start_on_screen(rows, columns);
    screen.wait_row("@eu ]");
    (servers, screen)
}

#[test]
fn a_server_that_is_down_is_tried_again_and_counted() {
    let up = Server::start();
    let down = nobody();
    let home = group(&[("a", &up.address(), ""), ("b", &down, "")]);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@eu 1/2 ]");
    screen
        .type_text("echo one\n")
        .wait_text("==> a <==\none\n")
        .wait_row("@eu 1/2 ]");
    // It comes up where nobody was.
    let _there = Server::with(|builder| builder.listen(down.clone()));
    screen
        .type_text("echo two\n")
        .wait_text("==> a, b <==\ntwo\n")
        .wait_row("@eu ]");
}

/// Nothing was typed for it, and nothing accepted yet.
#[test]
fn a_server_that_was_down_is_there_after_a_reconnect() {
    let up = Server::start();
    let down = nobody();
    let home = group(&[("a", &up.address(), ""), ("b", &down, "")]);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@eu 1/2 ]");
    let there = Server::with(|builder| builder.listen(down.clone()));
    screen.type_text("!reconnect\n").wait_row("@eu ]");
    screen
        .type_text("echo two\n")
        .wait_text("==> a, b <==\ntwo\n");
    assert_eq!(there.logins(), 1);
}

#[test]
fn whoever_hangs_lies_or_floods_touches_no_other() {
    let fine = Server::start();
    let dumb = Script::new()
        .silent("status")
        .reply("echo still there", "still there\n")
        .start();
    let liar = Server::with(|builder| builder.hostile(Hostile::EndlessPackets));
    let torn = Server::start();
    let home = group(&[
        ("fine", &fine.address(), ""),
        ("dumb", &dumb.address(), "timeout = 2"),
        ("liar", &liar.address(), ""),
        ("torn", &torn.address(), ""),
    ]);
    let run = rcon(["@eu", "--max-reply", "100000"]);
    let mut screen = run.home(&home).start_on_screen(40, 100);
    screen.wait_for("a prompt", |shown| {
        shown
            .rows()
            .iter()
            .any(|row| row.starts_with("@eu") && row.trim_end().ends_with(" ]"))
    });
    screen.type_text("!on fine,dumb status\n");
    screen.wait_text("==> fine <==\nhostname:");
    screen.wait_text("dumb: sent, but no reply within 2 s");
    screen.type_text("!on torn sim_torn\n").wait_text("torn: ");
    screen.key(Key::Ctrl('l'));
    screen.type_text("echo still there\n");
    screen.wait_text("==> fine, dumb, torn <==\nstill there");
    screen.wait_text("liar: the reply is longer than the limit of 100000 bytes");
}

#[test]
fn ctrl_c_shows_what_was_answered_and_names_the_rest() {
    let quick = Server::start();
    let stuck = Script::new().silent("status").start();
    let home = group(&[("a", &quick.address(), ""), ("b", &stuck.address(), "")]);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@eu ]");
    screen.type_text("status\n");
    stuck.wait_command("status");
    // What came before Ctrl-C is shown: the bar tells that it has.
    screen.wait_text("1 of 2 servers").wait_let_go();
    screen.key(Key::Ctrl('c'));
    screen.wait_text("==> a <==\nhostname:");
    screen.wait_text("not waited for: b");
    screen.wait_row("@eu ]");
    screen
        .type_text("!on a echo on\n")
        .wait_text("==> a <==\non\n");
}

#[test]
fn what_comes_late_or_unasked_stands_under_its_server() {
    let (servers, mut screen) = three(24, 80);
    screen.type_text("!on b sim_delay 900 after all\n");
    servers.wait_command("sim_delay");
    screen.wait_let_go();
    screen.key(Key::Ctrl('c'));
    screen.wait_text("not waited for: b");
    screen.wait_text("b: late reply of sim_delay 900 after all:\nb: after all\n");
    screen.wait_row("@eu ]");
    screen
        .type_text("!on c sim_unsolicited news of the day\n")
        .wait_text("c: news of the day");
}

#[test]
fn a_connection_that_ends_is_told_by_name_and_made_again() {
    let one = Server::start();
    let other = Server::start();
    let home = group(&[("a", &one.address(), ""), ("b", &other.address(), "")]);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@eu ]");
    screen.type_text("ec");
    other.close_links();
    screen.wait_text("Lost connection to b. The next line reconnects.");
    screen
        .type_text("ho on\n")
        .wait_text("==> a, b <==\non\n")
        .wait_row("@eu ]");
    assert_eq!(other.logins(), 2);
}

#[test]
fn who_stops_servers_is_asked_how_many() {
    let (servers, mut screen) = three(24, 80);
    screen
        .type_text("status; quit\n")
        .wait_row("This stops 3 servers (a, b, c). Go on? [y/N]");
    screen.type_text("n\n").wait_text("Not sent.");
    screen
        .type_text("!on a quit\n")
        .wait_text("Use !exit")
        .wait_row("@eu ]");
    screen
        .type_text("!on a,c killserver\n")
        .wait_row("This stops 2 servers (a, c). Go on? [y/N]");
    screen.key(Key::Ctrl('c')).wait_row("@eu ]");
    screen
        .type_text("!set confirm all\n!on a,b echo hi\n")
        .wait_row("This goes to 2 servers (a, b). Go on? [y/N]");
    screen.type_text("y\n").wait_text("==> a, b <==\nhi\n");
    screen
        .type_text("!on b echo alone\n")
        .wait_text("==> b <==\nalone\n");
    screen
        .type_text("!set confirm stop\n!shutdown\n")
        .wait_row("This stops 3 servers (a, b, c). Go on? [y/N]");
    screen.type_text("y\n");
    servers.wait("its end", rcon_sim::Server::is_stopped);
}

#[test]
fn what_one_profile_denies_is_sent_to_none() {
    let servers = Server::with(|builder| builder.count(2));
    let addresses: Vec<String> = servers.addrs().iter().map(ToString::to_string).collect();
    let home = group(&[
        ("a", &addresses[0], ""),
        ("b", &addresses[1], "deny = [\"sv_cheats*\"]"),
    ]);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@eu ]");
    screen
        .type_text("echo x; sv_cheats 1\n")
        .wait_text("not allowed by the profile b: \"sv_cheats 1\"");
    screen.type_text("!on a sv_cheats 1\n").wait_row("@eu ]");
    servers.wait_command("sv_cheats 1");
    assert_eq!(servers.commands(), ["sv_cheats 1"]);
}

#[test]
fn one_prompt_serves_all_that_lack_a_password() {
    let servers = Server::with(|builder| builder.count(3));
    let addresses: Vec<String> = servers.addrs().iter().map(ToString::to_string).collect();
    let mut screen = rcon(&addresses).start_on_screen(24, 100);
    screen.wait_row("Password for 3 servers:");
    screen
        .type_text("wrong\n")
        .wait_text("it is not sent again");
    screen.wait_row("Password for 3 servers:");
    screen.type_text(&format!("{PASSWORD}\n"));
    screen.wait_row("3 servers ]");
    screen.type_text("echo in\n").wait_text("\nin\n");
    // Neither sent nor kept.
    screen
        .type_text("wrong\n")
        .wait_text("neither sent nor kept");
    assert_eq!(servers.commands().len(), 3);
    screen.home.assert_nowhere("wrong");
}

#[test]
fn a_fleet_has_a_history_of_its_own() {
    let server = Server::start();
    let home = group(&[("a", &server.address(), "")]);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@eu ]");
    screen.type_text("echo of all\n").wait_text("\nof all\n");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    let mut screen = rcon(["a"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("a ]");
    screen.key(Key::Up).type_text("echo of one\n");
    screen.wait_text("\nof one\n");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@eu ]");
    screen.key(Key::Up).wait_row("@eu ] !exit");
    screen.key(Key::Up).wait_row("@eu ] echo of all");
}

#[test]
fn tab_offers_what_any_server_has_and_says_who() {
    let list =
        |more: &str| format!("echo : cmd : : Prints.\nstatus : cmd : : Shows.\n{more}2 total\n");
    let server = |more: &str| Script::new().reply("cvarlist", list(more)).start();
    let servers = [
        server(""),
        server("sv_odd : 1 : : Only here.\n"),
        server(""),
    ];
    let home = group(&[
        ("aa", &servers[0].address(), ""),
        ("ab", &servers[1].address(), ""),
        ("c", &servers[2].address(), ""),
    ]);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@eu ]");
    screen.wait_tab("sv_o", "sv_odd");
    screen.key(Key::Ctrl('u'));
    // The hint beside it says the same.
    screen.wait_tab("sv_odd ", "1 of 3 servers");
    screen.key(Key::Ctrl('u'));
    screen.wait_tab("!on c,a", "aa");
    screen.wait_text("ab");
}

/// As one that changes its map when it is asked first.
#[test]
fn a_server_that_did_not_answer_is_asked_for_its_names_again() {
    let list = |more: &str| format!("echo : cmd : : Prints.\n{more}1 total\n");
    let answers = Script::new().reply("cvarlist", list("")).start();
    let busy = Script::new()
        .silent("cvarlist")
        .reply("cvarlist", list("sv_odd : 1 : : Only here.\n"))
        .start();
    let home = group(&[("a", &answers.address(), ""), ("b", &busy.address(), "")]);
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@eu ]");
    busy.wait_command("cvarlist");
    screen.wait_tab("sv_o", "sv_odd");
    screen.key(Key::Ctrl('u'));
    screen.wait_tab("sv_odd ", "1 of 2 servers");
    // Whoever answered is not asked again.
    let asked = answers.commands();
    assert_eq!(asked.iter().filter(|it| *it == "cvarlist").count(), 1);
}

/// They serve until it answers, and then count once.
#[test]
fn old_names_of_a_server_that_did_not_answer_are_not_the_last_ones() {
    let list = |more: &str| format!("echo : cmd : : Prints.\n{more}1 total\n");
    let old = "sv_old : 1 : : Was here.\n";
    let answers = Script::new().reply("cvarlist", list("")).start();
    let busy = Script::new()
        .reply("cvarlist", list(old))
        .silent("cvarlist")
        .reply("cvarlist", list(&format!("{old}sv_new : 1 : : Is new.\n")))
        .start();
    let home = group(&[("a", &answers.address(), ""), ("b", &busy.address(), "")]);
    let start = || {
        let screen = rcon(["@eu"]).home(&home).start_on_screen(24, 80);
        screen.wait_row("@eu ]");
        screen
    };
    let mut screen = start();
    screen.wait_tab("sv_o", "sv_old");
    screen.key(Key::Ctrl('u')).type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    for (file, text) in home.files() {
        let text = String::from_utf8_lossy(&text);
        if text.starts_with("rcon-shell names") && text.contains("sv_old") {
            let (before, after) = text.split_once("\nfetched\t").unwrap();
            let (_, rest) = after.split_once('\n').unwrap();
            std::fs::write(&file, format!("{before}\nfetched\t1700000000\n{rest}")).unwrap();
        }
    }
    let mut screen = start();
    busy.wait_times("cvarlist", 2);
    screen.wait_tab("sv_o", "sv_old");
    screen.key(Key::Ctrl('u'));
    screen.wait_tab("sv_n", "sv_new");
    screen.key(Key::Ctrl('u'));
    screen.wait_tab("sv_old ", "1 of 2 servers");
    assert_eq!(busy.commands(), ["cvarlist"; 3]);
}

#[test]
fn a_terminal_that_can_do_little_has_the_prompt_too() {
    let server = Server::start();
    let home = group(&[("a", &server.address(), ""), ("b", &nobody(), "")]);
    let mut screen = rcon(["@eu"])
        .home(&home)
        .env("TERM", "dumb")
        .start_on_screen(24, 80);
    screen.wait_text("@eu 1/2 ] ");
    screen
        .type_text("echo plain\n")
        .wait_text("==> a <==\nplain\n")
        .wait_text("b: connection refused");
    screen.assert_never_sent(b"\x1b");
}

#[test]
fn one_after_the_other_where_that_is_wanted() {
    let servers = Server::with(|builder| builder.count(3));
    let addresses: Vec<String> = servers.addrs().iter().map(ToString::to_string).collect();
    let mut screen = rcon(&addresses)
        .args(["-p", PASSWORD, "--parallel", "1", "--quiet"])
        .start_on_screen(10, 40);
    screen.wait_row("3 servers ]");
    screen.type_text("echo in turn\n").wait_text("\nin turn\n");
    screen.wait_row("3 servers ]");
    assert_eq!(servers.commands(), ["echo in turn"; 3]);
}
