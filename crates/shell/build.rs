//! Links the program for a quick start and few bytes, as far as the machine
//! has what that takes.
//!
//! - The unwinder inside: else every start loads a library for it, whose own
//!   start asks the processor what it is: a tenth of the time that one command
//!   takes from the program's start to its end.
//! - What comes out of the compiler twice, once: functions that are the same to
//!   the last byte, of which generics make many.
//! - What has to be told its own place at each start, packed: a tenth of the
//!   bytes.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// GCC's unwinder, to be linked in.
const UNWINDER: &str = "libgcc_eh.a";

/// Only LLVM's linker can.
const SAME_FUNCTIONS_ONCE: &str = "-Wl,--icf=all";

/// Has the C compiler link with LLVM's linker, if it finds one. Rust brings it
/// and, for most systems, does not use it.
const LLVMS_LINKER: &str = "-fuse-ld=lld";

/// The C library of the machine that it runs on must know of it: glibc does
/// from 2.36 on.
const PACKED_RELOCATIONS: &str = "-Wl,-z,pack-relative-relocs";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let plain = is_plain_linux_build();
    if plain && compiler_has(UNWINDER) {
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
    // A build to try something out is not worth the question.
    if !is("PROFILE", "release") || !is("CARGO_CFG_TARGET_OS", "linux") {
        return;
    }
    let rusts_own = rusts_linkers().map(|folder| format!("-B{folder}"));
    let rusts_own = rusts_own.as_deref().unwrap_or_default();
    for arguments in [
        &[SAME_FUNCTIONS_ONCE][..],
        &[rusts_own, LLVMS_LINKER, SAME_FUNCTIONS_ONCE],
    ] {
        if linked_with(arguments).is_some_and(|program| !plain || runs(&program)) {
            link_with(arguments);
            break;
        }
    }
    if plain && linked_with(&[PACKED_RELOCATIONS]).is_some_and(|program| runs(&program)) {
        link_with(&[PACKED_RELOCATIONS]);
    }
}

fn link_with(arguments: &[&str]) {
    for argument in arguments {
        println!("cargo::rustc-link-arg-bins={argument}");
    }
}

/// Where Rust keeps what a C compiler can link with.
fn rusts_linkers() -> Option<String> {
    let asked = Command::new(env::var_os("RUSTC")?)
        .args(["--print", "sysroot"])
        .output();
    let sysroot = String::from_utf8(asked.ok()?.stdout).ok()?;
    let host = env::var("HOST").ok()?;
    Some(format!("{}/lib/rustlib/{host}/bin/gcc-ld", sysroot.trim()))
}

fn is(name: &str, wanted: &str) -> bool {
    env::var(name).is_ok_and(|value| value == wanted)
}

/// For this machine, with the linker that Rust takes by itself.
fn is_plain_linux_build() -> bool {
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

/// The smallest of programs, linked the way the program will be and with these
/// arguments, if the linker takes them.
fn linked_with(arguments: &[&str]) -> Option<PathBuf> {
    let room = PathBuf::from(env::var_os("OUT_DIR")?);
    let source = room.join("smallest.rs");
    std::fs::write(&source, "fn main() {}").ok()?;
    let program = room.join("smallest");
    let mut compiler = Command::new(env::var_os("RUSTC")?);
    if let Ok(flags) = env::var("CARGO_ENCODED_RUSTFLAGS") {
        compiler.args(flags.split('\x1f').filter(|flag| !flag.is_empty()));
    }
    if let Some(linker) = env::var_os("RUSTC_LINKER") {
        compiler.arg("-C");
        let mut option = std::ffi::OsString::from("linker=");
        option.push(linker);
        compiler.arg(option);
    }
    compiler
        .arg("--target")
        .arg(env::var_os("TARGET")?)
        .args(
            arguments
                .iter()
                .map(|argument| format!("-Clink-arg={argument}")),
        )
        .arg("-o")
        .args([&program, &source])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    compiler.status().ok()?.success().then_some(program)
}

/// Whether this machine can start it.
fn runs(program: &Path) -> bool {
    let ended = Command::new(program).stdin(Stdio::null()).status();
    ended.is_ok_and(|status| status.success())
}
