//! What the README and its further pages tell people to type is what the
//! program takes, and what they say of it is what it does.

mod commands;
mod facts;
mod page;
#[cfg(unix)]
mod scripts;
#[cfg(unix)]
mod sessions;
