//! The tests of Chatkit, a module for each subject. `wire` and `world` are what they share.

mod bad_input;
mod domain;
mod faults;
mod in_process;
mod laws;
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
