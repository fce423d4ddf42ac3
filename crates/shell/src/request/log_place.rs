//! Where a server's log is to come: `--log-listen` and `--log-via`.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use rcon_proto::Address;

/// Where the listener of a log is, and how the server reaches it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogPlace {
    /// Where it listens; else on the address that the connection has here.
    pub listen: Option<Listen>,
    /// Where the server sends to; else to where it listens.
    pub via: Option<Via>,
}

/// An address of this machine, with a port or with any that is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listen(pub(crate) SocketAddr);

impl FromStr for Listen {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare = text
            .strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'));
        let address = bare.unwrap_or(text).parse::<IpAddr>();
        address
            .map(|ip| SocketAddr::new(ip, 0))
            .or_else(|_| text.parse())
            .map(Self)
            .map_err(|_| "not an address of this machine, such as 192.0.2.7, 0.0.0.0:27500 or [::]:27500")
    }
}

/// A host and a port that lead here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Via(pub(crate) Address);

impl FromStr for Via {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address = Address::parse_with_default(text, 0).map_err(|error| error.to_string())?;
        if address.port() == 0 {
            return Err("a port is missing: HOST:PORT".to_owned());
        }
        // It becomes part of a command, where others would end that.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if !address.host().chars().all(plain) {
            return Err("not a host that a server can be told".to_owned());
        }
        Ok(Self(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_to_listen_at_needs_no_port_and_one_that_leads_here_does() {
        for (text, shown) in [
            ("192.0.2.7", "192.0.2.7:0"),
            ("0.0.0.0:27500", "0.0.0.0:27500"),
            ("::1", "[::1]:0"),
            ("[::1]", "[::1]:0"),
            ("[::]:27500", "[::]:27500"),
        ] {
            let listen: Listen = text.parse().unwrap();
            assert_eq!(listen.0.to_string(), shown);
        }
        for bad in ["", "localhost", ":27500", "192.0.2.7:x", "192.0.2.7:70000"] {
            assert!(bad.parse::<Listen>().is_err(), "{bad}");
        }
        let via: Via = "home.example.org:27500".parse().unwrap();
        assert_eq!(via.0.to_string(), "home.example.org:27500");
        assert!("[2001:db8::7]:27500".parse::<Via>().is_ok());
        for bad in ["", "home.example.org", "a;quit:1", "a\"b:1", "a b:1", "h:0"] {
            assert!(bad.parse::<Via>().is_err(), "{bad}");
        }
    }
}
