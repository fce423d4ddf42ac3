//! What is to be done over a connection, whichever it is by then.

use super::Flow;
use crate::error::Error;
use crate::observer::Observer;
use crate::options::ExecuteOptions;
use crate::reply::EndedBy;
use crate::request::Follows;
use crate::transport::Link;

/// What is to be done over a connection, whichever it is.
pub(super) trait Errand {
    type Output;

    async fn run<L: Link, O: Observer + ?Sized>(
        &self,
        flow: &mut Flow<L>,
        observer: &mut O,
    ) -> Result<Self::Output, Error>;
}

/// Send a command, and wait for its reply.
pub(super) struct Execute<'a>(pub(super) &'a [u8], pub(super) &'a ExecuteOptions);

impl Errand for Execute<'_> {
    type Output = EndedBy;

    async fn run<L: Link, O: Observer + ?Sized>(
        &self,
        flow: &mut Flow<L>,
        observer: &mut O,
    ) -> Result<EndedBy, Error> {
        flow.execute(self.0, self.1, observer).await
    }
}

/// Send a command without waiting.
pub(super) struct Send<'a>(pub(super) &'a [u8], pub(super) Follows);

impl Errand for Send<'_> {
    type Output = ();

    async fn run<L: Link, O: Observer + ?Sized>(
        &self,
        flow: &mut Flow<L>,
        _: &mut O,
    ) -> Result<(), Error> {
        flow.send(self.0, self.1).await
    }
}

/// Send a command, whose reply is read by and by.
#[cfg(feature = "tokio")]
pub(super) struct Begin<'a>(pub(super) &'a [u8], pub(super) &'a ExecuteOptions);

#[cfg(feature = "tokio")]
impl Errand for Begin<'_> {
    type Output = Option<EndedBy>;

    async fn run<L: Link, O: Observer + ?Sized>(
        &self,
        flow: &mut Flow<L>,
        observer: &mut O,
    ) -> Result<Option<EndedBy>, Error> {
        flow.start(self.0, self.1, observer)?;
        let cancel = self.1.cancel.as_ref().unwrap_or(&flow.options.cancel);
        let cancel = cancel.clone();
        flow.flush(&cancel).await;
        flow.step(Some(&cancel), observer, |_| true).await
    }
}
