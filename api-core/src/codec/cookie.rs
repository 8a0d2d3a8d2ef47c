//! Several `Cookie` lines, which are one value.

use std::borrow::Cow;

use http::HeaderValue;
use http::header::COOKIE;
use http::request::Parts;

/// Joins several `Cookie` lines to one, with `; ` between them (RFC 9113 §8.2.3). HTTP/2 allows to split the field for
/// better compression. Borrows if there is one line or none.
pub(crate) fn join_cookies(head: &Parts) -> Cow<'_, Parts> {
    // The two numbers are the same unless a field is repeated, so no field is looked up then.
    if head.headers.len() == head.headers.keys_len() || head.headers.get_all(COOKIE).iter().nth(1).is_none() {
        return Cow::Borrowed(head);
    }
    let lines: Vec<&[u8]> = head.headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
    let Ok(joined) = HeaderValue::from_bytes(&lines.join(&b"; "[..])) else { return Cow::Borrowed(head) };
    let mut head = head.clone();
    head.headers.insert(COOKIE, joined);
    Cow::Owned(head)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use http::Request;

    use super::join_cookies;

    #[test]
    fn a_head_without_several_cookie_lines_is_not_copied() {
        for names in [&["accept", "cookie"][..], &["accept", "accept", "cookie"], &["accept", "accept"], &[]] {
            let request = names.iter().fold(Request::builder(), |request, name| request.header(*name, "a=1"));
            let (head, ()) = request.body(()).expect("a request").into_parts();
            assert!(matches!(join_cookies(&head), Cow::Borrowed(_)), "{names:?}");
        }
    }
}
