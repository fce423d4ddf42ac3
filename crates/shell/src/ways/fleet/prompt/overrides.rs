//! What `!set` has changed for all servers.

use std::time::Duration;

use crate::server::console::Console;

/// In the place of what each server has.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Overrides {
    pub(crate) timeout: Option<Duration>,
    pub(crate) strict: Option<bool>,
}

impl Overrides {
    /// Lets a console have them.
    pub(super) fn apply(self, console: &mut Console) {
        if let Some(timeout) = self.timeout
            && console.timeout != Some(timeout)
        {
            console.set_timeout(timeout);
        }
        console.strict = self.strict.or(console.strict);
    }
}
