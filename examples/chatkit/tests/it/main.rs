//! Integration tests of Chatkit, one module per subject. `wire` and `world` are their shared fixtures.

mod bad_input;
mod documents;
mod domain;
mod faults;
mod in_process;
mod laws;
#[cfg(all(feature = "sqlite", target_os = "linux"))]
mod memory;
mod model;
mod passes;
mod program;
mod rights;
mod rows;
mod semantics;
#[cfg(feature = "sqlite")]
mod survival;
mod transports;
mod wire;
mod world;
