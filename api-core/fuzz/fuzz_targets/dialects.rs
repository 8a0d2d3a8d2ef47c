//! Fuzzes the reader of a stream of events in every dialect.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::dialects(bytes));
