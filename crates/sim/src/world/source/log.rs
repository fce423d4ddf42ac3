//! The log of a Source server, as `engine/sv_log.cpp` keeps it, and CS2's, which tells
//! its listeners by HTTP instead (`game/server/server_log_http_dispatcher.cpp`).

use std::net::{SocketAddr, ToSocketAddrs as _};

use crate::parcel::{Parcel, Sender};
use crate::world::clock::{log_time, log_time_with_millis};

use super::super::{Answer, Call, Consequence};

/// The longest `ip:port`, in bytes: the buffer has 32.
const ADDRESS: usize = 31;

/// The most that one line has, in bytes.
const LINE: usize = 1024;

/// Whether it is written, and who is told. On, as most servers' configuration
/// has it.
pub(in crate::world) struct Log {
    on: bool,
    addresses: Vec<SocketAddr>,
    urls: Vec<String>,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            on: true,
            addresses: Vec::new(),
            urls: Vec::new(),
        }
    }
}

impl Log {
    /// Runs a command of both engines.
    pub(in crate::world) fn switch(&mut self, call: &Call<'_>) -> Answer {
        let args = call.args();
        let [arg] = &args[..] else {
            return Answer::text(self.usage());
        };
        match arg.to_ascii_lowercase().as_str() {
            "off" | "0" if self.on => {
                let answer = Answer::text("Server logging disabled.\n");
                let answer = self
                    .line("Log file closed", "0")
                    .into_iter()
                    .fold(answer, send);
                self.on = false;
                answer
            }
            "off" | "0" => Answer::empty(),
            "on" | "1" => {
                self.on = true;
                let answer = Answer::text("Server logging enabled.\n");
                let line = "Log file started (file \"logs/L0101000.log\") (game \"/sim\") (version \"1000\")";
                self.line(line, "0").into_iter().fold(answer, send)
            }
            _ => Answer::text(format!(
                "log:  unknown parameter {arg}, 'on' and 'off' are valid\n"
            )),
        }
    }

    fn usage(&self) -> String {
        let udp = if self.addresses.is_empty() {
            ""
        } else {
            ", udp"
        };
        let state = if self.on {
            format!("currently logging to: file, console{udp}")
        } else {
            "not currently logging".to_owned()
        };
        format!("Usage:  log < on | off >\n{state}\n")
    }

    pub(super) fn add(&mut self, call: &Call<'_>) -> Answer {
        Answer::text(match address("logaddress_add", call) {
            Err(text) => text,
            Ok(addr) if self.addresses.contains(&addr) => {
                format!("logaddress_add:  {addr} is already in the list\n")
            }
            Ok(addr) => {
                self.addresses.push(addr);
                format!("logaddress_add:  {addr}\n")
            }
        })
    }

    pub(super) fn remove(&mut self, call: &Call<'_>) -> Answer {
        Answer::text(match address("logaddress_del", call) {
            Err(text) => text,
            Ok(addr) => {
                let before = self.addresses.len();
                self.addresses.retain(|there| *there != addr);
                if self.addresses.len() < before {
                    format!("logaddress_del:  {addr}\n")
                } else {
                    format!("logaddress_del:  address {addr} not found in the list\n")
                }
            }
        })
    }

    pub(super) fn remove_all(&mut self) -> Answer {
        let any = !std::mem::take(&mut self.addresses).is_empty();
        Answer::text(if any {
            "logaddress_delall:  all addresses cleared\n"
        } else {
            "logaddress_delall:  no addresses in the list\n"
        })
    }

    pub(super) fn list(&self) -> Answer {
        let entries = match self.addresses.len() {
            0 => return Answer::text("logaddress_list:  no addresses in the list\n"),
            1 => "1 entry".to_owned(),
            n => format!("{n} entries"),
        };
        let rows = self.addresses.iter().map(|addr| format!("{addr}\n"));
        Answer::text(format!(
            "logaddress_list: {entries}\n{}",
            rows.collect::<String>()
        ))
    }

    /// CS2's commands; `None` for any other.
    pub(in crate::world) fn by_http(&mut self, call: &Call<'_>) -> Option<Answer> {
        // `//` outside of quotes begins a comment.
        let quoted = call.rest.first() == Some(&b'"');
        let args = if quoted { call.args() } else { Vec::new() };
        let name = call.name().to_ascii_lowercase();
        Some(match (name.as_str(), &args[..]) {
            ("logaddress_add_http", [url]) => {
                if !self.urls.contains(url) {
                    self.urls.push(url.clone());
                }
                Answer::empty()
            }
            ("logaddress_del_http", [url]) => {
                self.urls.retain(|there| there != url);
                Answer::empty().and(Consequence::Send(Parcel::Forget { url: url.clone() }))
            }
            ("logaddress_add_http" | "logaddress_del_http", _) => Answer::text(format!(
                "{name}: Invalid parameters, must be URI of a listener to receive logs wrapped in quotes, \
                 eg \"http://127.0.0.1:3001\"\n"
            )),
            ("logaddress_delall_http", _) => {
                let gone = std::mem::take(&mut self.urls).into_iter();
                gone.map(|url| Parcel::Forget { url })
                    .fold(Answer::empty(), send)
            }
            ("logaddress_list_http", _) => {
                let rows = self.urls.iter();
                let rows = rows.map(|url| format!("{url} - no pending request\n"));
                Answer::text(rows.collect::<String>())
            }
            _ => return None,
        })
    }

