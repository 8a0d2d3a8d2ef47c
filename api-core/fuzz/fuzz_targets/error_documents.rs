//! Fuzzes the reading of error responses.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::error_documents(bytes));
