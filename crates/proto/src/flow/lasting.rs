//! A connection that comes back.

use std::time::{Duration, Instant};

use super::Flow;
use super::closing::Closing;
#[cfg(feature = "tokio")]
use super::errand::Begin;
use super::errand::{Errand, Execute, Send};
use super::forgotten::Replies;
use crate::address::Address;
#[cfg(feature = "tokio")]
use crate::cancel::Cancel;
use crate::error::{Error, ErrorKind, LoginFailure, Lost, StateError};
use crate::observer::Observer;
use crate::options::{ConnectOptions, ExecuteOptions};
use crate::password::Password;
use crate::reply::EndedBy;
use crate::request::Follows;
use crate::shown::Shown;
use crate::transport::Link;

/// What became of a command; told by [`Client::execute_with`](crate::Client::execute_with), which has an
/// example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Executed {
    /// Its reply is whole.
    Replied(EndedBy),
    /// The reply was empty where there had been output, right after a change
    /// of the map: some servers forget their logins then. A new one was made;
    /// the command was not sent again, and should be repeated.
    LoginForgotten,
}

/// How long a close that should come is waited for. Where it does not, that is
/// the last time.
const CLOSING: Duration = Duration::from_millis(500);

/// A close within this behind the answer to a login, before anything else was
/// sent, is what some say to a wrong password: the answer to it is
/// that to a right one (consoles that people have put around Bedrock's server).
const REFUSED_BY_CLOSING: Duration = Duration::from_secs(2);

/// A server, the password that it accepted, and a connection to it while there
/// is one: a flow `C`, or what wraps one.
#[derive(Debug)]
pub(crate) struct Lasting<C> {
    pub(crate) address: Address,
    pub(crate) options: ConnectOptions,
    /// `None` once it has failed, or was refused later: it is not sent again.
    pub(crate) password: Option<Password>,
    pub(crate) connection: Option<C>,
    replies: Replies,
    closing: Closing,
    /// When the first login was accepted, until a command is sent: nothing but
    /// its own answer says so.
    unproven: Option<Instant>,
    /// Connections that were made again.
    pub(crate) reconnections: u64,
    /// By the connections so far, the present one's as far as it is noted.
    pub(crate) shown: Shown,
}

/// What a [`Lasting`] holds.
pub(crate) trait Holds: From<Flow<Self::Link>> {
    /// What its flow goes over.
    type Link: Link;

    fn flow(&self) -> &Flow<Self::Link>;
    fn flow_mut(&mut self) -> &mut Flow<Self::Link>;
}

impl<C: Holds> Lasting<C> {
    pub(crate) fn new(connection: C, password: Password) -> Self {
        let flow = connection.flow();
        Self {
            address: flow.address.clone(),
            options: flow.options.clone(),
            shown: flow.dialogue.shown().clone(),
            password: Some(password),
            connection: Some(connection),
            replies: Replies::default(),
            closing: Closing::default(),
            unproven: Some(Instant::now()),
            reconnections: 0,
        }
    }

    pub(crate) async fn ensure<O: Observer + ?Sized>(
        &mut self,
        observer: &mut O,
    ) -> Result<bool, Error> {
        if let Some(connection) = &mut self.connection {
            let flow = connection.flow_mut();
            flow.abandon(observer);
            if flow.poll_idle(observer).await {
                return Ok(false);
            }
            self.closing.on_close(Instant::now());
            self.check_not_refused()?;
        }
        self.reconnect(observer).await.map(|_| true)
    }

    async fn reconnect<O: Observer + ?Sized>(&mut self, observer: &mut O) -> Result<&mut C, Error> {
        // One link at a time: on some servers closing one silences others, and
        // some take no second one.
        self.leave().await;
        let Some(password) = &self.password else {
            return Err(StateError::NotAuthenticated.into());
        };
        log::info!("reconnecting to {}", self.address);
        let mut options = self.options.clone();
        options.settle = None;
        options.server.shown = self.shown.clone();
        let mut flow = Flow::connect(self.address.clone(), options).await?;
        if let Err(error) = flow.authenticate(password, observer).await {
            if error.kind() != ErrorKind::Interrupted {
                self.password = None;
            }
            return Err(error);
        }
        self.reconnections += 1;
        Ok(self.connection.insert(flow.into()))
    }

    /// Does something with a connection: the one there is, or, where that is
    /// found dead before anything was sent, a new one. What it came to, and
    /// whether its reply had any text.
    async fn with_connection<O: Observer + ?Sized, E: Errand>(
        &mut self,
        observer: &mut O,
        errand: &E,
    ) -> Result<(E::Output, bool), Error> {
        if let Some(connection) = &mut self.connection {
            let flow = connection.flow_mut();
            flow.abandon(observer);
            if flow.dialogue.needs_fresh_login() {
                // What is still to come of the reply before is put in its place
                // first: the new connection would leave it behind.
                flow.finish_reply(observer).await;
                self.closing.on_leave();
            } else if self.closing.is_due()
                && !flow.await_close(CLOSING, observer).await
                && !flow.options.cancel.is_cancelled()
            {
                self.closing.stayed_open();
            }
        }
        let result = match &mut self.connection {
            Some(connection) => errand.run(connection.flow_mut(), observer).await,
            None => Err(Error::Lost(Lost::Idle)),
        };
        let result = match result {
            // Nothing was sent.
            Err(Error::Lost(Lost::Idle)) => {
                self.closing.on_close(Instant::now());
                self.check_not_refused()?;
                let connection = self.reconnect(observer).await?;
                errand.run(connection.flow_mut(), observer).await
            }
            result => result,
        };
        self.note_shown();
        if result.is_ok() {
            self.closing.on_answer(Instant::now());
        }
        if !matches!(result, Err(Error::Interrupted | Error::Message(_))) {
            // A command was sent, or there is another connection.
            self.unproven = None;
        }
        let had_text = self
            .connection
            .as_ref()
            .is_some_and(|it| it.flow().has_replied());
        self.drop_closed();
        Ok((result?, had_text))
    }

