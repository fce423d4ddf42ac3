//! The console client for game servers that speak RCON.
