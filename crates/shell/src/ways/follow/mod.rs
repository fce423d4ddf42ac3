//! `--follow`: a server's log on standard output, until Ctrl-C. It outlives a
//! restart of the server, and a link that dies.

mod out;

use std::time::{Duration, Instant, SystemTime};

use rcon_proto::{Client, ErrorKind, Game, Observer, Shape};

use crate::error::{Result, exit_code};
use crate::request::options::FollowForm;
use crate::request::secret::FoundPassword;
use crate::request::target::Target;
use crate::server::connect::Dialer;
use crate::server::link::Link;
use crate::server::logs::{Logs, Reader, Wanted};
use crate::server::once_more::OnceMore;
use crate::server::who::who_of;
use crate::show::notice::{notice, remark};
use crate::show::report;
use crate::system::patience::pause;
use crate::system::utc::rfc3339;
use crate::ways::app::{App, password, write_line};
use crate::ways::players;

pub(crate) use out::Out;

/// The most lines that are written at a time.
const AT_A_TIME: usize = 1024;

/// How long a line may wait for what else there is to do.
const LOOK: Duration = Duration::from_millis(50);

/// How often dropped lines are told.
const TELL: Duration = Duration::from_secs(1);

/// Between two attempts to connect again, at first and in the end.
const AGAIN: Duration = Duration::from_millis(250);
const AGAIN_AT_MOST: Duration = Duration::from_secs(5);

/// Follows one server.
///
/// # Errors
///
/// Standard output cannot be written.
pub(crate) fn run(app: &App, form: FollowForm) -> Result<u8> {
    let mut secrets = app.secrets()?;
    let Some((target, found, _demo)) = app.first_server()? else {
        return Ok(exit_code(ErrorKind::Usage));
    };
    let found = password(&mut secrets, &target, found);
    let followed = found.and_then(|found| {
        let follower = Follower {
            out: Out::new(app, form, &target, None),
            dialer: app.dialer(),
            target: target.clone(),
            found,
            told_as: String::new(),
        };
        follower.follow()
    });
    match followed {
        Ok(()) => Ok(0),
        Err(error) if error.kind() == ErrorKind::Interrupted => Ok(exit_code(error.kind())),
        Err(error) => {
            if form == FollowForm::Json {
                write_line()(&players::failed(&target, &error))?;
            }
            Ok(report::failure(Some(&target.label()), &error))
        }
    }
}

/// One server that is followed.
pub(crate) struct Follower {
    pub(crate) target: Target,
    pub(crate) found: FoundPassword,
    pub(crate) dialer: Dialer,
    pub(crate) out: Out,
    /// What stands before each notice: the server's name where there are several.
    pub(crate) told_as: String,
}

impl Follower {
    /// Until Ctrl-C, or nobody reads any more.
    ///
    /// # Errors
    ///
    /// The first connection, or its log, is not to be had; later a password that is refused.
    /// Interrupted.
    pub(crate) fn follow(mut self) -> Result<()> {
        let link = Link::default();
        let mut client = self.dialer.open_with(&self.target, &self.found)?;
        // The first connection is all that `--wait` is for.
        self.dialer.wait = Duration::ZERO;
        let game = self.game(&mut client)?;
        link.put(client, self.dialer.kept(&self.target), self.target.encoding);
        let mut logs = Logs::start(&Wanted {
            link: &link,
            target: &self.target,
            cancel: &self.dialer.cancel,
            place: &self.dialer.log,
            game,
            filter: None,
            room: AT_A_TIME * 16,
            tell: notice,
        })?;
        for text in logs.remarks() {
            self.tell(&text);
        }
        let server = &self.target.address;
        match logs.place() {
            Some(place) => log::info!("the log of {server} is sent to {place}"),
            None => log::info!("the log of {server} comes over the connection"),
        }
        let reader = logs.reader();
        let result = self.rounds(&link, &logs, &reader);
        logs.end();
        result
    }

    /// What the server is, as far as it takes to have its log.
    fn game(&self, client: &mut Client) -> Result<Game> {
        match (self.target.game, client.shape()) {
            (Game::Auto, Some(Shape::Source)) => Ok(Game::Source),
            (Game::Auto, shape) => match shape.and_then(Game::told_by) {
                Some(game) => Ok(game),
                None => Ok(who_of(client, &self.target, Game::Auto)?.game),
            },
            (game, _) => Ok(game),
        }
    }

