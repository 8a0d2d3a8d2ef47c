//! HTTPS without a proxy, and the command that asks a node for its health.

use std::process::{Command, Output};

use peers::Authority;
use serde_json::Value;

use super::node::{Node, command};

#[test]
fn a_node_with_a_certificate_serves_https_and_no_http() {
    let authority = Authority::new();
    let [certificate, key] = authority.server();
    let (certificate, key) = (certificate.to_str().unwrap(), key.to_str().unwrap());
    let node = Node::start(&["--tls-cert", certificate, "--tls-key", key], &[]);
    let address = node.program.address();
    assert!(address.starts_with("https://127.0.0.1:"), "{address}");
    let address = &address.replace("127.0.0.1", "localhost");
    let output = health(address, |command| command.arg("--ca").arg(authority.certificate()));
    assert!(output.status.success(), "{output:?}");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["status"], "ok");
    for (address, problem) in [(address.to_owned(), "certificate"), (address.replace("https", "http"), "")] {
        let output = health(&address, |command| command);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(&*address) && said.contains(problem), "{said}");
    }
}

#[test]
fn a_certificate_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command();
    command.args(["serve", "--listen", "127.0.0.1:0", "--tls-cert", "no-such-file", "--tls-key", "nor-this"]);
    let output = command.arg("--data").arg(folder.path()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("--tls-cert no-such-file --tls-key nor-this: "), "{said}");
}

#[test]
fn the_command_for_the_health_fails_if_a_part_is_missing_or_nobody_answers() {
    let node = Node::start(&[], &[("REDIS_HOSTS", "127.0.0.1:1")]);
    let output = health(node.program.address(), |command| command);
    assert!(!output.status.success(), "{output:?}");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&answer["status"], &answer["redis"]["ok"]), (&"degraded".into(), &false.into()));
    assert!(String::from_utf8(output.stderr).unwrap().contains("the node is degraded"));
    let output = health("http://127.0.0.1:1", |command| command);
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
}

fn health(address: &str, options: impl FnOnce(&mut Command) -> &mut Command) -> Output {
    let mut command = command();
    options(command.args(["health", address])).output().unwrap()
}
