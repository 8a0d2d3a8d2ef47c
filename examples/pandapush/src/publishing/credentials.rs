//! What a request presents to be allowed to publish. The first found counts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::access::Credentials;

/// Reads the query key `token`, else `Authorization` with the scheme `Basic` (id and secret of a key) or `Token`. The
/// names of the schemes are compared exactly. `None` without any that can be read.
pub(super) fn credentials(token: Option<String>, authorization: Option<&str>) -> Option<Credentials> {
    if let Some(token) = token.filter(|token| !token.is_empty()) {
        return Some(Credentials::Token(token));
    }
    let (scheme, value) = authorization?.split_once(' ')?;
    match (scheme, value.trim()) {
        (_, "") => None,
        ("Token", token) => Some(Credentials::Token(token.to_owned())),
        ("Basic", encoded) => {
            let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
            let (id, secret) = decoded.split_once(':')?;
            Some(Credentials::Key { id: id.to_owned(), secret: secret.to_owned() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_comes_before_the_header_and_schemes_are_compared_exactly() {
        let token = |text: &str| Some(Credentials::Token(text.to_owned()));
        let key = Some(Credentials::Key { id: "k".to_owned(), secret: "s:t".to_owned() });
        let rows = [
            (Some("q"), Some("Token h"), token("q")),
            (Some(""), Some("Token h"), token("h")),
            (None, Some("Basic azpzOnQ="), key),
            (None, Some("basic azpzOnQ="), None),
            (None, Some("token h"), None),
            (None, Some("Bearer h"), None),
            (None, Some("Basic ???"), None),
            (None, Some("Basic bm9jb2xvbg=="), None),
            (None, Some("Basic"), None),
            (None, Some("Token "), None),
            (None, None, None),
        ];
        for (query, header, expected) in rows {
            assert_eq!(credentials(query.map(str::to_owned), header), expected, "{query:?} {header:?}");
        }
    }
}
