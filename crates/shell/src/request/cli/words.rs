//! The words that an option's value is one of.

use clap::ValueEnum;

/// What standard output holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// The replies
    #[default]
    Text,
    /// One JSON object a line
    Json,
    /// With --players: rows of comma-separated values
    Csv,
    /// With --check: metrics for a textfile collector
    Prometheus,
}

impl Format {
    /// The option as it is typed.
    pub(crate) fn typed(self) -> &'static str {
        match self {
            Format::Text => "--format text",
            Format::Json => "--format json",
            Format::Csv => "--format csv",
            Format::Prometheus => "--format prometheus",
        }
    }

    /// What it needs beside it, where it is the form of one way of running alone.
    pub(crate) fn needs(self) -> &'static str {
        match self {
            Format::Csv => "--players",
            Format::Text | Format::Json | Format::Prometheus => "--check",
        }
    }
}

/// A file that is made from the definition of the options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// Completion for bash
    Bash,
    /// Completion for zsh
    Zsh,
    /// Completion for fish
    Fish,
    /// Completion for `PowerShell`; the help has no use for the backticks.
    #[value(name = "powershell", help = "Completion for PowerShell")]
    PowerShell,
    /// Completion for elvish
    Elvish,
    /// The manual page
    Man,
    /// The configuration's servers and groups, for the completion files alone
    #[value(hide = true)]
    Servers,
}
