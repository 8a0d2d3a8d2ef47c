//! Fuzzes the reader of frames of a WebSocket.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::frames(bytes));
