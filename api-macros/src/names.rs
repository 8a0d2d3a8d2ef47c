//! The names and keys of all attributes.

/// Attributes of methods that declare endpoints.
pub(crate) const ENDPOINTS: [&str; 10] =
    ["get", "head", "post", "put", "patch", "delete", "options", "subscribe", "duplex", "websocket"];

/// Attributes of arguments.
pub(crate) const SOURCES: [&str; 7] = ["query", "header", "headers", "cookie", "body", "resume", "accept"];

/// Keys of `#[api(…)]`.
pub(crate) const API_KEYS: [&str; 10] = [
    "base",
    "errors",
    "security",
    "requires",
    "content_type",
    "crossing",
    "contract",
    "consumers",
    "consumes",
    "crate",
];

/// Keys of an endpoint's attribute, after the path.
pub(crate) const ENDPOINT_KEYS: [&str; 8] =
    ["status", "media_type", "when_header", "body_limit", "callback", "requires", "deprecated_since", "sunset"];

/// Keys of `#[subscribe(…)]`, after the path.
pub(crate) const SUBSCRIBE_KEYS: [&str; 9] =
    ["method", "end", "heartbeat", "names", "status", "body_limit", "requires", "deprecated_since", "sunset"];

/// Methods of subscriptions beside `SUBSCRIBE` and `GET`, which all others have.
pub(crate) const SUBSCRIBE_METHODS: [&str; 1] = ["post"];

/// Keys of `#[duplex(…)]`, after the path.
pub(crate) const DUPLEX_KEYS: [&str; 7] =
    ["subprotocol", "encoding", "max_message", "max_frame", "requires", "deprecated_since", "sunset"];

/// Keys of `#[websocket(…)]`, after the path.
pub(crate) const WEBSOCKET_KEYS: [&str; 6] =
    ["subprotocol", "max_message", "max_frame", "requires", "deprecated_since", "sunset"];

/// Encodings of a body.
pub(crate) const ENCODINGS: [&str; 7] = ["json", "form", "text", "bytes", "stream", "content", "multipart"];

/// Styles of lists and objects in a query, with the variants of `model::Style`.
pub(crate) const STYLES: [(&str, &str); 4] =
    [("comma", "Comma"), ("space", "Space"), ("pipe", "Pipe"), ("brackets", "Brackets")];

/// Encodings of a duplex's messages.
pub(crate) const MESSAGE_ENCODINGS: [&str; 2] = ["text", "binary"];

/// Authentication schemes.
pub(crate) const SCHEMES: [&str; 3] = ["bearer", "basic", "api_key"];

/// Methods of `Client`, and of the traits in scope everywhere that it implements. They would hide a method of the trait
/// with the same name.
pub(crate) const RESERVED: [&str; 16] = [
    "call",
    "request",
    "raw",
    "at",
    "bind",
    "dialect",
    "header",
    "with_token",
    "transport",
    "clone",
    "into",
    "try_into",
    "to_owned",
    "duplex",
    "handover",
    "websocket_options",
];

/// Formats words for messages: `` `a`, `b` or `c` ``.
pub(crate) fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// Returns whether a text is a token (RFC 9110 §5.6.2), as names of header fields and subprotocols must be.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Converts `PascalCase` to `snake_case`.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
