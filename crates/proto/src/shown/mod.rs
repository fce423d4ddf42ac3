//! What a server has shown, handed from one connection to the next.

mod text;

use crate::game::{Game, Shape};

/// What a server has shown of its ways: for its next connection, or, kept as
/// text, for the next run.
///
/// It makes waits shorter or longer, and decides whether a probe goes along
/// with a command. It never decides whose bytes are whose, so one that is
/// wrong costs time. It counts for a login of the shape that it was seen
/// with, and each part of it goes at the first contradiction.
///
/// A session takes it ([`ServerOptions::shown`](crate::ServerOptions::shown)) and gives it back at any time ([`Session::shown`](crate::session::Session::shown)); a
/// [`Client`](crate::Client) carries it from one connection to the next.
///
/// Its text is one line of words, which stays readable from one version to the
/// next: words that are not known are passed over.
///
/// ```
/// use rcon_proto::{HalfCloses, Probes, Shape, Shown};
///
/// let text = "source probes=ignored half-close=closes ids=own";
/// let shown: Shown = text.parse().expect("any text will do");
/// assert_eq!(shown.shape, Some(Shape::Source));
/// assert_eq!(shown.probes, Some(Probes::Ignored));
/// assert_eq!(shown.half_closes, Some(HalfCloses::Closes));
/// assert_eq!(shown.to_string(), text);
/// assert!("\0garbage".parse() == Ok(Shown::default()));
/// ```
///
/// ```
/// use rcon_proto::{Client, ConnectOptions, Probes, ServerOptions};
///
/// let server = rcon_sim::Server::builder().start()?;
/// let mut client = Client::open(server.addr(), &"secret".into(), ConnectOptions::default())?;
/// client.execute("status")?;
/// let shown = client.shown().clone();
/// assert_eq!(shown.probes, Some(Probes::Answered));
///
/// // In another run:
/// let options = ConnectOptions::default().server(ServerOptions::default().shown(shown));
/// Client::open(server.addr(), &"secret".into(), options)?.execute("status")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Shown {
    /// The shape of the login with which it was seen. Without one, nothing
    /// was.
    pub shape: Option<Shape>,
    /// What became of probes.
    pub probes: Option<Probes>,
    /// What followed when it was told that no more would be sent.
    pub half_closes: Option<HalfCloses>,
    /// Under which ids its replies came.
    pub ids: Option<ReplyIds>,
    /// It handles a packet only when the next one comes.
    pub one_behind: bool,
    /// While probes were spared, a reply of its was one packet with a long
    /// silence behind it: the next one waits less, as long as none has
    /// several.
    pub one_packet_replies: bool,
    /// What its replies say that it is. It raises the limit of a command's
    /// length where that game's is known to be higher.
    pub game: Option<Game>,
}

/// What became of the probes that a server was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Probes {
    /// It has answered one: nothing but such an answer ends a reply.
    Answered,
    /// It let one pass (`StarRupture`). They are sent all the same, and an
    /// answer ends that belief.
    Ignored,
    /// The link died on the first command, which had one with it (V Rising
    /// closes at two packets in a segment). None is sent. A link can die of
    /// other things, so the end of a reply takes a long silence then, and a
    /// reply of several packets, which such a server does not send, ends that
    /// belief.
    Fatal,
}

/// What a server did when it was told, behind the beginning of a reply, that
/// no more would be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HalfCloses {
    /// It closed, in order.
    Closes,
    /// Nothing.
    Ignores,
    /// It reset the link, which loses what is under way. It is not told
    /// again.
    Resets,
}

/// Under which ids a server's replies come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReplyIds {
    /// Those of their commands.
    Own,
    /// Others (Palworld, Conan Exiles).
    Foreign,
}

impl Shown {
    /// What of it counts for a login of this shape: all, or nothing.
    pub(crate) fn with(&self, shape: Shape) -> Self {
        if self.shape == Some(shape) {
            return self.clone();
        }
        Self {
            shape: Some(shape),
            ..Self::default()
        }
    }
}