    /// Asked before each login but the first: a password that was refused over a
    /// connection that is over does not go out again.
    ///
    /// # Errors
    ///
    /// How it was refused.
    fn check_not_refused(&mut self) -> Result<(), Error> {
        let Some(failure) = self.refusal() else {
            return Ok(());
        };
        self.password = None;
        self.connection = None;
        Err(failure.into())
    }

    /// How the server said no to a login that it had seemed to accept: in words, or
    /// by closing at once, before anything else was sent.
    fn refusal(&self) -> Option<LoginFailure> {
        let flow = self.connection.as_ref()?.flow();
        if let Some(failure) = flow.refused() {
            return Some(failure.clone());
        }
        let soon = self.unproven?.elapsed() < REFUSED_BY_CLOSING;
        (soon && flow.may_have_refused()).then(|| LoginFailure::Closed {
            said: String::new(),
        })
    }

    /// A connection that is over is none.
    fn drop_closed(&mut self) {
        if self
            .connection
            .as_ref()
            .is_some_and(|it| it.flow().is_closed())
        {
            self.note_refused();
            self.connection = None;
            self.closing.on_close(Instant::now());
        }
    }

    /// What only the connection knows is not to be dropped with it.
    fn note_refused(&mut self) {
        let connection = self.connection.as_ref();
        if connection.is_some_and(|it| it.flow().refused().is_some()) {
            self.password = None;
        }
    }

    pub(crate) async fn execute<O: Observer + ?Sized>(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut O,
    ) -> Result<Executed, Error> {
        let errand = Execute(command, how);
        let (by, had_text) = self.with_connection(observer, &errand).await?;
        self.replied(command, by, had_text, observer).await
    }

    /// Whether a reply shows that the server has forgotten the login; a new one
    /// is made then.
    async fn replied<O: Observer + ?Sized>(
        &mut self,
        command: &[u8],
        by: EndedBy,
        had_text: bool,
        observer: &mut O,
    ) -> Result<Executed, Error> {
        let text = String::from_utf8_lossy(command);
        let shape = self
            .connection
            .as_ref()
            .and_then(|it| it.flow().dialogue.shape());
        let changes_map = self.options.server.game.changes_map(&text, shape);
        if self
            .replies
            .show_a_forgotten_login(command, changes_map, had_text)
        {
            self.reconnect(observer).await?;
            return Ok(Executed::LoginForgotten);
        }
        Ok(Executed::Replied(by))
    }

    pub(crate) async fn send<O: Observer + ?Sized>(
        &mut self,
        command: &[u8],
        follows: Follows,
        observer: &mut O,
    ) -> Result<(), Error> {
        let errand = Send(command, follows);
        self.with_connection(observer, &errand).await.map(drop)
    }

    /// Sends a command, whose reply is read by [`go_on`](Self::go_on). What ended
    /// it, where something has already.
    #[cfg(feature = "tokio")]
    pub(crate) async fn begin<O: Observer + ?Sized>(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut O,
    ) -> Result<Option<Executed>, Error> {
        let errand = Begin(command, how);
        match self.with_connection(observer, &errand).await? {
            (Some(by), had_text) => {
                let executed = self.replied(command, by, had_text, observer).await;
                executed.map(Some)
            }
            (None, _) => Ok(None),
        }
    }

    /// Waits until there is enough more of a reply that was begun, or its end.
    #[cfg(feature = "tokio")]
    pub(crate) async fn go_on<O: Observer + ?Sized>(
        &mut self,
        command: &[u8],
        cancel: Option<&Cancel>,
        observer: &mut O,
        enough: fn(&O) -> bool,
    ) -> Result<Option<Executed>, Error> {
        let Some(connection) = &mut self.connection else {
            return Err(Error::Lost(Lost::Idle));
        };
        let flow = connection.flow_mut();
        let stepped = flow.step(cancel, observer, enough).await;
        let had_text = flow.has_replied();
        self.note_shown();
        self.drop_closed();
        match stepped? {
            Some(by) => {
                let executed = self.replied(command, by, had_text, observer).await;
                executed.map(Some)
            }
            None => Ok(None),
        }
    }

    pub(crate) fn close(&mut self) {
        self.note_shown();
        self.note_refused();
        self.closing.on_leave();
        self.connection = None;
    }

    pub(crate) async fn leave(&mut self) {
        self.note_refused();
        if let Some(mut connection) = self.connection.take() {
            self.closing.on_leave();
            let flow = connection.flow_mut();
            self.shown.clone_from(flow.dialogue.shown());
            flow.leave().await;
        }
    }

    pub(crate) fn shown(&self) -> &Shown {
        match &self.connection {
            Some(connection) => connection.flow().dialogue.shown(),
            None => &self.shown,
        }
    }

    fn note_shown(&mut self) {
        if let Some(connection) = &self.connection {
            self.shown.clone_from(connection.flow().dialogue.shown());
        }
    }
}
