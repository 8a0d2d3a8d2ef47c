//! Fuzzes the reader of the body of a close frame.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::foreign::close_body(bytes));
