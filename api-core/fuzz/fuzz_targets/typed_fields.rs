//! Fuzzes the reading of structured fields and of cookies that answers set.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::typed_fields(bytes));
