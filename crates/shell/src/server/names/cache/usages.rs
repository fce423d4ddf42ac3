//! How commands are used, as a server has said it when asked (`help NAME`): kept
//! beside its names, so that it is asked once.
//!
//! A line a command: its name, and a tab before each usage.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::time::SystemTime;

use super::{Cache, MAX_AGE, file_name};
use crate::live;
use crate::order;
use crate::server::names::field::{escape_into, unescape};
use crate::system::private;
use crate::system::replace::{Access, Outlives, replace};

/// The first line: what the file is, and the version of its form.
const MAGIC: &str = "rcon-shell usages 1";

/// The longest file that is read, in bytes.
const LONGEST: u64 = 4 << 20;

/// The usages of commands, by their names.
pub(crate) type Usages = HashMap<String, Vec<String>>;

impl Cache {
    /// What a server, by its [key](super::key_of), has said of its commands. Nothing where
    /// that is older than a day.
    pub(crate) fn load_usages(&self, server: &str) -> Usages {
        let path = self.usages_of(server);
        let read = || -> io::Result<String> {
            let file = File::open(&path)?;
            let written = file.metadata()?.modified()?;
            let age = SystemTime::now().duration_since(written);
            if age.is_ok_and(|age| age > MAX_AGE) {
                return Ok(String::new());
            }
            let mut text = String::new();
            file.take(LONGEST).read_to_string(&mut text)?;
            Ok(text)
        };
        match read() {
            Ok(text) => parse(&text, server).unwrap_or_default(),
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    log::debug!("usages: {}: {error}", path.display());
                }
                Usages::new()
            }
        }
    }

    /// Keeps what a server has said of its commands, for the user's eyes only.
    ///
    /// # Errors
    ///
    /// Those of making the folder and of writing into it.
    pub(crate) fn save_usages(&self, server: &str, usages: &Usages) -> io::Result<()> {
        private::create_folder(&self.folder)?;
        let text = live::redact(&write(server, usages)).into_owned();
        replace(
            &self.usages_of(server),
            Access::Private,
            Outlives::Process,
            |file| file.write_all(text.as_bytes()),
        )
    }

    /// Forgets what a server has said of its commands.
    pub(crate) fn forget_usages(&self, server: &str) {
        // There may be none.
        let _ = fs::remove_file(self.usages_of(server));
    }

    fn usages_of(&self, server: &str) -> PathBuf {
        self.folder.join(file_name::stem(server) + ".usages")
    }
}

fn write(server: &str, usages: &Usages) -> String {
    let mut text = format!("{MAGIC}\n");
    escape_into(&mut text, &server.to_ascii_lowercase());
    text.push('\n');
    let mut names: Vec<_> = usages.iter().collect();
    order::sort(&mut names, Ord::cmp);
    for (name, usages) in names {
        escape_into(&mut text, name);
        for usage in usages {
            text.push('\t');
            escape_into(&mut text, usage);
        }
        text.push('\n');
    }
    text
}

fn parse(text: &str, server: &str) -> Option<Usages> {
    // What was cut off in the middle of a line is not whole.
    let (whole, _) = text.rsplit_once('\n')?;
    let mut lines = whole.lines();
    if lines.next()? != MAGIC || unescape(lines.next()?) != server.to_ascii_lowercase() {
        return None;
    }
    let entry = |line: &str| {
        let mut fields = line.split('\t').map(|field| unescape(field).into_owned());
        Some((fields.next()?, fields.collect()))
    };
    Some(lines.filter_map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path());
        let usages = Usages::from([
            (
                "effect".to_owned(),
                vec!["give <a\tb>".to_owned(), "clear".to_owned()],
            ),
            ("list".to_owned(), Vec::new()),
        ]);
        cache.save_usages("MC.example:25575", &usages).unwrap();
        assert_eq!(cache.load_usages("mc.example:25575"), usages);
        assert_eq!(cache.load_usages("mc.example:25576"), Usages::new());
        cache.forget_usages("mc.example:25575");
        assert_eq!(cache.load_usages("mc.example:25575"), Usages::new());
    }

    #[test]
    fn what_is_damaged_is_passed_over() {
        let text = write(
            "x:1",
            &Usages::from([("a".to_owned(), vec!["b c".to_owned()])]),
        );
        for end in 0..text.len() - 1 {
            let parsed = parse(&text[..end], "x:1");
            assert!(parsed.is_none_or(|usages| usages.is_empty()), "{end}");
        }
        assert!(parse(&text, "y:1").is_none());
    }
}
