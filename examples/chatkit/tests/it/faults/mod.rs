//! Clients on an unreliable network and with servers that fail or are replaced. No sockets; time is virtual.

mod cutting;
mod delaying;
mod expiring;
mod lagging;
mod network;
mod random_faults;
mod replacing;
