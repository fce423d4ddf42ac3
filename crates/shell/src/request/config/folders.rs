//! Where this user's files are: each platform's own place, `XDG_*` on Unix.

use std::path::PathBuf;

use etcetera::AppStrategy as _;

/// The three folders of the program. None need exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// `config.toml`.
    pub config: PathBuf,
    /// The history, and what has been said once.
    pub state: PathBuf,
    /// The names of servers: may be deleted at any time.
    pub cache: PathBuf,
}

impl Folders {
    /// The folders of whoever runs this, or nothing where there is no home.
    pub fn find() -> Option<Folders> {
        let strategy = etcetera::choose_app_strategy(etcetera::AppStrategyArgs {
            app_name: "rcon-shell".to_owned(),
            ..etcetera::AppStrategyArgs::default()
        })
        .ok()?;
        Some(Folders {
            config: strategy.config_dir(),
            // Windows knows no state folder; what is closest is the data's.
            state: strategy.state_dir().unwrap_or_else(|| strategy.data_dir()),
            cache: strategy.cache_dir(),
        })
    }

    /// The configuration file.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }
}
