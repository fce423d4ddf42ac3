//! The committed completion files and manual page are what the program makes.

use std::path::Path;
use std::process::{Command, Stdio};

#[cfg(unix)]
use crate::support::{Home, Run, rcon};

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    for (what, file) in FILES {
        let output = program().args(["--generate", what]).output().unwrap();
        assert!(output.status.success(), "{what}");
        assert!(output.stderr.is_empty(), "{what}");
        let committed = std::fs::read(folder.join(file)).unwrap();
        assert!(
            output.stdout == committed,
            "mend with: cargo run -- --generate {what} > completions/{file}"
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

/// What a completion file asks the program for.
#[cfg(unix)]
#[test]
fn servers_are_listed_from_the_file_that_a_run_would_read() {
    let home = Home::new();
    let listed = |run: Run, expected: &str| {
        run.home(&home).assert().code(0).stdout(expected).stderr("");
    };
    let asked = |more: &[&str]| rcon(["--generate", "servers"]).args(more);
    listed(asked(&[]), "");
    home.config("[servers.tf2]\naddress = \"tf2.invalid\"\n[groups]\neu = [\"tf2\"]\n");
    let other = home.file("other.toml", "[servers.mc]\naddress = \"::1\"\n");
    listed(asked(&[]), "tf2\ttf2.invalid\n@eu\ttf2\n");
    listed(asked(&["--config", &other]), "mc\t::1\n");
    listed(asked(&[]).env("RCON_SHELL_CONFIG", &other), "mc\t::1\n");
    listed(asked(&["--no-config"]), "");
}

/// A key was pressed: there is no place for an error, and no time.
#[cfg(unix)]
#[test]
fn listing_servers_complains_of_nothing() {
    let home = Home::new();
    home.config("[defaults]\ntimout = 3\n[servers.tf2]\npassword = \"x\"\n");
    home.chmod("config/rcon-shell/config.toml", 0o644);
    let listed = |run: Run, expected: &str| {
        run.home(&home).assert().code(0).stdout(expected).stderr("");
    };
    let asked = || rcon(["--generate", "servers"]);
    listed(asked(), "tf2\t\n");
    listed(
        asked().env("RCON_HOST", "a:b:c").env("RCON_PORT", "0"),
        "tf2\t\n",
    );
    listed(asked().args(["--config", "/not/there.toml"]), "");
    home.config("rubbish");
    listed(asked(), "");
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
