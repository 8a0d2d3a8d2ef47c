//! The path of a request with consecutive slashes merged, so that wildcards capture it in this form too.

use http::request::Parts;
use http::uri::{PathAndQuery, Uri};

/// Returns the head with each run of slashes in its path replaced by one. `None` if there is no such run.
pub(super) fn merged_slashes(head: &Parts) -> Option<Parts> {
    if !head.uri.path().contains("//") {
        return None;
    }
    let mut merged = String::with_capacity(head.uri.path().len());
    for part in head.uri.path().split('/').filter(|part| !part.is_empty()) {
        merged.push('/');
        merged.push_str(part);
    }
    if head.uri.path().ends_with('/') {
        merged.push('/');
    }
    if let Some(query) = head.uri.query() {
        merged.push('?');
        merged.push_str(query);
    }
    let mut head = head.clone();
    let mut parts = std::mem::take(&mut head.uri).into_parts();
    // A part of a valid path is a valid path if it begins with a slash.
    parts.path_and_query = PathAndQuery::try_from(merged).ok();
    head.uri = Uri::from_parts(parts).unwrap_or_default();
    Some(head)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::merged_slashes;

    #[test]
    fn consecutive_slashes_become_one_and_the_query_stays() {
        for (target, expected) in [
            ("//a///b//?x=//", Some("/a/b/?x=//")),
            ("//", Some("/")),
            ("/a/b?x=//", None),
            ("http://host//a", Some("http://host/a")),
        ] {
            let (head, ()) = Request::get(target).body(()).expect("a request").into_parts();
            let merged = merged_slashes(&head).map(|head| head.uri.to_string());
            assert_eq!(merged.as_deref(), expected, "{target}");
        }
    }
}
