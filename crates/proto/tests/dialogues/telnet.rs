//! 7 Days to Die's console, line by line.

use proptest::prelude::*;
use rcon_proto::marks::Mark;
use rcon_proto::session::{Ended, Execute};
use rcon_proto::{Game, Scheme};

use crate::script::{TIMEOUT, Talk, ms, passed};

const STAMP: &str = "2020-11-14T23:09:20 31220.643 INF ";
const BANNER: &str = "*** Connected with 7DTD server.\r\n*** Server version: V 1.0\r\n\r\n\
    Press 'help' to get a list of all commands. Press 'exit' to end session.\r\n\r\n";

fn executing(command: &str) -> String {
    format!("{STAMP}Executing command '{command}' by Telnet from 127.0.0.1:1\r\n")
}

pub(crate) fn logged_in() -> Talk {
    let mut talk = Talk::with_game(Scheme::Telnet, Game::SevenDays);
    talk.hear(b"Please enter pass");
    talk.login("pw");
    assert!(talk.sent().is_empty(), "it was not asked for");
    talk.hear(b"word:\r\n\0\0");
    assert_eq!(talk.sent(), [b"pw\r\n"]);
    talk.hear(format!("Logon successful.\r\n\r\n\0\r\n\r\n{BANNER}").as_bytes());
    assert_eq!(talk.told(), ["in"]);
    talk
}

#[test]
fn the_password_is_sent_when_it_is_asked_for_and_only_then() {
    logged_in();
    let mut open = Talk::with(Scheme::Telnet);
    open.hear(BANNER.as_bytes());
    open.login("pw");
    assert!(open.sent().is_empty());
    assert_eq!(open.told(), ["in"]);
    let mut wrong = Talk::with(Scheme::Telnet);
    wrong.hear(b"Please enter password:\r\n");
    wrong.login("pw");
    assert_eq!(wrong.sent(), [b"pw\r\n"]);
    wrong.hear(b"Password incorrect, please enter password:\r\n");
    assert_eq!(wrong.told(), ["Refused"]);
    assert!(wrong.sent().is_empty());
    let mut blocked = Talk::with(Scheme::Telnet);
    blocked.login("pw");
    blocked.dialogue.closed(Ended::Cleanly);
    assert_eq!(blocked.told(), ["Closed"]);
    let mut silent = Talk::with(Scheme::Telnet);
    silent.login("pw");
    silent.pass(ms(10_100));
    assert_eq!(
        (silent.told(), silent.sent()),
        (vec!["Timeout".into()], vec![])
    );
}

#[test]
fn what_stands_in_front_of_the_game_may_negotiate() {
    let mut talk = Talk::with(Scheme::Telnet);
    talk.login("pw");
    talk.hear(b"\xff\xfd\x18\xff\xfb\x01Please enter password:\r\n");
    assert_eq!(talk.sent(), [b"pw\r\n"]);
    passed(&[Mark::Negotiation]);
}

#[test]
fn a_welcome_without_a_banner_is_one_too() {
    let mut talk = Talk::with(Scheme::Telnet);
    talk.login("pw");
    talk.hear(b"Please enter password:\r\nLogon successful.\r\n");
    assert!(talk.told().is_empty());
    talk.pass(ms(1000));
    assert_eq!(talk.told(), ["in"]);
}

#[test]
fn lines_of_the_log_are_none_of_a_reply() {
    let mut talk = logged_in();
    talk.execute("lp");
    assert_eq!(talk.sent(), [b"lp\r\n"]);
    let text = format!(
        "{}0. id=1\r\n{STAMP}Time: 1m\r\nTotal of 1",
        executing("lp")
    );
    talk.hear(text.as_bytes());
    talk.hear(b" in the game\r\n");
    talk.pass(ms(500));
    let log = format!("unasked {STAMP}Time: 1m");
    assert_eq!(
        talk.told(),
        [
            "reply 0. id=1\n",
            &log,
            "reply Total of 1 in the game\n",
            "end silence"
        ]
    );
    // Where the log tells of commands, what stands before ours is not its own.
    talk.execute("version");
    talk.hear(format!("stray\r\n{}V 1.0\r\n", executing("version")).as_bytes());
    talk.pass(ms(500));
    assert_eq!(
        talk.told(),
        ["unasked stray", "reply V 1.0\n", "end silence"]
    );
}

#[test]
fn a_command_that_only_the_log_tells_of_has_run() {
    let mut talk = logged_in();
    talk.execute("settime day");
    talk.hear(executing("settime day").as_bytes());
    talk.pass(ms(2000));
    assert_eq!(talk.told(), ["end silence"]);
    passed(&[Mark::LogTells]);
    // One of which nothing tells is not known of.
    talk.execute("settime day");
    talk.pass(ms(10_100));
    assert_eq!(talk.told(), ["timeout false"]);
}

