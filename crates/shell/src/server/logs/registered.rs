//! What a server was told about its log, and has to be told again in the end.

use std::time::Duration;

use rcon_proto::convar::{Query, unknown_command};
use rcon_proto::{Cancel, Client, Collector, ExecuteOptions};

use crate::error::{Error, Result};
use crate::server::asked;
use crate::show::escape;
use rcon_proto::ErrorKind;

/// How long CS2 is waited for, which answers most of these with no packet at all.
const SILENT: Duration = Duration::from_millis(400);

/// How long each answer is waited for in the end.
const AT_THE_END: Duration = Duration::from_secs(2);

/// How much of an answer that is none is told, in columns.
const TOLD: usize = 200;

/// The most bytes of an answer that are looked at.
const ANSWER: usize = 16 * 1024;

/// How a server hands out its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// In datagrams: Source 1.
    Udp,
    /// In requests of HTTP: CS2.
    Http,
}

/// What the server knows of us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Registered {
    pub(super) way: Way,
    /// Where it sends to, as it was told: `192.0.2.7:27500`, or a URL.
    pub(super) place: String,
    /// The address is taken away in the end: not where it was there before.
    pub(super) ours: bool,
    /// The log was off, and is so again in the end.
    pub(super) switched_on: bool,
}

/// What a server says to `log` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Switch {
    On,
    Off,
    /// It does not say.
    Unclear,
    /// It has no such command, as Valve's have.
    Unknown,
}

/// `CLog`'s own words, in `engine/sv_log.cpp`.
pub(super) fn read_switch(reply: &str) -> Switch {
    if reply.contains("not currently logging") {
        Switch::Off
    } else if reply.contains("currently logging to") {
        Switch::On
    } else if unknown_command(reply.as_bytes()).is_some() {
        Switch::Unknown
    } else {
        Switch::Unclear
    }
}

/// The secret that a server puts before its lines: the value of `sv_logsecret`
/// where that begins with a number other than 0.
pub(super) fn read_secret(reply: &[u8]) -> Option<Vec<u8>> {
    let asked = Query::parse_all(reply).into_iter();
    let mut asked = asked.filter(|query| query.name.eq_ignore_ascii_case("sv_logsecret"));
    let value = asked.next()?.value?;
    let number = value.trim_start().trim_start_matches(['+', '-']);
    let digits = number.bytes().take_while(u8::is_ascii_digit);
    let set = digits.into_iter().any(|digit| digit != b'0');
    set.then(|| value.into_bytes())
}

/// Asks, and gives the whole answer as text; nothing where a server that may be
/// silent is.
pub(super) fn ask(
    client: &mut Client,
    command: &str,
    how: How<'_>,
) -> Result<String, rcon_proto::Error> {
    let mut options = ExecuteOptions::default();
    if let Some(timeout) = how.timeout() {
        options = options.timeout(timeout);
    }
    if let Some(cancel) = how.cancel {
        options = options.cancel(cancel.clone());
    }
    let mut answer = Collector::cutting(ANSWER);
    asked::note(client, command.as_bytes());
    match client.execute_with(command.as_bytes(), &options, &mut answer) {
        Ok(_) => {}
        Err(rcon_proto::Error::Timeout { .. }) if how.silent => {}
        Err(error) => return Err(error),
    }
    Ok(String::from_utf8_lossy(answer.bytes()).into_owned())
}

/// How something is asked.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct How<'a> {
    /// The server may answer nothing at all.
    silent: bool,
    /// It is the end, which is not to take long.
    last: bool,
    /// What gives it up, in the place of the connection's own.
    cancel: Option<&'a Cancel>,
}

impl<'a> How<'a> {
    pub(super) fn given_up_by(cancel: &'a Cancel) -> Self {
        Self {
            cancel: Some(cancel),
            ..Self::default()
        }
    }

    fn timeout(self) -> Option<Duration> {
        match (self.silent, self.last) {
            (true, _) => Some(SILENT),
            (false, true) => Some(AT_THE_END),
            (false, false) => None,
        }
    }
}

impl Registered {
    /// The command that asks for the log.
    pub(super) fn command(&self) -> String {
        match self.way {
            Way::Udp => format!("logaddress_add {}", self.place),
            // Quoted: `//` begins a comment.
            Way::Http => format!("logaddress_add_http \"{}\"", self.place),
        }
    }