    /// Writes a line. `secret` is the value of `sv_logsecret`.
    pub(in crate::world) fn line(&self, text: &str, secret: &str) -> Vec<Parcel> {
        if !self.on {
            return Vec::new();
        }
        let text = &text[..text.floor_char_boundary(LINE)];
        let datagram = datagram(&format!("L {}: {text}", log_time()), secret);
        let by_udp = self.addresses.iter();
        let by_udp = by_udp.map(|to| Parcel::datagram(*to, datagram.clone()));
        let by_http = self.urls.iter().map(|url| Parcel::Post {
            url: url.clone(),
            lines: format!("{} - {text}\n", log_time_with_millis()),
        });
        by_udp.chain(by_http).collect()
    }

    /// A line, so many times.
    pub(in crate::world) fn flood(&self, times: u64, secret: &str) -> Vec<Parcel> {
        let mut parcels = self.line("World triggered \"Flood\"", secret);
        for parcel in &mut parcels {
            match parcel {
                Parcel::Datagram { times: all, .. } => *all = times,
                Parcel::Post { lines, .. } => {
                    *lines = lines.repeat(usize::try_from(times).unwrap_or_default());
                }
                Parcel::Forget { .. } | Parcel::Push(_) | Parcel::Tell { .. } => {}
            }
        }
        parcels
    }

    /// What nobody may take for a line of this server: another machine's, other
    /// secrets, none, cut ones, a huge one, another kind.
    pub(in crate::world) fn misfits(&self, secret: &str) -> Vec<Parcel> {
        let line = format!("L {}: forged", log_time());
        let right = datagram(&line, secret);
        let other = if atoi(secret) == 0 { "7" } else { "0" };
        let bodies = [
            datagram(&line, other),
            datagram(&line, "31337"),
            right[..6].to_vec(),
            right[2..].to_vec(),
            vec![b'x'; 60_000],
            b"\xff\xff\xff\xffI\x11forged\0".to_vec(),
        ];
        let stranger = |to: &SocketAddr| Parcel::Datagram {
            to: *to,
            bytes: right.clone(),
            from: Sender::Stranger,
            times: 1,
        };
        let to_each = self.addresses.iter().flat_map(|to| {
            let own = bodies
                .iter()
                .map(|body| Parcel::datagram(*to, body.clone()));
            own.chain([stranger(to)]).collect::<Vec<_>>()
        });
        to_each.collect()
    }
}

fn send(answer: Answer, parcel: Parcel) -> Answer {
    answer.and(Consequence::Send(parcel))
}

/// A line as it travels.
fn datagram(line: &str, secret: &str) -> Vec<u8> {
    let start: &[&[u8]] = if atoi(secret) == 0 {
        &[b"\xff\xff\xff\xffR"]
    } else {
        &[b"\xff\xff\xff\xffS", secret.as_bytes()]
    };
    [start.concat().as_slice(), line.as_bytes(), b"\n\0"].concat()
}

fn atoi(text: &str) -> u64 {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text[..end].parse().unwrap_or(0)
}

/// The address that a command names, or what is printed instead. The console
/// divides words at colons, so one without quotes may have blanks around it.
fn address(command: &str, call: &Call<'_>) -> Result<SocketAddr, String> {
    let given = call.args().concat();
    let (host, port) = given.split_once(':').unwrap_or((&given, "27015"));
    if given.is_empty() || given.contains('[') {
        return Err(format!("Usage:  {command} ip:port\n"));
    }
    if atoi(port) == 0 {
        return Err(format!("{command}:  must specify a valid port\n"));
    }
    if host.is_empty() {
        return Err(format!("{command}:  unparseable address\n"));
    }
    let whole = format!("{host}:{port}");
    let text = &whole[..whole.floor_char_boundary(ADDRESS)];
    let found = text.to_socket_addrs().ok();
    // The engine knows no others.
    let found = found.and_then(|mut all| all.find(SocketAddr::is_ipv4));
    found.ok_or_else(|| format!("{command}:  unable to resolve {text}\n"))
}