    fn tell(&self, text: &str) {
        remark(&format!("{}{text}", self.told_as));
    }

    fn rounds(&mut self, link: &Link, logs: &Logs, reader: &Reader) -> Result<()> {
        let cancel = self.dialer.cancel.clone();
        let mut drops = Drops::default();
        let mut down: Option<Down> = None;
        let mut once_more = OnceMore::default();
        loop {
            pause(Duration::ZERO, &cancel)?;
            let batch = reader.take(AT_A_TIME, LOOK);
            drops.add(batch.dropped);
            if let Some(text) = drops.news() {
                self.tell(&text);
            }
            if !self.out.write(&batch.lines)? {
                return Ok(());
            }
            if let Some(text) = reader.news() {
                self.tell(&text);
            }
            match &mut down {
                None if link.try_with(|client| look(client, logs)) == Some(false) => {
                    let begun = Down::begin();
                    self.tell(&format!(
                        "lost the connection at {} UTC: trying again",
                        begun.since
                    ));
                    down = Some(begun);
                }
                Some(state) if state.is_due() => {
                    if self.connect_again(link, reader, &mut once_more)? {
                        let seconds = state.began.elapsed().as_secs();
                        self.tell(&format!("connected again after {seconds} s"));
                        down = None;
                    } else {
                        state.put_off();
                    }
                }
                None | Some(_) => {}
            }
        }
    }

    /// Makes another connection, and tells the server of us again. Whether there is one.
    fn connect_again(
        &self,
        link: &Link,
        reader: &Reader,
        once_more: &mut OnceMore,
    ) -> Result<bool> {
        let until = Instant::now() + self.target.timeout;
        match self.dialer.once(&self.target, &self.found, until) {
            Ok(mut client) => {
                once_more.answered();
                let told = reader.renew(&mut client);
                link.put(client, self.dialer.kept(&self.target), self.target.encoding);
                if let Some(text) = told {
                    self.tell(&text);
                }
                Ok(true)
            }
            Err(error) => {
                once_more.failed(error.kind());
                let is_over = match error.kind() {
                    // The password was accepted before: a server that starts closes,
                    // or does not answer yet.
                    ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Lost => false,
                    ErrorKind::Closed => once_more.is_used_up(),
                    ErrorKind::Refused => true,
                    _ => return Err(error),
                };
                if is_over {
                    // To take the log back it is not sent, either.
                    reader.forget_password();
                    return Err(error);
                }
                log::info!("{error}: trying again");
                Ok(false)
            }
        }
    }
}

/// Reads what is there. Whether the connection is still open.
fn look(client: &mut Client, logs: &Logs) -> bool {
    let open = client
        .connection()
        .is_some_and(|connection| connection.poll_idle(&mut Pushed(logs)));
    if !open {
        client.close();
    }
    open
}

/// Takes what the server says by itself for its log.
struct Pushed<'a>(&'a Logs);

impl Observer for Pushed<'_> {
    fn unsolicited(&mut self, bytes: &[u8]) {
        self.0.pushed(bytes);
    }
}

/// A time without a connection.
struct Down {
    since: String,
    began: Instant,
    next: Instant,
    pause: Duration,
}

impl Down {
    fn begin() -> Self {
        let now = rfc3339(SystemTime::now());
        let began = Instant::now();
        Self {
            since: now.get(11..19).unwrap_or_default().to_owned(),
            began,
            next: began + AGAIN,
            pause: AGAIN,
        }
    }

    fn is_due(&self) -> bool {
        Instant::now() >= self.next
    }

    fn put_off(&mut self) {
        self.pause = (self.pause * 2).min(AGAIN_AT_MOST);
        self.next = Instant::now() + self.pause;
    }
}

/// Lines that were dropped and not told yet.
#[derive(Default)]
struct Drops {
    count: u64,
    told: Option<Instant>,
}

impl Drops {
    fn add(&mut self, count: u64) {
        self.count += count;
    }

    fn news(&mut self) -> Option<String> {
        let quiet = self.told.is_some_and(|told| told.elapsed() < TELL);
        if self.count == 0 || quiet {
            return None;
        }
        self.told = Some(Instant::now());
        let count = std::mem::take(&mut self.count);
        let lines = if count == 1 { "line was" } else { "lines were" };
        Some(format!(
            "{count} {lines} dropped: they came faster than they are read"
        ))
    }
}
