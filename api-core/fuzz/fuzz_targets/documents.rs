//! Fuzzes the reading of XML and YAML.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_testing::untrusted_input::documents(bytes));
