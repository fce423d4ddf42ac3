//! What servers have shown, kept from one run to the next: a small file each,
//! beside the names. It makes waits shorter or longer, and nothing else, so a
//! file that is damaged, too long or too old is as good as none.
//!
//! ```text
//! rcon-shell shown 1
//! 192.0.2.7:27015
//! 1700000000
//! source probes=ignored half-close=closes ids=own
//! ```
//!
//! The third line is when it was written, which is when something of it was
//! new.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rcon_proto::Shown;

use crate::system::private;
use crate::system::replace::{Access, Outlives, replace};

use super::names::cache::file_stem;

/// The first line: what the file is, and the version of its form.
const MAGIC: &str = "rcon-shell shown 1";

/// How long it is believed without anything new.
const MAX_AGE: Duration = Duration::from_hours(7 * 24);

/// Bytes of a file that are read: many times what one of ours has.
const MAX_FILE: u64 = 4096;

/// Where it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Keeper {
    folder: PathBuf,
}

impl Keeper {
    /// In this folder, which is made when it is needed.
    pub(crate) fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// What is kept of a server, by its `host:port`, and the means of keeping
    /// more.
    pub(crate) fn of(&self, server: &str) -> Kept {
        let server = server.to_ascii_lowercase();
        let path = self.folder.join(file_stem(&server) + ".shown");
        let shown = read(&path)
            .and_then(|text| understand(&text, &server, SystemTime::now()))
            .unwrap_or_default();
        Kept {
            folder: self.folder.clone(),
            path,
            server,
            shown,
        }
    }
}

/// What is kept of one server.
#[derive(Debug)]
pub(crate) struct Kept {
    folder: PathBuf,
    path: PathBuf,
    server: String,
    shown: Shown,
}

impl Kept {
    pub(crate) fn shown(&self) -> &Shown {
        &self.shown
    }

    /// Keeps this, if it is not what is kept already. Where that cannot be done
    /// the next run waits as this one did.
    pub(crate) fn keep(&mut self, shown: &Shown) {
        if *shown == self.shown || shown.shape.is_none() {
            return;
        }
        self.shown.clone_from(shown);
        if let Err(error) = self.write() {
            log::debug!("{}: {error}", self.path.display());
        }
    }

    fn write(&self) -> io::Result<()> {
        private::create_folder(&self.folder)?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let seconds = now.map_or(0, |since| since.as_secs());
        let Self { server, shown, .. } = self;
        let text = format!("{MAGIC}\n{server}\n{seconds}\n{shown}\n");
        replace(&self.path, Access::Private, Outlives::Process, |file| {
            file.write_all(text.as_bytes())
        })
    }
}

fn read(path: &Path) -> Option<String> {
    // Room for all of it, so that one read brings it.
    let mut text = String::with_capacity(512);
    let file = File::open(path).ok()?;
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    file.take(MAX_FILE).read_to_string(&mut text).ok()?;
    Some(text)
}

/// What a file of this server's says, if it is whole and new enough.
fn understand(text: &str, server: &str, now: SystemTime) -> Option<Shown> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    if lines.next()? != MAGIC || lines.next()? != server {
        return None;
    }
    let written = UNIX_EPOCH.checked_add(Duration::from_secs(lines.next()?.parse().ok()?))?;
    // From the future, as after a change of the clock, is too old as well.
    let age = now.duration_since(written).ok()?;
    let Ok(shown) = lines.next()?.parse();
    (age <= MAX_AGE && lines.next().is_none()).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "a.example:1";

    fn shown(text: &str) -> Shown {
        let Ok(shown) = text.parse();
        shown
    }

    #[test]
    fn what_is_kept_comes_back_and_is_written_when_it_is_new() {
        let home = tempfile::tempdir().unwrap();
        let keeper = Keeper::at(&home.path().join("cache"));
        let mut kept = keeper.of(SERVER);
        assert_eq!(*kept.shown(), Shown::default());
        kept.keep(&Shown::default());
        assert!(!kept.path.exists());
        kept.keep(&shown("source probes=ignored"));
        assert_eq!(
            *keeper.of("A.example:1").shown(),
            shown("source probes=ignored")
        );
        std::fs::remove_file(&kept.path).unwrap();
        kept.keep(&shown("source probes=ignored"));
        assert!(!kept.path.exists());
        assert_eq!(*keeper.of("a.example:2").shown(), Shown::default());
    }

    #[test]
    fn what_is_damaged_old_or_another_servers_is_passed_over() {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let week = MAX_AGE.as_secs();
        let whole = format!("{MAGIC}\n{SERVER}\n1000\nsource probes=answered\n");
        let good = Some(shown("source probes=answered"));
        assert_eq!(understand(&whole, SERVER, at(1000 + week)), good);
        assert_eq!(understand(&whole, SERVER, at(1001 + week)), None);
        assert_eq!(understand(&whole, SERVER, at(999)), None);
        assert_eq!(understand(&whole, "b.example:1", at(1000)), None);
        for cut in 0..whole.len() {
            assert_eq!(understand(&whole[..cut], SERVER, at(1000)), None, "{cut}");
        }
        assert_eq!(understand(&(whole + "more\n"), SERVER, at(1000)), None);
    }
}
