//! The `!` commands at the prompt of many servers.
#![cfg(unix)]

use std::fs;

use rcon_sim::Game;

use crate::support::{
    Home, Key, PASSWORD, Screen, Script, Scripted, Server, Target, nobody, profiles, rcon,
};

/// Three servers called `a`, `b` and `c`, and a prompt for them in a terminal.
pub(crate) fn three(rows: u16, columns: u16) -> (Server, Screen) {
    let servers = Server::with(|builder| builder.count(3));
    let home = Home::new();
    home.config(&profiles(servers.addrs()));
    let screen = rcon(["@all"]).home(&home).start_on_screen(rows, columns);
    screen.wait_row("@all ]");
    (servers, screen)
}

#[test]
fn who_is_on_stands_in_one_table_with_the_server() {
    let (_servers, mut screen) = three(50, 200);
    screen
        .type_text("!on b !players\n")
        .wait_text("b: 4 players");
    screen.wait_row("@all ]");
    assert!(!screen.contents().contains("a: 4 players"), "{screen}");
    screen.type_text("!players\n");
    screen.wait_text("server  name");
    screen.wait_text("\na       Ada");
    screen.wait_text("\nc       Ada");
    screen.wait_text("c: 4 players of 24, 1 bot");
}

#[test]
fn a_player_is_looked_for_on_all_servers() {
    let here = Script::new()
        .reply(
            "status",
            "hostname: x\nplayers : 1 humans, 0 bots (24 max)\n\n# userid name uniqueid connected ping loss state adr\n#      7 \"Mia\"  [U:1:77]  00:11  31 0 active 192.0.2.2:27005\n",
        )
        .start();
    let there = Server::start();
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.down]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        here.address(),
        there.address(),
        nobody(),
    ));
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(30, 100);
    screen.wait_row("@all 2/3 ]");
    screen.type_text("!kick Mia bye\n");
    here.wait_command("kickid 7 \"bye\"");
    screen
        .type_text("!kick Nobody\n")
        .wait_text("\"Nobody\" is not on");
    // A beginning is asked about, with the line.
    screen.type_text("!kick Grac\n").wait_row("Go on? [y/N]");
    screen.wait_text("Grace Hopper");
    screen.wait_text("on b is meant");
    screen.type_text("n\n").wait_text("Not sent.");
}

#[test]
fn the_same_name_on_several_servers_is_not_guessed() {
    let (servers, mut screen) = three(24, 80);
    // One of that name, on each: an id tells no more.
    screen
        .type_text("!kick Ada\n")
        .wait_text("on 3 servers (a, b, c): say where");
    screen.type_text("!on c !kick Ada\n");
    servers.wait("a kick", |server| {
        let at = server.commands_at(server.addrs()[2]);
        at.iter().any(|command| command.starts_with("kick"))
    });
    let others = servers.commands_at(servers.addrs()[0]);
    assert!(
        !others.iter().any(|it| it.starts_with("kick")),
        "{others:?}"
    );
}

#[test]
fn each_game_hears_its_own_words() {
    let source = Server::start();
    let minecraft = Server::with(|builder| builder.game(Game::Minecraft));
    let home = Home::new();
    home.config(&format!(
        "[servers.s]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.m]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        source.address(),
        minecraft.address(),
    ));
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@all ]");
    screen.type_text("!say Good night\n").wait_row("@all ]");
    source.wait_command("say Good night");
    minecraft.wait_command("say Good night");
    screen.type_text("!info\n").wait_text("minecraft");
    screen
        .type_text("!shutdown\n")
        .wait_row("This stops 2 servers (s, m). Go on? [y/N]");
    screen.type_text("y\n");
    minecraft.wait_command("stop");
    source.wait_command("exit");
}

/// Nothing but an answer tells the games of these two apart.
#[test]
fn a_game_that_has_not_shown_itself_is_asked_for_before_it_is_stopped() {
    let minecraft = Server::with(|builder| builder.game(Game::Minecraft));
    let ark = Server::with(|builder| builder.game(Game::Ark));
    let (mut screen, _home) = two(&minecraft.address(), &ark.address());
    screen
        .type_text("!shutdown\n")
        .wait_row("This stops 2 servers (a, b). Go on? [y/N]");
    screen.type_text("y\n");
    minecraft.wait_command("stop");
    ark.wait_command("DoExit");
    for server in [&minecraft, &ark] {
        let commands = server.commands();
        assert!(!commands.iter().any(|it| it == "exit"), "{commands:?}");
    }
}

