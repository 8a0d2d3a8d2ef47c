//! The help texts of the operations, for `--help` and `--describe`.

use std::fmt::Write as _;

use super::operation::{Operation, Operations};

/// Returns the help of every operation of a kind, with its keys.
pub(in crate::command_line) fn operations(kind: Operations) -> String {
    let mut text = String::from("Operations (keys in brackets are optional):\n");
    let mut service = "";
    for operation @ Operation { api, endpoint } in kind.all() {
        // Writing to a `String` does not fail.
        if std::mem::replace(&mut service, api.name) != api.name {
            let _ = writeln!(text, "\n{} at {}", api.name, api.base);
        }
        let first_line = endpoint.docs.lines().next().unwrap_or_default().trim();
        let _ = writeln!(text, "  {}{}\n      {first_line}", endpoint.name, keys(operation));
    }
    text.push_str("\nIf services share a name, add the service: ChatkitV2.messages\n");
    text
}

/// Returns the complete help of one operation.
pub(in crate::command_line) fn operation(operation: Operation) -> String {
    let endpoint = operation.endpoint;
    let mut text = format!("{} {}{}\n\n{}\n", endpoint.verb, operation.api.base, endpoint.path, endpoint.docs);
    for key in operation.keys() {
        let presence = if key.required { "required" } else { "optional" };
        let docs = key.docs.lines().next().unwrap_or_default();
        let _ = writeln!(text, "  {}=…  {presence}, {}. {docs}", key.name, key.type_name());
    }
    if !endpoint.requires.is_empty() {
        let _ = writeln!(text, "\nrequires {}", endpoint.requires.join(", "));
    }
    text
}

fn keys(operation: Operation) -> String {
    let mut text = String::new();
    for key in operation.keys().iter().filter(|key| key.name != "body") {
        let _ = if key.required { write!(text, " {}=…", key.name) } else { write!(text, " [{}=…]", key.name) };
    }
    text
}
