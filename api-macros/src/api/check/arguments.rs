//! Checks that no part of a request is read into two arguments, and that arguments send what selects their endpoint.

use crate::diagnostics::Diagnostics;

use super::super::model::{Api, Source, plain};

/// Reports the second argument of a name on the wire; returns the indices of the endpoints with errors. The keys of
/// query structs are known to the compiler only: the assertions beside the trait compare them.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let mut offending = Vec::new();
    for (index, endpoint) in api.endpoints.iter().enumerate() {
        let before = diagnostics.count();
        for (at, parameter) in endpoint.parameters.iter().enumerate() {
            for place in places(&parameter.source) {
                let earlier = endpoint.parameters.iter().take(at);
                if let Some(first) = earlier.rev().find(|one| places(&one.source).contains(&place)) {
                    diagnostics.error(
                        &parameter.name,
                        format!(
                            "E035: {place} is already read into `{}`\nhelp: remove one of them, or give it another name on the wire",
                            plain(&first.name)
                        ),
                    );
                }
            }
        }
        for field in &endpoint.free_fields {
            let name = field.value().to_ascii_lowercase();
            let sends =
                |source: &Source| matches!(source, Source::Header(own) | Source::Structured(own) if *own == name);
            if !endpoint.parameters.iter().any(|parameter| sends(&parameter.source)) {
                diagnostics.error(
                    field,
                    format!(
                        "E053: no argument of `{}` is the header field `{name}`, so its client cannot send one\nhelp: add `#[header(\"{name}\")] …: String`, or give the field a value, `when_header(\"{name}\" = \"…\")`",
                        plain(&endpoint.name)
                    ),
                );
            }
        }
        if diagnostics.count() > before {
            offending.push(index);
        }
    }
    offending
}

/// Returns the query key and the header field that a source reads.
fn places(source: &Source) -> Vec<String> {
    let query = |name: &String| format!("the query key `{name}`");
    let header = |name| format!("the header field `{name}`");
    match source {
        Source::Query(key) => vec![query(&key.name)],
        Source::Header(name) | Source::Structured(name) => vec![header(name)],
        Source::Cookie(name) => vec![format!("the cookie `{name}`")],
        Source::Headers => vec!["the struct of header fields".to_owned()],
        Source::Resume(key) => {
            let field = "last-event-id".to_owned();
            std::iter::once(header(&field)).chain(key.iter().map(query)).collect()
        }
        Source::Accept => vec![header(&"accept".to_owned())],
        Source::Path { .. } | Source::Body(_) => Vec::new(),
    }
}
