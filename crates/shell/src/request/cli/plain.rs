//! The command lines that scripts are made of, read without clap.
//!
//! Clap makes its whole definition, the help of every option too, before it
//! looks at a word: a twelfth of the time that one command takes from the
//! program's start to its end. A line of nothing but servers, commands and
//! the commonest options means one thing only, and that is read here. Whatever
//! is less than clear (a word with a dash that is not one of these, an option
//! given twice, a value that is wrong) is left to clap, and so is all that is
//! to be said about it.

use std::ffi::{OsStr, OsString};

use super::{Args, value};

impl Args {
    /// What the words behind the program's name mean, as clap would have it, and
    /// where it can be told at a glance; else nothing.
    pub(super) fn at_a_glance(words: &[OsString]) -> Option<Self> {
        let mut args = Self::default();
        // Clap counts the program's name as the first.
        let mut words = (1..).zip(words);
        while let Some((at, word)) = words.next() {
            let word = word.to_str()?;
            let mut operand = || plain(words.next()?.1);
            match word {
                "-e" | "--execute" => {
                    args.execute.push(operand()?.to_owned());
                    args.positions.execute.push(at + 1);
                }
                "-f" | "--file" => once(&mut args.file, operand()?.into())?,
                "-p" | "--password" => {
                    let password = value::password(operand()?.to_owned()).ok()?;
                    once(&mut args.password, password)?;
                }
                "--password-file" => once(&mut args.password_file, operand()?.into())?,
                "-t" | "--timeout" => {
                    let deadline = value::deadline(operand()?.to_str()?).ok()?;
                    once(&mut args.timeout, deadline)?;
                }
                "--check" => flag(&mut args.check)?,
                "--json" => flag(&mut args.json)?,
                "--keep-going" => flag(&mut args.keep_going)?,
                "--no-config" => flag(&mut args.no_config)?,
                "--raw" => flag(&mut args.raw)?,
                "--strict" => flag(&mut args.strict)?,
                "-q" | "--quiet" => flag(&mut args.quiet)?,
                server => {
                    args.servers
                        .push(plain(OsStr::new(server))?.to_str()?.to_owned());
                    args.positions.servers.push(at);
                }
            }
        }
        args.goes_together().then_some(args)
    }

    /// Whether all that was given may stand beside each other.
    fn goes_together(&self) -> bool {
        let script = !self.execute.is_empty();
        let ways = [script, self.file.is_some(), self.check];
        let passwords = [self.password.is_some(), self.password_file.is_some()];
        let several = |given: &[bool]| given.iter().filter(|given| **given).count() > 1;
        !several(&ways) && !several(&passwords)
    }
}

/// A word that is no option, nor the end of them, and not empty.
fn plain(word: &OsStr) -> Option<&OsStr> {
    let bytes = word.as_encoded_bytes();
    (!bytes.is_empty() && bytes[0] != b'-').then_some(word)
}

fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

fn flag(place: &mut bool) -> Option<()> {
    (!std::mem::replace(place, true)).then_some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All that was read, field by field: a new one does not compile without a
    /// thought about it.
    fn shown(args: &Args) -> String {
        let Args {
            servers,
            password,
            password_file,
            password_stdin,
            from,
            execute,
            file,
            no_wait,
            timeout,
            wait,
            check,
            players,
            follow,
            log_listen,
            log_via,
            expect,
            apply,
            format,
            json,
            keep_going,
            strict,
            fail_on,
            color,
            raw,
            encoding,
            max_command,
            max_reply,
            game,
            proxy_command,
            parallel,
            group_by_reply,
            config,
            no_config,
            no_history,
            demo,
            generate,
            quiet,
            verbose,
            positions,
        } = args;
        let password = password.as_ref().map(|password| password.expose().to_vec());
        format!(
            "{:?}",
            (
                (
                    servers,
                    password,
                    password_file,
                    password_stdin,
                    from,
                    execute,
                    file,
                    no_wait
                ),
                (
                    timeout,
                    wait,
                    check,
                    players,
                    format,
                    json,
                    keep_going,
                    strict,
                    fail_on.len()
                ),
                (
                    color,
                    raw,
                    encoding.is_some(),
                    max_command,
                    max_reply,
                    game,
                    proxy_command
                ),
                (
                    parallel,
                    group_by_reply,
                    config,
                    no_config,
                    no_history,
                    demo,
                    generate
                ),
                (quiet, verbose, positions, follow, log_listen, log_via),
                (expect, apply),
            )
        )
    }

    fn agrees(words: &[&str]) -> bool {
        let words: Vec<_> = words.iter().map(OsString::from).collect();
        let Some(glance) = Args::at_a_glance(&words) else {
            return false;
        };
        let name = std::iter::once(OsString::from("rcon-shell"));
        match Args::by_clap(name.chain(words.iter().cloned())) {
            Ok(thorough) => assert_eq!(shown(&glance), shown(&thorough), "{words:?}"),
            Err(error) => panic!("{words:?} was taken, and is wrong: {error}"),
        }
        true
    }

    #[test]
    fn what_scripts_say_is_read_at_a_glance() {
        for words in [
            &["a:1", "-e", "status"][..],
            &[
                "--no-config",
                "a",
                "-p",
                "x",
                "-e",
                "say hi",
                "-e",
                "b c",
                "--json",
            ],
            &["a", "-t", "0.5", "-f", "night.txt", "--keep-going", "-q"],
            &["a", "b", "@eu", "--password-file", "x", "--check"],
            &["-e", "say", "hello", "world"],
            &[],
        ] {
            assert!(agrees(words), "{words:?}");
        }
    }

    #[test]
    fn what_is_not_plain_is_claps() {
        for words in [
            &["a", "-e", "-x"][..],
            &["a", "-e"],
            &["a", "-e", ""],
            &["a", "-estatus"],
            &["a", "--json", "--json"],
            &["a", "-t", "soon"],
            &["a", "--", "b"],
            &["a", "-f", "x", "-e", "y"],
            &["a", "-p", "x", "--password-file", "y"],
            &["a", "--exec", "x"],
            &["--help"],
            &[""],
        ] {
            assert!(!agrees(words), "{words:?}");
        }
    }

    proptest! {
        #[test]
        fn it_never_reads_otherwise_than_clap(words in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", "b:1", "@eu", "-e", "--execute", "-f", "-p", "--password", "--password-file",
                "-t", "--timeout", "1", "--check", "--json", "--keep-going", "--no-config", "--raw",
                "--strict", "-q", "--quiet", "-", "--", "", "say hi", "-e=x", "-qv", "--json=1", "ü",
            ]),
            0..7,
        )) {
            agrees(&words);
        }
    }
}
