//! The request target and `Host`: whether a request names its resource in a valid way (RFC 9112 §3.2, RFC 9113 §8.3.1).

use http::header::HOST;
use http::request::Parts;
use http::uri::{Authority, Scheme};
use http::{HeaderValue, Method, Version};

/// Returns what is wrong with the target or the `Host` of a request that came over a connection, if anything is.
///
/// Requests in the same process have no connection that they could confuse, and need no `Host`.
pub(crate) fn malformation(head: &Parts) -> Option<&'static str> {
    if is_ordinary(head) { None } else { examine(head) }
}

/// The bytes of nearly all host names. A table takes a third of the instructions of comparisons.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        plain[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        byte += 1;
    }
    plain
};

/// Returns whether a request has the form of nearly all requests, so that they pay for one look at the field only.
fn is_ordinary(head: &Parts) -> bool {
    let headers = &head.headers;
    // Clients send `Host` first, and a field is repeated only where the two numbers differ.
    let Some((&HOST, host)) = headers.iter().next() else { return false };
    let host = host.as_bytes();
    let is_plain = match host.iter().position(|byte| !PLAIN[usize::from(*byte)]).map(|end| host.split_at(end)) {
        None => !host.is_empty(),
        Some((name, [b':', port @ ..])) => !name.is_empty() && port.iter().all(u8::is_ascii_digit),
        Some(_) => false,
    };
    let uri = &head.uri;
    is_plain
        && headers.len() == headers.keys_len()
        && uri.authority().is_none()
        && uri.path().starts_with('/')
        && head.version <= Version::HTTP_11
}

fn examine(head: &Parts) -> Option<&'static str> {
    let uri = &head.uri;
    let authority = uri.authority();
    let connects = head.method == Method::CONNECT;
    match uri.path() {
        "*" if head.method != Method::OPTIONS => return Some("`*` is a target of OPTIONS only"),
        path if connects || path == "*" || path.starts_with('/') => {}
        _ => return Some("the request target is neither a path nor an absolute URI"),
    }
    if authority.is_some_and(|authority| authority.as_str().contains('@')) {
        return Some("the request target has user information");
    }
    let mut lines = head.headers.get_all(HOST).iter();
    let host = lines.next();
    if lines.next().is_some() {
        return Some("`Host` is given more than once");
    }
    let Some(host) = host else {
        // HTTP/1.1 requires the field also where the target has an authority. HTTP/1.0 does not know it.
        let required = match head.version {
            Version::HTTP_09 | Version::HTTP_10 => false,
            Version::HTTP_11 => true,
            _ => authority.is_none(),
        };
        return required.then_some("`Host` is missing");
    };
    let Some((name, port)) = host_and_port(host) else { return Some("`Host` is not a host with an optional port") };
    match authority {
        // RFC 9112 §3.2.2: the authority of an absolute target replaces `Host`.
        Some(_) if head.version < Version::HTTP_2 => None,
        Some(authority) => {
            let same = is_same(authority, name, port, uri.scheme());
            (!same).then_some("`Host` contradicts `:authority`")
        }
        // RFC 9112 §3.3: http and https require a host. `*` is the server itself, whatever its name.
        None => (name.is_empty() && uri.path() != "*").then_some("`Host` is empty"),
    }
}

/// Splits `uri-host [ ":" port ]` (RFC 9110 §7.2). `None` if the value is not of that form.
fn host_and_port(value: &HeaderValue) -> Option<(&str, &str)> {
    let value = value.to_str().ok()?;
    let (host, rest) = if let Some(literal) = value.strip_prefix('[') {
        let (address, rest) = literal.split_once(']')?;
        let valid = !address.is_empty() && address.bytes().all(|byte| byte == b':' || is_name(byte));
        let length = value.len() - rest.len();
        (value.get(..length).filter(|_| valid)?, rest)
    } else {
        let (host, rest) = value.split_at(value.find(':').unwrap_or(value.len()));
        (is_registered_name(host).then_some(host)?, rest)
    };
    let port = if rest.is_empty() { rest } else { rest.strip_prefix(':')? };
    port.bytes().all(|byte| byte.is_ascii_digit()).then_some((host, port))
}

