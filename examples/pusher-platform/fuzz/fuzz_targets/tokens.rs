//! Fuzzes what reads tokens and requests for tokens.

#![no_main]

#[path = "../../tests/it/untrusted_input/law.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::tokens(bytes));
