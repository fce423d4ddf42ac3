//! The page for those who come from python-valve, row by row.

#[path = "python_valve/calls.rs"]
mod calls;
#[path = "python_valve/names.rs"]
mod names;
#[path = "python_valve/page.rs"]
mod page;
#[path = "python_valve/rcon.rs"]
mod rcon;
#[path = "python_valve/message.rs"]
mod rcon_message;
#[path = "python_valve/buffer.rs"]
mod response_buffer;

use rcon_proto::{ConnectOptions, Connection};
use rcon_sim::Server;

fn server() -> Server {
    Server::builder().start().expect("a server")
}

fn open(server: &Server) -> Connection {
    let options = ConnectOptions::default();
    Connection::open(server.addr(), &"secret".into(), options).expect("a login")
}
