//! Glowstone: Minecraft, but it finds packets wherever the segment borders are.

use super::Dialect;
use super::minecraft::Minecraft;
use super::reads::Reads;

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Glowstone {
    minecraft: Minecraft,
}

impl Dialect for Glowstone {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.minecraft
    }

    fn reads(&mut self) -> Reads {
        Reads::Stream
    }
}
