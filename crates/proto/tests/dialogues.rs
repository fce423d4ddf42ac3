//! The consoles that are not Source RCON, byte by byte and on a virtual clock.

#[path = "dialogues/battleye.rs"]
mod battleye;
#[path = "dialogues/cuts.rs"]
mod cuts;
#[path = "dialogues/datagrams.rs"]
mod datagrams;
#[path = "dialogues/limits.rs"]
mod limits;
#[path = "dialogues/script.rs"]
mod script;
#[path = "dialogues/telnet.rs"]
mod telnet;
#[path = "dialogues/two_consoles.rs"]
mod two_consoles;
#[path = "dialogues/webrcon.rs"]
mod webrcon;
