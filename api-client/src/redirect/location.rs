//! The target of a redirect: `Location` as a reference that is resolved against the URI of the request.

use http::Uri;
use http::uri::Scheme;

/// Resolves a reference against an absolute URI (RFC 3986 §5.2). The fragment is dropped.
///
/// `None` if the result is not the address of an HTTP server, or has a user or password.
pub(super) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next().unwrap_or_default();
    let (scheme, authority) = (base.scheme_str()?, base.authority()?.as_str());
    let absolute = if let Some((scheme, rest)) = split_scheme(reference) {
        format!("{}:{}", http_scheme(scheme)?, with_path(rest.strip_prefix("//")?))
    } else if let Some(rest) = reference.strip_prefix("//") {
        format!("{scheme}:{}", with_path(rest))
    } else {
        format!("{scheme}://{authority}{}", relative(base, reference))
    };
    let uri: Uri = absolute.parse().ok()?;
    let authority = uri.authority()?;
    // A port that is no number from 0 to 65535 would count as the default one.
    let port = authority.as_str().strip_prefix(authority.host())?;
    let valid = matches!(port, "" | ":") || authority.port_u16().is_some();
    (valid && !authority.host().is_empty()).then_some(uri)
}

/// Returns whether two URIs have the same scheme, host and port.
pub(super) fn same_origin(one: &Uri, other: &Uri) -> bool {
    let host = |uri: &Uri| uri.host().unwrap_or_default().to_ascii_lowercase();
    one.scheme() == other.scheme() && host(one) == host(other) && port(one) == port(other)
}

/// Returns whether a redirect gives up the protection of TLS.
pub(super) fn is_downgrade(from: &Uri, to: &Uri) -> bool {
    from.scheme() == Some(&Scheme::HTTPS) && to.scheme() != Some(&Scheme::HTTPS)
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or(if uri.scheme() == Some(&Scheme::HTTPS) { 443 } else { 80 })
}

fn split_scheme(reference: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = reference.split_once(':')?;
    let begins = scheme.starts_with(|first: char| first.is_ascii_alphabetic());
    let continues = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    (begins && continues).then_some((scheme, rest))
}

/// A server may name a WebSocket by the schemes of RFC 6455 §3. Its opening is a request of HTTP.
fn http_scheme(scheme: &str) -> Option<&'static str> {
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "ws" => Some("http"),
        "https" | "wss" => Some("https"),
        _ => None,
    }
}

/// Writes an authority and what follows it, with dot segments removed from the path.
fn with_path(rest: &str) -> String {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    format!("//{authority}{}", without_dot_segments(target))
}

/// Merges a relative reference with the path of the base (RFC 3986 §5.2.3).
fn relative(base: &Uri, reference: &str) -> String {
    if reference.is_empty() {
        return base.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    }
    if reference.starts_with('?') {
        return format!("{}{reference}", base.path());
    }
    if reference.starts_with('/') {
        return without_dot_segments(reference);
    }
    let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    without_dot_segments(&format!("{folder}/{reference}"))
}

/// Removes `.` and `..` from the path of a target with an optional query (RFC 3986 §5.2.4).
fn without_dot_segments(target: &str) -> String {
    let (path, query) = target.find('?').map_or((target, ""), |at| target.split_at(at));
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            ".." => drop(kept.pop()),
            "." => {}
            _ => {
                kept.push(segment);
                continue;
            }
        }
        // A step at the end leaves the folder, with its slash.
        if last {
            kept.push("");
        }
    }
    format!("/{}{query}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_as_in_rfc_3986() {
        let base: Uri = "http://a/b/c/d;p?q".parse().expect("a URI");
        for (reference, expected) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g/"),
            ("//g?y", "http://g/?y"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("g?y/./x", "http://a/b/c/g?y/./x"),
            ("#s", "http://a/b/c/d;p?q"),
            ("g#s/../x", "http://a/b/c/g"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g:h/i", ""),
            ("./g:h", "http://a/b/c/g:h"),
            ("https://h:8443/x/../y?z", "https://h:8443/y?z"),
            ("HTTPS://h", "https://h/"),
            ("ws://h/socket", "http://h/socket"),
            ("wss://h/socket", "https://h/socket"),
            // Not an address of an HTTP server, or one with a password.
            ("ftp://h/x", ""),
            ("javascript:alert(1)", ""),
            ("http:g", ""),
            ("http://", ""),
            ("http:///g", ""),
            ("http://user:password@h/", ""),
            ("//user@h/", ""),
            ("http://h:99999/", ""),
            ("http://h:/", "http://h:/"),
            ("http://[::1]:80/", "http://[::1]:80/"),
            ("http://[::1]:99999/", ""),
            ("/a b", ""),
        ] {
            let resolved = resolve(&base, reference).map(|uri| uri.to_string());
            assert_eq!(resolved.as_deref(), (!expected.is_empty()).then_some(expected), "{reference:?}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let base: Uri = "https://api.example/v1".parse().expect("a URI");
        for (other, same) in [
            ("https://api.example/other", true),
            ("https://API.example:443/", true),
            ("https://api.example:8443/", false),
            ("http://api.example/", false),
            ("http://api.example:443/", false),
            ("https://example/", false),
            ("https://evil.api.example/", false),
        ] {
            assert_eq!(same_origin(&base, &other.parse().expect("a URI")), same, "{other}");
        }
    }
}
