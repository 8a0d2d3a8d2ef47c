//! Tests that need no other WebSocket implementation.

mod in_process;
mod sockets;
