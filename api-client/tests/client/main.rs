//! Clients against services in memory, and against servers on loopback.

mod credentials;
mod limits;
mod network;
mod read;
mod resume;
mod retry;
mod support;
mod tls;
