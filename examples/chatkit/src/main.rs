//! Serves Chatkit.

fn main() {}
