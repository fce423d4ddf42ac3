//! What went over the wire of a console whose messages are text, for the log:
//! without a password in it.

use super::wire::contains;
use crate::password::Password;
use crate::password::mentions_password;

/// Characters of one message that are shown.
const SHOWN: usize = 512;

/// Keeps a password only where somebody looks at what is sent.
#[derive(Debug, Default)]
pub(super) struct Redactor {
    password: Option<Password>,
    /// The same as it stands in a request line, where that is another text.
    written: Option<Password>,
    /// The newest command was about a password: its reply may show it.
    secret_reply: bool,
}

impl Redactor {
    pub(super) fn know(&mut self, password: &Password) {
        if is_on() && !password.is_empty() {
            self.password = Some(password.clone());
        }
    }

    /// The password is written so, besides.
    pub(super) fn know_as(&mut self, written: &[u8]) {
        if self
            .password
            .as_ref()
            .is_some_and(|it| it.expose() != written)
        {
            self.written = Some(Password::new(written));
        }
    }

    /// A command goes out.
    pub(super) fn sent(&mut self, command: &[u8]) {
        if is_on() {
            self.secret_reply = mentions_password(command);
            log::trace!("-> {}", self.shown(command));
        }
    }

    /// A message has come.
    pub(super) fn received(&self, text: &[u8]) {
        if is_on() {
            if self.secret_reply {
                log::trace!(
                    "<- {} bytes behind a command about a password (redacted)",
                    text.len()
                );
            } else {
                log::trace!("<- {}", self.shown(text));
            }
        }
    }

    fn shown(&self, text: &[u8]) -> String {
        let count = text.len();
        let mut forms = [&self.password, &self.written].into_iter().flatten();
        if mentions_password(text) || forms.any(|it| contains(text, it.expose())) {
            return format!("{count} bytes that speak of a password (redacted)");
        }
        let text = String::from_utf8_lossy(text);
        let cut: String = text.chars().take(SHOWN).collect();
        let more = if cut.len() < text.len() { " …" } else { "" };
        format!("{count} bytes: {}{more}", cut.escape_debug())
    }
}

/// Something else goes out, which is named.
pub(super) fn sent_other(what: &str) {
    log::trace!("-> {what}");
}

fn is_on() -> bool {
    log::log_enabled!(log::Level::Trace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown_and_a_line_is_one() {
        let redactor = Redactor {
            password: Some("hunter2".into()),
            ..Redactor::default()
        };
        assert_eq!(redactor.shown(b"a\r\nb"), "4 bytes: a\\r\\nb");
        for secret in ["say hunter2!", "RConPassword x"] {
            assert!(
                redactor.shown(secret.as_bytes()).ends_with("(redacted)"),
                "{secret}"
            );
        }
        let long = "x".repeat(2 * SHOWN);
        assert!(redactor.shown(long.as_bytes()).ends_with('…'));
    }
}
