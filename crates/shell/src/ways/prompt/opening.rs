//! A prompt is opened: where its lines come from, and the greeting.

use std::sync::Arc;

use super::lines::Lines;
use super::looks::greeting;
use super::messages::{dim, say};
use super::settings::PromptSettings;
use crate::error::Result;
use crate::request::options::{Reading, Shell};
use crate::show::verbose;
use crate::system::interrupt::Hushed;
use crate::typing::editor::Knowledge;
use crate::ways::app::App;

/// What every prompt has.
pub(crate) struct Opened {
    pub(crate) lines: Lines,
    pub(crate) settings: PromptSettings,
    /// While it is held, what is typed ahead waits for the prompt.
    pub(crate) hushed: Option<Hushed>,
}

/// Opens where lines come from, and greets whoever is there. `history` is the name
/// of the file that keeps the lines.
///
/// # Errors
///
/// The terminal cannot be used.
pub(crate) fn open(
    app: &App,
    asked: Shell,
    knowledge: Arc<dyn Knowledge>,
    history: &str,
) -> Result<Opened> {
    let lines = Lines::open(app, asked, knowledge, history)?;
    verbose::start(app.options.verbose, lines.log());
    let has_editor = lines.has_editor();
    let hushed = has_editor.then(Hushed::begin);
    let settings = PromptSettings::asked(app, asked);
    if matches!(asked.reading, Reading::Terminal { .. }) && !app.options.quiet {
        if has_editor {
            dim(&greeting(), settings.color);
        } else {
            // A terminal that may take no escapes.
            say(&greeting());
        }
    }
    Ok(Opened {
        lines,
        settings,
        hushed,
    })
}
