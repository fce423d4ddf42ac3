//! The real program, run as its users run it: through pipes and through a
//! pseudo-terminal whose screen is looked at, against simulated servers.
//! A file a feature; what they share is in `support`.
#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod generate;
mod harness;
#[expect(
    dead_code,
    reason = "complete before the features whose tests use all of it"
)]
mod support;
