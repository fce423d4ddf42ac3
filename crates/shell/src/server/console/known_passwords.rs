//! The passwords that a shell has used, and what came of it.

use rcon_proto::{Address, Password};

/// What each server has said to which password.
#[derive(Debug, Default)]
pub(super) struct KnownPasswords {
    accepted: Vec<(Address, Password)>,
    refused: Vec<(Address, Password)>,
}

impl KnownPasswords {
    pub(super) fn accepted(&self, address: &Address) -> Option<&Password> {
        let mut newest = self.accepted.iter().rev();
        newest
            .find(|(at, _)| at == address)
            .map(|(_, password)| password)
    }

    pub(super) fn is_refused(&self, address: &Address, password: &Password) -> bool {
        let pair = (address, password);
        self.refused.iter().any(|(at, was)| (at, was) == pair)
    }

    pub(super) fn note(&mut self, address: &Address, password: &Password, worked: bool) {
        let pair = (address.clone(), password.clone());
        let (to, from) = if worked {
            (&mut self.accepted, &mut self.refused)
        } else {
            (&mut self.refused, &mut self.accepted)
        };
        from.retain(|known| *known != pair);
        to.retain(|known| *known != pair);
        to.push(pair);
    }

    /// Whether a text is a password that some server refused.
    pub(super) fn has_refused(&self, text: &str) -> bool {
        let mut refused = self.refused.iter();
        refused.any(|(_, password)| {
            let password = password.expose();
            !password.is_empty() && password == text.as_bytes()
        })
    }
}
