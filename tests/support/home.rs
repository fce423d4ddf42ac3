//! A user's home that nobody else has: configuration, history, cache.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::PASSWORD;

/// Profiles of these servers in their order, called `a`, `b`, `c`.
pub(crate) fn profiles<A: Display>(addresses: impl IntoIterator<Item = A>) -> String {
    let named = ('a'..='z').zip(addresses);
    let profile = |(name, address): (char, A)| {
        format!("[servers.{name}]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n")
    };
    named.map(profile).collect()
}

/// A home directory that lasts as long as anyone holds it. Runs that share one
/// share their history, configuration and cached names.
#[derive(Clone)]
pub(crate) struct Home {
    dir: Arc<TempDir>,
}

impl Home {
    /// An empty home.
    pub(crate) fn new() -> Self {
        Self {
            dir: Arc::new(TempDir::new().unwrap()),
        }
    }

    /// The whole environment of a program that lives here: nothing of the
    /// developer's own reaches it.
    pub(crate) fn env(&self) -> Vec<(String, String)> {
        let here = |sub: &str| self.path(sub).display().to_string();
        let mut env: Vec<(String, String)> = [
            ("HOME", here("")),
            ("USERPROFILE", here("")),
            ("APPDATA", here("config")),
            ("LOCALAPPDATA", here("local")),
            ("XDG_CONFIG_HOME", here("config")),
            ("XDG_STATE_HOME", here("state")),
            ("XDG_CACHE_HOME", here("cache")),
            ("XDG_DATA_HOME", here("data")),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        // Programs that this one starts are found, sockets work on Windows, and
        // what ran is counted where somebody counts it.
        for name in ["PATH", "SystemRoot", "LLVM_PROFILE_FILE"] {
            env.extend(std::env::var(name).map(|value| (name.to_owned(), value)));
        }
        env
    }

    /// Where `relative` is in this home.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.dir.path().join(relative)
    }

    /// Writes a file that only its owner may read; gives its path.
    pub(crate) fn file(&self, relative: &str, contents: impl AsRef<[u8]>) -> String {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, contents).unwrap();
        set_mode(&path, 0o600);
        path.display().to_string()
    }

    /// Writes the configuration file.
    pub(crate) fn config(&self, toml: &str) -> String {
        // Windows has one folder for configuration and data.
        let own = if cfg!(windows) { "config/" } else { "" };
        self.file(&format!("config/rcon-shell/{own}config.toml"), toml)
    }

    /// Lets others read the file, or not.
    #[cfg(unix)]
    pub(crate) fn chmod(&self, relative: &str, mode: u32) {
        set_mode(&self.path(relative), mode);
    }

    /// Every file below this home, with what is in it.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.dir.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push((path.clone(), fs::read(&path).unwrap()));
                }
            }
        }
        found
    }

    /// Fails if any file below this home holds `secret`.
    pub(crate) fn assert_nowhere(&self, secret: &str) {
        for (path, contents) in self.files() {
            let holds = contents
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!holds, "{} holds {secret:?}", path.display());
        }
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) {}
