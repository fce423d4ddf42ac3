//! `!info`: what is known of the connection, in one look.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use super::{Action, Next, set};
use crate::commands::Setting;
use crate::error::Result;
use crate::server::console::NotConnected;
use crate::show::escape;
use crate::show::wrap::wrap;
use crate::system::terminal;
use crate::ways::prompt::Repl;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, _| info(repl)),
    script: None,
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
        ("log", log(repl)),
    ];
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
    let mut text = String::new();
    let room = terminal::size().0.saturating_sub(12).max(20);
    for (what, value) in rows {
        // Writing to a `String` does not fail.
        let value = escape::line(&value, usize::MAX);
        let value = wrap(&value, room).replace('\n', &format!("\n{:12}", ""));
        let _ = writeln!(text, "{what:11} {value}");
    }
    repl.print(&text)
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

fn log(repl: &Repl) -> String {
    let logs: Vec<String> = repl
        .console
        .logs()
        .map(|path| path.display().to_string())
        .collect();
    if logs.is_empty() {
        "off".to_owned()
    } else {
        logs.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_as_people_do() {
        let ago = |seconds| ago(Duration::from_secs(seconds));
        assert_eq!(ago(5), "5 s ago");
        assert_eq!(ago(180), "3 min ago");
        assert_eq!(ago(7300), "2 h ago");
    }
}
