//! Fuzzes the reading of JSON bodies.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::json_bodies(bytes));
