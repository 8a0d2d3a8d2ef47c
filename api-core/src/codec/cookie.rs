//! Cookies of requests (RFC 6265 §4.2): several lines, which are one value, and values of one name.

use std::borrow::Cow;

use http::header::COOKIE;
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{Model, Violation};

use super::field;
use super::query::{self, Query};
use super::scalar::ScalarError;

/// What the value of a cookie does not contain (RFC 6265 §4.1.1), and the sign of its encoding.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%');

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

/// Decodes the first cookie of a name to a scalar or an optional scalar. Quotes around its value are no part of it, and
/// percent-encoding is decoded.
///
/// # Errors
/// Returns a violation that names the cookie.
pub(crate) fn decode<T: Model + DeserializeOwned>(headers: &HeaderMap, name: &str) -> Result<T, Violation> {
    decode_value(name, find(headers, name))
}

/// Decodes the value of a cookie, `None` if there is none. Quotes around it are no part of it.
pub(super) fn decode_value<T: Model + DeserializeOwned>(name: &str, value: Option<&str>) -> Result<T, Violation> {
    let wrong =
        |problem: String| Violation { path: format!("/cookie/{name}"), problem, expected: T::SHAPE.to_string() };
    let text = value.map(|value| percent_decode_str(unquoted(value)).decode_utf8());
    let text = text.transpose().map_err(|_| wrong("is not UTF-8".to_owned()))?;
    let texts: &[&str] = &text.as_deref().into_iter().collect::<Vec<_>>();
    field::read("cookie", texts)
        .map_err(|error| wrong(if texts.is_empty() { "is missing".to_owned() } else { error.to_string() }))
}

fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| std::str::from_utf8(line.as_bytes()).ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

/// Adds a cookie to the field `Cookie`, percent-encoded. Nothing for `None`.
///
/// # Errors
/// Returns an error if the value is no scalar.
pub(crate) fn append<T: Model + Serialize>(headers: &mut HeaderMap, name: &str, value: &T) -> Result<(), ScalarError> {
    for text in encode_values(value)? {
        let mut line = headers.get(COOKIE).map_or_else(Vec::new, |line| [line.as_bytes(), b"; "].concat());
        line.extend(name.bytes());
        line.push(b'=');
        line.extend(text.bytes());
        let line =
            HeaderValue::from_bytes(&line).map_err(|_| ScalarError::message("has a name that no cookie can have"))?;
        headers.insert(COOKIE, line);
    }
    Ok(())
}

/// Encodes the value of a cookie, percent-encoded. Nothing for `None`.
pub(super) fn encode_values<T: Model + Serialize>(value: &T) -> Result<Vec<String>, ScalarError> {
    // Query keys follow the same rules, so their encoder is used.
    let mut pairs = String::new();
    query::encode("cookie", value, &mut pairs)?;
    let texts = Query::new(&pairs).values("cookie").map(|text| {
        let text = text.unwrap_or_default();
        utf8_percent_encode(&text, ENCODED).to_string()
    });
    Ok(texts.collect())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use http::{HeaderMap, HeaderValue, Request};
    use proptest::prelude::*;

    use super::{append, decode, join_cookies};

    proptest! {
        #[test]
        fn a_cookie_is_read_as_it_was_written(one in ".*", other in ".*", number in any::<i64>()) {
            let mut headers = HeaderMap::new();
            append(&mut headers, "one", &one).unwrap();
            append(&mut headers, "none", &None::<u8>).unwrap();
            append(&mut headers, "number", &number).unwrap();
            append(&mut headers, "other", &other).unwrap();
            prop_assert_eq!(decode::<String>(&headers, "one").unwrap(), one);
            prop_assert_eq!(decode::<Option<String>>(&headers, "other").unwrap(), Some(other));
            prop_assert_eq!(decode::<i64>(&headers, "number").unwrap(), number);
            prop_assert_eq!(decode::<Option<u8>>(&headers, "none").unwrap(), None);
            prop_assert_eq!(headers.get_all("cookie").iter().count(), 1);
        }
    }

    #[test]
    fn cookies_of_browsers_are_read() {
        let mut headers = HeaderMap::new();
        headers.append("cookie", HeaderValue::from_static("a=1; b=\"two\";c=x=y; a=2; A=3; broken; d="));
        headers.append("cookie", HeaderValue::from_static("e=%20"));
        for (name, expected) in [("a", "1"), ("b", "two"), ("c", "x=y"), ("A", "3"), ("d", ""), ("e", " ")] {
            assert_eq!(decode::<String>(&headers, name).unwrap(), expected, "{name}");
        }
        assert_eq!(decode::<String>(&headers, "broken").unwrap_err().problem, "is missing");
        assert_eq!(decode::<u8>(&headers, "b").unwrap_err().path, "/cookie/b");
    }

    #[test]
    fn a_head_without_several_cookie_lines_is_not_copied() {
        for names in [&["accept", "cookie"][..], &["accept", "accept", "cookie"], &["accept", "accept"], &[]] {
            let request = names.iter().fold(Request::builder(), |request, name| request.header(*name, "a=1"));
            let (head, ()) = request.body(()).expect("a request").into_parts();
            assert!(matches!(join_cookies(&head), Cow::Borrowed(_)), "{names:?}");
        }
    }
}
