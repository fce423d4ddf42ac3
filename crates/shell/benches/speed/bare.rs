//! The bare program, compiled when it is first asked for.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// Where the bare program is.
pub(crate) fn program() -> Result<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/speed/floor.rs");
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("floor");
    let status = Command::new("rustc")
        .args(["--edition", "2024", "-O", "-C", "strip=symbols", "-o"])
        .arg(&made)
        .arg(source)
        .status()?;
    if status.success() {
        Ok(made)
    } else {
        Err("the bare program does not compile".into())
    }
}
