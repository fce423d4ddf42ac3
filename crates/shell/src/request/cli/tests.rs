use clap::error::ErrorKind;

use super::*;

fn parse(words: &[&str]) -> Result<Args, clap::Error> {
    Args::try_parse_from(std::iter::once("rcon-shell").chain(words.iter().copied()))
}

fn refused(words: &[&str]) -> ErrorKind {
    match parse(words) {
        Ok(_) => panic!("{words:?} is accepted"),
        Err(error) => {
            assert_eq!(error.exit_code(), 2, "{words:?}");
            error.kind()
        }
    }
}

#[test]
fn the_definition_is_sound() {
    command().debug_assert();
}

#[test]
fn commands_and_passwords_may_start_with_a_dash() {
    let args = parse(&["a", "-p", "-secret", "-e", "-x", "-e", "--y"]).unwrap();
    assert_eq!(args.password.unwrap().expose(), b"-secret");
    assert_eq!(args.execute, ["-x", "--y"]);
}

#[cfg(unix)]
#[test]
fn a_password_may_be_any_bytes() {
    use std::os::unix::ffi::OsStringExt;

    let password = OsString::from_vec(vec![b'a', 0xff, b'z']);
    let args = Args::try_parse_from(["rcon-shell".into(), "-p".into(), password]);
    let args = args.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(args.password.unwrap().expose(), b"a\xffz");
}

#[test]
fn what_does_not_go_together_is_refused() {
    for words in [
        &["a", "-e", "status", "-f", "x"][..],
        &["a", "-p", "x", "--password-file", "y"],
        &["a", "-p", "x", "--password-stdin"],
        &["a", "--config", "x", "--no-config"],
        &["a", "--demo"],
        &["a", "--check", "-e", "status"],
    ] {
        assert_eq!(refused(words), ErrorKind::ArgumentConflict, "{words:?}");
    }
}

#[test]
fn wrong_values_are_refused() {
    for words in [
        &["a", "-t", "-1"][..],
        &["a", "-t", "soon"],
        &["a", "--wait", "-3"],
    ] {
        assert_eq!(refused(words), ErrorKind::ValueValidation, "{words:?}");
    }
    assert_eq!(refused(&["a", "--game", "chess"]), ErrorKind::InvalidValue);
}

#[test]
fn every_game_has_its_name() {
    for game in Game::ALL {
        let args = parse(&["--game", game.name()]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(args.game, Some(game));
    }
}

#[test]
fn the_short_help_fits_a_screen() {
    let help = command().term_width(80).render_help().to_string();
    let lines = help.lines().count();
    assert!(
        lines < 24,
        "{lines} lines leave no room for the prompt\n{help}"
    );
}

#[test]
fn the_long_help_names_every_option_and_the_remedies() {
    let mut command = command().term_width(80);
    let help = command.render_long_help().to_string();
    for option in command.get_arguments().filter_map(clap::Arg::get_long) {
        assert!(help.contains(&format!("--{option}")), "--{option}");
    }
    for text in [
        "`ps`",
        "plain text",
        "ssh -W %h:%p bastion",
        "124",
        "RCON_PASSWORD_FILE",
    ] {
        assert!(help.contains(text), "{text}");
    }
}

#[test]
fn every_exit_code_has_its_row_in_the_manual() {
    use rcon_proto::ErrorKind;
    for (kind, expected) in [
        (ErrorKind::Other, 1),
        (ErrorKind::Usage, 2),
        (ErrorKind::Connect, 3),
        (ErrorKind::Refused, 4),
        (ErrorKind::Closed, 5),
        (ErrorKind::Lost, 6),
        (ErrorKind::Protocol, 7),
        (ErrorKind::Timeout, 124),
        (ErrorKind::Interrupted, 130),
    ] {
        assert_eq!(crate::error::exit_code(kind), expected, "{kind}");
        let rows = manual::SECTIONS[0].rows.iter();
        let code = expected.to_string();
        assert_eq!(rows.filter(|(term, _)| *term == code).count(), 1, "{kind}");
    }
}
