//! Fuzzes what reads and carries out messages of Bayeux.

#![no_main]

#[path = "../../tests/it/untrusted_input/law.rs"]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::messages_are_answered(bytes));
