//! `!info`: what is known of the connection, in one look.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{Action, Came, Next, set};
use crate::commands::Setting;
use crate::error::Result;
use crate::server::console::NotConnected;
use crate::server::transcript::Transcript;
use crate::show::escape;
use crate::show::wrap::wrap;
use crate::system::terminal;
use crate::ways::fleet::prompt::{Fleet, Standing};
use crate::ways::prompt::Repl;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, _| info(repl)),
    script: None,
    fleet: Some(|fleet, _| in_fleet(fleet).map(Came::Done)),
};

fn info(repl: &mut Repl) -> Result<Next> {
    let target = repl.console.target.clone().ok_or(NotConnected)?;
    let game = repl.game();
    let how = repl.how_game_is_known();
    let trip = repl.console.with_client(|client| client.round_trip());
    let mut rows = vec![
        ("server", target.address.to_string()),
        (
            "profile",
            target.name.clone().unwrap_or_else(|| "none".to_owned()),
        ),
        ("game", format!("{game} ({how})")),
        (
            "round trip",
            match trip.ok().flatten() {
                Some(trip) => format!("{:.1} ms", trip.as_secs_f64() * 1000.0),
                None => "not connected at the moment".to_owned(),
            },
        ),
        ("names", names(repl)),
        ("log", logs(repl.console.logs())),
    ];
    if let Some(live) = live_log(repl) {
        rows.push(("live log", live));
    }
    if let Some(command) = &target.proxy_command {
        rows.push(("through", command.clone()));
    }
    let guard = &target.manner.guard;
    if let Some(allow) = &guard.allow {
        rows.push(("allow", allow.join(", ")));
    }
    if !guard.deny.is_empty() {
        rows.push(("deny", guard.deny.join(", ")));
    }
    let settings: Vec<String> = Setting::ALL
        .iter()
        .map(|setting| format!("{} {}", setting.name(), set::value(repl, *setting)))
        .collect();
    rows.push(("settings", settings.join(", ")));
    repl.print(&said(rows))
}

/// A line for each of these, or as many as it takes.
fn said<'a>(rows: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut text = String::new();
    let room = terminal::size().0.saturating_sub(12).max(20);
    for (what, value) in rows {
        // Writing to a `String` does not fail.
        let value = escape::line(&value, usize::MAX);
        let value = wrap(&value, room).replace('\n', &format!("\n{:12}", ""));
        let _ = writeln!(text, "{what:11} {value}");
    }
    text
}

fn names(repl: &Repl) -> String {
    let (count, fetched) = repl.directory.names_known();
    match (count, fetched) {
        (0, _) => "none known".to_owned(),
        (count, None) => format!("{count}, from the list that this program brings along"),
        (count, Some(fetched)) => {
            let age = SystemTime::now().duration_since(fetched);
            format!("{count}, asked for {}", ago(age.unwrap_or_default()))
        }
    }
}

fn ago(age: Duration) -> String {
    match age.as_secs() {
        seconds @ 0..120 => format!("{seconds} s ago"),
        seconds @ 120..7200 => format!("{} min ago", seconds / 60),
        seconds => format!("{} h ago", seconds / 3600),
    }
}

/// Where everything is written down.
fn logs<'a>(paths: impl Iterator<Item = &'a Path>) -> String {
    let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
    if paths.is_empty() {
        "off".to_owned()
    } else {
        paths.join(", ")
    }
}

/// The server's own log, while it is followed.
fn live_log(repl: &Repl) -> Option<String> {
    let logs = repl.console.logs.as_ref()?;
    let from = logs.place().map_or_else(
        || "said without being asked".to_owned(),
        |place| format!("sent to {place}"),
    );
    let count = logs.left_out();
    let lines = if count == 1 { "line" } else { "lines" };
    let without =
        (count > 0).then(|| format!(", without {count} {lines} about questions of this shell"));
    Some(from + &without.unwrap_or_default())
}

/// A line for each server, and what holds for all.
fn in_fleet(fleet: &mut Fleet) -> Result<Next> {
    let mut rows = vec![["server", "address", "game", "round trip", ""].map(str::to_owned)];
    for place in &fleet.selected {
        let Some(member) = fleet.members.get(*place) else {
            continue;
        };
        let seen = member.seen();
        let trip = seen
            .round_trip
            .filter(|_| seen.standing == Standing::Answers);
        let state = match seen.standing {
            Standing::Answers => "",
            Standing::New | Standing::Away => "does not answer",
            Standing::Refused => "refused the password",
            Standing::Left => "left",
        };
        let address = member.target.address.to_string();
        rows.push([
            member.name.clone(),
            escape::line(&address, usize::MAX).into_owned(),
            member.game().to_string(),
            trip.map_or_else(String::new, |trip| {
                format!("{:.1} ms", trip.as_secs_f64() * 1000.0)
            }),
            state.to_owned(),
        ]);
    }
    let mut text = aligned(&rows, terminal::size().0);
    let (names, lists) = fleet.union.names_known();
    let log = fleet.transcript.as_ref().map(Transcript::path);
    let logs = logs(log.into_iter().chain(fleet.logs_of_profiles()));
    let settings: Vec<String> = Setting::ALL
        .iter()
        .map(|setting| {
            format!(
                "{} {}",
                setting.name(),
                set::value_in_fleet(fleet, *setting)
            )
        })
        .collect();
    text.push_str(&said([
        ("names", format!("{names}, of {lists} servers")),
        ("log", logs),
        ("settings", settings.join(", ")),
    ]));
    fleet.print(&text)
}

/// Rows with their columns below each other. Where they do not fit, without the second,
/// the address, and then the third.
fn aligned<const N: usize>(rows: &[[String; N]], columns: usize) -> String {
    let mut widths: [usize; N] = std::array::from_fn(|at| {
        let widths = rows.iter().map(|row| escape::width(&row[at]));
        widths.max().unwrap_or(0)
    });
    for at in 1..N.min(3) {
        let shown = widths.iter().filter(|width| **width > 0);
        if shown.map(|width| width + 2).sum::<usize>() > columns + 2 {
            widths[at] = 0;
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths).filter(|(_, width)| *width > 0) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width + 2 - escape::width(cell)));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_too_wide_does_without_addresses() {
        let rows = [
            ["server", "address", "game", ""].map(str::to_owned),
            ["a", "127.0.0.1:27015", "source", "x"].map(str::to_owned),
        ];
        let wide = "server  address          game\na       127.0.0.1:27015  source  x\n";
        assert_eq!(aligned(&rows, 34), wide);
        assert_eq!(aligned(&rows, 33), "server  game\na       source  x\n");
        assert_eq!(aligned(&rows, 16), "server\na       x\n");
    }

    #[test]
    fn an_age_is_told_as_people_do() {
        let ago = |seconds| ago(Duration::from_secs(seconds));
        assert_eq!(ago(5), "5 s ago");
        assert_eq!(ago(180), "3 min ago");
        assert_eq!(ago(7300), "2 h ago");
    }
}
