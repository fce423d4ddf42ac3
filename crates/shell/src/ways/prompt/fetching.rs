//! What a server is asked that nobody has typed: its names, in whatever form it
//! has them.

use std::borrow::Cow;
use std::time::Duration;

use rcon_proto::convar::{ConsoleKind, CvarList, HelpPage, console_kind, found};
use rcon_proto::{Cancel, Collector, Error, ExecuteOptions, Game, NameSource, Observer, Quirk};

use super::asides::{Aside, Asides};
use super::telling::game_of;
use crate::request::target::Place;
use crate::server::asked;
use crate::server::link::Link;
use crate::server::names::{Builder, NameList, builtin};
use crate::system::encoding::{ServerEncoding, in_utf_8};

/// A server that does not answer the question for its names within this is
/// not asked on; each KiB that comes gives it as long again.
const NAMES_TIMEOUT: Duration = Duration::from_secs(3);

/// The longest list of names that is kept, in bytes, and waited for: whoever has
/// typed something meanwhile is not held up by a list without an end.
const NAMES_LIMIT: usize = 16 << 20;

/// Finds each of Rust's names.
const FIND_ALL: &str = "find .";

/// The most pages of help that are asked for.
const MAX_PAGES: u32 = 120;

/// Learns what an answer shows of the server besides.
pub(crate) trait Learns {
    /// What its text shows.
    fn shown(&self, kind: ConsoleKind);
    /// Which game it is, where something else shows it.
    fn shown_game(&self, game: Game);
    /// What arrived meanwhile and belongs to no answer.
    fn aside(&self, aside: &Aside);
    /// The connection ended over it, which nobody else tells.
    fn lost(&self);
}

/// Asks a server for its names; nothing where there is no answer. An empty list
/// says that it has none.
pub(crate) fn fetch_names(
    link: &Link,
    source: NameSource,
    learns: &dyn Learns,
) -> Option<(Place, NameList)> {
    match source {
        NameSource::Help => return names_from_help(link, learns),
        NameSource::Find => return names_found(link, learns),
        _ => {}
    }
    let reply = ask(link, "cvarlist", learns)?;
    let list = CvarList::parse(&reply.bytes);
    if list.is_empty()
        && let Some(shown) = console_kind("cvarlist", &reply.bytes)
    {
        learns.shown(shown);
        if shown == ConsoleKind::Minecraft {
            return names_from_help(link, learns);
        }
    }
    let mut builder = Builder::default();
    builder.push_cvarlist(&list);
    // The list of names shows what console it is of, too.
    if !list.is_empty() {
        learns.shown(ConsoleKind::SourceLike);
    }
    Some((reply.server, builder.build()))
}

/// Rust's list of all that has a `.` in it, which is all. Where it is none, the list
/// that the program brings along stays.
fn names_found(link: &Link, learns: &dyn Learns) -> Option<(Place, NameList)> {
    let reply = ask(link, FIND_ALL, learns)?;
    let known = builtin::list(Game::Rust).unwrap_or_default();
    let mut builder = Builder::default();
    builder.push_found(&found(&reply.bytes), &known);
    let names = builder.build();
    (!names.is_empty()).then_some((reply.server, names))
}

/// Page by page: a command that a person types comes in between.
fn names_from_help(link: &Link, learns: &dyn Learns) -> Option<(Place, NameList)> {
    let mut builder = Builder::default();
    let mut next = Some(1);
    let mut server = None;
    while let Some(number) = next.filter(|number| *number <= MAX_PAGES) {
        let command = if number == 1 {
            "help".to_owned()
        } else {
            format!("help {number}")
        };
        let reply = ask(link, &command, learns)?;
        let page = HelpPage::parse(&reply.bytes);
        builder.push_help(&page);
        next = page.next().filter(|after| *after > number);
        server = Some(reply.server);
    }
    Some((server?, builder.build()))
}

/// What came back, and from whom.
pub(crate) struct Fetched {
    pub(crate) server: Place,
    /// In UTF-8, where it was named what the server speaks; else as it came.
    pub(crate) bytes: Vec<u8>,
}

impl Fetched {
    fn new(server: Place, bytes: Vec<u8>, encoding: Option<ServerEncoding>) -> Self {
        let text = match in_utf_8(&bytes, encoding) {
            Cow::Owned(text) => Some(text),
            // A list may be long, and most servers speak UTF-8.
            Cow::Borrowed(_) => None,
        };
        Self {
            server,
            bytes: text.unwrap_or(bytes),
        }
    }
}

/// Asks for something nobody has typed. `None` when there is no answer,
/// or a person has given it up.
pub(crate) fn ask(link: &Link, command: &str, learns: &dyn Learns) -> Option<Fetched> {
    let cancel = Cancel::new();
    let how = ExecuteOptions::default()
        .timeout(NAMES_TIMEOUT)
        .cancel(cancel.clone());
    let heard = link.with_in_background(&cancel, |client| {
        // Nobody has asked for a new connection.
        client.connection()?;
        let encoding = link.encoding();
        let mut answer = Listening {
            // Of a longer list the beginning serves.
            bytes: Collector::cutting(NAMES_LIMIT),
            enough: cancel.clone(),
            game: None,
            asides: Asides::ignoring(command, encoding),
        };
        let server = Place::of_client(client);
        asked::note(client, command.as_bytes());
        let result = client.execute_with(command.as_bytes(), &how, &mut answer);
        Some((result, server, encoding, answer))
    });
    let (result, server, encoding, mut answer) = heard.ok()??;
    if let Some(game) = answer.game {
        learns.shown_game(game);
    }
    for aside in answer.asides.take() {
        learns.aside(&aside);
    }
    let kept = |answer: &mut Listening| {
        let bytes = answer.bytes.take().ok()?;
        Some(Fetched::new(server, bytes, encoding))
    };
    match result {
        Ok(_) => kept(&mut answer),
        Err(Error::Interrupted) if answer.bytes.is_over() => kept(&mut answer),
        Err(error) => {
            log::info!("no answer to {command}: {error}");
            // Nobody else would tell: the watcher finds no connection.
            if matches!(error, Error::Lost(_)) {
                learns.lost();
            }
            None
        }
    }
}

/// Whether a command is likely one of ours, asked for the sake of completion:
/// nobody waits for the rest of its answer.
fn is_question(command: &str) -> bool {
    let question = ["cvarlist", "help", "maps *", FIND_ALL];
    question.iter().any(|start| command.starts_with(start))
}

/// Takes an answer, and what else it shows.
struct Listening {
    bytes: Collector,
    /// Gives up what is more than that.
    enough: Cancel,
    game: Option<Game>,
    asides: Asides,
}

impl Observer for Listening {
    fn reply(&mut self, bytes: &[u8]) {
        self.bytes.push(bytes);
        if self.bytes.is_over() {
            self.enough.cancel();
        }
    }

    fn line_break(&mut self) {
        self.bytes.push(b"\n");
    }

    fn more(&mut self, command: &str, bytes: &[u8]) {
        self.late(command, bytes);
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        if !is_question(command) {
            self.asides.late(command, bytes);
        }
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        self.asides.unsolicited(bytes);
    }

    fn quirk(&mut self, quirk: Quirk) {
        ().quirk(quirk);
        self.game = self.game.or(game_of(quirk));
    }
}
