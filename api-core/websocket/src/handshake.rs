//! The opening handshake as heads of HTTP messages: RFC 6455 §4 over HTTP/1.1, RFC 8441 over HTTP/2.

use std::error::Error;
use std::fmt;

use http::header::{
    CONNECTION, HOST, HeaderName, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::request;
use http::response;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version};

/// What a request says about becoming a WebSocket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Nothing.
    Not,
    /// To become one, by an upgrade.
    Http1 {
        /// What `Sec-WebSocket-Accept` must say in the answer.
        accept: HeaderValue,
    },
    /// To become one, by an extended CONNECT.
    Http2,
    /// To become one, in a way that cannot be followed.
    Malformed(HandshakeProblem),
}

/// Why a request cannot become a WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HandshakeProblem {
    /// It breaks a rule of the handshake.
    Malformed(&'static str),
    /// It asks for a version other than 13. The answer names that one in `Sec-WebSocket-Version`.
    Version,
    /// It is an extended CONNECT for a protocol that is none of ours.
    ExtendedConnect,
}

impl HandshakeProblem {
    /// The version that is spoken here, for `Sec-WebSocket-Version`.
    pub const VERSION: HeaderValue = HeaderValue::from_static("13");

    /// The status to answer with, over this version of HTTP.
    ///
    /// 426 asks to upgrade the connection (RFC 9110 §15.5.22), which HTTP/2 has no way to do.
    pub fn status(self, version: Version) -> StatusCode {
        match self {
            Self::Version if version < Version::HTTP_2 => StatusCode::UPGRADE_REQUIRED,
            Self::Malformed(_) | Self::Version => StatusCode::BAD_REQUEST,
            // RFC 9220 §3.
            Self::ExtendedConnect => StatusCode::NOT_IMPLEMENTED,
        }
    }
}

impl fmt::Display for HandshakeProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(why) => write!(formatter, "the WebSocket handshake is malformed: {why}"),
            Self::Version => formatter.write_str("the version of the WebSocket is not known: expected 13"),
            Self::ExtendedConnect => {
                formatter.write_str("the protocol of the CONNECT is not known: expected websocket")
            }
        }
    }
}

impl Error for HandshakeProblem {}

/// Reads what a request asks for; `protocol` is the `:protocol` of an extended CONNECT.
pub fn asked(head: &request::Parts, protocol: Option<&str>) -> Asked {
    let read = match protocol {
        Some(protocol) => asked_by_connect(head, protocol),
        None if head.version >= Version::HTTP_2 || head.method == Method::CONNECT => return Asked::Not,
        None if !has_token(&head.headers, &UPGRADE, "websocket") => return Asked::Not,
        None => asked_by_upgrade(head),
    };
    read.unwrap_or_else(Asked::Malformed)
}

/// RFC 8441 §4 and §5.
fn asked_by_connect(head: &request::Parts, protocol: &str) -> Result<Asked, HandshakeProblem> {
    if head.method != Method::CONNECT {
        return Err(HandshakeProblem::Malformed("expected the method CONNECT beside `:protocol`"));
    }
    if !protocol.eq_ignore_ascii_case("websocket") {
        return Err(HandshakeProblem::ExtendedConnect);
    }
    if head.uri.scheme().is_none() || head.uri.authority().is_none() {
        return Err(HandshakeProblem::Malformed("expected `:scheme`, `:authority` and `:path`"));
    }
    check_version(&head.headers)?;
    Ok(Asked::Http2)
}

