//! How to use this crate: pages, without code of their own.

#[doc = include_str!("../../docs/event_loop.md")]
// Compiled and run by `tests/event_loop.rs`: here it lacks the rest of its
// program.
#[doc = "```ignore"]
#[doc = include_str!("../../examples/nonblocking/driver/link.rs")]
#[doc = "```"]
pub mod event_loop {}

#[doc = include_str!("../../docs/python_valve.md")]
pub mod python_valve {}

#[cfg(feature = "tokio")]
#[doc = include_str!("../../docs/other_crates.md")]
pub mod other_crates {}
