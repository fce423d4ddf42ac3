//! Many servers at once.
use crate::app::App;
use crate::target::Target;
pub(crate) fn run(_: &App, _: &[Target]) -> anyhow::Result<u8> {
    anyhow::bail!("not yet")
}
