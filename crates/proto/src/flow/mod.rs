//! What connections do, once for all of them: a [`Dialogue`] driven over a
//! [`Link`], with deadlines, and a way to come back.
//!
//! The blocking connection and the one of an async runtime are two faces of
//! this, and hold no policy of their own. It is written as `async` functions;
//! over a link that blocks nothing in them ever waits, and [`now`] runs them as
//! plain calls. Each of them may be dropped at any `await`: a command that was
//! under way counts as sent (see [`Flow::abandon`]).

mod closing;
mod drive;
mod encoded;
mod errand;
mod execute;
mod forgotten;
mod idle;
mod lasting;
mod login;
mod parting;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::address::Address;
use crate::cancel::Cancel;
use crate::dialogue::{Dialogue, Parting};
use crate::error::{ConnectError, Error, LoginFailure, Lost};
use crate::game::Shape;
use crate::options::ConnectOptions;
use crate::password::Password;
use crate::request::RequestId;
use crate::scheme::Scheme;
use crate::session::{Ended, SessionConfig};
use crate::transport::{Link, Route};

use encoded::Encoded;

pub(crate) use crate::transport::now;
pub use lasting::Executed;
pub(crate) use lasting::{Holds, Lasting};

/// How long a server may take to notice that it was left.
const LEAVING: Duration = Duration::from_millis(200);

/// The link of such a dialogue.
async fn open<L: Link>(
    address: &Address,
    options: &ConnectOptions,
    scheme: Scheme,
    timeout: Duration,
) -> Result<L, Error> {
    let started = Instant::now();
    let route = Route {
        address,
        carrier: scheme.carrier(),
        proxy_command: options.proxy_command.as_deref(),
        proxy_without: &options.proxy_without,
        timeout,
        cancel: &options.cancel,
    };
    let link = L::open(&route).await?;
    let took = started.elapsed().as_secs_f64() * 1000.0;
    log::debug!("connected to {address} in {took:.1} ms");
    Ok(link)
}

/// A dialogue with a server that nothing was said to yet.
fn dialogue(address: &Address, options: &ConnectOptions, scheme: Scheme) -> Dialogue {
    let config = SessionConfig {
        server: options.server.clone(),
        max_packet: options.max_reply,
        authority: address.authority(),
        ..SessionConfig::default()
    };
    Dialogue::new(scheme, config)
}

/// One connection to a server.
#[derive(Debug)]
pub(crate) struct Flow<L> {
    pub(crate) address: Address,
    pub(crate) options: ConnectOptions,
    /// `None` once closed.
    pub(crate) link: Option<L>,
    pub(crate) dialogue: Dialogue,
    /// The console that it may be if it is not the one that was tried first.
    instead: Option<Scheme>,
    /// How long the connection took, which its login's deadline is less by.
    connecting: Duration,
    pub(crate) round_trip: Option<Duration>,
    sent: VecDeque<(RequestId, String)>,
    /// The command whose reply is waited for: parts of another one's are more
    /// of that.
    under_way: Option<RequestId>,
    /// Whether the newest command's reply had any text.
    replied: bool,
    /// What has come of a reply that is to be decoded when it is whole.
    encoded: Encoded,
    /// Whether anything has come over this connection.
    heard: bool,
    /// The newest command that nobody waits for stops the server.
    unawaited_stop: bool,
    /// The server was told that nothing more will be sent, behind all replies.
    concluding: bool,
    /// How the link ended, where that was neither our doing nor what we asked for.
    ended: Option<Ended>,
    /// The server said no, behind an answer to the login that looked like a yes
    /// too.
    refused: Option<LoginFailure>,
}

impl<L: Link> Flow<L> {
    pub(crate) async fn connect(address: Address, options: ConnectOptions) -> Result<Self, Error> {
        let (scheme, instead) = options.consoles(&address);
        let started = Instant::now();
        let opened = open(&address, &options, scheme, options.timeout).await;
        let link = opened.map_err(|error| match error {
            Error::Authentication(LoginFailure::Closed { .. }) if options.settle.is_some() => {
                Error::Connect(ConnectError::Dropped(address.clone()))
            }
            error => error,
        })?;
        let connecting = started.elapsed();
        let dialogue = dialogue(&address, &options, scheme);
        let mut flow = Self {
            address,
            options,
            link: Some(link),
            dialogue,
            instead,
            connecting,
            round_trip: None,
            sent: VecDeque::new(),
            under_way: None,
            replied: false,
            encoded: Encoded::default(),
            heard: false,
            unawaited_stop: false,
            concluding: false,
            ended: None,
            refused: None,
        };
        flow.settle().await?;
        Ok(flow)
    }

    pub(crate) async fn open(
        address: Address,
        password: &Password,
        options: ConnectOptions,
    ) -> Result<Self, Error> {
        let mut flow = Self::connect(address, options).await?;
        flow.authenticate(password, &mut ()).await?;
        Ok(flow)
    }

    pub(crate) fn close(&mut self) {
        self.link = None;
        // It is not the server that ends this.
        self.dialogue.give_up();
        self.dialogue.closed(Ended::Cleanly);
        while self.dialogue.poll_event().is_some() {}
        self.under_way = None;
    }

    /// Closes the connection, as this console does it, and waits for a moment until
    /// the server has closed it, too.
    pub(crate) async fn leave(&mut self) {
        if self.dialogue.part() == Parting::Close {
            // A link that is full is not waited for.
            let at_once = Cancel::new();
            at_once.cancel();
            self.flush(&at_once).await;
        }
        if let Some(link) = &mut self.link {
            let at_most = LEAVING.max(self.round_trip.unwrap_or_default() * 2);
            link.leave(at_most, &self.options.cancel).await;
        }
        self.close();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.link.is_none() || self.dialogue.is_closed()
    }

    pub(crate) fn is_authenticated(&self) -> bool {
        self.link.is_some() && self.dialogue.is_authenticated()
    }

    /// Whether a login that one packet has accepted was followed by the server's
    /// close in order, and by nothing else.
    pub(crate) fn may_have_refused(&self) -> bool {
        self.is_closed()
            && self.ended == Some(Ended::Cleanly)
            && self.sent.is_empty()
            && self.dialogue.shape() == Some(Shape::OnePacket)
    }

    /// That the server said no to the login.
    pub(crate) fn refused(&self) -> Option<&LoginFailure> {
        self.refused.as_ref()
    }

    fn is_broken(&self) -> bool {
        self.ended == Some(Ended::WithError)
    }

    /// Why nothing is sent over a connection that is over.
    fn over(&self) -> Error {
        match &self.refused {
            Some(failure) => failure.clone().into(),
            None => Error::Lost(Lost::Idle),
        }
    }

    /// Whether the newest command's reply had any text.
    pub(crate) fn has_replied(&self) -> bool {
        self.replied
    }
}
