//! The operations with their docs, for `chatkit call --help`.

use std::fmt::Write as _;

use super::operation::{APIS, Operation};

/// Every operation, its keys and what they mean.
pub(in crate::command_line) fn operations() -> String {
    let mut text = String::from("Operations (keys in brackets may be left out):\n");
    for api in APIS {
        // Writing to a String does not fail.
        let _ = writeln!(text, "\n{} at {}", api.name, api.base);
        for endpoint in api.endpoints {
            let first_line = endpoint.docs.lines().next().unwrap_or_default();
            let _ = writeln!(text, "  {}{}\n      {first_line}", endpoint.name, keys(Operation { api, endpoint }));
        }
    }
    text.push_str("\nWhere two services share a name, say which: ChatkitV2.messages\n");
    text
}

/// One operation in full.
pub(super) fn operation(operation: Operation) -> String {
    let endpoint = operation.endpoint;
    let mut text = format!("{} {}{}\n\n{}\n", endpoint.verb, operation.api.base, endpoint.path, endpoint.docs);
    for key in operation.keys() {
        let presence = if key.required { "required" } else { "optional" };
        let docs = key.docs.lines().next().unwrap_or_default();
        let shape = key.shape.to_string();
        let shape = shape.lines().next().unwrap_or_default().trim_end_matches(" {");
        let _ = writeln!(text, "  {}=…  {presence}, {shape}. {docs}", key.name);
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
