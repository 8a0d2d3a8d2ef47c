//! The key of a handshake over HTTP/1.1, and the proof that a server has read it (RFC 6455 §4.1 and §4.2.2).

use http::StatusCode;
use http::header::{CONNECTION, HeaderValue, SEC_WEBSOCKET_ACCEPT, UPGRADE};
use http::response::Parts;

use super::fields::{has_token, single};

/// Returns the value of `Sec-WebSocket-Accept` for a key.
///
/// ```
/// // The example of RFC 6455 §1.3.
/// let accept = api_websocket::handshake::accept_key("dGhlIHNhbXBsZSBub25jZQ==");
/// assert_eq!(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
/// ```
pub fn accept_key(key: &str) -> HeaderValue {
    // Base64 is a valid header value. An empty one would be refused by every client.
    HeaderValue::try_from(sockudo_ws::handshake::generate_accept_key(key)).unwrap_or(HeaderValue::from_static(""))
}

/// The random key of a client for one handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey(HeaderValue);

impl ClientKey {
    /// Creates a key of 16 random bytes.
    pub fn random() -> Self {
        // Base64 is a valid header value.
        let key = HeaderValue::try_from(sockudo_ws::handshake::generate_key());
        Self(key.unwrap_or(HeaderValue::from_static("")))
    }

    /// Returns the value of `Sec-WebSocket-Key`.
    pub fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// Checks that the response to an upgrade with this key comes from a WebSocket server (RFC 6455 §4.1).
    ///
    /// Subprotocol and extensions are checked by [`OpenOptions::agree`](crate::OpenOptions::agree).
    ///
    /// # Errors
    /// Returns what was expected. The connection must be failed then.
    pub fn verify(&self, head: &Parts) -> Result<(), &'static str> {
        if head.status != StatusCode::SWITCHING_PROTOCOLS {
            return Err("expected the status 101");
        }
        if !single(&head.headers, &UPGRADE).is_some_and(|value| value.eq_ignore_ascii_case("websocket")) {
            return Err("expected `Upgrade: websocket`");
        }
        if !has_token(&head.headers, &CONNECTION, "upgrade") {
            return Err("expected `Upgrade` in `Connection`");
        }
        match single(&head.headers, &SEC_WEBSOCKET_ACCEPT) {
            Some(accept) if accept.as_bytes() == self.accept().as_bytes() => Ok(()),
            Some(_) => Err("`Sec-WebSocket-Accept` does not match the key that was sent"),
            None => Err("expected one `Sec-WebSocket-Accept`"),
        }
    }

    fn accept(&self) -> HeaderValue {
        accept_key(self.0.to_str().unwrap_or_default())
    }
}

/// Returns whether a text is base64 of 16 bytes: 22 digits and the padding.
pub(super) fn is_key(key: &str) -> bool {
    let in_alphabet = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    key.strip_suffix("==").is_some_and(|digits| digits.len() == 22 && digits.as_bytes().iter().all(in_alphabet))
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Response, response};

    use super::{ClientKey, is_key};

    type Fields = &'static [(&'static str, &'static str)];

    /// The example of RFC 6455 §1.3.
    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

    #[test]
    fn a_key_is_sixteen_bytes() {
        assert!(is_key("AAAAAAAAAAAAAAAAAAAAAA==") && is_key("++++++//////++++++////=="));
        assert!(!is_key("AAAAAAAAAAAAAAAAAAAAA===") && !is_key("AAAAAAAAAAAAAAAAAAAAAAAA") && !is_key("=="));
        assert!((0..50).all(|_| is_key(ClientKey::random().0.to_str().expect("text"))));
        assert_ne!(ClientKey::random(), ClientKey::random());
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
        assert_eq!(key.verify(&answer(101, &[UPGRADE, CONNECTION, PROOF])), Ok(()));
        let table: [(u16, Fields, &str); 8] = [
            (200, &[UPGRADE, CONNECTION, PROOF], "101"),
            (101, &[CONNECTION, PROOF], "Upgrade: websocket"),
            (101, &[("upgrade", "h2c"), CONNECTION, PROOF], "Upgrade: websocket"),
            (101, &[UPGRADE, PROOF], "Connection"),
            (101, &[UPGRADE, ("connection", "close"), PROOF], "Connection"),
            (101, &[UPGRADE, CONNECTION], "Sec-WebSocket-Accept"),
            (101, &[UPGRADE, CONNECTION, PROOF, PROOF], "one `Sec-WebSocket-Accept`"),
            (101, &[UPGRADE, CONNECTION, WRONG], "does not match"),
        ];
        for (status, fields, expected) in table {
            let refused = key.verify(&answer(status, fields)).expect_err(expected);
            assert!(refused.contains(expected), "{refused}");
        }
    }
}
