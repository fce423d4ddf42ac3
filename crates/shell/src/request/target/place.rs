//! Which server one talks to, as far as that can be told from here.

use rcon_proto::{Address, Client};

/// An address, and the way to it: the same address behind two proxy commands is
/// two servers, as a name is looked up at the command's other end. What is known
/// of one (a password, names, its game) is never taken to be the other's.
///
/// Host names are the same in any case of letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    address: Address,
    proxy_command: Option<String>,
}

impl Place {
    pub(crate) fn new(address: &Address, proxy_command: Option<&str>) -> Self {
        let plain = Address::new(address.host().to_ascii_lowercase(), address.port());
        Self {
            address: match address.scheme() {
                Some(scheme) => plain.with_scheme(scheme),
                None => plain,
            },
            proxy_command: proxy_command.map(str::to_owned),
        }
    }

    /// The server that a client talks to.
    pub(crate) fn of_client(client: &Client) -> Self {
        let through = client.options().proxy_command.as_deref();
        Self::new(client.address(), through)
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    pub(crate) fn proxy_command(&self) -> Option<&str> {
        self.proxy_command.as_deref()
    }
}
