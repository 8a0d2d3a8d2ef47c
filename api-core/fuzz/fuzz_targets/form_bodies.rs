//! Fuzzes the reading of forms.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::form_bodies(bytes));
