//! The passwords that a shell has used, and what came of it.

use rcon_proto::Password;

use crate::request::target::Place;

/// What each server has said to which password.
#[derive(Debug, Default)]
pub(super) struct KnownPasswords {
    accepted: Vec<(Place, Password)>,
    refused: Vec<(Place, Password)>,
}

impl KnownPasswords {
    pub(super) fn accepted(&self, place: &Place) -> Option<&Password> {
        let mut newest = self.accepted.iter().rev();
        newest
            .find(|(at, _)| at == place)
            .map(|(_, password)| password)
    }

    pub(super) fn is_refused(&self, place: &Place, password: &Password) -> bool {
        let pair = (place, password);
        self.refused.iter().any(|(at, was)| (at, was) == pair)
    }

    pub(super) fn note(&mut self, place: &Place, password: &Password, worked: bool) {
        let pair = (place.clone(), password.clone());
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
