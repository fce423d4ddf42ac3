//! The names on disk, a file a server, so that Tab works at once next time.
//!
//! A file is only ever a copy of what a server said: one that is damaged, too
//! long or of another version is passed over in silence (and in the log), and
//! written anew after the next fetch.

mod file_name;
mod format;
mod usages;

use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::list::{MAX_TEXT, NameList};
use crate::live;
use crate::request::target::Place;
use crate::system::private;
use crate::system::replace::{Access, Outlives, replace};

pub(crate) use usages::Usages;

/// How old names may grow before they are asked for again. They are used
/// until the new ones are there.
pub(crate) const MAX_AGE: Duration = Duration::from_hours(24);

/// Room for the lines in front of the names, in bytes.
const MAX_HEADER: usize = 4096;

/// The longest file that is one of ours.
const LIMIT: u64 = (MAX_HEADER + MAX_TEXT) as u64;

/// What is kept of one server.
#[derive(Debug, Clone)]
pub struct Cached {
    /// The game as it was recognised, by its name on the command line.
    pub game: Option<String>,
    /// When the server was asked, to the second.
    pub fetched: SystemTime,
    /// Its names; an empty list says that it has none to give.
    pub names: NameList,
}

impl Cached {
    /// Whether it is time to ask again: older than [`MAX_AGE`], or from the
    /// future, as after a change of the clock.
    pub fn is_stale(&self, now: SystemTime) -> bool {
        is_stale(self.fetched, now)
    }
}

fn is_stale(fetched: SystemTime, now: SystemTime) -> bool {
    now.duration_since(fetched)
        .ok()
        .is_none_or(|age| age > MAX_AGE)
}

/// What a file says in front of its names.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// As of [`Cached`].
    pub(crate) game: Option<String>,
    pub(crate) fetched: SystemTime,
    /// How many names there are.
    pub(crate) count: usize,
}

impl Head {
    /// As of [`Cached::is_stale`].
    pub(crate) fn is_stale(&self, now: SystemTime) -> bool {
        is_stale(self.fetched, now)
    }
}

/// A file of which the head has been read, and hardly more.
#[derive(Debug)]
pub(crate) struct Begun {
    head: Head,
    path: PathBuf,
    file: File,
    /// What has been read, with room for all of it.
    bytes: Vec<u8>,
    /// Where the names begin.
    body: usize,
}

impl Begun {
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// Reads the names. Nothing if they are not whole.
    pub(crate) fn names(mut self) -> Option<NameList> {
        let names = self.read();
        if names.is_none() {
            log::debug!("names cache: {} is not usable", self.path.display());
        }
        names
    }

    fn read(&mut self) -> Option<NameList> {
        let mut bytes = std::mem::take(&mut self.bytes);
        // The file can grow while it is read.
        let left = LIMIT.saturating_sub(bytes.len() as u64);
        (&self.file).take(left).read_to_end(&mut bytes).ok()?;
        let names = NameList::behind(String::from_utf8(bytes).ok()?, self.body)?;
        (names.len() == self.head.count).then_some(names)
    }
}

/// The name of a server's files without the ending that says which it is.
pub(crate) fn file_stem(server: &str) -> String {
    file_name::stem(server)
}

/// By what a server is kept here.
pub(crate) fn key_of(place: &Place) -> String {
    file_name::key(place)
}

/// The folder that holds the files.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// One in any folder, which is made when it is needed.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// What is kept of a server, by its [key](key_of). Nothing if nothing is, or
    /// it cannot be used.
    pub fn load(&self, server: &str) -> Option<Cached> {
        let begun = self.begin(server)?;
        let Head { game, fetched, .. } = begun.head.clone();
        begun.names().map(|names| Cached {
            game,
            fetched,
            names,
        })
    }

    /// The same, of which only what stands in front of the names is read: that
    /// takes no time, however many there are.
    pub(crate) fn begin(&self, server: &str) -> Option<Begun> {
        let path = self.path_of(server);
        match open(&path) {
            Ok((file, bytes)) => {
                let Some((head, body)) = format::read(&bytes, server) else {
                    log::debug!("names cache: {} is not usable", path.display());
                    return None;
                };
                Some(Begun {
                    head,
                    path,
                    file,
                    bytes,
                    body,
                })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                log::debug!("names cache: {}: {error}", path.display());
                None
            }
        }
    }

    /// Keeps what is known of a server. The file appears whole or not at all,
    /// and is for the user's eyes only.
    ///
    /// # Errors
    ///
    /// Those of making the folder and of writing into it.
    pub fn save(&self, server: &str, cached: &Cached) -> io::Result<()> {
        private::create_folder(&self.folder)?;
        let header = format::header(server, cached);
        replace(
            &self.path_of(server),
            Access::Private,
            Outlives::Process,
            |file| {
                file.write_all(header.as_bytes())?;
                // Wherever a server shows the password: a value, a help text.
                file.write_all(live::redact(cached.names.as_text()).as_bytes())
            },
        )
    }

    fn path_of(&self, server: &str) -> PathBuf {
        self.folder.join(file_name::of(server))
    }
}

/// The file and its first bytes, if it is not longer than a file of ours can be.
fn open(path: &Path) -> io::Result<(File, Vec<u8>)> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > LIMIT {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("{length} bytes, over {LIMIT}"),
        ));
    }
    let mut bytes = Vec::with_capacity(length as usize);
    (&file).take(MAX_HEADER as u64).read_to_end(&mut bytes)?;
    Ok((file, bytes))
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
