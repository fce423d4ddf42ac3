//! A person at a prompt.
use crate::app::App;
pub(crate) fn run(_: App) -> anyhow::Result<u8> {
    anyhow::bail!("not yet")
}
