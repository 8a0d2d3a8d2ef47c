//! The tests of the echo that need no peer of another make.

mod in_process;
mod sockets;
