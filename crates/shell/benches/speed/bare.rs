//! The bare program, compiled when it is first asked for.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// Where the bare program is. `CC` names another compiler than `cc`.
pub(crate) fn program() -> Result<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/speed/floor.c");
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("floor");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let status = Command::new(&compiler)
        .args(["-O2", "-s", "-o"])
        .arg(&made)
        .arg(source)
        .status()
        .map_err(|error| format!("{compiler}, for the bare program: {error}"))?;
    if status.success() {
        Ok(made)
    } else {
        Err("the bare program does not compile".into())
    }
}
