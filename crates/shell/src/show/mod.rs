//! What is printed, and how it is kept harmless.

pub mod escape;
pub mod frame;
pub mod json;
pub(crate) mod notice;
pub mod output;
pub mod pager;
pub mod prometheus;
pub(crate) mod report;
pub mod sparkline;
pub mod style;
pub mod table;
pub mod verbose;
