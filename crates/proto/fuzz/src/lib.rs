//! What must hold of `rcon-proto` whatever a server sends. Each module has
//! one function, `check`, that panics where it does not; `fuzz_targets/` calls
//! them with the fuzzer's inputs.

pub mod console_text;
pub mod convar;
pub mod decoder;
pub mod dialogue;
pub mod log_line;
pub mod session;
