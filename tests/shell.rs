//! The shell, as a person at a terminal finds it.
#![cfg(unix)]

use rustix::process::Signal;

use crate::support::{Home, Key, PASSWORD, Screen, Script, Server, Target, nobody};

/// A shell that is connected to `server`, at its prompt.
fn shell(server: &impl Target) -> Screen {
    let screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
}

#[test]
fn the_prompt_says_where_one_is() {
    let server = Server::start();
    let mut screen = Screen::start([""; 0]);
    screen.wait_row("RCON ]");
    screen.type_text("status\n");
    screen.wait_text("Not connected. Use !connect to connect to a server.");
    screen.wait_row("RCON ]");
    screen.type_text(&format!("!connect {} '{PASSWORD}'\n", server.address()));
    screen.wait_row(&server.prompt());
    screen.type_text("echo Hello\n").wait_text("\nHello\n");
    screen.wait_row(&server.prompt());
    screen.type_text("!disconnect\n").wait_row("RCON ]");
    screen.type_text("status\n").wait_row("RCON ]");
    assert_eq!(server.connections(), 1, "disconnected is disconnected");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    assert!(screen.is_sane());
}

#[test]
fn a_first_connection_that_fails_leaves_the_shell() {
    let address = nobody();
    let mut screen = Screen::start([&address, "--password", "x"]);
    screen.wait_text("Could not connect: ");
    screen.wait_row("RCON ]");
    assert!(screen.contents().contains(&address), "{screen}");
    screen.key(Key::Ctrl('d'));
    assert_eq!(screen.wait_exit(), 0);
}

#[test]
fn exit_and_quit_are_kept_from_the_server() {
    let server = Server::start();
    let mut screen = shell(&server);
    for line in ["exit", "QUIT now", "  Exit"] {
        screen.key(Key::Ctrl('l'));
        screen.type_text(&format!("{line}\n"));
        screen.wait_text("Use !exit to exit this shell or !shutdown to shutdown the server.");
        screen.wait_row(&server.prompt());
    }
    assert!(!server.is_stopped());
    screen.type_text("!shutdown\n").wait_text("Go on?");
    screen.type_text("y\n");
    server.wait("its end", rcon_sim::Server::is_stopped);
    screen.wait_row("RCON ]");
}

#[test]
fn unknown_local_commands() {
    let mut screen = Screen::start([""; 0]);
    screen.wait_row("RCON ]");
    screen.type_text("!x\n").wait_text("Unknown command !x");
    screen
        .type_text("!exti\n")
        .wait_text("Unknown command !exti");
}

#[test]
fn tab_completes_names_and_commands() {
    let server = Server::start();
    let mut screen = shell(&server);
    server.wait_command("cvarlist");
    for (typed, completed) in [
        ("sv_gravi", "sv_gravity"),
        ("help sv_gravi", "help sv_gravity"),
        ("echo a; sv_gravi", "echo a; sv_gravity"),
        ("!shut", "!shutdown"),
    ] {
        screen.type_text(typed).key(Key::Tab);
        screen.wait_row(&format!("{} {completed}", server.prompt()));
        screen.key(Key::Ctrl('c'));
        screen.wait_row(&server.prompt());
    }
}

#[test]
fn the_prompt_is_there_before_the_names() {
    let server = Script::new()
        .silent("cvarlist")
        .reply("echo a", "first\n")
        .start();
    let mut screen = shell(&server);
    server.wait_command("cvarlist");
    screen.type_text("echo a\n");
    screen.wait_text("\nfirst\n");
    screen.wait_row(&server.prompt());
}

#[test]
fn names_that_are_garbage_do_no_harm() {
    let server = Script::new()
        .reply(
            "cvarlist",
            b"\xff\x00 : : \x1b[31m\n:::\n-3 total convars/concommands",
        )
        .reply("echo a", "works\n")
        .start();
    let mut screen = shell(&server);
    server.wait_command("cvarlist");
    screen.type_text("ech").key(Key::Tab);
    screen.type_text("o a\n");
    screen.wait_text("\nworks\n");
}

#[test]
fn up_brings_back_what_was_typed_also_in_the_next_session() {
    let server = Server::start();
    let home = Home::new();
    let start = || {
        let screen = server.shell().home(&home).start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen
    };
    let mut screen = start();
    for line in ["echo one", "echo two", "echo two", " echo private"] {
        screen.type_text(&format!("{line}\n"));
        screen.wait_row(&server.prompt());
    }
    // The blank in front is for the history, and no part of the command.
    server.wait_command("echo private");
    screen.key(Key::Up);
    screen.wait_row(&format!("{} echo two", server.prompt()));
    screen.key(Key::Up);
    screen.wait_row(&format!("{} echo one", server.prompt()));
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);

    let mut screen = start();
    screen.key(Key::Up).key(Key::Up);
    screen.wait_row(&format!("{} echo two", server.prompt()));
    screen.home.assert_nowhere("private");
}

#[test]
fn no_history_keeps_none() {
    let server = Server::start();
    let mut screen = server.run(["--no-history"]).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("echo unheard\n").wait_text("\nunheard\n");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    screen.home.assert_nowhere("unheard");
}

#[test]
fn ctrl_c_at_the_prompt_clears_the_line() {
    let server = Server::start();
    let mut screen = shell(&server);
    screen.type_text("quit_everything");
    screen.wait_row(&format!("{} quit_everything", server.prompt()));
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    screen.type_text("echo fine\n").wait_text("\nfine\n");
}

#[test]
fn what_is_typed_behind_ctrl_c_is_kept() {
    let server = Server::start();
    let mut screen = shell(&server);
    screen.type_text("\x03echo fine\n").wait_text("\nfine\n");
}

