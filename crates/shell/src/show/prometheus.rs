//! `--check --format prometheus`: metrics in the text exposition format, for a
//! textfile collector.

use std::fmt::Write as _;
use std::time::Duration;

use crate::show::escape;

/// What a check of one server found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Probe<'a> {
    /// The resolved `host:port`.
    pub server: &'a str,
    /// The profile's name, where there is one.
    pub name: Option<&'a str>,
    /// Whether it accepts connections.
    pub up: bool,
    /// Whether it accepted the password.
    pub auth_ok: bool,
    /// How long it takes to answer, where it did.
    pub round_trip: Option<Duration>,
    /// How many people are on, where that was asked and told.
    pub players: Option<u32>,
    /// How many fit.
    pub players_max: Option<u32>,
    /// The map.
    pub map: Option<&'a str>,
}

/// The metrics of all `probes`, one server each.
pub(crate) fn exposition(probes: &[Probe<'_>]) -> String {
    let mut out = String::new();
    let flag = |value: bool| Some(if value { 1.0 } else { 0.0 });
    metric(
        &mut out,
        "rcon_up",
        "Whether the RCON port accepted a connection.",
        probes,
        |probe| flag(probe.up),
    );
    metric(
        &mut out,
        "rcon_auth_ok",
        "Whether the server accepted the RCON password.",
        probes,
        |probe| flag(probe.auth_ok),
    );
    metric(
        &mut out,
        "rcon_round_trip_seconds",
        "How long the server took to answer.",
        probes,
        |probe| probe.round_trip.map(|round_trip| round_trip.as_secs_f64()),
    );
    metric(
        &mut out,
        "rcon_players",
        "How many people are on, bots not counted.",
        probes,
        |probe| probe.players.map(f64::from),
    );
    metric(
        &mut out,
        "rcon_players_max",
        "How many players fit.",
        probes,
        |probe| probe.players_max.map(f64::from),
    );
    maps(&mut out, probes);
    out
}

/// The map is a label: its value says nothing.
fn maps(out: &mut String, probes: &[Probe<'_>]) {
    let mut heading =
        Some("# HELP rcon_map_info The map that is played.\n# TYPE rcon_map_info gauge\n");
    for probe in probes {
        let Some(map) = probe.map else { continue };
        out.push_str(heading.take().unwrap_or_default());
        let (server, map) = (label(probe.server), label(map));
        // Writing to a `String` cannot fail.
        let _ = write!(out, "rcon_map_info{{server=\"{server}\"");
        if let Some(profile) = probe.name {
            let _ = write!(out, ",name=\"{}\"", label(profile));
        }
        let _ = writeln!(out, ",map=\"{map}\"}} 1");
    }
}

/// One metric, its description once and before all its samples, as the format
/// demands; nothing at all if no server has a value.
fn metric(
    out: &mut String,
    name: &str,
    help: &str,
    probes: &[Probe<'_>],
    value: impl Fn(&Probe<'_>) -> Option<f64>,
) {
    let mut described = false;
    for probe in probes {
        let Some(value) = value(probe) else {
            continue;
        };
        // Writing to a `String` cannot fail.
        if !described {
            let _ = write!(out, "# HELP {name} {help}\n# TYPE {name} gauge\n");
            described = true;
        }
        let _ = write!(out, "{name}{{server=\"{}\"", label(probe.server));
        if let Some(profile) = probe.name {
            let _ = write!(out, ",name=\"{}\"", label(profile));
        }
        let _ = writeln!(out, "}} {value}");
    }
}

/// A label's value between its quotes.
fn label(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for char in value.chars() {
        match char {
            '\\' => out.push_str(r"\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str(r"\n"),
            // The format has no escapes for it: its backslash is one itself.
            char if escape::is_hazard(char) => {
                let shown = escape::line(char.encode_utf8(&mut [0; 4]), usize::MAX).into_owned();
                out.push_str(&shown.replace('\\', r"\\"));
            }
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_metric_is_described_once_before_its_samples() {
        let up = Probe {
            server: "[::1]:27015",
            name: Some("tf2"),
            up: true,
            auth_ok: true,
            round_trip: Some(Duration::from_micros(1_900)),
            players: None,
            players_max: None,
            map: None,
        };
        let down = Probe {
            server: "a\\b\"c\nd:1",
            name: None,
            up: false,
            auth_ok: false,
            round_trip: None,
            players: None,
            players_max: None,
            map: None,
        };
        let expected = r#"# HELP rcon_up Whether the RCON port accepted a connection.
# TYPE rcon_up gauge
rcon_up{server="[::1]:27015",name="tf2"} 1
rcon_up{server="a\\b\"c\nd:1"} 0
# HELP rcon_auth_ok Whether the server accepted the RCON password.
# TYPE rcon_auth_ok gauge
rcon_auth_ok{server="[::1]:27015",name="tf2"} 1
rcon_auth_ok{server="a\\b\"c\nd:1"} 0
# HELP rcon_round_trip_seconds How long the server took to answer.
# TYPE rcon_round_trip_seconds gauge
rcon_round_trip_seconds{server="[::1]:27015",name="tf2"} 0.0019
"#;
        assert_eq!(exposition(&[up, down]), expected);
        assert_eq!(exposition(&[]), "");
    }

    #[test]
    fn no_label_moves_a_terminals_text() {
        assert_eq!(label("a\u{202e}b\u{1b}[2J"), r"a\\u{202e}b\\x1b[2J");
    }

    #[test]
    fn a_server_is_a_label() {
        use crate::show::prometheus::{Probe, exposition};

        let probe = Probe {
            server: "10.0.0.1:27015",
            name: None,
            up: true,
            auth_ok: false,
            round_trip: None,
            players: None,
            players_max: None,
            map: None,
        };
        let text = exposition(&[probe]);
        assert!(text.contains("\nrcon_up{server=\"10.0.0.1:27015\"} 1\n"));
    }
}
