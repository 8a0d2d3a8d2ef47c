//! Fuzzes the reader of the fields that negotiate extensions and subprotocols.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::negotiation(bytes));
