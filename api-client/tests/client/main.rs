//! Tests of clients with in-process services, and with servers on loopback.

mod credentials;
mod in_process;
mod limits;
mod network;
mod read;
mod resume;
mod retry;
mod support;
mod tls;
mod websocket;
mod websocket_rows;
