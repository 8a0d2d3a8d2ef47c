//! Fuzzes the reader of the body of a close frame.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::close_body(bytes));
