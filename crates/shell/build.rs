//! Links the unwinder into the program where the machine has it for that.
//!
//! Else every start loads a library for it, whose own start asks the processor
//! what it is: a tenth of the time that one command takes from the program's
//! start to its end.

use std::env;
use std::path::Path;
use std::process::Command;

/// GCC's unwinder, to be linked in.
const UNWINDER: &str = "libgcc_eh.a";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if is_plain_linux_build() && compiler_has(UNWINDER) {
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
}

/// For this machine, with the linker that Rust takes by itself.
fn is_plain_linux_build() -> bool {
    let is = |name: &str, wanted: &str| env::var(name).is_ok_and(|value| value == wanted);
    is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && env::var_os("HOST") == env::var_os("TARGET")
        && env::var_os("RUSTC_LINKER").is_none()
}

/// Whether the C compiler, which is that linker, knows where this file is: it
/// prints the bare name back if not.
fn compiler_has(file: &str) -> bool {
    let printed = Command::new("cc")
        .arg(format!("-print-file-name={file}"))
        .output();
    printed.is_ok_and(|printed| {
        let path = String::from_utf8_lossy(&printed.stdout);
        let path = Path::new(path.trim());
        path.is_absolute() && path.exists()
    })
}
