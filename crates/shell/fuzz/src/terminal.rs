//! A terminal that is told what comes out, and does nothing but show it.

use vt100::{Color, Parser, Screen};

/// Writes both to a terminal each.
///
/// # Panics
///
/// When the coloured text does anything to a terminal that the plain one does
/// not, but for its colours.
pub(crate) fn only_prints(coloured: &str, plain: &str) {
    let typed = shown(plain);
    let terminal = shown(coloured);
    assert_eq!(terminal.callbacks().0, 0, "something was acted upon");
    let (screen, expected) = (terminal.screen(), typed.screen());
    assert_eq!(screen.contents(), expected.contents());
    assert_eq!(screen.cursor_position(), expected.cursor_position());
    assert_eq!(screen.fgcolor(), Color::Default);
    assert_eq!(screen.bgcolor(), Color::Default);
    assert!(!screen.bold() && !screen.underline() && !screen.inverse());
    assert!(!screen.hide_cursor() && !screen.alternate_screen());
    assert!(!screen.bracketed_paste() && !screen.application_keypad());
}

fn shown(text: &str) -> Parser<Acts> {
    const ROWS: std::num::NonZero<u16> = std::num::NonZero::new(24).unwrap();
    const COLUMNS: std::num::NonZero<u16> = std::num::NonZero::new(80).unwrap();
    let mut parser = Parser::new_with_callbacks(ROWS, COLUMNS, 0, Acts::default());
    parser.process(text.replace('\n', "\r\n").as_bytes());
    parser
}

/// Counts what a terminal does beyond printing.
#[derive(Default)]
struct Acts(usize);

impl vt100::Callbacks for Acts {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.0 += 1;
    }
    fn visual_bell(&mut self, _: &mut Screen) {
        self.0 += 1;
    }
    fn resize(&mut self, _: &mut Screen, _: (u16, u16)) {
        self.0 += 1;
    }
    fn set_window_icon_name(&mut self, _: &mut Screen, _: &[u8]) {
        self.0 += 1;
    }
    fn set_window_title(&mut self, _: &mut Screen, _: &[u8]) {
        self.0 += 1;
    }
    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], _: &[u8]) {
        self.0 += 1;
    }
    fn paste_from_clipboard(&mut self, _: &mut Screen, _: &[u8]) {
        self.0 += 1;
    }
    fn unhandled_control(&mut self, _: &mut Screen, _: u8) {
        self.0 += 1;
    }
    fn unhandled_escape(&mut self, _: &mut Screen, _: Option<u8>, _: Option<u8>, _: u8) {
        self.0 += 1;
    }
    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        _: Option<u8>,
        _: Option<u8>,
        _: &[&[u16]],
        end: char,
    ) {
        // It knows no struck through text.
        self.0 += usize::from(end != 'm');
    }
    fn unhandled_osc(&mut self, _: &mut Screen, _: &[&[u8]]) {
        self.0 += 1;
    }
}