/// RFC 6455 §4.2.1.
fn asked_by_upgrade(head: &request::Parts) -> Result<Asked, HandshakeProblem> {
    use HandshakeProblem::Malformed;
    if head.version < Version::HTTP_11 {
        return Err(Malformed("expected HTTP/1.1"));
    }
    if head.method != Method::GET {
        return Err(Malformed("expected the method GET"));
    }
    if !head.headers.contains_key(HOST) {
        return Err(Malformed("expected `Host`"));
    }
    if !has_token(&head.headers, &CONNECTION, "upgrade") {
        return Err(Malformed("expected `Upgrade` in `Connection`"));
    }
    // Before the key: a version that is not known may have another.
    check_version(&head.headers)?;
    let key = only(&head.headers, &SEC_WEBSOCKET_KEY).ok_or(Malformed("expected one `Sec-WebSocket-Key`"))?;
    if !is_key(key) {
        return Err(Malformed("expected 16 bytes in base64 in `Sec-WebSocket-Key`"));
    }
    Ok(Asked::Http1 { accept: accept_key(key) })
}

fn check_version(headers: &HeaderMap) -> Result<(), HandshakeProblem> {
    match only(headers, &SEC_WEBSOCKET_VERSION) {
        Some("13") => Ok(()),
        _ => Err(HandshakeProblem::Version),
    }
}

/// The proof in `Sec-WebSocket-Accept` that a server read this key as one of a WebSocket.
pub fn accept_key(key: &str) -> HeaderValue {
    // It is base64, so it is a header value; an empty one would be refused by every client.
    HeaderValue::try_from(sockudo_ws::handshake::generate_accept_key(key)).unwrap_or(HeaderValue::from_static(""))
}

/// A key that a client made up for one handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey(HeaderValue);

impl ClientKey {
    /// 16 random bytes.
    pub fn random() -> Self {
        // As above, it is base64.
        let key = HeaderValue::try_from(sockudo_ws::handshake::generate_key());
        Self(key.unwrap_or(HeaderValue::from_static("")))
    }

    /// The value of `Sec-WebSocket-Key`.
    pub fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    fn accept(&self) -> HeaderValue {
        accept_key(self.0.to_str().unwrap_or_default())
    }
}

/// Whether a response to an upgrade with this key is that of a WebSocket server (RFC 6455 §4.1). Subprotocol and extensions are
/// judged elsewhere.
///
/// # Errors
/// What is wrong with it, and what was expected. The connection must be failed.
pub fn verify_http1(head: &response::Parts, key: &ClientKey) -> Result<(), &'static str> {
    if head.status != StatusCode::SWITCHING_PROTOCOLS {
        return Err("expected the status 101");
    }
    if !only(&head.headers, &UPGRADE).is_some_and(|value| value.eq_ignore_ascii_case("websocket")) {
        return Err("expected `Upgrade: websocket`");
    }
    if !has_token(&head.headers, &CONNECTION, "upgrade") {
        return Err("expected `Upgrade` in `Connection`");
    }
    match only(&head.headers, &SEC_WEBSOCKET_ACCEPT) {
        Some(accept) if accept.as_bytes() == key.accept().as_bytes() => Ok(()),
        Some(_) => Err("`Sec-WebSocket-Accept` does not fit to the key that was sent"),
        None => Err("expected one `Sec-WebSocket-Accept`"),
    }
}

/// The value of a field that must be there once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().map(str::trim_ascii),
        _ => None,
    }
}

/// Whether a list has an element, in any case.
fn has_token(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|element| element.trim_ascii().eq_ignore_ascii_case(token))
}

