//! The path of a request with consecutive slashes merged, so that wildcards capture it in this form too.

use std::borrow::Cow;

use http::request::Parts;
use http::uri::{PathAndQuery, Uri};

use crate::context::Slashes;

/// Replaces consecutive slashes of the path by one, if the settings say so. Borrows if there are none.
pub(super) fn merge_slashes(head: Cow<'_, Parts>, slashes: Slashes) -> Cow<'_, Parts> {
    if slashes != Slashes::Merge || !head.uri.path().contains("//") {
        return head;
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
    let mut head = head.into_owned();
    let mut parts = std::mem::take(&mut head.uri).into_parts();
    // A part of a valid path is a valid path if it begins with a slash.
    parts.path_and_query = PathAndQuery::try_from(merged).ok();
    head.uri = Uri::from_parts(parts).unwrap_or_default();
    Cow::Owned(head)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use http::Request;

    use super::{Slashes, merge_slashes};

    #[test]
    fn consecutive_slashes_become_one_and_the_query_stays() {
        for (target, slashes, expected) in [
            ("//a///b//?x=//", Slashes::Merge, "/a/b/?x=//"),
            ("//", Slashes::Merge, "/"),
            ("/a/b", Slashes::Merge, "/a/b"),
            ("/a//b", Slashes::Strict, "/a//b"),
            ("http://host//a", Slashes::Merge, "http://host/a"),
        ] {
            let (head, ()) = Request::get(target).body(()).expect("a request").into_parts();
            assert_eq!(merge_slashes(Cow::Borrowed(&head), slashes).uri.to_string(), expected, "{target}");
        }
    }
}
