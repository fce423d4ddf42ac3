//! No reply can do more to the terminal than put text on it.

use crate::support::{Script, Scripted, Target as _};

/// What a server may send, and what a person gets to see of it.
const NASTY: [(&str, &[u8], &str); 12] = [
    ("title", b"a\x1b]0;owned\x07b", "a\\x1b]0;owned\\x07b"),
    (
        "clipboard",
        b"\x1b]52;c;aGk=\x1b\\",
        "\\x1b]52;c;aGk=\\x1b\\",
    ),
    ("cursor", b"\x1b[2J\x1b[Hhome", "\\x1b[2J\\x1b[Hhome"),
    ("report", b"\x1b[6n\x1b[c", "\\x1b[6n\\x1b[c"),
    ("alternate", b"\x1b[?1049hx", "\\x1b[?1049hx"),
    ("c1", b"\xc2\x9b2Jx", "\\x9b2Jx"),
    ("bell", b"ding\x07", "ding\\x07"),
    (
        "backspace",
        b"safe\x08\x08\x08\x08evil",
        "safe\\x08\\x08\\x08\\x08evil",
    ),
    ("return", b"long secret\rshort", "long secret\\rshort"),
    (
        "bidi",
        "user\u{202e}txt.exe".as_bytes(),
        "user\\u{202e}txt.exe",
    ),
    ("delete", b"a\x7fb", "a\\x7fb"),
    ("concealed", b"a\x1b[8mb", "ab"),
];

fn server() -> Scripted {
    let script = NASTY.iter().fold(Script::new(), |script, (name, sent, _)| {
        script.reply(name, *sent)
    });
    script.reply("crlf", "one\r\ntwo\r\n").start()
}

#[test]
fn off_a_terminal_every_byte_is_as_it_came() {
    let server = server();
    for (name, sent, _) in NASTY {
        println!("{name}");
        let run = server.run(["--raw", "-e", name]);
        run.assert().code(0).stdout(sent);
        let run = server.run(["-e", name]);
        run.assert().code(0).stdout([sent, b"\n"].concat());
    }
    let run = server.run(["-e", "crlf"]);
    run.assert().code(0).stdout("one\r\ntwo\r\n");
}

#[cfg(unix)]
mod on_a_terminal {
    use super::*;

    #[test]
    fn what_would_act_is_shown() {
        let server = server();
        let mut screen = server.run(["--color", "always"]).start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        for (name, sent, shown) in NASTY {
            println!("{name}");
            screen.type_text(&format!("{name}\n"));
            screen.wait_text(&format!("\n{shown}\n"));
            screen.wait_row(&server.prompt());
            screen.assert_never_sent(sent);
            screen.key(crate::support::Key::Ctrl('l'));
            screen.wait_for("a cleared screen", |shown| {
                shown.screen().cursor_position().0 == 0
            });
        }
        screen.assert_never_sent(b"\x1b]");
        screen.assert_never_sent(b"\x1b[8m");
        screen.assert_never_sent("\u{202e}".as_bytes());
    }

    #[test]
    fn one_shot_is_as_safe() {
        let server = server();
        let mut screen = server.run(["-e", "title"]).start_on_screen(24, 80);
        assert_eq!(screen.wait_exit(), 0);
        screen.wait_text("a\\x1b]0;owned\\x07b");
        screen.assert_never_sent(b"\x1b]");
    }

    #[test]
    fn colours_end_with_the_reply() {
        let server = Script::new()
            .reply("red", b"\x1b[31mred")
            .reply("section", "§cred §lbold§")
            .reply("plain", "plain")
            .start();
        for name in ["red", "section"] {
            let mut screen = server
                .run(["--color", "always", "-e", name, "-e", "plain"])
                .start_on_screen(24, 80);
            assert_eq!(screen.wait_exit(), 0);
            screen.wait_text("\nplain");
            let plain = screen.look_of("plain");
            assert_ne!(screen.look_of("red").color, plain.color, "{screen}");
            assert_eq!(plain.color, vt100::Color::Default, "{screen}");
            assert!(!plain.bold, "{screen}");
        }
    }

    #[test]
    fn colours_are_dropped_where_they_are_not_wanted() {
        let server = Script::new().reply("section", "§cred §x§lbold").start();
        let mut screen = server
            .run(["--color", "never", "-e", "section"])
            .start_on_screen(24, 80);
        assert_eq!(screen.wait_exit(), 0);
        assert_eq!(screen.rows()[0].trim_end(), "red bold");
        screen.assert_never_sent(b"\x1b[");
    }

    #[test]
    fn names_and_help_texts_of_a_hostile_server() {
        let list = "cvar list\n--------------\n\
                    sv_evil\x1b]0;x\x07 : 0 : , \"sv\" : help\x1b[2J\u{202e}\n\
                    sv_evil_too : 0 : , \"sv\" : \u{9b}2J\n\
                    --------------\n2 total convars/concommands\n";
        let server = Script::new().reply("cvarlist", list).start();
        let mut screen = server.shell().start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        server.wait_command("cvarlist");
        screen.type_text("sv_e").key(crate::support::Key::Tab);
        screen.key(crate::support::Key::Tab);
        screen.wait_text("sv_evil_too");
        screen.assert_never_sent(b"\x1b]");
        screen.assert_never_sent(b"\x07x");
        screen.assert_never_sent("\u{202e}".as_bytes());
        screen.assert_never_sent("\u{9b}".as_bytes());
    }
}
