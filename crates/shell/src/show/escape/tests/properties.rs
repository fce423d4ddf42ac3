//! Whatever comes in, and however it is cut.

use proptest::prelude::*;

use super::*;

/// Bytes of which a good part mean something to the escaper.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<Vec<u8>>(),
        "[ -~\n\t]{0,80}".prop_map(String::into_bytes),
        "\\PC{0,20}".prop_map(String::into_bytes),
        "\x1b\\[[0-9;:]{0,70}[mHJ]?".prop_map(String::into_bytes),
        "(§[0-9a-zA-Z]?){0,9}".prop_map(String::into_bytes),
        "§x(§[0-9a-f]){0,6}".prop_map(String::into_bytes),
        prop::sample::select(vec![
            &b"\r"[..],
            b"\r\n",
            b"\x1b",
            b"\x1b[",
            b"\x1b]0;t\x07",
            b"\x1b[8mx",
            b"\x1bc",
            b"\x1bPq\x1b\\",
            b"\x9b2J",
            b"\xc2\x9b2J",
            b"\xc2",
            b"\xa7",
            b"\xe2\x80",
            b"\xae",
            b"\xf0\x9f\x98",
            b"\x0e",
            b"\x08",
            b"\x7f",
            b"\0",
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn options() -> impl Strategy<Value = EscapeOptions> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(colour, minecraft, keep)| {
        EscapeOptions {
            colour,
            minecraft,
            controls: if keep { Controls::Keep } else { Controls::Show },
        }
    })
}

proptest! {
    #[test]
    fn nothing_that_a_terminal_acts_upon_comes_out(input in hostile(), minecraft: bool) {
        let coloured = text(&input, EscapeOptions { minecraft, ..COLOUR });
        let bare = check(coloured.as_bytes()).map_err(TestCaseError::fail)?;
        let plain = text(&input, EscapeOptions { minecraft, ..PLAIN });
        prop_assert!(!plain.contains('\x1b'));
        prop_assert_eq!(bare, plain, "colours change nothing but colours");
    }

    #[test]
    fn cuts_make_no_difference(
        input in hostile(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        options in options(),
    ) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(input.len() + 1)).collect();
        cuts.sort_unstable();
        let mut whole = Vec::new();
        let mut escaper = Escaper::new(options);
        escaper.push(&input, &mut whole);
        let open = escaper.finish(&mut whole);

        let mut pieces = Vec::new();
        let mut start = 0;
        for cut in cuts.into_iter().chain([input.len()]) {
            escaper.push(&input[start..cut], &mut pieces);
            start = cut;
        }
        prop_assert_eq!(escaper.finish(&mut pieces), open);
        prop_assert_eq!(&pieces, &whole);

        let mut bytes = Vec::new();
        for byte in &input {
            escaper.push(&[*byte], &mut bytes);
        }
        escaper.finish(&mut bytes);
        prop_assert_eq!(bytes, whole);
    }

    #[test]
    fn plain_text_is_unchanged(input in "[ -~\n\tа-я日本語é🙂]{0,200}") {
        prop_assert_eq!(shown(input.as_bytes()), input);
    }

    #[test]
    fn a_line_is_safe_and_fits(input in hostile(), max in 0usize..40) {
        let input = String::from_utf8_lossy(&input);
        let cut = line(&input, max);
        check(cut.as_bytes()).map_err(TestCaseError::fail)?;
        prop_assert!(!cut.contains(['\n', '\t', '\x1b']));
        prop_assert!(width(&cut) <= max, "{:?} is wider than {}", cut, max);
    }

    /// The terminal ends up as if the text had been typed into it: same words,
    /// same cursor, and nothing else of it touched.
    #[test]
    fn a_terminal_only_prints(input in hostile()) {
        let plain = text(&input, PLAIN).replace('\n', "\r\n");
        let coloured = shown(&input).replace('\n', "\r\n");
        let mut typed = terminal_of_80_by_24();
        typed.process(plain.as_bytes());
        let mut terminal = terminal_of_80_by_24();
        terminal.process(coloured.as_bytes());
        prop_assert_eq!(terminal.screen().contents(), typed.screen().contents());
        prop_assert_eq!(terminal.screen().cursor_position(), typed.screen().cursor_position());
        prop_assert_eq!(terminal.callbacks().0, 0);
        let screen = terminal.screen();
        prop_assert_eq!(screen.fgcolor(), vt100::Color::Default);
        prop_assert!(!screen.bold() && !screen.underline() && !screen.inverse());
        prop_assert!(!screen.hide_cursor() && !screen.alternate_screen());
        prop_assert!(!screen.bracketed_paste() && !screen.application_keypad());
    }
}

fn terminal_of_80_by_24() -> vt100::Parser<Events> {
    let size = |cells| std::num::NonZero::new(cells).unwrap();
    vt100::Parser::new_with_callbacks(size(24), size(80), 0, Events::default())
}

/// Counts what a terminal does beyond printing.
#[derive(Default)]
struct Events(usize);

impl vt100::Callbacks for Events {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.0 += 1;
    }
    fn visual_bell(&mut self, _: &mut vt100::Screen) {
        self.0 += 1;
    }
    fn resize(&mut self, _: &mut vt100::Screen, _: (u16, u16)) {
        self.0 += 1;
    }
    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0 += 1;
    }
    fn set_window_title(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0 += 1;
    }
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], _: &[u8]) {
        self.0 += 1;
    }
    fn paste_from_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0 += 1;
    }
    fn unhandled_control(&mut self, _: &mut vt100::Screen, _: u8) {
        self.0 += 1;
    }
    fn unhandled_escape(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, _: u8) {
        self.0 += 1;
    }
    fn unhandled_csi(
        &mut self,
        _: &mut vt100::Screen,
        _: Option<u8>,
        _: Option<u8>,
        _: &[&[u16]],
        end: char,
    ) {
        // It knows no struck through text.
        self.0 += usize::from(end != 'm');
    }
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, _: &[&[u8]]) {
        self.0 += 1;
    }
}
