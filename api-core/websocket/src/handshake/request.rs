//! Detection of requests that open a WebSocket: RFC 6455 §4.2 over HTTP/1.1, RFC 8441 over HTTP/2.

use std::error::Error;
use std::fmt;

use http::header::{CONNECTION, HOST, HeaderValue, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Version};

use super::fields::{has_token, single};
use super::key::{accept_key, is_key};

/// The result of reading a request: whether it opens a WebSocket, and how.
///
/// ```
/// use api_websocket::handshake::UpgradeRequest;
/// use http::Request;
///
/// # fn main() -> http::Result<()> {
/// let page = Request::get("/").body(())?.into_parts().0;
/// assert_eq!(UpgradeRequest::of(&page, None), UpgradeRequest::None);
///
/// let socket = Request::get("/chat")
///     .header("host", "example.com")
///     .header("connection", "Upgrade")
///     .header("upgrade", "websocket")
///     .header("sec-websocket-version", "13")
///     .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
///     .body(())?
///     .into_parts()
///     .0;
/// assert!(matches!(UpgradeRequest::of(&socket, None), UpgradeRequest::Http1 { .. }));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpgradeRequest {
    /// The request does not open a WebSocket.
    None,
    /// An upgrade of HTTP/1.1.
    Http1 {
        /// The value of `Sec-WebSocket-Accept` in the answer.
        accept: HeaderValue,
    },
    /// An extended CONNECT of HTTP/2.
    Http2,
    /// The request is for a WebSocket, but violates a rule of the handshake.
    Malformed(HandshakeProblem),
}

impl UpgradeRequest {
    /// Reads the head of a request. `protocol` is the `:protocol` of an extended CONNECT.
    pub fn of(head: &Parts, protocol: Option<&str>) -> Self {
        let read = match protocol {
            Some(protocol) => by_connect(head, protocol),
            None if head.version >= Version::HTTP_2 || head.method == Method::CONNECT => return Self::None,
            None if !has_token(&head.headers, &UPGRADE, "websocket") => return Self::None,
            None => by_upgrade(head),
        };
        read.unwrap_or_else(Self::Malformed)
    }
}

/// Why a request cannot become a WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HandshakeProblem {
    /// It violates a rule of the handshake.
    Malformed(&'static str),
    /// It has a version other than 13. The answer has `Sec-WebSocket-Version: 13`.
    Version,
    /// It is an extended CONNECT for another protocol.
    ExtendedConnect,
}

impl HandshakeProblem {
    /// The supported version, for `Sec-WebSocket-Version`.
    pub const VERSION: HeaderValue = HeaderValue::from_static("13");

    /// Returns the status of the answer over this version of HTTP.
    ///
    /// 426 requires an upgrade of the connection (RFC 9110 §15.5.22), which HTTP/2 does not support.
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
            Self::Version => formatter.write_str("the WebSocket version is not supported: expected 13"),
            Self::ExtendedConnect => {
                formatter.write_str("the protocol of the CONNECT is not supported: expected websocket")
            }
        }
    }
}

impl Error for HandshakeProblem {}

/// Reads an extended CONNECT (RFC 8441 §4 and §5).
fn by_connect(head: &Parts, protocol: &str) -> Result<UpgradeRequest, HandshakeProblem> {
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
    Ok(UpgradeRequest::Http2)
}

/// Reads an upgrade of HTTP/1.1 (RFC 6455 §4.2.1).
fn by_upgrade(head: &Parts) -> Result<UpgradeRequest, HandshakeProblem> {
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
    // The version is checked before the key, because another version may define the key differently.
    check_version(&head.headers)?;
    let key = single(&head.headers, &SEC_WEBSOCKET_KEY).ok_or(Malformed("expected one `Sec-WebSocket-Key`"))?;
    if !is_key(key) {
        return Err(Malformed("expected 16 bytes in base64 in `Sec-WebSocket-Key`"));
    }
    Ok(UpgradeRequest::Http1 { accept: accept_key(key) })
}

