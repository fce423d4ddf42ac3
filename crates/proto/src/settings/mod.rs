//! A server's configuration as a state: files of `name value` lines, values as
//! the games compare them, and what consoles answer when they are asked for one.
//!
//! Without input and output: a text in, data out. Who asks is somebody else's
//! matter.
//!
//! | what | by |
//! | --- | --- |
//! | a `server.cfg`, read as Source reads it | [`Cfg::parse`] |
//! | a line that Source, and [`Cfg::parse`], read back as the same | [`line()`] |
//! | whether two values are the same to a game | [`same`] |
//! | many convars asked for in few commands | [`batches`] |
//! | what Minecraft says of a gamerule | [`gamerule`] |
//!
//! ```
//! use rcon_proto::settings::{Cfg, same};
//!
//! let cfg = Cfg::parse("sv_gravity 800 // as ever\nexec banned_user.cfg\nhostname \"Ours; yours\"\n");
//! let found: Vec<_> = cfg.settings.iter().map(|it| (&*it.name, &*it.value)).collect();
//! assert_eq!(found, [("sv_gravity", "800"), ("hostname", "Ours; yours")]);
//! assert_eq!(cfg.skipped[0].text, "exec banned_user.cfg");
//! assert!(same("800", "800.000") && same("true", "1") && !same("600", "800"));
//! ```

mod batch;
mod cfg;
mod minecraft;
mod value;
mod write;

pub use batch::batches;
pub use cfg::{Cfg, Setting, Skipped};
pub use minecraft::{Gamerule, gamerule, gamerules};
pub use value::same;
pub use write::line;
