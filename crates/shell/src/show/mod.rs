//! What is printed, and how it is kept harmless.

pub(crate) mod escape;
pub(crate) mod frame;
pub(crate) mod in_place;
pub(crate) mod json;
pub(crate) mod line_diff;
pub(crate) mod logged;
pub(crate) mod notice;
pub(crate) mod one_line;
pub(crate) mod output;
pub(crate) mod pager;
pub(crate) mod passing;
pub(crate) mod players;
pub(crate) mod prometheus;
pub(crate) mod report;
pub(crate) mod several;
pub(crate) mod sparkline;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod verbose;
pub(crate) mod wrap;
