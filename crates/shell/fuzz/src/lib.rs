//! What must hold of what `rcon-shell` writes to a terminal, whatever a server
//! sends. `fuzz_targets/` calls `check` with the fuzzer's inputs.

pub mod escape;
mod terminal;