/// Returns whether a text is a `reg-name` (RFC 3986 §3.2.2), which includes IPv4 addresses and the empty name.
fn is_registered_name(text: &str) -> bool {
    let mut escaped = 0_u8;
    let valid = text.bytes().all(|byte| match (escaped, byte) {
        (1.., _) => {
            escaped -= 1;
            byte.is_ascii_hexdigit()
        }
        (0, b'%') => {
            escaped = 2;
            true
        }
        (0, _) => is_name(byte),
    });
    valid && escaped == 0
}

/// Returns whether a byte is in `unreserved` or `sub-delims` (RFC 3986 §2).
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}

/// Returns whether `:authority` and `Host` name the same host and port, after normalization (RFC 9113 §8.3.1).
fn is_same(authority: &Authority, host: &str, port: &str, scheme: Option<&Scheme>) -> bool {
    let default = if scheme == Some(&Scheme::HTTPS) { 443 } else { 80 };
    let number = if port.is_empty() { Some(default) } else { port.parse().ok() };
    authority.host().eq_ignore_ascii_case(host) && number == Some(authority.port_u16().unwrap_or(default))
}

#[cfg(test)]
mod tests {
    use http::{Request, Version};

    use super::malformation;

    fn check(version: Version, method: &str, target: &str, hosts: &[&str]) -> Option<&'static str> {
        let mut request = Request::builder().version(version).method(method).uri(target);
        for host in hosts {
            request = request.header("host", *host);
        }
        malformation(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn host_and_target_follow_rfc_9112() {
        let valid: [(Version, &str, &str, &[&str]); 14] = [
            (Version::HTTP_11, "GET", "/t", &["example"]),
            (Version::HTTP_11, "GET", "/t", &["exa_mple.test:8080"]),
            (Version::HTTP_11, "GET", "/t", &["example:"]),
            (Version::HTTP_11, "GET", "/t", &["[::1]:80"]),
            (Version::HTTP_11, "GET", "/t", &["caf%C3%A9"]),
            (Version::HTTP_11, "GET", "http://example/t", &["other"]),
            (Version::HTTP_11, "GET", "http://example", &[""]),
            (Version::HTTP_11, "OPTIONS", "*", &["example"]),
            (Version::HTTP_11, "OPTIONS", "*", &[""]),
            (Version::HTTP_11, "CONNECT", "example:80", &["example:80"]),
            (Version::HTTP_10, "GET", "/t", &[]),
            (Version::HTTP_2, "GET", "http://example/t", &[]),
            (Version::HTTP_2, "GET", "http://example:80/t", &["EXAMPLE"]),
            (Version::HTTP_2, "GET", "/t", &["example"]),
        ];
        for (version, method, target, hosts) in valid {
            assert_eq!(check(version, method, target, hosts), None, "{version:?} {method} {target} {hosts:?}");
        }
        let malformed: [(Version, &str, &str, &[&str]); 22] = [
            (Version::HTTP_11, "GET", "/t", &[]),
            (Version::HTTP_11, "GET", "http://example/t", &[]),
            (Version::HTTP_11, "GET", "/t", &["a", "a"]),
            (Version::HTTP_10, "GET", "/t", &["a", "b"]),
            (Version::HTTP_10, "GET", "/t", &["a b"]),
            (Version::HTTP_11, "GET", "/t", &[""]),
            (Version::HTTP_11, "GET", "/t", &[":80"]),
            (Version::HTTP_11, "GET", "/t", &["a b"]),
            (Version::HTTP_11, "GET", "/t", &["a/b"]),
            (Version::HTTP_11, "GET", "/t", &["user@example"]),
            (Version::HTTP_11, "GET", "/t", &["a:8o"]),
            (Version::HTTP_11, "GET", "/t", &["a:1:2"]),
            (Version::HTTP_11, "GET", "/t", &["[::1"]),
            (Version::HTTP_11, "GET", "/t", &["a%2"]),
            (Version::HTTP_11, "GET", "*", &["a"]),
            (Version::HTTP_11, "POST", "*", &["a"]),
            (Version::HTTP_11, "GET", "example", &["example"]),
            (Version::HTTP_11, "GET", "http://user@example/t", &["example"]),
            (Version::HTTP_2, "GET", "http://example/t", &["other"]),
            (Version::HTTP_2, "GET", "https://example/t", &["example:80"]),
            (Version::HTTP_2, "GET", "http://example/t", &["example", "example"]),
            (Version::HTTP_2, "GET", "/t", &[]),
        ];
        for (version, method, target, hosts) in malformed {
            assert!(check(version, method, target, hosts).is_some(), "{version:?} {method} {target} {hosts:?}");
        }
    }
}
