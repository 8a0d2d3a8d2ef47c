//! Fuzzes the reading of header fields.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::fields(bytes));
