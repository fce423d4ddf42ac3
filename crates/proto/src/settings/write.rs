//! A setting as a line of a file.

use super::Cfg;

/// The longest command that Source's console takes, in bytes: `COMMAND_MAX_LENGTH`
/// of the Source SDK, less the NUL.
pub(super) const MAX_COMMAND: usize = 511;

/// A setting as a command that the game, and [`Cfg::parse`], read as the same;
/// nothing where there is none: no quote can be escaped, and no line's end be
/// quoted.
///
/// ```
/// use rcon_proto::settings::line;
///
/// assert_eq!(line("hostname", "a; b").as_deref(), Some("hostname \"a; b\""));
/// assert_eq!(line("hostname", "a \"b").as_deref(), Some("hostname \"a \"b\""));
/// assert_eq!(line("hostname", "two\nlines"), None);
/// ```
pub fn line(name: &str, value: &str) -> Option<String> {
    let written = [format!("{name} \"{value}\""), format!("{name} {value}")];
    written.into_iter().find(|line| {
        let cfg = Cfg::parse(line);
        let [only] = &cfg.settings[..] else {
            return false;
        };
        let sound = only.name == name && only.value == value && cfg.skipped.is_empty();
        sound && line.len() <= MAX_COMMAND && !line.contains(|c: char| c < ' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(name in "[a-zA-Z_][a-zA-Z0-9_.]{0,20}", value in "[ -~\u{e4}\u{20ac}]{0,40}|[\";/ a]{0,8}") {
            if let Some(line) = line(&name, &value) {
                let cfg = Cfg::parse(&line);
                prop_assert_eq!(cfg.settings.len(), 1);
                prop_assert_eq!(&cfg.settings[0].value, &value);
                prop_assert_eq!(&cfg.settings[0].name, &name);
            } else {
                // Only what no line can hold: a quote, a command's name, or too much.
                let command = Cfg::parse(&format!("{name} x")).settings.is_empty();
                prop_assert!(value.contains('"') || command);
            }
        }
    }

    #[test]
    fn what_no_line_can_hold_is_not_written() {
        assert_eq!(line("a", ";\";"), None);
        assert_eq!(line("a", &"x".repeat(600)), None);
        assert_eq!(line("exec", "x"), None);
        assert_eq!(line("a", ""), Some("a \"\"".to_owned()));
    }
}
