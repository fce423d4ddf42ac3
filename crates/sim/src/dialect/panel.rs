//! A Source server behind a hosting panel, which greets every connection
//! before it was asked anything.

use rcon_proto::SERVERDATA_RESPONSE_VALUE;

use super::source::Source;
use super::{Dialect, Link};

/// See the module's documentation.
pub(super) struct Panel {
    source: Source,
}

impl Panel {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for Panel {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn welcome(&mut self, link: &mut Link<'_, '_>) {
        self.source.welcome(link);
        let text = "Welcome to the console of this server.\n";
        link.send(0, SERVERDATA_RESPONSE_VALUE, text.as_bytes());
    }
}
