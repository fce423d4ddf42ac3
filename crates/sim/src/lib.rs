//! Simulated game servers that speak RCON.
