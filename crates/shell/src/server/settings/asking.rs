//! The questions, in as few commands as can be.

use std::collections::HashMap;

use rcon_proto::convar::{ConsoleKind, CvarList, ListStyle, Query, console_kind};
use rcon_proto::settings::{batches, gamerules, same};
use rcon_proto::{Game, Separator};

use super::known::{Convars, Known, Listed};
use super::{Reading, State, may_have_settings, minecraft};
use crate::commands::is_secret_name;
use crate::error::{Result, UsageError};

/// What Source prints in the place of a value that it keeps to itself.
const PROTECTED: &str = "***PROTECTED***";

/// Asks one server.
pub(crate) struct Asker<'a> {
    /// What is known of the server.
    pub(crate) game: Game,
    /// The longest question, in bytes.
    pub(crate) limit: usize,
    /// Sends a question and gives the whole reply.
    pub(crate) ask: &'a mut dyn FnMut(&str) -> Result<String>,
    /// Is told how many of how many names have been asked for.
    pub(crate) progress: &'a mut dyn FnMut(usize, usize),
}

impl Asker<'_> {
    /// Asks which names there are.
    ///
    /// # Errors
    ///
    /// It was not answered, or the game has no settings that can be asked for.
    pub(crate) fn known(&mut self) -> Result<Known> {
        if self.game == Game::Minecraft {
            return self.known_gamerules();
        }
        if !may_have_settings(self.game) {
            return Err(self.without_settings());
        }
        let reply = (self.ask)("cvarlist")?;
        let list = CvarList::parse(reply.as_bytes());
        if !list.is_empty() {
            return Ok(Known::Convars(Convars::of(&list)));
        }
        match console_kind("cvarlist", reply.as_bytes()) {
            Some(ConsoleKind::Minecraft) => self.known_gamerules(),
            _ => Err(self.without_settings()),
        }
    }

    fn known_gamerules(&mut self) -> Result<Known> {
        let rules = gamerules(&(self.ask)("help gamerule")?);
        if !rules.is_empty() {
            return Ok(Known::Gamerules(rules));
        }
        // Until 1.12. Later ones call it incomplete.
        Ok(Known::Gamerules(gamerules(&(self.ask)("gamerule")?)))
    }

    fn without_settings(&self) -> crate::error::Error {
        let which = match self.game {
            Game::Auto | Game::Generic => "the game is not known".to_owned(),
            Game::Source | Game::Cs2 => "cvarlist was answered with no list".to_owned(),
            game => format!("this is {game}"),
        };
        UsageError(format!(
            "{which}, and its console lists no settings that could be asked for: those of Source, CS2 and Minecraft do (--game NAME says which it is)"
        ))
        .into()
    }

    /// Asks for the values of these names.
    ///
    /// # Errors
    ///
    /// A question was not answered.
    pub(crate) fn read<'n>(
        &mut self,
        known: &Known,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<State> {
        let mut state = State::default();
        match known {
            Known::Gamerules(_) => {
                let names: Vec<&str> = names.into_iter().collect();
                for (at, name) in names.iter().enumerate() {
                    let reading = minecraft::read(name, self.ask)?;
                    state.put(name, reading);
                    (self.progress)(at + 1, names.len());
                }
            }
            Known::Convars(convars) => {
                let mut asked = Vec::new();
                for name in names {
                    match at_once(convars, name) {
                        Some(reading) => state.put(name, reading),
                        None => asked.push(name),
                    }
                }
                self.convars(convars, &asked, &mut state)?;
            }
        }
        Ok(state)
    }

    fn convars(&mut self, convars: &Convars, names: &[&str], state: &mut State) -> Result<()> {
        // The list came from a console of Source's kind, all of which divide.
        let divides = self.game.facts().separator != Some(Separator::Nothing);
        let mut done = 0;
        let singly: Vec<&[&str]> = names.chunks(1).collect();
        let batched: Vec<&[&str]> = batches(names, self.limit).collect();
        for batch in if divides { batched } else { singly } {
            let mut missing = self.batch(convars, batch, state)?;
            if missing.len() == batch.len() && batch.len() > 1 {
                // Nothing at all: one of them shows whether it is the `;`.
                let first = self.batch(convars, &missing[..1], state)?;
                if first.is_empty() {
                    missing.remove(0);
                } else {
                    missing.clear();
                }
            }
            if batch.len() > 1 {
                for name in missing {
                    self.batch(convars, &[name], state)?;
                }
            }
            done += batch.len();
            (self.progress)(done, names.len());
        }
        Ok(())
    }

    /// Asks for these names in one command. Which were not answered; they count as
    /// not told.
    fn batch<'n>(
        &mut self,
        convars: &Convars,
        batch: &[&'n str],
        state: &mut State,
    ) -> Result<Vec<&'n str>> {
        let reply = (self.ask)(&batch.join(";"))?;
        let mut answers: HashMap<String, Query> = HashMap::new();
        for query in Query::parse_all(reply.as_bytes()) {
            answers.entry(super::key(&query.name)).or_insert(query);
        }
        let mut missing = Vec::new();
        for &name in batch {
            let told = answers.remove(&super::key(name));
            if told.is_none() {
                missing.push(name);
            }
            state.put(name, reading(convars.style, told));
        }
        Ok(missing)
    }
}

