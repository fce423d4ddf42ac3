//! `--players`: connect, log in, say who is on.

use rcon_proto::ErrorKind;
use rcon_proto::console_text::{Player, Players};

use crate::error::{Error, Result, exit_code};
use crate::request::options::PlayersForm;
use crate::request::target::Target;
use crate::server::console::Console;
use crate::show::json;
use crate::show::notice::notice;
use crate::show::players::{HEADING, PlayerRow, counted, csv_rows, json_lines, table};
use crate::show::report;
use crate::system::terminal;
use crate::ways::app::{App, password, write_line};

/// Who is on one server.
pub(crate) struct Listing {
    server: String,
    name: Option<String>,
    players: Players,
}

impl Listing {
    /// Asks a server that is logged in to.
    ///
    /// # Errors
    ///
    /// It is not known how, or it was not answered.
    pub(crate) fn ask(console: &mut Console, target: &Target) -> Result<Self> {
        let game = console.told_game();
        let mut who = console.who(game)?;
        console.add_where(&mut who);
        Ok(Self::new(target, who.players))
    }

    /// Who is on a server.
    pub(crate) fn new(target: &Target, players: Players) -> Self {
        Self {
            server: target.address.authority(),
            name: target.name.clone(),
            players,
        }
    }

    /// Who is on.
    pub(crate) fn players(&self) -> &Players {
        &self.players
    }

    /// Who is on, to keep.
    pub(crate) fn into_players(self) -> Players {
        self.players
    }

    /// What of the answer could not be read, for a notice.
    pub(crate) fn unread(&self) -> Option<String> {
        unread(&self.players)
    }

    /// Its lines, for programs; a table is made of all servers at once.
    pub(crate) fn lines(&self, form: PlayersForm) -> Option<String> {
        let (server, name) = (self.server.as_str(), self.name.as_deref());
        match form {
            PlayersForm::Json => Some(json_lines(server, name, &self.players)),
            PlayersForm::Csv => {
                let terminal = terminal::streams().stdout;
                Some(csv_rows(server, name, &self.players, terminal))
            }
            PlayersForm::Table => None,
        }
    }

    /// How much memory it takes, in bytes, at the least.
    pub(crate) fn kept(&self) -> usize {
        let of_player = |player: &Player| {
            let texts = [&player.id, &player.address].into_iter().flatten();
            let extra = player.extra.iter();
            size_of::<Player>()
                + player.name.capacity()
                + texts.map(String::capacity).sum::<usize>()
                + extra
                    .map(|(_, text)| size_of::<(&str, String)>() + text.capacity())
                    .sum::<usize>()
        };
        let listed = self.players.listed.iter().map(of_player);
        let unread = self.players.unread.iter();
        let unread = unread.map(|line| size_of::<String>() + line.capacity());
        listed.chain(unread).sum()
    }

    fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.server)
    }
}

/// What of an answer could not be read.
pub(crate) fn unread(players: &Players) -> Option<String> {
    let first = players.unread.first()?;
    Some(match players.unread.len() {
        1 => format!("a line of the list could not be read: {first:?}"),
        n => format!("{n} lines of the list could not be read, the first is {first:?}"),
    })
}

/// The columns that a table may take: those of a terminal.
pub(crate) fn columns() -> usize {
    if terminal::streams().stdout {
        terminal::size().0
    } else {
        usize::MAX
    }
}

/// Who is on one server, as text.
pub(crate) fn text(players: &Players, width: usize, colour: bool) -> String {
    let row = |player| PlayerRow {
        server: None,
        player,
    };
    let rows: Vec<PlayerRow<'_>> = players.listed.iter().map(row).collect();
    let mut text = drawn(&rows, width, colour);
    text.push_str(&counted(players));
    text.push('\n');
    text
}

/// Who is on these servers, as one table with a column for the server, and how
/// many on each.
pub(crate) fn fleet_text<'a>(
    all: impl Iterator<Item = &'a Listing> + Clone,
    width: usize,
    colour: bool,
) -> String {
    let rows: Vec<PlayerRow<'_>> = all
        .clone()
        .flat_map(|listing| {
            let row = |player| PlayerRow {
                server: Some(listing.label()),
                player,
            };
            listing.players.listed.iter().map(row)
        })
        .collect();
    let mut text = drawn(&rows, width, colour);
    for listing in all {
        let label = crate::show::escape::line(listing.label(), usize::MAX);
        text.extend([format!("{label}: {}\n", counted(&listing.players))]);
    }
    text
}

fn drawn(rows: &[PlayerRow<'_>], width: usize, colour: bool) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let lines = table(rows, width, colour);
    lines.into_iter().map(|line| line + "\n").collect()
}

/// A line of JSON for a server that did not say who is on.
pub(crate) fn failed(target: &Target, error: &Error) -> String {
    let server = target.address.authority();
    let message = report::text(error);
    json::Record::new(&server, target.name.as_deref(), None)
        .failed(error.kind().as_str(), &message)
        .to_line()
}

/// The first line of CSV.
pub(crate) fn heading(form: PlayersForm) -> Option<&'static str> {
    (form == PlayersForm::Csv).then_some(HEADING)
}

/// Asks one server.
///
/// # Errors
///
/// Standard output cannot be written.
pub(crate) fn run(app: &App, form: PlayersForm) -> Result<u8> {
    let mut secrets = app.secrets()?;
    let Some((target, found, _demo)) = app.first_server()? else {
        return Ok(exit_code(ErrorKind::Usage));
    };
    let found = password(&mut secrets, &target, found);
    let mut console = Console::new(app.options.book.clone(), app.dialer(), secrets);
    let listed = found.and_then(|found| {
        console.connect(target.clone(), &found)?;
        Listing::ask(&mut console, &target)
    });
    let mut write = write_line();
    match listed {
        Ok(listing) => {
            if let Some(text) = listing.unread() {
                notice(&text);
            }
            let lines = listing.lines(form);
            let colour = app.options.color.for_stdout();
            let lines = lines.unwrap_or_else(|| text(&listing.players, columns(), colour));
            write(&format!("{}{lines}", heading(form).unwrap_or_default()))?;
            Ok(0)
        }
        Err(error) => {
            if form == PlayersForm::Json {
                write(&failed(&target, &error))?;
            }
            Ok(report::failure(Some(&target.label()), &error))
        }
    }
}
