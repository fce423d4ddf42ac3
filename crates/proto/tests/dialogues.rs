//! The consoles that are not Source RCON, byte by byte and on a virtual clock.

#[path = "dialogues/battleye.rs"]
mod battleye;
#[path = "dialogues/cuts.rs"]
mod cuts;
#[path = "dialogues/script.rs"]
mod script;
#[path = "dialogues/telnet.rs"]
mod telnet;
#[path = "dialogues/webrcon.rs"]
mod webrcon;