fn check_version(headers: &HeaderMap) -> Result<(), HandshakeProblem> {
    match single(headers, &SEC_WEBSOCKET_VERSION) {
        Some("13") => Ok(()),
        _ => Err(HandshakeProblem::Version),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Request, StatusCode, Version, request};

    use super::{HandshakeProblem, UpgradeRequest, accept_key};

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

    /// Returns the valid handshake with one field replaced.
    fn with(name: &str, values: &[&'static str]) -> request::Parts {
        let others = GOOD.iter().copied().filter(|(other, _)| *other != name);
        let fields: Vec<_> = others.chain(values.iter().map(|value| (name, *value))).collect();
        head("GET", Version::HTTP_11, &fields)
    }

    #[test]
    fn a_valid_upgrade_gets_its_accept_value() {
        assert_eq!(accept_key(KEY), ACCEPT);
        assert_eq!(
            UpgradeRequest::of(&head("GET", Version::HTTP_11, &GOOD), None),
            UpgradeRequest::Http1 { accept: ACCEPT }
        );
        let fields: [(&str, &[&'static str]); 6] = [
            ("upgrade", &["WebSocket"]),
            ("upgrade", &["h2c, websocket"]),
            ("connection", &["keep-alive, UPGRADE"]),
            ("connection", &["keep-alive", "upgrade"]),
            ("host", &[""]),
            ("sec-websocket-version", &[" 13 "]),
        ];
        for (name, values) in fields {
            assert_eq!(
                UpgradeRequest::of(&with(name, values), None),
                UpgradeRequest::Http1 { accept: ACCEPT },
                "{name}: {values:?}"
            );
        }
    }

    #[test]
    fn other_requests_do_not_open_a_websocket() {
        assert_eq!(UpgradeRequest::of(&with("upgrade", &[]), None), UpgradeRequest::None);
        assert_eq!(UpgradeRequest::of(&with("upgrade", &["h2c"]), None), UpgradeRequest::None);
        assert_eq!(UpgradeRequest::of(&with("upgrade", &["websocket2"]), None), UpgradeRequest::None);
        assert_eq!(UpgradeRequest::of(&head("CONNECT", Version::HTTP_11, &GOOD), None), UpgradeRequest::None);
        assert_eq!(UpgradeRequest::of(&head("CONNECT", Version::HTTP_2, &[]), None), UpgradeRequest::None);
        assert_eq!(UpgradeRequest::of(&head("GET", Version::HTTP_2, &GOOD), None), UpgradeRequest::None);
    }

    #[test]
    fn each_rule_of_the_upgrade_is_checked() {
        let malformed = |head: &request::Parts, expected: &str| match UpgradeRequest::of(head, None) {
            UpgradeRequest::Malformed(HandshakeProblem::Malformed(why)) => assert!(why.contains(expected), "{why}"),
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
            let problem = UpgradeRequest::Malformed(HandshakeProblem::Version);
            assert_eq!(UpgradeRequest::of(&with("sec-websocket-version", version), None), problem, "{version:?}");
        }
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
        assert_eq!(UpgradeRequest::of(&good, Some("websocket")), UpgradeRequest::Http2);
        assert_eq!(UpgradeRequest::of(&good, Some("WebSocket")), UpgradeRequest::Http2);
        assert_eq!(
            UpgradeRequest::of(&good, Some("connect-udp")),
            UpgradeRequest::Malformed(HandshakeProblem::ExtendedConnect)
        );
        for version in [None, Some("12")] {
            let problem = UpgradeRequest::Malformed(HandshakeProblem::Version);
            assert_eq!(UpgradeRequest::of(&connect("CONNECT", uri, version), Some("websocket")), problem);
        }
        for wrong in [connect("GET", uri, Some("13")), connect("CONNECT", "/chat", Some("13"))] {
            let read = UpgradeRequest::of(&wrong, Some("websocket"));
            assert!(matches!(read, UpgradeRequest::Malformed(HandshakeProblem::Malformed(_))), "{read:?}");
        }
    }

    #[test]
    fn the_status_of_a_problem_depends_on_the_version_of_http() {
        let (malformed, version) = (HandshakeProblem::Malformed("x"), HandshakeProblem::Version);
        assert_eq!(malformed.status(Version::HTTP_11), StatusCode::BAD_REQUEST);
        assert_eq!(version.status(Version::HTTP_11), StatusCode::UPGRADE_REQUIRED);
        assert_eq!(version.status(Version::HTTP_2), StatusCode::BAD_REQUEST);
        assert_eq!(HandshakeProblem::ExtendedConnect.status(Version::HTTP_2), StatusCode::NOT_IMPLEMENTED);
    }
}
