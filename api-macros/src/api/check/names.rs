//! Checks names that would collide with generated names.

use std::collections::HashMap;

use crate::diagnostics::Diagnostics;
use crate::names::RESERVED;

use super::super::model::{Api, Endpoint, plain};

/// Reports collisions; returns the indices of the endpoints with errors.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let mut offending = Vec::new();
    let mut by_call: HashMap<String, Vec<&Endpoint>> = HashMap::new();
    for endpoint in &api.endpoints {
        by_call.entry(endpoint.camel_case()).or_default().push(endpoint);
    }
    for (index, endpoint) in api.endpoints.iter().enumerate() {
        let before = diagnostics.count();
        let name = plain(&endpoint.method);
        if RESERVED.contains(&name.as_str()) {
            diagnostics.error(
                &endpoint.name,
                format!("E028: `{name}` is a method of `Client`, which would hide this endpoint\nhelp: give the endpoint another name"),
            );
        }
        let call = endpoint.camel_case();
        let same = by_call.get(&call).into_iter().flatten();
        if let Some(other) = same.copied().find(|other| other.name != endpoint.name || other.method != endpoint.method)
        {
            diagnostics.error(
                &endpoint.name,
                format!(
                    "E028: `{name}` and `{}` would both generate the call `{}{}Call`\nhelp: rename one of them",
                    plain(&other.method),
                    plain(&api.name),
                    call
                ),
            );
        }
        for capture in endpoint.template.captures().filter(|capture| api.base.captures().any(|base| base == *capture)) {
            diagnostics.error(
                &endpoint.template.literal,
                format!(
                    "E013: `{{{capture}}}` is already a placeholder of the API's base\nhelp: give it another name in this path"
                ),
            );
        }
        if diagnostics.count() > before {
            offending.push(index);
        }
    }
    offending
}
