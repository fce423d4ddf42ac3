//! What each dialect does on the wire, seen through a bare socket.

mod client;
mod one_packet;
mod polled;
mod rust;
mod singular;
mod source_shape;
mod told_by_ids;
