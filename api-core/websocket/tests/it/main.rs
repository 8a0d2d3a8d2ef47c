//! The integration tests of api-websocket: one binary, a module for each part of the feature table in README.md.
//!
//! Each row of the table has tests named after it. The peer is bytes: tests write its frames by hand and compare the
//! bytes that it gets.

mod accepting;
mod answering;
mod deflate;
mod messages;
mod options;
mod peer;
mod readme;
mod receiving;
mod regressions;
mod running;
mod sending;
mod shutdown;
mod streams;
