//! Fuzzes the decoding of queries.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::queries(bytes));
