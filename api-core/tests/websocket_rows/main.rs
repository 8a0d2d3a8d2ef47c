//! Every row of the table of features has a test that is named after it; one module for each part of the table.
//!
//! The peer is bytes: what it sends is written by hand, and what it gets is looked at as it came.

mod accepting;
mod deflate;
mod leaving;
mod messages;
mod options;
mod peer;
mod pressure;
mod receiving;
mod reviewed;
mod running;
mod sending;
mod server;
