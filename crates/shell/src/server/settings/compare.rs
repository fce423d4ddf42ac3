//! What differs.

use rcon_proto::settings::{Cfg, same};

use super::{Reading, State};

/// A value that is another than it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The name, as it was asked for.
    pub(crate) name: String,
    /// The value; nothing where the server knows no such name.
    pub(crate) is: Option<String>,
    /// What it should be; nothing where the other server knows no such name.
    pub(crate) should: Option<String>,
}

/// What of a file is otherwise on a server.
pub(crate) fn differences(cfg: &Cfg, state: &State) -> Vec<Difference> {
    let wanted = cfg.settings.iter();
    let differing = wanted.filter_map(|setting| {
        let is = match state.get(&setting.name) {
            Reading::Value { value, .. } if same(value, &setting.value) => return None,
            Reading::Value { value, .. } => Some(value.clone()),
            Reading::Unknown => None,
            Reading::Untold | Reading::Secret | Reading::Command => return None,
        };
        Some(Difference {
            name: setting.name.clone(),
            is,
            should: Some(setting.value.clone()),
        })
    });
    differing.collect()
}

/// In what two servers differ, of these names. What one of them does not tell is
/// not compared.
pub(crate) fn told_apart<'n>(
    names: impl IntoIterator<Item = &'n str>,
    one: &State,
    other: &State,
) -> Vec<Difference> {
    let told = |state: &State, name: &str| match state.get(name) {
        Reading::Value { value, .. } => Some(Some(value.clone())),
        Reading::Unknown => Some(None),
        Reading::Untold | Reading::Secret | Reading::Command => None,
    };
    let differing = names.into_iter().filter_map(|name| {
        let (is, should) = (told(one, name)?, told(other, name)?);
        let equal = match (&is, &should) {
            (Some(is), Some(should)) => same(is, should),
            (is, should) => is == should,
        };
        (!equal).then(|| Difference {
            name: name.to_owned(),
            is,
            should,
        })
    });
    differing.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(values: &[(&str, Reading)]) -> State {
        let mut state = State::default();
        for (name, reading) in values {
            state.put(name, reading.clone());
        }
        state
    }

    #[test]
    fn only_what_is_told_is_compared() {
        let cfg = Cfg::parse("a 1\nb true\nc x\nd 2\nsecret 3\nquit 4\nnone 5");
        let state = state(&[
            ("A", Reading::value("1.0")),
            ("b", Reading::value("1")),
            ("c", Reading::value("X")),
            ("d", Reading::Untold),
            ("secret", Reading::Secret),
            ("quit", Reading::Command),
        ]);
        let found: Vec<_> = differences(&cfg, &state)
            .into_iter()
            .map(|it| (it.name, it.is, it.should))
            .collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            found,
            [
                ("c".to_owned(), text("X"), text("x")),
                ("none".to_owned(), None, text("5"))
            ]
        );
    }

    #[test]
    fn a_name_that_one_server_lacks_differs() {
        let one = state(&[
            ("a", Reading::value("1")),
            ("b", Reading::value("2")),
            ("c", Reading::Untold),
        ]);
        let other = state(&[("a", Reading::value("true")), ("c", Reading::value("1"))]);
        let found = told_apart(["a", "b", "c"], &one, &other);
        assert_eq!(found.len(), 1);
        assert_eq!((&*found[0].name, &found[0].should), ("b", &None));
    }
}
