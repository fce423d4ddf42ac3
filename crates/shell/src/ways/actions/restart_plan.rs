//! What a line with `!restart` asks for.

use crate::commands::Local;
use crate::commands::words::unquoted;
use crate::error::Result;
use crate::server::restart::plan::Plan;

/// The plan that a line has.
pub(super) fn plan(local: &Local) -> Result<Plan> {
    let mut plan = Plan::parse(local.text())?;
    plan.text = unquoted(&plan.text).to_owned();
    Ok(plan)
}
