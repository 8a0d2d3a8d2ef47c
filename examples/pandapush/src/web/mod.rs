//! What the program serves to browsers.

pub mod client;
