//! What a client makes of a bad network and of a server that comes and goes. No socket, no waiting: time is virtual.

mod cutting;
mod delaying;
mod expiring;
mod lagging;
mod network;
mod replacing;
mod wandering;
