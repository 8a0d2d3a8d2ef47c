//! The law of the opening handshake: any head is read without a panic, and only a valid one is accepted.

use http::header::{
    CONNECTION, HOST, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Version, request};

use crate::handshake::{ClientKey, UpgradeRequest, accept_key};

use super::choices;

const FIELDS: [HeaderName; 8] = [
    HOST,
    UPGRADE,
    CONNECTION,
    SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_VERSION,
    SEC_WEBSOCKET_ACCEPT,
    SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_EXTENSIONS,
];

/// Reads a head. The first byte selects method, version and `:protocol`. Each following line is a field. Its first
/// character is a digit from 0 that selects the name (`Host`, `Upgrade`, `Connection`, `Sec-WebSocket-Key`, `-Version`,
/// `-Accept`, `-Protocol`, `-Extensions`). The rest is the value.
///
/// # Panics
/// Panics if the law does not hold.
pub fn handshake(bytes: &[u8]) {
    let ([choice], lines) = choices(bytes);
    let mut headers = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let Some((name, value)) = line.split_first() else { continue };
        let name = FIELDS.get(usize::from(name & 7));
        if let (Some(name), Ok(value)) = (name, HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    of_request(choice, &headers);
    of_response(choice, headers);
}

fn of_request(choice: u8, headers: &HeaderMap) {
    let (mut head, ()) = Request::new(()).into_parts();
    head.headers = headers.clone();
    head.version = *pick(choice, &[Version::HTTP_11, Version::HTTP_10, Version::HTTP_2, Version::HTTP_3]);
    head.method = pick(choice >> 2, &[Method::GET, Method::CONNECT, Method::POST, Method::HEAD]).clone();
    let protocol = *pick(choice >> 4, &[None, Some("websocket"), Some("connect-udp"), Some("")]);
    if choice & 0x40 != 0 {
        head.uri = http::Uri::from_static("https://example.com/chat");
    }
    check(&head, protocol, &UpgradeRequest::of(&head, protocol));
}

fn check(head: &request::Parts, protocol: Option<&str>, read: &UpgradeRequest) {
    match read {
        UpgradeRequest::None => assert_eq!(protocol, None, "a request with `:protocol` is an extended CONNECT"),
        UpgradeRequest::Http1 { accept } => {
            assert_eq!((&head.method, head.version, protocol), (&Method::GET, Version::HTTP_11, None));
            assert!(FIELDS.iter().take(5).all(|name| head.headers.contains_key(name)), "every field is present");
            let keys: Vec<&HeaderValue> = head.headers.get_all(SEC_WEBSOCKET_KEY).iter().collect();
            let [key] = keys.as_slice() else { panic!("expected one key, found {}", keys.len()) };
            let key = key.to_str().map(str::trim_ascii).unwrap_or_default();
            assert_eq!(length_of_base64(key), Some(16), "a key of 16 bytes: {key:?}");
            assert_eq!(*accept, accept_key(key));
            assert_eq!(
                accept.to_str().ok().and_then(length_of_base64),
                Some(20),
                "the accept value is a hash: {accept:?}"
            );
        }
        UpgradeRequest::Http2 => {
            assert_eq!((&head.method, protocol), (&Method::CONNECT, Some("websocket")));
            assert!(head.uri.authority().is_some());
        }
        UpgradeRequest::Malformed(problem) => {
            let status = problem.status(head.version);
            assert!(status.is_client_error() || status == StatusCode::NOT_IMPLEMENTED, "{problem}: {status}");
        }
    }
}

/// Checks a response: it cannot have the accept value of an unknown key, and with that value it needs the other fields.
fn of_response(choice: u8, headers: HeaderMap) {
    let (mut head, ()) = Response::new(()).into_parts();
    head.status = *pick(choice, &[StatusCode::SWITCHING_PROTOCOLS, StatusCode::OK]);
    head.headers = headers;
    let key = ClientKey::random();
    assert!(key.verify(&head).is_err(), "the accept value of an unknown key");
    let accept = accept_key(key.header().to_str().unwrap_or_default());
    head.headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    if key.verify(&head).is_ok() {
        assert_eq!(head.status, StatusCode::SWITCHING_PROTOCOLS);
        assert!(head.headers.contains_key(UPGRADE) && head.headers.contains_key(CONNECTION));
    }
}

fn pick<T, const N: usize>(choice: u8, all: &[T; N]) -> &T {
    &all[usize::from(choice) % N]
}

/// Returns the number of bytes of padded base64.
fn length_of_base64(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let sound = digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    (sound && padding <= 2 && text.len().is_multiple_of(4)).then_some(text.len() / 4 * 3 - padding)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::{UpgradeRequest, accept_key, check, length_of_base64};

    #[test]
    #[should_panic(expected = "every field is present")]
    fn an_upgrade_that_was_not_requested_breaks_the_law() {
        let (head, ()) = Request::new(()).into_parts();
        check(&head, None, &UpgradeRequest::Http1 { accept: accept_key("") });
    }

    #[test]
    fn base64_is_measured() {
        let lengths = ["", "AAAA", "AAA=", "AA==", "A===", "AAA", "AA-="].map(length_of_base64);
        assert_eq!(lengths, [Some(0), Some(3), Some(2), Some(1), None, None, None]);
    }
}
