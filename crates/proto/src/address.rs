//! Where a server is, as people write it.

#[cfg(test)]
mod tests;

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use crate::scheme::Scheme;

/// The port of a Source server where none is given.
pub const DEFAULT_PORT: u16 = 27015;

/// A host and a port. The host is a name or an IP address and is not looked
/// up here.
///
/// ```
/// use rcon_proto::Address;
///
/// let address: Address = "tf2.example.com".parse()?;
/// assert_eq!((address.host(), address.port()), ("tf2.example.com", 27015));
///
/// // IPv6 with a port needs brackets, without one it does not.
/// assert_eq!("[::1]:27016".parse::<Address>()?.to_string(), "[::1]:27016");
/// assert_eq!("2001:db8::7".parse::<Address>()?.to_string(), "[2001:db8::7]:27015");
///
/// assert_eq!(Address::from(("localhost", 25575)).to_string(), "localhost:25575");
/// # Ok::<(), rcon_proto::AddressError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    scheme: Option<Scheme>,
    host: String,
    port: u16,
}

impl Address {
    /// An address of parts that are known to be good; an IPv6 address without
    /// its brackets. A text from outside is better parsed.
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self {
            scheme: None,
            host: host.into(),
            port,
        }
    }

    /// The same place, with this kind of console.
    #[must_use]
    pub fn with_scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = Some(scheme);
        self
    }

    /// The kind of console, where the address says it.
    pub fn scheme(&self) -> Option<Scheme> {
        self.scheme
    }

    /// The name or IP address, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Host and port, without a scheme: `HOST:PORT`, an IPv6 address in brackets.
    ///
    /// ```
    /// use rcon_proto::Address;
    ///
    /// let address: Address = "ws://example.com".parse()?;
    /// assert_eq!(address.authority(), "example.com:28016");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// Parses an address, with this port where the text has neither one nor a
    /// scheme, which has its own; [`str::parse`] takes [`DEFAULT_PORT`].
    ///
    /// # Errors
    ///
    /// [`AddressError`] names what was wrong.
    ///
    /// ```
    /// use rcon_proto::{Address, AddressFault};
    ///
    /// let minecraft = Address::parse_with_default("mc.example.com", 25575)?;
    /// assert_eq!(minecraft.port(), 25575);
    ///
    /// let error = Address::parse_with_default("mc.example.com:", 25575).unwrap_err();
    /// assert_eq!(error.fault(), AddressFault::NoPort);
    /// # Ok::<(), rcon_proto::AddressError>(())
    /// ```
    pub fn parse_with_default(text: &str, default_port: u16) -> Result<Self, AddressError> {
        let bad = |reason| AddressError {
            text: text.to_owned(),
            reason,
        };
        let (scheme, place) = split_scheme(text).map_err(bad)?;
        let (host, port) = split(place).map_err(bad)?;
        let port = match port {
            None => scheme.map_or(default_port, Scheme::default_port),
            Some(digits) => parse_port(digits).map_err(bad)?,
        };
        Ok(Self {
            scheme,
            host: host.to_owned(),
            port,
        })
    }
}

/// The scheme where there is one, and what is behind it, without the slash that
/// browsers put at an address's end.
fn split_scheme(text: &str) -> Result<(Option<Scheme>, &str), AddressFault> {
    let Some((word, place)) = text.split_once("://") else {
        return Ok((None, text));
    };
    let scheme = Scheme::of_word(word).ok_or(AddressFault::UnknownScheme)?;
    Ok((Some(scheme), place.strip_suffix('/').unwrap_or(place)))
}

/// Host, and the text of the port where there is one.
fn split(text: &str) -> Result<(&str, Option<&str>), AddressFault> {
    if let Some(inner) = text.strip_prefix('[') {
        let (host, rest) = inner.split_once(']').ok_or(AddressFault::UnclosedBracket)?;
        if !is_ipv6(host) {
            return Err(AddressFault::NotIpv6);
        }
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(AddressFault::AfterBracket),
        };
    }
    if is_ipv6(text) {
        return Ok((text, None));
    }
    let (host, port) = match text.split_once(':') {
        Some((_, port)) if port.contains(':') => return Err(AddressFault::TooManyColons),
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    if host.is_empty() {
        return Err(AddressFault::NoHost);
    }
    match host
        .chars()
        .find(|c| c.is_whitespace() || c.is_control() || "/@[]?#".contains(*c))
    {
        Some(c) => Err(AddressFault::BadCharacter(c)),
        None => Ok((host, port)),
    }
}

/// Whether this is an IPv6 address, with or without a zone (`fe80::1%eth0`).
fn is_ipv6(text: &str) -> bool {
    let (address, zone) = text.split_once('%').unwrap_or((text, "0"));
    address.parse::<Ipv6Addr>().is_ok()
        && !zone.is_empty()
        && zone
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn parse_port(digits: &str) -> Result<u16, AddressFault> {
    if digits.is_empty() {
        return Err(AddressFault::NoPort);
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(AddressFault::PortNotANumber);
    }
    match digits.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(AddressFault::PortOutOfRange),
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::parse_with_default(text, DEFAULT_PORT)
    }
}

impl TryFrom<&str> for Address {
    type Error = AddressError;

    fn try_from(text: &str) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl TryFrom<String> for Address {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl<H: Into<String>> From<(H, u16)> for Address {
    fn from((host, port): (H, u16)) -> Self {
        Self::new(host, port)
    }
}

impl From<std::net::SocketAddr> for Address {
    /// The zone of a link-local one, such as `fe80::1%2`, stays: without it there is
    /// no way there.
    fn from(address: std::net::SocketAddr) -> Self {
        let host = match address {
            std::net::SocketAddr::V6(v6) if v6.scope_id() != 0 => {
                format!("{}%{}", v6.ip(), v6.scope_id())
            }
            _ => address.ip().to_string(),
        };
        Self::new(host, address.port())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(scheme) = self.scheme.filter(|&scheme| scheme != Scheme::Rcon) {
            write!(f, "{scheme}://")?;
        }
        f.write_str(&self.authority())
    }
}

/// A text that is no address. Its message shows the text and the
/// [`fault`](Self::fault).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a server address: {text:?}: {reason}")]
pub struct AddressError {
    text: String,
    reason: AddressFault,
}

impl AddressError {
    /// What was wrong with it.
    pub fn fault(&self) -> AddressFault {
        self.reason
    }
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressFault {
    /// Something in front of `://` that is no console's word.
    #[error("no such scheme: one of {schemes}", schemes = Scheme::ALL.map(|it| format!("{it}://")).join(", "))]
    UnknownScheme,
    /// Nothing before the port.
    #[error("the host is missing")]
    NoHost,
    /// A blank, slash or other character that no host name has.
    #[error("{0:?} cannot be part of a host name (write HOST or HOST:PORT)")]
    BadCharacter(char),
    /// More than one colon, and not an IPv6 address.
    #[error("too many colons, and not an IPv6 address (with a port, write [ADDRESS]:PORT)")]
    TooManyColons,
    /// `[` without `]`.
    #[error("the closing ']' is missing")]
    UnclosedBracket,
    /// Brackets around something else.
    #[error("what stands in brackets is not an IPv6 address")]
    NotIpv6,
    /// Something other than `:PORT` after `]`.
    #[error("after ']' only :PORT may follow")]
    AfterBracket,
    /// A colon and nothing behind it.
    #[error("the port after ':' is missing")]
    NoPort,
    /// Something other than digits.
    #[error("the port is not a number")]
    PortNotANumber,
    /// Zero, or more than 65535.
    #[error("the port is not between 1 and 65535")]
    PortOutOfRange,
}
