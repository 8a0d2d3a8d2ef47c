//! Every word of the attributes, in one place.

/// Attributes on methods that make endpoints.
pub(crate) const ENDPOINTS: [&str; 6] = ["get", "post", "put", "patch", "delete", "subscribe"];

/// Attributes on arguments.
pub(crate) const SOURCES: [&str; 4] = ["query", "header", "body", "resume"];

/// Keys of `#[api(…)]`.
pub(crate) const API_KEYS: [&str; 5] = ["base", "errors", "security", "content_type", "crate"];

/// Keys of an endpoint's attribute, after the path.
pub(crate) const ENDPOINT_KEYS: [&str; 2] = ["status", "body_limit"];

/// Encodings of a body.
pub(crate) const ENCODINGS: [&str; 4] = ["json", "form", "text", "bytes"];

/// Authentication schemes.
pub(crate) const SCHEMES: [&str; 3] = ["bearer", "basic", "api_key"];

/// Methods that every client has of its own: a trait's method of the same name could not be called on it.
pub(crate) const RESERVED: [&str; 9] =
    ["call", "request", "raw", "at", "bind", "dialect", "header", "transport", "clone"];

/// `"a", "b" or "c"`, for messages.
pub(crate) fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// `snake_case` of `PascalCase`.
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
