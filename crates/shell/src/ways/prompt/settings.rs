//! What `!set` changes at a prompt.

use crate::request::manner::Confirm;
use crate::request::options::Shell;
use crate::show::output::Rendering;
use crate::show::style::ColorChoice;
use crate::ways::app::App;

/// See the [module](self).
#[derive(Debug, Clone, Copy)]
pub(crate) struct PromptSettings {
    pub(crate) color: ColorChoice,
    pub(crate) timing: bool,
    pub(crate) pager: bool,
    pub(crate) vi: bool,
    pub(crate) raw: bool,
    /// What `!set confirm` asks for, in the place of a profile's.
    pub(crate) confirm: Option<Confirm>,
}

impl PromptSettings {
    /// What the options say.
    pub(super) fn asked(app: &App, asked: Shell) -> Self {
        Self {
            color: app.options.color,
            timing: asked.timing,
            pager: asked.pager,
            vi: asked.vi,
            raw: asked.raw,
            confirm: None,
        }
    }

    /// What replies become.
    pub(crate) fn rendering(self) -> Rendering {
        if self.raw {
            return Rendering::Raw;
        }
        Rendering::of_stdout(self.color)
    }
}