/// Whether a text is base64 of 16 bytes: 22 characters and the padding.
fn is_key(key: &str) -> bool {
    let in_alphabet = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    key.strip_suffix("==").is_some_and(|digits| digits.len() == 22 && digits.as_bytes().iter().all(in_alphabet))
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Request, Response, StatusCode, Version, request, response};

    use super::{Asked, ClientKey, HandshakeProblem, accept_key, asked, is_key, verify_http1};

    type Fields = &'static [(&'static str, &'static str)];

    /// The example of RFC 6455 §1.3.
    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
    const ACCEPT: HeaderValue = HeaderValue::from_static("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

    const GOOD: [(&str, &str); 5] = [
        ("host", "example.com"),
        ("upgrade", "websocket"),
        ("connection", "Upgrade"),
        ("sec-websocket-key", KEY),
        ("sec-websocket-version", "13"),
    ];

    fn head(method: &str, version: Version, fields: &[(&str, &str)]) -> request::Parts {
        let request = Request::builder().method(method).version(version).uri("/chat");
        let request = fields.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.body(()).expect("a request").into_parts().0
    }

    /// The good handshake with one field replaced by these.
    fn with(name: &str, values: &[&'static str]) -> request::Parts {
        let others = GOOD.iter().copied().filter(|(other, _)| *other != name);
        let fields: Vec<_> = others.chain(values.iter().map(|value| (name, *value))).collect();
        head("GET", Version::HTTP_11, &fields)
    }

    #[test]
    fn a_good_upgrade_is_answered_with_the_proof() {
        assert_eq!(accept_key(KEY), ACCEPT);
        assert_eq!(asked(&head("GET", Version::HTTP_11, &GOOD), None), Asked::Http1 { accept: ACCEPT });
        let fields: [(&str, &[&'static str]); 6] = [
            ("upgrade", &["WebSocket"]),
            ("upgrade", &["h2c, websocket"]),
            ("connection", &["keep-alive, UPGRADE"]),
            ("connection", &["keep-alive", "upgrade"]),
            ("host", &[""]),
            ("sec-websocket-version", &[" 13 "]),
        ];
        for (name, values) in fields {
            assert_eq!(asked(&with(name, values), None), Asked::Http1 { accept: ACCEPT }, "{name}: {values:?}");
        }
    }

    #[test]
    fn a_request_that_asks_for_nothing_is_left_alone() {
        assert_eq!(asked(&with("upgrade", &[]), None), Asked::Not);
        assert_eq!(asked(&with("upgrade", &["h2c"]), None), Asked::Not);
        assert_eq!(asked(&with("upgrade", &["websocket2"]), None), Asked::Not);
        assert_eq!(asked(&head("CONNECT", Version::HTTP_11, &GOOD), None), Asked::Not);
        assert_eq!(asked(&head("CONNECT", Version::HTTP_2, &[]), None), Asked::Not);
        assert_eq!(asked(&head("GET", Version::HTTP_2, &GOOD), None), Asked::Not);
    }

    #[test]
    fn each_rule_of_the_upgrade_is_checked() {
        let malformed = |head: &request::Parts, expected: &str| match asked(head, None) {
            Asked::Malformed(HandshakeProblem::Malformed(why)) => assert!(why.contains(expected), "{why}"),
            other => panic!("{expected}: {other:?}"),
        };
        malformed(&head("GET", Version::HTTP_10, &GOOD), "HTTP/1.1");
        malformed(&head("POST", Version::HTTP_11, &GOOD), "GET");
        malformed(&with("host", &[]), "Host");
        malformed(&with("connection", &[]), "Connection");
        malformed(&with("connection", &["keep-alive, upgraded"]), "Connection");
        malformed(&with("sec-websocket-key", &[]), "one `Sec-WebSocket-Key`");
        malformed(&with("sec-websocket-key", &[KEY, KEY]), "one `Sec-WebSocket-Key`");
        for key in ["", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZ===", "AAAA", "dGhlIHNhbXBsZSBub25jZQ==x"] {
            malformed(&with("sec-websocket-key", &[key]), "16 bytes");
        }
        malformed(&with("sec-websocket-key", &["dGhlIHNhbXBsZSBub25j!Q=="]), "16 bytes");
        let versions: [&[&'static str]; 6] = [&[], &["12"], &["8"], &["13", "13"], &["013"], &["13, 8"]];
        for version in versions {
            let problem = Asked::Malformed(HandshakeProblem::Version);
            assert_eq!(asked(&with("sec-websocket-version", version), None), problem, "{version:?}");
        }
    }

    #[test]
    fn a_key_is_sixteen_bytes() {
        assert!(is_key("AAAAAAAAAAAAAAAAAAAAAA==") && is_key("++++++//////++++++////=="));
        assert!(!is_key("AAAAAAAAAAAAAAAAAAAAA===") && !is_key("AAAAAAAAAAAAAAAAAAAAAAAA") && !is_key("=="));
        assert!((0..50).all(|_| is_key(ClientKey::random().0.to_str().expect("text"))));
        assert_ne!(ClientKey::random(), ClientKey::random());
    }

    #[test]
    fn each_rule_of_the_extended_connect_is_checked() {
        let connect = |method: &str, uri: &str, version: Option<&str>| {
            let request = Request::builder().method(method).version(Version::HTTP_2).uri(uri);
            let request =
                version.into_iter().fold(request, |all, version| all.header("sec-websocket-version", version));
            request.body(()).expect("a request").into_parts().0
        };
        let uri = "https://example.com/chat";
        let good = connect("CONNECT", uri, Some("13"));
        assert_eq!(asked(&good, Some("websocket")), Asked::Http2);
        assert_eq!(asked(&good, Some("WebSocket")), Asked::Http2);
        assert_eq!(asked(&good, Some("connect-udp")), Asked::Malformed(HandshakeProblem::ExtendedConnect));
        for version in [None, Some("12")] {
            let problem = Asked::Malformed(HandshakeProblem::Version);
            assert_eq!(asked(&connect("CONNECT", uri, version), Some("websocket")), problem);
        }
        for wrong in [connect("GET", uri, Some("13")), connect("CONNECT", "/chat", Some("13"))] {
            let asked = asked(&wrong, Some("websocket"));
            assert!(matches!(asked, Asked::Malformed(HandshakeProblem::Malformed(_))), "{asked:?}");
        }
    }

    #[test]
    fn statuses_of_problems() {
        let (malformed, version) = (HandshakeProblem::Malformed("x"), HandshakeProblem::Version);
        assert_eq!(malformed.status(Version::HTTP_11), StatusCode::BAD_REQUEST);
        assert_eq!(version.status(Version::HTTP_11), StatusCode::UPGRADE_REQUIRED);
        assert_eq!(version.status(Version::HTTP_2), StatusCode::BAD_REQUEST);
        assert_eq!(HandshakeProblem::ExtendedConnect.status(Version::HTTP_2), StatusCode::NOT_IMPLEMENTED);
    }

    const UPGRADE: (&str, &str) = ("upgrade", "WebSocket");
    const CONNECTION: (&str, &str) = ("connection", "keep-alive, Upgrade");
    const PROOF: (&str, &str) = ("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    const WRONG: (&str, &str) = ("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOp=");

    #[test]
    fn each_rule_of_the_answer_is_checked() {
        let key = ClientKey(HeaderValue::from_static(KEY));
        let answer = |status: u16, fields: &[(&str, &str)]| -> response::Parts {
            let response = Response::builder().status(status);
            let response = fields.iter().fold(response, |response, (name, value)| response.header(*name, *value));
            response.body(()).expect("a response").into_parts().0
        };
        assert_eq!(verify_http1(&answer(101, &[UPGRADE, CONNECTION, PROOF]), &key), Ok(()));
        let table: [(u16, Fields, &str); 8] = [
            (200, &[UPGRADE, CONNECTION, PROOF], "101"),
            (101, &[CONNECTION, PROOF], "Upgrade: websocket"),
            (101, &[("upgrade", "h2c"), CONNECTION, PROOF], "Upgrade: websocket"),
            (101, &[UPGRADE, PROOF], "Connection"),
            (101, &[UPGRADE, ("connection", "close"), PROOF], "Connection"),
            (101, &[UPGRADE, CONNECTION], "Sec-WebSocket-Accept"),
            (101, &[UPGRADE, CONNECTION, PROOF, PROOF], "one `Sec-WebSocket-Accept`"),
            (101, &[UPGRADE, CONNECTION, WRONG], "does not fit"),
        ];
        for (status, fields, expected) in table {
            let refused = verify_http1(&answer(status, fields), &key).expect_err(expected);
            assert!(refused.contains(expected), "{refused}");
        }
    }
}