/// What an answer says.
fn reading(style: ListStyle, told: Option<Query>) -> Reading {
    let Some(Query {
        value: Some(value),
        default,
        ..
    }) = told
    else {
        return Reading::Untold;
    };
    if value == PROTECTED {
        return Reading::Untold;
    }
    // Source prints a default only where the value is another.
    let is_default =
        (style == ListStyle::Source).then(|| default.is_none_or(|default| same(&default, &value)));
    Reading::Value { value, is_default }
}

/// What is known of a name without asking for it.
fn at_once(convars: &Convars, name: &str) -> Option<Reading> {
    Some(match convars.get(name) {
        None => Reading::Unknown,
        // Asking for it could run something, whatever the list calls it.
        Some(_) if !is_one_word(name) => Reading::Untold,
        Some(Listed::Command) => Reading::Command,
        Some(Listed::Variable { .. }) if is_secret_name(name) => Reading::Secret,
        Some(Listed::Variable { value: Some(value) }) => Reading::value(value.clone()),
        Some(Listed::Variable { value: None }) => return None,
    })
}

/// Whether a name is one word to every console.
fn is_one_word(name: &str) -> bool {
    !name.contains(|c: char| c.is_whitespace() || c.is_control() || "\";'`$\\".contains(c))
        && !name.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "cvar list\n--------------\n\
        a_text : 0 : , \"sv\" : \nb_number : 5 : , \"sv\" : \nquit : cmd : : \nrcon_password : 0 : , \"prot\" : \n\
        silent : 0 : , \"sv\" : \n--------------\n  5 total convars/concommands\n";

    /// What a console of these answers is asked, and what becomes of it.
    fn asked(names: &[&str], answer: &dyn Fn(&str) -> String) -> (State, Vec<String>) {
        let mut questions = Vec::new();
        let mut ask = |question: &str| {
            questions.push(question.to_owned());
            Ok(match question {
                "cvarlist" => LIST.to_owned(),
                _ => answer(question),
            })
        };
        let mut asker = Asker {
            game: Game::Source,
            limit: 1000,
            ask: &mut ask,
            progress: &mut |_, _| {},
        };
        let known = asker.known().unwrap();
        let state = asker.read(&known, names.iter().copied()).unwrap();
        (state, questions)
    }

    fn console(question: &str) -> String {
        let answer = |name: &str| match name {
            "a_text" => "\"a_text\" = \"x \"y\"; z\" ( def. \"\" )\n".to_owned(),
            "b_number" => "\"b_number\" = \"5\"\n game\n - Five.\n".to_owned(),
            _ => String::new(),
        };
        question.split(';').map(answer).collect()
    }

    #[test]
    fn nothing_is_asked_that_is_no_variable() {
        let names = [
            "A_Text",
            "b_number",
            "quit",
            "rcon_password",
            "nothing",
            "silent",
            "a_text;quit",
        ];
        let (state, questions) = asked(&names, &|question| console(&question.to_lowercase()));
        assert_eq!(questions, ["cvarlist", "A_Text;b_number;silent", "silent"]);
        let value = |value: &str, is_default| Reading::Value {
            value: value.to_owned(),
            is_default: Some(is_default),
        };
        assert_eq!(state.get("a_text"), &value("x \"y\"; z", false));
        assert_eq!(state.get("B_NUMBER"), &value("5", true));
        assert_eq!(state.get("quit"), &Reading::Command);
        assert_eq!(state.get("rcon_password"), &Reading::Secret);
        assert_eq!(state.get("nothing"), &Reading::Unknown);
        assert_eq!(state.get("a_text;quit"), &Reading::Unknown);
        assert_eq!(state.get("silent"), &Reading::Untold);
    }

    #[test]
    fn goldsrc_is_read_in_its_own_form() {
        let list = "CVar List\n--------------\nsv_gravity :      800, s\nhostname :        0\n\
            --------------\n  2 CVars\n";
        let mut ask = |question: &str| {
            Ok(match question {
                "cvarlist" => list.to_owned(),
                _ => "\"sv_gravity\" is \"600\"\n\"hostname\" is \"Ours \"x\"\"\n".to_owned(),
            })
        };
        let mut asker = Asker {
            game: Game::Source,
            limit: 1000,
            ask: &mut ask,
            progress: &mut |_, _| {},
        };
        let known = asker.known().unwrap();
        let state = asker.read(&known, ["sv_gravity", "hostname"]).unwrap();
        assert!(!known.tells_defaults());
        assert_eq!(state.get("sv_gravity"), &Reading::value("600"));
        assert_eq!(state.get("hostname"), &Reading::value("Ours \"x\""));
    }

    #[test]
    fn a_name_that_is_two_commands_is_not_asked_for() {
        for name in ["a;quit", "a b", "a\"b", "a//b", "a\nb"] {
            assert!(!is_one_word(name), "{name:?}");
        }
        assert!(is_one_word("sv_a.b-c+d") && is_one_word("minecraft:x"));
    }

    #[test]
    fn a_console_that_takes_no_semicolon_is_asked_one_by_one() {
        let (state, questions) = asked(&["a_text", "b_number"], &|question| {
            if question.contains(';') {
                String::new()
            } else {
                console(question)
            }
        });
        assert_eq!(
            questions,
            ["cvarlist", "a_text;b_number", "a_text", "b_number"]
        );
        assert!(matches!(state.get("b_number"), Reading::Value { .. }));
    }
}
