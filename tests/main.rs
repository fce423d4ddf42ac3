//! The real program against the simulator.
