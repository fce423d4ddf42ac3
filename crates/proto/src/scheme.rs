//! Which console is spoken to, as the front of an address says it.

use std::fmt;
use std::time::Duration;

/// A kind of console, by the word that stands in front of an address:
/// `rcon://host`. What each one speaks is the matter of its
/// [`Dialogue`](crate::dialogue::Dialogue).
///
/// ```
/// use rcon_proto::{Address, Scheme};
///
/// let address: Address = "rcon://tf2.example.com".parse()?;
/// assert_eq!(address.scheme(), Some(Scheme::Rcon));
/// assert_eq!(address.port(), Scheme::Rcon.default_port());
/// # Ok::<(), rcon_proto::AddressError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum Scheme {
    /// Source RCON, over TCP: what is spoken where nothing else is said.
    #[default]
    Rcon,
    /// `WebRcon`, over a WebSocket: Rust.
    WebRcon,
    /// `BattlEye` RCON, over UDP: `DayZ`, Arma 2 and 3, Arma Reforger.
    BattlEye,
    /// The telnet console of 7 Days to Die.
    Telnet,
}

/// What the bytes of a dialogue go over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Carrier {
    /// TCP, or a program's standard input and output.
    Stream,
    /// UDP.
    Datagrams,
}

/// How long five wrong passwords ban an address from Rust's `WebRcon`
/// (`rcon.maxpasswordfailures`, `rcon.banduration`).
pub(crate) const WEBRCON_BAN: Duration = Duration::from_secs(300);

/// How long ten of them close 7 Days to Die's port to an address
/// (`TelnetFailedLoginsBlocktime`).
const TELNET_BAN: Duration = Duration::from_secs(10);

/// A row of the table of schemes.
struct Row {
    word: &'static str,
    port: u16,
    carrier: Carrier,
    ban: Option<Duration>,
}

impl Scheme {
    /// Every scheme, in the order that help texts show them.
    pub const ALL: [Scheme; 4] = [
        Scheme::Rcon,
        Scheme::WebRcon,
        Scheme::BattlEye,
        Scheme::Telnet,
    ];

    fn row(self) -> Row {
        match self {
            Scheme::Rcon => Row {
                word: "rcon",
                port: 27015,
                carrier: Carrier::Stream,
                ban: None,
            },
            Scheme::WebRcon => Row {
                word: "ws",
                port: 28016,
                carrier: Carrier::Stream,
                ban: Some(WEBRCON_BAN),
            },
            Scheme::BattlEye => Row {
                word: "be",
                port: 2306,
                carrier: Carrier::Datagrams,
                ban: None,
            },
            Scheme::Telnet => Row {
                word: "telnet",
                port: 8081,
                carrier: Carrier::Stream,
                ban: Some(TELNET_BAN),
            },
        }
    }

    /// The word in front of `://`, in lower case.
    pub fn word(self) -> &'static str {
        self.row().word
    }

    /// The port where an address has none.
    pub fn default_port(self) -> u16 {
        self.row().port
    }

    /// What its bytes go over.
    pub fn carrier(self) -> Carrier {
        self.row().carrier
    }

    /// How long wrong passwords ban an address from such a console, where that is
    /// the console's and not the game's ([`Facts::ban`](crate::Facts::ban)).
    ///
    /// ```
    /// use rcon_proto::Scheme;
    ///
    /// assert_eq!(Scheme::WebRcon.ban().map(|it| it.as_secs()), Some(300));
    /// assert_eq!(Scheme::Rcon.ban(), None); // Source: until it is lifted; Rust: see its facts
    /// ```
    pub fn ban(self) -> Option<Duration> {
        self.row().ban
    }

    /// The scheme of this word, in any case.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let mut all = Scheme::ALL.into_iter();
        all.find(|scheme| scheme.word().eq_ignore_ascii_case(word))
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