#[test]
fn a_server_whose_game_nobody_knows_is_stopped_by_exit() {
    let known = Server::start();
    let unknown = Server::with(|builder| builder.game(Game::VRising));
    let (mut screen, _home) = two(&known.address(), &unknown.address());
    screen
        .type_text("!shutdown\n")
        .wait_row("This stops 2 servers (a, b). Go on? [y/N]");
    screen.type_text("y\n");
    for server in [&known, &unknown] {
        server.wait("its word", |it| it.commands().iter().any(|it| it == "exit"));
    }
}

#[test]
fn a_build_that_shows_one_word_gets_the_text_again_in_one() {
    let old = Script::new()
        .reply("Broadcast back in five", "Broadcasted: back\n")
        .reply("Broadcast back_in_five", "Broadcasted: back_in_five\n")
        .start();
    let new = Server::with(|builder| builder.game(Game::Palworld));
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\ngame = \"palworld\"\n[servers.b]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\ngame = \"palworld\"\n",
        old.address(),
        new.address(),
    ));
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 100);
    screen.wait_row("@all ]");
    screen.type_text("!say back in five\n");
    screen.wait_text("a: this build of the game shows a text up to its first blank");
    screen.wait_text("Broadcasted: back_in_five");
    screen.wait_row("@all ]");
    let said = |it: &String| it.starts_with("Broadcast ");
    let at_old: Vec<String> = old.commands().into_iter().filter(said).collect();
    assert_eq!(at_old, ["Broadcast back in five", "Broadcast back_in_five"]);
    let at_new: Vec<String> = new.commands().into_iter().filter(said).collect();
    assert_eq!(at_new, ["Broadcast back in five"]);
}

#[test]
fn a_name_that_is_none_is_said() {
    let (servers, mut screen) = three(24, 80);
    screen
        .type_text("!on d status\n")
        .wait_text("no server of this fleet is called \"d\"");
    screen
        .type_text("!on a\n")
        .wait_text("usage: !on NAME[,NAME] COMMAND");
    screen
        .type_text("!connect x\n")
        .wait_text("!connect is for the prompt of one server");
    screen
        .type_text("!nope\n")
        .wait_text("Unknown command !nope");
    assert!(servers.commands().is_empty(), "{:?}", servers.commands());
}

#[test]
fn the_log_says_of_a_server_that_is_down_that_nothing_came_of_it() {
    let (up, down) = (Server::start(), nobody());
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{down}\"\npassword = \"{PASSWORD}\"\n",
        up.address(),
    ));
    let log = home.path("log");
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 100);
    screen.wait_row("@all 1/2 ]");
    screen
        .type_text(&format!("!log '{}'\n", log.display()))
        .wait_text("the log is on");
    screen.type_text("echo noted\n").wait_text("\nnoted\n");
    screen.type_text("!log off\n").wait_text("is closed");
    let text = fs::read_to_string(&log).unwrap();
    let why = format!("Z {down} | rcon-shell: connection refused by {down}");
    assert!(text.contains(&why), "{text}");
    assert!(
        text.contains(&format!("Z {} | noted\n", up.address())),
        "{text}"
    );
}

#[test]
fn the_log_has_every_server_and_the_settings_hold_for_all() {
    let (servers, mut screen) = three(24, 80);
    let log = screen.home.path("log");
    screen
        .type_text(&format!("!log '{}'\n", log.display()))
        .wait_text("the log is on");
    screen.type_text("echo noted\n").wait_text("\nnoted\n");
    screen.type_text("!log off\n").wait_text("is closed");
    let text = fs::read_to_string(&log).unwrap();
    for address in servers.addrs() {
        assert!(
            text.contains(&format!("Z {address} ] echo noted\n")),
            "{text}"
        );
        assert!(text.contains(&format!("Z {address} | noted\n")), "{text}");
    }
    screen.type_text("!set timing on\n!set timeout 3\n!set strict on\n");
    screen
        .type_text("!set\n")
        .wait_text("timeout 3\n")
        .wait_text("strict on");
    screen
        .type_text("no_such_thing\n")
        .wait_text("a, b, c: the server rejected the command")
        .wait_text("the slowest of 3");
}

/// Two servers called `a` and `b`, the second one of which never answers `status`, and
/// a prompt for them.
fn one_of_two_is_stuck() -> (Server, Scripted, Home, Screen) {
    let quick = Server::start();
    let stuck = Script::new().silent("status").start();
    let (screen, home) = two(&quick.address(), &stuck.address());
    (quick, stuck, home, screen)
}

/// A prompt for two servers called `a` and `b`.
fn two(a: &str, b: &str) -> (Screen, Home) {
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{a}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{b}\"\npassword = \"{PASSWORD}\"\n",
    ));
    let screen = rcon(["@all"]).home(&home).start_on_screen(30, 100);
    screen.wait_row("@all ]");
    (screen, home)
}

