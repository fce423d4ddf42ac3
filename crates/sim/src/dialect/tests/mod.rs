//! What each dialect does on the wire, seen through a bare socket.

mod client;
mod one_packet;
mod source_shape;
