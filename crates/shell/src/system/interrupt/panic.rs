//! A panic is a fault of this program: the terminal is put back, one line says
//! where, and the program ends, whichever thread it was.

use std::io::Write as _;
use std::panic::PanicHookInfo;

use super::{parting, terminal};

/// Ends the program at the first panic. A thread that quietly died would leave
/// the others waiting for it.
pub(super) fn install() {
    std::panic::set_hook(Box::new(|info| {
        terminal::restore();
        let _ = std::io::stderr().write_all(message(info).as_bytes());
        parting::part();
        std::process::exit(1);
    }));
}

/// Where it happened. The panic's own text stays out: it may quote anything,
/// a password too.
fn message(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(
        || "an unknown place".to_owned(),
        |place| format!("{}:{}", place.file(), place.line()),
    );
    let repository = env!("CARGO_PKG_REPOSITORY");
    format!("rcon-shell: internal error at {place}: please report it at {repository}/issues\n")
}
