//! Fuzzes routing by a path.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::paths(bytes));
