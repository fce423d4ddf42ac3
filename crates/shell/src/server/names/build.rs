//! Making a list of names from what a server printed.

use rcon_proto::convar::{Convar, CvarList, Found, HelpPage, Value};

use crate::commands::is_secret_name;

use super::field::escape_into;
use super::list::{MAX_TEXT, NameList};
use super::name::Kind;

/// A name to be put into a list. Fields that are not known stay empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewName<'a> {
    /// The name; one with a blank in it is not taken.
    pub name: &'a str,
    /// What kind of thing it is.
    pub kind: Kind,
    /// The value as the list printed it.
    pub value: &'a str,
    /// Its flags, a comma between two.
    pub flags: &'a str,
    /// How it is used.
    pub usage: &'a str,
    /// Its help text.
    pub description: &'a str,
}

/// Collects names; of two that are the same the first is kept.
#[derive(Debug, Default)]
pub struct Builder {
    text: String,
}

impl Builder {
    /// Takes a name, if it is one and there is room for it.
    pub fn push(&mut self, new: &NewName<'_>) {
        let size = new.name.len() + new.value.len() + new.description.len();
        // Escaping doubles a text at most.
        let room = MAX_TEXT.saturating_sub(self.text.len()) / 2;
        let usable = !new.name.is_empty() && !new.name.contains(char::is_whitespace);
        if !usable || size + new.flags.len() + new.usage.len() + 16 > room {
            return;
        }
        // Its value is nobody's business but the server's.
        let value = if is_secret_name(new.name) {
            ""
        } else {
            new.value
        };
        self.text.push_str(new.name);
        self.text.push('\t');
        self.text.push(new.kind.code());
        for field in [value, new.flags, new.usage, new.description] {
            self.text.push('\t');
            escape_into(&mut self.text, field);
        }
        self.text.push('\n');
    }

    /// Takes what a `cvarlist` printed.
    pub fn push_cvarlist(&mut self, list: &CvarList) {
        let exact = list.style().values_are_exact();
        for convar in list {
            self.push_convar(&convar, exact);
        }
    }

    fn push_convar(&mut self, convar: &Convar<'_>, exact: bool) {
        let flags: Vec<&str> = convar.flags.iter().map(String::as_str).collect();
        self.push(&NewName {
            name: convar.name,
            kind: match convar.value {
                Value::Command => Kind::Command,
                _ if exact => Kind::Variable,
                _ => Kind::Unproven,
            },
            value: convar.value.as_str().unwrap_or_default(),
            flags: &flags.join(","),
            description: convar.description,
            ..NewName::default()
        });
    }

    /// Takes a page of a Minecraft server's help.
    pub fn push_help(&mut self, page: &HelpPage) {
        for entry in &page.entries {
            self.push(&NewName {
                name: &entry.name,
                kind: if entry.is_topic {
                    Kind::Topic
                } else {
                    Kind::Command
                },
                usage: &entry.usage,
                description: &entry.description,
                ..NewName::default()
            });
        }
    }

    /// Takes what Rust's `find` printed. It seldom says how a command is used, or what
    /// it does: what is known of that besides is added.
    pub fn push_found(&mut self, found: &[Found], known: &NameList) {
        for entry in found {
            let known = known.get(&entry.name);
            let usage = known.as_ref().map(|it| it.usage().into_owned());
            let told = || format!("{} {}", entry.name, entry.arguments);
            let usage = usage.unwrap_or_else(told);
            let help = known.map(|it| it.description().into_owned());
            let help = help.filter(|_| entry.description.is_empty());
            self.push(&NewName {
                name: &entry.name,
                kind: match entry.value {
                    Some(_) => Kind::Variable,
                    None => Kind::Command,
                },
                value: entry.value.as_deref().unwrap_or_default(),
                usage: usage.trim_end(),
                description: help.as_deref().unwrap_or(&entry.description),
                ..NewName::default()
            });
        }
    }

