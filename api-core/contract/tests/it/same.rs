//! An API and its own lock.

use api_contract::{Comparison, Verdict, contract_of, lock_of};
use api_core::contract::{Changes, Contract, Party, compare};
use api_lock::Lock;
use api_testing::everything::EverythingApi;

fn everything() -> Lock {
    lock_of(EverythingApi::DESCRIPTION)
}

#[test]
fn a_lock_is_read_as_it_was_written() {
    let lock = everything();
    assert_eq!(Lock::parse(&lock.to_string()), Ok(lock));
}

#[test]
fn an_api_keeps_its_own_lock() {
    let lock = everything();
    assert_eq!(Comparison::of(&lock, &lock, Party::Provider).unwrap().verdict(), Verdict::Same);
    // As the compiler compares them: the constant of the code with that of the lock.
    let (code, locked) = (Contract::of(EverythingApi::DESCRIPTION), contract_of(&lock).unwrap());
    for (old, new) in [(locked, code), (code, locked), (code, code)] {
        for party in [Party::Provider, Party::Consumer] {
            let mut list = vec![None; 100];
            let mut changes = Changes::new(&mut list);
            compare(old, new, party, &mut changes);
            let told: Vec<String> = changes.as_slice().iter().flatten().map(ToString::to_string).collect();
            assert_eq!(told, [""; 0]);
        }
    }
}

#[test]
fn a_lock_has_each_operation_and_each_type_once() {
    let lock = everything();
    assert_eq!(lock.operations.len(), EverythingApi::DESCRIPTION.endpoints.len());
    let mut names: Vec<&str> = lock.types.iter().map(|one| one.name.as_str()).collect();
    names.dedup();
    assert_eq!(names.len(), lock.types.len());
}

/// Reads a lock twice: by the macro, and at run time.
macro_rules! read_twice {
    ($file:literal) => {{
        use __api::contract::lock;
        use api_core as __api;

        const BY_MACRO: Contract = include!($file);
        let lock: Lock = Lock::parse(include_str!($file)).unwrap();
        (format!("{BY_MACRO:#?}"), format!("{:#?}", contract_of(&lock).unwrap()))
    }};
}

#[test]
fn the_macro_and_the_tool_read_a_lock_as_the_same_constant() {
    for (by_macro, by_tool) in [read_twice!("../locks/shapes.contract"), read_twice!("../locks/everything.contract")] {
        assert_eq!(by_macro, by_tool);
    }
}

#[test]
fn the_lock_of_everything_is_current() {
    // `BLESS=1` writes it again.
    if std::env::var_os("BLESS").is_some() {
        std::fs::write("tests/locks/everything.contract", everything().to_string()).unwrap();
    }
    api_contract::assert_locked("tests/locks/everything.contract", EverythingApi::DESCRIPTION);
}
