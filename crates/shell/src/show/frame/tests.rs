use proptest::prelude::*;

use super::*;

const CANVAS: Canvas = Canvas {
    width: 40,
    height: 10,
    colour: true,
    ascii: false,
};

fn watch(replies: &[&str]) -> Watch {
    let mut watch = Watch::new();
    for reply in replies {
        watch.observe(reply);
    }
    watch
}

/// The lines of the last reply, with `<>` around what is marked.
fn marked(replies: &[&str]) -> Vec<String> {
    let frame = watch(replies).frame("", CANVAS);
    let plain = |line: &String| line.replace("\x1b[7m", "<").replace("\x1b[0m", ">");
    frame[2..].iter().map(plain).collect()
}

#[test]
fn words_that_changed_are_marked() {
    assert_eq!(marked(&["a 1 b"]), ["a 1 b"]);
    assert_eq!(marked(&["a 1 b", "a 1 b"]), ["a 1 b"]);
    assert_eq!(marked(&["a 1  b 2", "a 10 b 3"]), ["a <10> b <3>"]);
    assert_eq!(marked(&["a b", "a b c"]), ["<a> <b> <c>"]);
    assert_eq!(marked(&["x", "x", "y"]), ["<y>"]);
}

#[test]
fn lines_that_come_and_go_do_not_mark_the_others() {
    assert_eq!(marked(&["a\nc\nd", "a\nb\nc\nd"]), ["a", "<b>", "c", "d"]);
    assert_eq!(marked(&["a\nb\nc\nd", "a\nd"]), ["a", "d"]);
    assert_eq!(marked(&["a\na", "a\na\na"]), ["a", "a", "<a>"]);
}

#[test]
fn each_column_of_numbers_has_its_line() {
    let frame = watch(&["CPU  Map changes\n1  5", "CPU  Map changes\n9.5  5"]).frame("t", CANVAS);
    assert_eq!(
        frame[4..],
        ["", "CPU         ▁█  1 to 9.5", "Map changes ▁▁  5 to 5"]
    );
    let ascii = Canvas {
        ascii: true,
        colour: false,
        ..CANVAS
    };
    let frame = watch(&["a b\n1 2", "a b\n2 1"]).frame("t", ascii);
    assert_eq!(
        frame[2..],
        ["a b", "2 1", "", "a _#  1 to 2", "b #_  1 to 2"]
    );
}

#[test]
fn what_does_not_fit_is_counted() {
    let long = "line\n".repeat(50);
    let frame = watch(&[&long]).frame("t", CANVAS);
    assert_eq!(frame.len(), 10);
    assert_eq!(frame[9], "... 43 more lines");
    let table = format!("a b c d e f g h\n1 2 3 4 5 6 7 8\n{long}");
    let frame = watch(&[&table]).frame("t", CANVAS);
    assert_eq!(frame[5], "... 49 more lines");
    assert_eq!(frame[7], "a ▁  1 to 1");
}

proptest! {
    /// Drawn on a real screen, over another frame, a frame is what the
    /// screen shows: nothing wrapped, scrolled or was left over.
    #[test]
    fn a_frame_fits_its_screen(
        replies in prop::collection::vec(
            prop_oneof![
                "([ -~]{0,60}\n){0,14}",
                "[a-z]{1,20} [日本語é\t ]{1,30}\n[0-9]{1,5} [0-9.]{1,9}\nx",
            ],
            1..4,
        ),
        width in 1u16..60,
        height in 1u16..16,
        ascii: bool,
    ) {
        let canvas = Canvas {
            width: width.into(),
            height: height.into(),
            colour: true,
            ascii,
        };
        let size = |cells| std::num::NonZero::new(cells).unwrap();
        let mut screen = vt100::Parser::new(size(height), size(width), 100);
        screen.process("#".repeat(usize::from(width) * usize::from(height)).as_bytes());
        let mut watch = Watch::new();
        for reply in &replies {
            watch.observe(reply);
            let frame = watch.frame("every 2 s: stats", canvas);
            prop_assert!(frame.len() <= canvas.height);
            screen.process(&redraw(&frame, canvas.height));
            let strip = |line: &String| {
                let line = line.replace("\x1b[7m", "").replace("\x1b[1m", "");
                line.replace("\x1b[0m", "").trim_end().to_owned()
            };
            let expected: Vec<String> = frame.iter().map(strip).collect();
            let shown = screen.screen().contents();
            let shown: Vec<String> = shown.lines().map(|line| line.trim_end().to_owned()).collect();
            let blank = |lines: Vec<String>| lines.join("\n").trim_end().to_owned();
            prop_assert_eq!(blank(shown), blank(expected));
        }
    }
}

#[test]
fn what_has_changed_is_marked() {
    use crate::show::frame::{Canvas, Watch};

    let mut watch = Watch::new();
    watch.observe("players: 3");
    watch.observe("players: 4");
    let canvas = Canvas {
        width: 40,
        height: 10,
        colour: true,
        ascii: false,
    };
    let frame = watch.frame("every 2 s: status", canvas);
    assert_eq!(frame[2], "players: \x1b[7m4\x1b[0m");
}