#[test]
fn without_the_log_what_comes_is_the_reply() {
    let mut talk = logged_in();
    talk.execute("nope");
    talk.hear(b"*** ERROR: unknown command 'nope'\r\n");
    talk.pass(ms(500));
    assert_eq!(
        talk.told(),
        ["reply *** ERROR: unknown command 'nope'\n", "end silence"]
    );
}

#[test]
fn an_unknown_command_is_answered_though_the_log_tells_of_others() {
    let mut talk = logged_in();
    talk.execute("lp");
    talk.hear(format!("{}one\r\n", executing("lp")).as_bytes());
    talk.pass(ms(500));
    talk.told();
    for (command, name) in [("nope", "nope"), ("Nope 1 2", "nope"), ("a b", "a b")] {
        talk.execute(command);
        let line = format!("*** ERROR: unknown command '{name}'");
        talk.hear(format!("*** ERROR: unknown command 'older'\r\n{line}\r\n").as_bytes());
        talk.pass(ms(500));
        assert_eq!(
            talk.told(),
            [
                "unasked *** ERROR: unknown command 'older'",
                &format!("reply {line}\n"),
                "end silence"
            ]
        );
        passed(&[Mark::UnknownToLog]);
    }
}

#[test]
fn a_server_that_never_pauses_puts_no_deadline_off() {
    for bytes in [&b"x\r\n"[..], b"\0\0\0", b"x"] {
        let mut talk = Talk::with(Scheme::Telnet);
        talk.login("pw");
        for _ in 0..2_000 {
            talk.now += ms(10);
            talk.hear(bytes);
        }
        assert_eq!(talk.told(), ["Timeout"], "{bytes:?}");
    }
    let mut talk = logged_in();
    talk.execute("lp");
    let log = format!("{STAMP}Time: 1m\r\n");
    for _ in 0..2_000 {
        talk.now += ms(10);
        talk.hear(log.as_bytes());
    }
    let told = talk.told();
    assert!(told.contains(&"timeout false".to_owned()), "{told:?}");
}

#[test]
fn a_line_without_an_end_before_the_login_is_given_up() {
    let mut talk = Talk::with(Scheme::Telnet);
    talk.login("pw");
    for _ in 0..100 {
        talk.hear(&[b'x'; 1000]);
    }
    assert_eq!(talk.told(), ["Protocol"]);
}

#[test]
fn the_banners_last_line_is_none_of_the_first_reply() {
    let mut talk = logged_in();
    talk.execute("lp");
    talk.hear(format!("\r\n{}\r\none\r\n", executing("lp")).as_bytes());
    talk.pass(ms(500));
    assert_eq!(talk.told(), ["reply \n", "reply one\n", "end silence"]);
    passed(&[Mark::BannerEnds]);
}

#[test]
fn exit_and_shutdown_end_the_link() {
    for command in ["exit", "EXIT", "shutdown"] {
        let mut talk = logged_in();
        talk.execute(command);
        talk.dialogue.closed(Ended::Cleanly);
        assert_eq!(talk.told(), ["end closed", "Lost"], "{command}");
    }
}

#[test]
fn a_line_is_one_command() {
    let mut talk = logged_in();
    let how = Execute::new(TIMEOUT);
    for two in ["say a\nshutdown", "say a\rshutdown"] {
        assert!(
            talk.dialogue
                .execute(two.as_bytes(), how, talk.now)
                .is_err()
        );
    }
    assert!(talk.sent().is_empty());
}

proptest! {
    #[test]
    fn cuts_change_nothing(size in 1_usize..80) {
        let mut talk = logged_in();
        talk.execute("lp");
        let text = format!("{}one\r\n{STAMP}x\r\ntwo\r\n", executing("lp"));
        for piece in text.as_bytes().chunks(size) {
            talk.hear(piece);
            talk.pass(ms(20));
        }
        talk.pass(ms(500));
        let log = format!("unasked {STAMP}x");
        prop_assert_eq!(talk.told(), ["reply one\n", &log, "reply two\n", "end silence"]);
    }

    #[test]
    fn no_bytes_panic(pieces: Vec<Vec<u8>>, open: bool) {
        let mut talk = if open { logged_in() } else { Talk::with(Scheme::Telnet) };
        if open {
            talk.execute("lp");
        } else {
            talk.login("pw");
        }
        for piece in pieces {
            talk.hear(&piece);
            talk.pass(ms(30));
            talk.told();
        }
    }
}
