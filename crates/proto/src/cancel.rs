//! Giving up a wait from outside of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that whatever waits looks at, at least every 50 ms. Clones share
/// it, so that a signal handler or another thread can hold one.
///
/// ```
/// let cancel = rcon_proto::Cancel::new();
/// let elsewhere = cancel.clone();
/// elsewhere.cancel();
/// assert!(cancel.is_cancelled());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A flag that is not raised.
    pub fn new() -> Self {
        Self::default()
    }

    /// Raises the flag. It stays raised: [`reset`](Self::reset) it before the
    /// next call that waits.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether the flag is raised.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Lowers the flag, and says whether it was raised.
    ///
    /// ```
    /// let cancel = rcon_proto::Cancel::new();
    /// cancel.cancel();
    /// assert!(cancel.reset() && !cancel.reset());
    /// ```
    pub fn reset(&self) -> bool {
        self.0.swap(false, Ordering::SeqCst)
    }

    /// The flag itself, for a signal handler that wants an `AtomicBool`; made
    /// into a `Cancel` by [`From`] again.
    ///
    /// ```
    /// use std::sync::atomic::Ordering;
    /// use rcon_proto::Cancel;
    ///
    /// let cancel = Cancel::new();
    /// cancel.flag().store(true, Ordering::SeqCst);
    /// assert!(Cancel::from(cancel.flag()).is_cancelled());
    /// ```
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }
}

impl From<Arc<AtomicBool>> for Cancel {
    fn from(flag: Arc<AtomicBool>) -> Self {
        Self(flag)
    }
}