    /// The list of all that was taken.
    pub fn build(self) -> NameList {
        // The text is of the list's own form and bounded, so it is one.
        NameList::from_text(self.text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cvarlist_keeps_its_flags_and_hides_values_that_prove_nothing() {
        let source = CvarList::parse(
            b"hostname   : 0        : , \"nf\", \"sv\"     : Its name.\nkick       : cmd      :                  : \n",
        );
        let mut builder = Builder::default();
        builder.push_cvarlist(&source);
        let names = builder.build();
        let host = names.get("hostname").expect("listed");
        assert_eq!((host.kind(), host.value()), (Kind::Unproven, None));
        assert_eq!(host.flags().collect::<Vec<_>>(), ["nf", "sv"]);
        assert_eq!(names.get("kick").map(|it| it.kind()), Some(Kind::Command));

        let cs2 = CvarList::parse(b"hostname   : Ours     : sv, release      : Its name.\n");
        let mut builder = Builder::default();
        builder.push_cvarlist(&cs2);
        let names = builder.build();
        let value = names.get("hostname").and_then(|it| it.value());
        assert_eq!(value.as_deref(), Some("Ours"));
    }

    #[test]
    fn a_passwords_value_is_not_kept() {
        let list = CvarList::parse(
            b"hostname   : Ours     : sv, release      : Its name.\n\
              rcon_password : hunter2 : sv : The password.\n\
              SV_PassWord : hunter2 : sv : For players.\n\
              tv_passwd : hunter2 : sv : For viewers.\n",
        );
        let mut builder = Builder::default();
        builder.push_cvarlist(&list);
        let names = builder.build();
        assert_eq!(names.len(), 4);
        assert!(!names.as_text().contains("hunter2"), "{}", names.as_text());
    }

    #[test]
    fn help_pages_add_up() {
        let mut builder = Builder::default();
        for page in ["/ban <name>/list", "/list again/op <name>"] {
            builder.push_help(&HelpPage::parse(page.as_bytes()));
        }
        let names = builder.build();
        let usages: Vec<_> = names.iter().map(|it| it.usage().into_owned()).collect();
        assert_eq!(usages, ["ban <name>", "list", "op <name>"]);
    }

    #[test]
    fn what_was_found_is_explained_by_what_is_known() {
        let text = b"Variables:\n rcon.password             (hunter2)\n env.time  The hour (7)\n\n\
            Commands:\n global.kick(  ) \n plugin.new( a b ) \n";
        let mut builder = Builder::default();
        let known = crate::server::names::builtin::list(rcon_proto::Game::Rust);
        builder.push_found(&rcon_proto::convar::found(text), &known.expect("a list"));
        let names = builder.build();
        assert!(!names.as_text().contains("hunter2"));
        let time = names.get("env.time").expect("found");
        let told = (time.value(), time.usage(), time.description());
        assert_eq!(
            told,
            (Some("7".into()), "env.time HOUR".into(), "The hour".into())
        );
        let kick = names.get("kick").expect("found");
        assert_eq!(kick.usage(), "kick PLAYER REASON");
        assert_eq!(kick.description(), "Throws a player out.");
        let new = names.get("plugin.new").map(|it| it.usage().into_owned());
        assert_eq!(new.as_deref(), Some("plugin.new a b"));
        assert_eq!(names.len(), 4);
    }

    #[test]
    fn no_more_is_taken_than_fits() {
        let mut builder = Builder::default();
        let description = "\t".repeat(MAX_TEXT / 8);
        for name in ["a", "b", "c", "d", "e"] {
            builder.push(&NewName {
                name,
                description: &description,
                ..NewName::default()
            });
        }
        builder.push(&NewName {
            name: "two words",
            ..NewName::default()
        });
        let names = builder.build();
        assert!((1..4).contains(&names.len()), "{}", names.len());
        assert!(names.as_text().len() <= MAX_TEXT);
    }
}
