//! Other clients' flags: whoever types one is told what it is called here.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::commands::Command;

/// A flag of mcrcon or of either rcon-cli, and what it is here: `{sleep}` and
/// `{log}` are commands of ours.
const FLAGS: &[(&str, &str)] = &[
    (
        "-H",
        "write the server as a word of its own, HOST or HOST:PORT",
    ),
    (
        "--host",
        "write the server as a word of its own, HOST or HOST:PORT",
    ),
    (
        "-P",
        "write the port behind the server, HOST:PORT (a password goes after -p)",
    ),
    ("--port", "write the port behind the server, HOST:PORT"),
    ("-a", "write the server as a word of its own, HOST:PORT"),
    (
        "--address",
        "write the server as a word of its own, HOST:PORT",
    ),
    (
        "-c",
        "write --color never for no colours, --config FILE for a configuration",
    ),
    ("-r", "write --raw"),
    ("-s", "write -q, or send standard output to /dev/null"),
    ("--skip", "write --keep-going"),
    (
        "-w",
        "write {sleep} SECONDS as a command between the others",
    ),
    ("-T", "write -t SECONDS"),
    (
        "-l",
        "write {log} FILE as the first command, or log = FILE in a profile",
    ),
    (
        "--log",
        "write {log} FILE as the first command, or log = FILE in a profile",
    ),
    ("--env", "write the name of a profile as the server"),
    ("--command", "write -e COMMAND"),
    ("--pass", "write -p PASSWORD, or --password-file FILE"),
];

/// What to write in the place of another client's flag, if that is what an
/// error is about.
pub(crate) fn advice(error: &clap::Error) -> Option<String> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let (flag, advice) = FLAGS.iter().find(|(known, _)| known == flag)?;
    let advice = advice
        .replace("{sleep}", Command::Sleep.typed())
        .replace("{log}", Command::Log.typed());
    Some(format!("{flag} is another client's: {advice}"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::request::cli::Args;

    #[test]
    fn no_flag_of_ours_is_called_anothers() {
        for (flag, _) in FLAGS {
            let words = ["rcon-shell", flag, "x"].map(OsString::from);
            let error = Args::read(words)
                .err()
                .unwrap_or_else(|| panic!("{flag} is ours"));
            assert!(
                advice(&error).is_some_and(|text| text.starts_with(flag)),
                "{flag}"
            );
        }
    }

    #[test]
    fn of_other_words_clap_knows_more() {
        for word in ["--jsn", "-x"] {
            let words = ["rcon-shell", word].map(OsString::from);
            assert_eq!(advice(&Args::read(words).err().unwrap()), None, "{word}");
        }
    }
}
