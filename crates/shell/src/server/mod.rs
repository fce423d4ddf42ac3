//! One server: the connection to it, and the names that its console knows.

pub(crate) mod advice;
mod ask;
pub(crate) mod asked;
pub(crate) mod connect;
pub(crate) mod console;
pub(crate) mod keeping;
pub(crate) mod link;
pub(crate) mod logs;
pub(crate) mod names;
pub(crate) mod once_more;
pub(crate) mod restart;
pub(crate) mod settings;
pub(crate) mod transcript;
pub(crate) mod verdict;
mod waiting;
pub(crate) mod who;
