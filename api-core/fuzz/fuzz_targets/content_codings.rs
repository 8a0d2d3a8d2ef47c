//! Fuzzes the decoders of content codings.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::content_codings(bytes));
