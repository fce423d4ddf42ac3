//! What Tab offers.
#![cfg(unix)]

use crate::support::{Home, Key, SIZES, Screen, Script, Server, Target, rcon};

/// Types, presses Tab, and waits for what the line becomes; then clears it.
#[track_caller]
pub(crate) fn completes(screen: &mut Screen, server: &impl Target, typed: &str, line: &str) {
    screen.type_text(typed).key(Key::Tab);
    screen.wait_row(&format!("{} {line}", server.prompt()));
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
}

#[test]
fn values_maps_and_players() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    server.wait_command("cvarlist");
    completes(
        &mut screen,
        &server,
        "changelevel cp_b",
        "changelevel cp_badlands",
    );
    completes(&mut screen, &server, "kick Li", "kick Linus");
    completes(&mut screen, &server, "kick Gr", "kick \"Grace Hopper\"");
    completes(&mut screen, &server, "status; kickid", "status; kickid");
    screen.type_text("sv_cheats ").key(Key::Tab);
    screen.wait_for("both values", |shown| {
        shown
            .rows()
            .iter()
            .any(|row| row.starts_with("0 ") && row.ends_with('1'))
    });
}

#[test]
fn words_and_files_of_local_commands() {
    let home = Home::new();
    home.file("scripts/restart.cfg", "echo restarted\n");
    home.file("scripts/rounds.cfg", "echo\n");
    let folder = home.path("scripts").display().to_string();
    let mut screen = rcon([""; 0]).home(&home).start_on_screen(24, 200);
    screen.wait_row("RCON ]");
    for (typed, line) in [
        ("!set ti", "!set tim"),
        ("!set timi", "!set timing"),
        ("!set timing of", "!set timing off"),
        ("!set game day", "!set game dayz"),
        ("!log of", "!log off"),
        ("!watch 5 ", "!watch 5"),
        ("!disc", "!disconnect"),
    ] {
        screen.type_text(typed).key(Key::Tab);
        screen.wait_row(&format!("RCON ] {line}"));
        screen.key(Key::Ctrl('c')).wait_row("RCON ]");
    }
    for command in ["!run", "!log"] {
        screen
            .type_text(&format!("{command} {folder}/res"))
            .key(Key::Tab);
        screen.wait_row(&format!("RCON ] {command} {folder}/restart.cfg"));
        screen.key(Key::Ctrl('c')).wait_row("RCON ]");
    }
}

#[test]
fn a_list_fits_the_window_and_ctrl_c_ends_it() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let mut screen = server.shell().start_on_screen(rows, columns);
        screen.wait_row(&server.prompt());
        server.wait_command("cvarlist");
        screen.type_text("mp_").key(Key::Tab);
        screen.wait_text("--More--");
        for row in screen.rows() {
            let fits = ["mp_", "--More--", "127."]
                .iter()
                .any(|start| row.starts_with(start));
            assert!(fits || row.is_empty(), "{row:?} has wrapped\n{screen}");
        }
        screen.key(Key::Ctrl('c'));
        screen.wait_row(&format!("{} mp_", server.prompt()));
        screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
        screen.type_text("sv_").key(Key::Tab);
        screen.wait_text("possibilities? (y or n)");
        screen.key(Key::Ctrl('c'));
        screen.wait_row(&format!("{} sv_", server.prompt()));
        screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
        screen
            .type_text("echo not lost\n")
            .wait_text("\nnot lost\n");
    }
}

#[test]
fn a_thousand_of_many_names() {
    let names: String = (0..50_000)
        .map(|number| ["sv_name_", &number.to_string(), " : 0 : : \n"].concat())
        .collect();
    let rule = "--------------\n";
    let list = format!("cvar list\n{rule}{names}{rule}50000 total convars/concommands\n");
    let server = Script::new().reply("cvarlist", list).start();
    let mut screen = server.shell().start_on_screen(10, 40);
    screen.wait_row(&server.prompt());
    server.wait_command("cvarlist");
    // Few enough to be listed at once, as soon as the names are here.
    screen.wait_tab("sv_name_4999", "sv_name_49990");
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    screen.type_text("sv_name_").key(Key::Tab);
    screen.wait_text("Display all 1001 possibilities?");
}

/// What is in the middle of a name is found where none begins so, then its
/// letters in order.
#[test]
fn the_middle_of_a_name_and_its_letters() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    server.wait_command("cvarlist");
    screen.wait_tab("hostna", &format!("{} hostname ", server.prompt()));
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    completes(&mut screen, &server, "gravity", "sv_gravity");
    completes(&mut screen, &server, "svgr", "sv_gravity");
    completes(&mut screen, &server, "status; GRAV", "status; sv_gravity");
    completes(&mut screen, &server, "help gravity", "help sv_gravity");
    completes(
        &mut screen,
        &server,
        "changelevel badl",
        "changelevel cp_badlands",
    );
}

/// What several have in common does not take the place of what was typed where
/// it says less.
#[test]
fn what_was_typed_in_the_middle_is_not_lost() {
    let list = "cvar list\n--------------\nsv_a_rav : 0 : : \nsv_b_rav : 0 : : \nsv_c : 0 : : \n--------------\n3 total convars/concommands\n";
    let server = Script::new().reply("cvarlist", list).start();
    let mut screen = server.shell().start_on_screen(10, 40);
    screen.wait_row(&server.prompt());
    server.wait_command("cvarlist");
    screen.wait_tab("rav", "sv_b_rav");
    screen.wait_row(&format!("{} rav", server.prompt()));
    assert!(!screen.contents().contains("sv_c"), "{screen}");
}

#[test]
fn the_same_list_is_printed_once() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!set ").key(Key::Tab);
    screen
        .wait_text("timing ")
        .wait_row(&format!("{} !set", server.prompt()));
    let lists = |screen: &Screen| {
        let rows = screen.rows();
        rows.iter().filter(|row| row.starts_with("timing ")).count()
    };
    screen.key(Key::Tab).key(Key::Tab).key(Key::Tab);
    screen
        .type_text("vi")
        .wait_row(&format!("{} !set vi", server.prompt()));
    assert_eq!(lists(&screen), 1, "{screen}");
    // Another key, and it is asked for anew.
    screen.key(Key::Ctrl('w')).key(Key::Tab);
    screen.wait_for("the list again", |shown| {
        shown
            .rows()
            .iter()
            .filter(|row| row.starts_with("timing "))
            .count()
            == 2
    });
}
