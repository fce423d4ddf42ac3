//! `!exit`.

use super::{Action, Came, Next};

pub(super) const ACTION: Action = Action {
    prompt: Some(|_, _| Ok(Next::Leave)),
    script: Some(|_, _, _| Ok(Next::Leave)),
    fleet: Some(|_, _| Ok(Came::Done(Next::Leave))),
};
