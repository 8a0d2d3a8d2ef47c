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