#[test]
fn ctrl_c_while_waiting_gives_the_prompt_back() {
    let server = Server::start();
    let mut screen = shell(&server);
    screen.type_text("sim_delay 400 slow's own\n");
    server.wait_command("sim_delay");
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    screen.type_text("echo next's own\n");
    screen.wait_text("\nnext's own\n");
    screen.wait_row(&server.prompt());
    assert_eq!(server.connections(), 1, "the session stays");
}

#[test]
fn a_late_reply_is_marked_as_such() {
    let server = Server::start();
    let mut screen = shell(&server);
    screen.type_text("!set timeout 0.3\nsim_delay 3000 slow's own\n");
    screen.wait_text("sent, but no reply within 0.3 s");
    screen.wait_row(&server.prompt());
    screen.type_text("!set timeout 30\necho next's own\n");
    screen
        .wait_text("\nnext's own\n")
        .wait_text("\nslow's own\n");
    let rows = screen.rows();
    let late = rows.iter().position(|row| row == "slow's own");
    let around = &rows[late.unwrap().saturating_sub(1)..=late.unwrap()];
    assert!(
        around
            .iter()
            .any(|row| row.contains("late") && row.contains("sim_delay")),
        "{screen}"
    );
}

#[test]
fn a_part_that_comes_late_is_shown_as_its_commands() {
    let server = Server::with(|builder| builder.game(rcon_sim::Game::Minecraft));
    let mut screen = shell(&server);
    screen.type_text("sim_late 300 second part\n");
    screen
        .wait_text("\nfirst\n")
        .wait_text("\nlate reply of sim_late 300 second part:\nsecond part\n");
}

#[test]
fn a_lost_link_is_made_anew_by_the_next_command() {
    let server = Server::start();
    let mut screen = shell(&server);
    screen.type_text("sim_close\n");
    screen.wait_text("Lost connection to server.");
    screen.type_text("echo again\n").wait_text("\nagain\n");
    screen.wait_row(&server.prompt());
    assert_eq!(server.connections(), 2);
    let commands = server.commands();
    let sent = commands.iter().filter(|c| *c == "sim_close").count();
    assert_eq!(sent, 1, "never sent twice");
}

#[test]
fn a_link_that_died_while_nobody_looked() {
    let server = Server::start();
    let mut screen = shell(&server);
    screen.type_text("echo one\n").wait_text("\none\n");
    server.wait_command("cvarlist");
    server.close_links();
    server.wait_no_links();
    screen.type_text("echo two\n").wait_text("\ntwo\n");
    assert_eq!(server.refusals(), 0);
}

#[test]
fn ctrl_d_leaves() {
    let server = Server::start();
    let mut screen = shell(&server);
    screen.key(Key::Ctrl('d'));
    assert_eq!(screen.wait_exit(), 0);
    assert!(screen.is_sane());
    assert!(!server.is_stopped());
}

#[test]
fn a_typo_gets_a_suggestion() {
    let server = Server::start();
    let mut screen = shell(&server);
    server.wait_command("cvarlist");
    screen.type_text("sv_gravty\n");
    screen.wait_text("did you mean sv_gravity?");
}

#[test]
fn pasted_lines_run_one_by_one() {
    let server = Server::start();
    let mut screen = shell(&server);
    screen.type_text("\x1b[200~echo one\necho two\x1b[201~\n");
    screen.wait_text("\none\n").wait_text("\ntwo\n");
    server.wait("both", |server| {
        let asked = server.commands();
        let asked: Vec<_> = asked.iter().filter(|c| *c != "cvarlist").collect();
        asked == ["echo one", "echo two"]
    });
}

#[test]
fn two_refusals_come_with_a_warning() {
    let server = Server::start();
    let mut screen = Screen::start([""; 0]);
    screen.wait_row("RCON ]");
    for wrong in ["first", "second"] {
        screen.type_text(&format!("!connect {} {wrong}\n", server.address()));
    }
    screen.wait_text("servers ban an address for that");
    screen.wait_row("RCON ]");
    assert_eq!(server.logins(), 2, "each password was sent once");
}

#[test]
fn the_terminal_is_put_back_on_a_signal() {
    for signal in [Signal::TERM, Signal::HUP] {
        let server = Server::start();
        let mut screen = shell(&server);
        screen.signal(signal);
        assert_eq!(screen.wait_exit(), 128 + signal.as_raw());
        assert!(screen.is_sane(), "{signal:?} at the prompt");

        let mut screen = shell(&server);
        screen.type_text("sim_silent\n");
        server.wait_command("sim_silent");
        screen.signal(signal);
        assert_eq!(screen.wait_exit(), 128 + signal.as_raw());
        assert!(screen.is_sane(), "{signal:?} while waiting");
    }
}

#[test]
fn a_narrow_window_and_a_resize() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(10, 40);
    screen.wait_row(&server.prompt());
    screen.resize(24, 100);
    screen.type_text("echo wide\n").wait_text("\nwide\n");
    screen.wait_row(&server.prompt());
}

#[test]
fn output_that_is_no_terminal_gets_replies_only() {
    let server = Server::start();
    let home = Home::new();
    let kept = home.path("kept").display().to_string();
    let line = "\"$0\" \"$1\" -p \"$2\" >\"$3\"";
    let mut screen = crate::support::Run::new("sh")
        .args(["-c", line])
        .args([crate::support::program()])
        .args([&server.address(), PASSWORD, &kept])
        .start_on_screen(24, 80);
    screen.type_text("echo one\n!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "one\n");
}
