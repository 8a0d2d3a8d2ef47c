//! Every error message of the macros as rustc shows it, and every accepted feature.
//!
//! There is one test per area, so that an area can be run alone: `cargo test -p ui-tests -- fail_routes`.

use std::process::Command;

use trybuild::TestCases;

/// The version of the compiler whose messages the `.stderr` files contain: that of `rust-toolchain.toml`.
const PINNED: &str = "1.95.0";

fn compiles_as_pinned() -> bool {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(compiler).arg("--version").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let pinned = version.split(' ').nth(1) == Some(PINNED);
    if !pinned {
        println!("skipped: the messages are those of rustc {PINNED}, and this is {}", version.trim());
    }
    pinned
}

fn fails(area: &str) {
    if compiles_as_pinned() {
        TestCases::new().compile_fail(format!("tests/fail/{area}/*.rs"));
    }
}

#[test]
fn fail_arguments() {
    fails("arguments");
}

#[test]
fn fail_attribute() {
    fails("attribute");
}

#[test]
fn fail_composition() {
    fails("composition");
}

#[test]
fn fail_composition_built() {
    if compiles_as_pinned() {
        let cases = TestCases::new();
        // With a program that must run, trybuild builds instead of checking, and these mistakes are found by building.
        cases.pass("tests/pass/composition.rs");
        cases.compile_fail("tests/fail/composition_built/*.rs");
    }
}

#[test]
fn fail_contract() {
    fails("contract");
}

#[test]
fn fail_derive_api_error() {
    fails("derive_api_error");
}

#[test]
fn fail_derive_content() {
    fails("derive_content");
}

#[test]
fn fail_derive_header_fields() {
    fails("derive_header_fields");
}

#[test]
fn fail_derive_model() {
    fails("derive_model");
}

#[test]
fn fail_derive_multipart() {
    fails("derive_multipart");
}

#[test]
fn fail_derive_reply() {
    fails("derive_reply");
}

#[test]
fn fail_path() {
    fails("path");
}

#[test]
fn fail_routes() {
    fails("routes");
}

#[test]
fn fail_serving() {
    fails("serving");
}

#[test]
fn fail_signature() {
    fails("signature");
}

#[test]
fn fail_types() {
    fails("types");
}

#[test]
fn fail_websocket() {
    fails("websocket");
}

#[test]
fn pass() {
    // These compile with every compiler.
    TestCases::new().pass("tests/pass/*.rs");
}
