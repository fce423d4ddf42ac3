//! Setting what differs, and asking whether it took.

use rcon_proto::convar::rejected;
use rcon_proto::settings::{line, same};
use rcon_proto::{Collector, ErrorKind, ExecuteOptions, Game};

use super::report::Report;
use crate::error::Result;
use crate::request::target::Target;
use crate::server::console::Console;
use crate::server::settings::{Asker, Difference, Known, Reading, ask, limit, minecraft_command};
use crate::show::escape;
use crate::show::report as errors;

/// The longest text in which a question follows, in bytes: Source's console takes
/// 511.
const MAX_TEXT: usize = 511;

/// The most of a server's sentence that is told, in columns.
const TOLD: usize = 200;

/// Sets each value, in the order of the file, reads all of them back, and reports
/// what took and what did not.
///
/// # Errors
///
/// The connection failed.
pub(super) fn apply(
    console: &mut Console,
    target: &Target,
    known: &Known,
    found: Vec<Difference>,
    report: &mut Report,
) -> Result<()> {
    let game = console.told_game();
    let mut tried = Vec::new();
    for difference in found {
        let why = set(console, target, (known, game), &difference)?;
        tried.push((difference, why));
    }
    let names = tried.iter().map(|(difference, _)| difference.name.as_str());
    let state = console.with_client(|client| {
        let mut asker = Asker {
            game,
            limit: limit(target),
            ask: &mut |question| ask(client, target, question),
            progress: &mut |_, _| {},
        };
        // What the list told was before.
        let known = if names.clone().next().is_some() {
            asker.known()?
        } else {
            return Ok(None);
        };
        asker.read(&known, names.clone()).map(Some)
    })??;
    for (difference, why) in tried {
        let reading = state.as_ref().map(|state| state.get(&difference.name));
        let now = match reading {
            Some(Reading::Value { value, .. }) => Some(value.clone()),
            _ => difference.is.clone(),
        };
        let should = difference.should.as_deref().unwrap_or_default();
        if now.as_deref().is_some_and(|now| same(now, should)) {
            report.took.push(Difference {
                is: difference.is,
                ..difference
            });
            continue;
        }
        let why = why.unwrap_or_else(|| match (&difference.is, &now) {
            (None, _) => "the server knows no such name".to_owned(),
            (is, now) if is == now => "it stayed as it was".to_owned(),
            _ => "the server made another value of it: a bound".to_owned(),
        });
        report.refused.push((difference.name.clone(), why));
        report.differ.push(Difference {
            is: now,
            ..difference
        });
    }
    Ok(())
}

/// Sets one value. Why it cannot have taken, where that is known.
fn set(
    console: &mut Console,
    target: &Target,
    (known, game): (&Known, Game),
    difference: &Difference,
) -> Result<Option<String>> {
    let (name, should) = (
        &difference.name,
        difference.should.as_deref().unwrap_or_default(),
    );
    if difference.is.is_none() {
        return Ok(Some("the server knows no such name".to_owned()));
    }
    let command = match known {
        Known::Convars(_) => line(name, should),
        Known::Gamerules(_) => minecraft_command(name, should),
    };
    let Some(command) = command else {
        return Ok(Some("no command can set this value".to_owned()));
    };
    let mut reply = Collector::cutting(4096);
    let executed = if can_be_followed(known, &command, name) {
        console.execute_and_ask(&command, name, &mut reply)
    } else {
        console.execute(command.as_bytes(), &ExecuteOptions::default(), &mut reply)
    };
    match executed {
        Ok(_) => {}
        // Asked for afterwards: on CS2, what prints nothing is not answered.
        Err(error) if error.kind() == ErrorKind::Timeout => {}
        // A `deny`, or too long a command: of this one only.
        Err(error) if error.kind() == ErrorKind::Usage => return Ok(Some(errors::text(&error))),
        Err(error) => return Err(error),
    }
    let reply = reply.take().map_err(rcon_proto::Error::from)?;
    let (text, _) = target.encoding.unwrap_or_default().decode(&reply);
    let refused = rejected(game, text.as_bytes());
    Ok(refused.map(|line| escape::line(&line, TOLD).into_owned()))
}

/// Whether a question can stand behind a command: on a console that divides, and
/// behind no quote that is open.
fn can_be_followed(known: &Known, command: &str, question: &str) -> bool {
    let closed = command.matches('"').count().is_multiple_of(2);
    let fits = command.len() + question.len() < MAX_TEXT;
    matches!(known, Known::Convars(_)) && closed && fits
}
