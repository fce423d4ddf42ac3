//! The committed completion files and manual page are what the program makes.

use std::path::Path;
use std::process::{Command, Stdio};

const FILES: [(&str, &str); 6] = [
    ("bash", "rcon-shell.bash"),
    ("zsh", "_rcon-shell"),
    ("fish", "rcon-shell.fish"),
    ("powershell", "_rcon-shell.ps1"),
    ("elvish", "rcon-shell.elv"),
    ("man", "rcon-shell.1"),
];

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_rcon-shell"))
}

#[test]
fn the_committed_files_are_what_the_program_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../completions");
    for (what, file) in FILES {
        let output = program().args(["--generate", what]).output().unwrap();
        assert!(output.status.success(), "{what}");
        assert!(output.stderr.is_empty(), "{what}");
        let committed = std::fs::read(folder.join(file)).unwrap();
        assert!(
            output.stdout == committed,
            "mend with: rcon-shell --generate {what} > completions/{file}"
        );
    }
}

#[test]
fn generating_reads_no_configuration() {
    let output = program()
        .args(["--generate", "man", "--config", "/not/there.toml"])
        .output()
        .unwrap();
    assert!(output.status.success());
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = program()
        .args(["--generate", "bash"])
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn what_cannot_be_generated_is_a_usage_error() {
    let output = program().args(["--generate", "tcsh"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}
