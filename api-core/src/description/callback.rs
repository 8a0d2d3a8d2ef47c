//! Calls that an operation's caller gets: another API, at a URL that the request names.

use super::Description;

/// An API that the callers of an operation serve, and that the server of the operation calls.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Callback {
    /// The URL, with expressions in braces that name parts of the request or the answer, as in
    /// `{$request.body#/callback_url}` (OpenAPI 3.1 §4.8.20.4). The API's base and paths follow it.
    pub url: &'static str,
    /// The API.
    pub api: &'static Description,
}

impl Callback {
    /// Creates a callback.
    pub const fn new(url: &'static str, api: &'static Description) -> Self {
        Self { url, api }
    }
}

/// What an expression of a callback's URL names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expression<'u> {
    /// The URL, the method or the status.
    Exchange,
    /// The header field of a message with this name.
    Header(MessageSide, &'u str),
    /// The key of the query with this name.
    Query(&'u str),
    /// The capture with this name.
    Path(&'u str),
    /// The body of a message, or the value in it that a JSON pointer leads to (RFC 6901).
    Body(MessageSide, Option<&'u str>),
}

/// A message of the exchange that a callback follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageSide {
    /// The request.
    Request,
    /// The answer.
    Response,
}

impl<'u> Expression<'u> {
    /// Reads an expression, without its braces. `None` for a text that is none.
    ///
    /// ```
    /// use api_core::description::{MessageSide, Expression};
    ///
    /// assert_eq!(Expression::read("$request.query.url"), Some(Expression::Query("url")));
    /// assert_eq!(Expression::read("$response.body#/id"), Some(Expression::Body(MessageSide::Response, Some("/id"))));
    /// assert_eq!(Expression::read("$request.cookie.url"), None);
    /// ```
    pub const fn read(expression: &'u str) -> Option<Self> {
        if matches!(expression.as_bytes(), b"$url" | b"$method" | b"$statusCode") {
            return Some(Self::Exchange);
        }
        let (message, part) = match (after(expression, "$request."), after(expression, "$response.")) {
            (Some(part), _) => (MessageSide::Request, part),
            (None, Some(part)) => (MessageSide::Response, part),
            (None, None) => return None,
        };
        if let Some(name) = after(part, "header.") {
            return if name.is_empty() { None } else { Some(Self::Header(message, name)) };
        }
        if let Some(rest) = after(part, "body") {
            return match (rest.is_empty(), after(rest, "#")) {
                (true, _) => Some(Self::Body(message, None)),
                // The whole body has the empty pointer.
                (false, Some(pointer)) if pointer.is_empty() => Some(Self::Body(message, None)),
                (false, Some(pointer)) if after(pointer, "/").is_some() => Some(Self::Body(message, Some(pointer))),
                _ => None,
            };
        }
        // An answer has neither a query nor a path.
        match (message, after(part, "query."), after(part, "path.")) {
            (MessageSide::Request, Some(name), _) if !name.is_empty() => Some(Self::Query(name)),
            (MessageSide::Request, _, Some(name)) if !name.is_empty() => Some(Self::Path(name)),
            _ => None,
        }
    }
}

/// Returns the next expression of a callback's URL without its braces, and what follows it. `None` if there is none.
///
/// ```
/// use api_core::description::next_expression;
///
/// let (first, rest) = next_expression("https://hooks.example/{$request.path.id}?at={$method}").unwrap();
/// assert_eq!((first, rest), ("$request.path.id", "?at={$method}"));
/// ```
pub const fn next_expression(url: &str) -> Option<(&str, &str)> {
    let (mut start, mut end) = (0, 0);
    let bytes = url.as_bytes();
    while start < bytes.len() && bytes[start] != b'{' {
        start += 1;
    }
    while end < bytes.len() && (end < start || bytes[end] != b'}') {
        end += 1;
    }
    if start == bytes.len() || end == bytes.len() {
        return None;
    }
    // Both ends are ASCII, so neither is inside of a character.
    let (before, rest) = url.split_at(end);
    let (_, expression) = before.split_at(start + 1);
    let (_, rest) = rest.split_at(1);
    Some((expression, rest))
}

/// Returns what follows a text at the start of another one.
const fn after<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let (mut rest, mut wanted) = (text.as_bytes(), start.as_bytes());
    while let [byte, others @ ..] = wanted {
        match rest {
            [first, following @ ..] if *first == *byte => (rest, wanted) = (following, others),
            _ => return None,
        }
    }
    Some(text.split_at(start.len()).1)
}

#[cfg(test)]
mod tests {
    use super::{Expression, MessageSide, next_expression};

    #[test]
    fn expressions_are_those_of_openapi() {
        let cases = [
            ("$url", Some(Expression::Exchange)),
            ("$method", Some(Expression::Exchange)),
            ("$statusCode", Some(Expression::Exchange)),
            ("$request.header.x-hook", Some(Expression::Header(MessageSide::Request, "x-hook"))),
            ("$response.header.location", Some(Expression::Header(MessageSide::Response, "location"))),
            ("$request.query.url", Some(Expression::Query("url"))),
            ("$request.path.id", Some(Expression::Path("id"))),
            ("$request.body", Some(Expression::Body(MessageSide::Request, None))),
            ("$request.body#", Some(Expression::Body(MessageSide::Request, None))),
            ("$request.body#/a/0", Some(Expression::Body(MessageSide::Request, Some("/a/0")))),
            ("$response.body#/id", Some(Expression::Body(MessageSide::Response, Some("/id")))),
            ("$response.query.url", None),
            ("$response.path.id", None),
            ("$request.query.", None),
            ("$request.header.", None),
            ("$request.bodyurl", None),
            ("$request.body#a", None),
            ("$request.cookie.a", None),
            ("request.body", None),
            ("$inputs.a", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Expression::read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_url_has_expressions_in_braces() {
        assert_eq!(next_expression("{$url}"), Some(("$url", "")));
        assert_eq!(next_expression("a}{é}b"), Some(("é", "b")));
        assert_eq!(next_expression("{a{b}"), Some(("a{b", "")));
        assert_eq!(next_expression("https://example"), None);
        assert_eq!(next_expression("{$url"), None);
        assert_eq!(next_expression("a}"), None);
    }
}