#[test]
fn a_program_gets_nothing_of_replies_that_ctrl_c_has_cut_short() {
    let (_quick, stuck, home, mut screen) = one_of_two_is_stuck();
    let file = home.file("all.txt", "as it was");
    screen.type_text(&format!("!pipe cat > {file} :: status\n"));
    stuck.wait_command("status");
    screen.wait_text("1 of 2 servers").wait_let_go();
    screen.key(Key::Ctrl('c'));
    screen.wait_text("not waited for: b").wait_row("@all ]");
    screen.type_text("!on a echo on\n").wait_text("\non\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), "as it was");
}

#[test]
fn nobody_is_thrown_out_where_ctrl_c_ends_the_search() {
    let (quick, stuck, _home, mut screen) = one_of_two_is_stuck();
    for (times, line) in [(1, "!kick Ada"), (2, "!ban Ada"), (3, "!msg Ada hi")] {
        screen.type_text(&format!("{line}\n"));
        stuck.wait_times("status", times);
        screen.wait_text("1 of 2 servers").wait_let_go();
        screen.key(Key::Ctrl('c'));
        screen.wait_row("@all ]");
        screen.key(Key::Ctrl('l'));
        screen.type_text(&format!("!on a echo on {times}\n"));
        screen.wait_text(&format!("\non {times}\n"));
    }
    assert!(!screen.contents().contains("Ada"), "{screen}");
    let mut commands = quick.commands();
    commands.retain(|it| it != "status" && it != "cvarlist" && !it.starts_with("echo on "));
    assert_eq!(commands, [""; 0], "{screen}");
}

#[test]
fn nothing_is_said_where_ctrl_c_ends_the_search_for_the_games() {
    let quick = Server::start();
    // Its login does not show its game, and it never answers who is on.
    let stuck = rcon_sim::Script::new().expect_auth(PASSWORD).accept();
    let stuck = stuck.expect_any().expect_end().start().unwrap();
    let (mut screen, _home) = two(&quick.address(), &stuck.addr().to_string());
    screen.type_text("!say hello\n");
    screen.wait_text("0 of 1 servers").wait_let_go();
    screen.key(Key::Ctrl('c'));
    screen.wait_text("not waited for: b").wait_row("@all ]");
    screen.type_text("!on a echo on\n").wait_text("\non\n");
    // The others are not tried at all.
    assert!(!screen.contents().contains("not sent to"), "{screen}");
    let said = |it: &String| it.starts_with("say");
    assert!(!quick.commands().iter().any(said), "{screen}");
}

#[test]
fn ctrl_c_ends_the_wait_for_names() {
    let quick = Server::start();
    let stuck = Script::new().silent("cvarlist").start();
    let (mut screen, _home) = two(&quick.address(), &stuck.address());
    // What the quick one has is here, and would be listed.
    quick.wait_command("cvarlist");
    stuck.wait_command("cvarlist");
    screen.type_text("!find gravity\n").wait_let_go();
    screen.key(Key::Ctrl('c')).wait_row("@all ]");
    screen.type_text("!on a echo on\n").wait_text("\non\n");
    assert!(!screen.contents().contains("sv_gravity"), "{screen}");
}

#[test]
fn scripts_pipes_and_left_servers() {
    let (servers, mut screen) = three(24, 80);
    let script = screen.home.file("script", "echo one\n!on a echo two\n");
    screen
        .type_text(&format!("!run '{script}'\n"))
        .wait_text("!on is for the prompt, not for scripts");
    let script = screen.home.file("script", "echo one\necho two\n");
    screen
        .type_text(&format!("!run '{script}'\n"))
        .wait_text("==> a, b, c <==\ntwo\n");
    screen
        .type_text("!pipe tr a-z A-Z :: echo loud\n")
        .wait_text("==> C <==\nLOUD\n");
    screen.key(Key::Ctrl('l'));
    screen
        .type_text("!on b !disconnect\n")
        .wait_row("@all 2/3 ]");
    screen
        .type_text("echo three\n")
        .wait_text("b: not connected")
        .wait_text("==> a, c <==\nthree\n");
    screen.type_text("!reconnect\n").wait_row("@all ]");
    let at = servers.typed_at(1);
    assert_eq!(at, ["echo one", "echo one", "echo two", "echo loud"]);
    screen.type_text("!find gravity\n").wait_text("sv_gravity");
    screen
        .type_text("!help sv_gravity\n")
        .wait_text("How strongly");
    screen
        .type_text("!help !on\n")
        .wait_text("to these servers only");
}
