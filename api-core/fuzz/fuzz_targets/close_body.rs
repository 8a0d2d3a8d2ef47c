#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api_core::laws::foreign::close_body(bytes));
