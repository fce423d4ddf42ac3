//! A password is in nothing that is printed for debugging.

use std::time::{Duration, Instant};

use rcon_proto::session::{Session, SessionConfig};

/// Letters that are in no name of a type or a field, as a text and as the
/// numbers that a list of bytes is printed as.
const PASSWORD: &str = "~`~`";
const AS_NUMBERS: &str = "126, 96, 126, 96";

fn assert_hidden(printed: &str) {
    assert!(!printed.contains(PASSWORD), "{printed}");
    assert!(!printed.contains(AS_NUMBERS), "{printed}");
}

#[test]
fn a_session_that_is_about_to_log_in_does_not_show_the_password() {
    let mut session = Session::new(SessionConfig::default());
    session
        .login(&PASSWORD.into(), Duration::from_secs(1), Instant::now())
        .expect("a fresh session");
    assert_hidden(&format!("{session:?}"));
    let transmit = session.poll_transmit().expect("the login is to be sent");
    assert_hidden(&format!("{transmit:?}"));
}
