//! Fuzzes the reader of the header fields of an opening handshake.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::handshake(bytes));