    /// The command that ends it.
    pub(super) fn farewell(&self) -> String {
        match self.way {
            Way::Udp => format!("logaddress_del {}", self.place),
            Way::Http => format!("logaddress_del_http \"{}\"", self.place),
        }
    }

    fn how(&self, how: How<'_>) -> How<'static> {
        How {
            silent: self.way == Way::Http,
            last: how.last,
            cancel: None,
        }
    }

    /// Asks to whom the server sends its log.
    ///
    /// # Errors
    ///
    /// It was not answered.
    pub(super) fn list(
        &self,
        client: &mut Client,
        how: How<'_>,
    ) -> Result<String, rcon_proto::Error> {
        let question = match self.way {
            Way::Udp => "logaddress_list",
            Way::Http => "logaddress_list_http",
        };
        let how = How {
            cancel: how.cancel,
            ..self.how(how)
        };
        ask(client, question, how)
    }

    /// Asks for the log. An address that was there before is the caller's to
    /// judge: whether it was.
    ///
    /// # Errors
    ///
    /// The server does not take it.
    pub(super) fn add(&self, client: &mut Client, how: How<'_>) -> Result<bool> {
        let how = How {
            cancel: how.cancel,
            ..self.how(how)
        };
        let reply = ask(client, &self.command(), how)?;
        let lower = reply.to_ascii_lowercase();
        let refused = [
            "unable to resolve",
            "must specify",
            "unparseable",
            "usage:",
            "invalid",
        ];
        if unknown_command(reply.as_bytes()).is_some()
            || refused.iter().any(|words| lower.contains(words))
        {
            let why = if self.place.contains('[') && self.way == Way::Udp {
                " (Source knows addresses of IPv4 only: --log-via names one)"
            } else {
                ""
            };
            return Err(Error::new(
                ErrorKind::Other,
                format!(
                    "the server does not send its log to {}: {}{why}",
                    self.place,
                    escape::line(reply.trim(), TOLD)
                ),
            ));
        }
        Ok(lower.contains("already in the list"))
    }

    /// Takes back what is ours. Whether the server said that it does not know
    /// how.
    ///
    /// # Errors
    ///
    /// It was not answered.
    pub(super) fn take_back(&self, client: &mut Client) -> Result<bool, rcon_proto::Error> {
        let cancel = Cancel::new();
        let last = How {
            last: true,
            cancel: Some(&cancel),
            silent: false,
        };
        let mut unknown = false;
        if self.ours {
            let how = How {
                cancel: Some(&cancel),
                ..self.how(last)
            };
            let reply = ask(client, &self.farewell(), how)?;
            unknown = unknown_command(reply.as_bytes()).is_some();
        }
        if self.switched_on {
            let how = How {
                silent: self.way == Way::Http,
                ..last
            };
            ask(client, "log off", how)?;
        }
        Ok(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_valves_consoles_say_of_their_log_is_read() {
        for (reply, switch) in [
            (
                "Usage:  log < on | off >\nnot currently logging\n",
                Switch::Off,
            ),
            (
                "Usage:  log < on | off >\ncurrently logging to: file, console\n",
                Switch::On,
            ),
            ("Unknown command \"log\"\n", Switch::Unknown),
            ("Unknown command 'log'!\n", Switch::Unknown),
            ("", Switch::Unclear),
        ] {
            assert_eq!(read_switch(reply), switch, "{reply}");
        }
    }

    #[test]
    fn a_secret_is_one_where_it_begins_with_a_number() {
        for (value, secret) in [
            ("0", None),
            ("", None),
            ("00", None),
            ("word", None),
            ("42", Some("42")),
            ("42x", Some("42x")),
            ("-7", Some("-7")),
        ] {
            let reply = format!("\"sv_logsecret\" = \"{value}\" ( def. \"0\" )\n - If set …\n");
            let secret = secret.map(|text: &str| text.as_bytes().to_vec());
            assert_eq!(read_secret(reply.as_bytes()), secret, "{value}");
        }
        assert_eq!(read_secret(b"Unknown command \"sv_logsecret\"\n"), None);
    }
}
