//! What consoles print when they are asked for their names, as data. Who is on
//! is read by [`console_text`](crate::console_text).
//!
//! Every parser here takes the whole reply as bytes (join the packets first),
//! runs in time linear in its length, never fails and never panics: it gives
//! as many good entries as the reply holds, and says what is missing. What a
//! server put into a name or a help text is handed on as it is, control
//! characters included: escaping is the matter of whoever shows it.
//!
//! | reply | parser |
//! | --- | --- |
//! | `cvarlist`, `cvarlist PREFIX` of Source 1, Garry's Mod, CS2, `GoldSrc` | [`CvarList::parse`] |
//! | a bare variable name, `help NAME` | [`Query::parse`] |
//! | Minecraft's `help`, vanilla and Bukkit | [`HelpPage::parse`] |
//! | Rust's `find .` | [`found`] |
//! | `maps *` | [`maps()`] |
//! | "no such command", in each game's words | [`unknown_command`] |
//! | that, or that it failed | [`rejected`] |
//! | anything that gives the game away | [`console_kind`] |
//!
//! ```
//! use rcon_proto::convar::{CvarList, Value};
//!
//! let reply = b"cvar list\n--------------\n\
//!     sv_gravity                               : 800      : , \"nf\", \"rep\"    : World gravity.\n\
//!     --------------\n  1 total convars/concommands\n";
//! let list = CvarList::parse(reply);
//! assert!(list.is_complete());
//! let gravity = list.get("sv_gravity").expect("it is in the list");
//! assert_eq!(gravity.value, Value::Number("800"));
//! assert!(gravity.flags.contains("rep"));
//! ```

mod columns;
mod find;
mod flags;
mod glued;
mod goldsrc;
mod help;

mod lines;
mod list;
mod maps;
mod parse;
#[cfg(test)]
mod properties;
mod query;
mod rejected;
mod reply;
mod row;
mod widths;
mod words;

pub use find::{Found, found};
pub use help::{HelpEntry, HelpPage};

pub use list::{Convar, CvarList, Iter, ListStyle, Value};
pub use maps::maps;
pub use query::Query;
pub use rejected::rejected;
pub use reply::{ConsoleKind, UnknownCommand, console_kind, unknown_command};
