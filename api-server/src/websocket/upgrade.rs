//! WebSocket opening requests: prepared before routing, answered after it (RFC 6455 §4.2, RFC 8441 §5).

use api_core::Body;
use api_core::websocket::handshake::{
    ConnectAnswered, Continuation, Conversation, ExtendedConnect, Upgrade, UpgradeRequest,
};
use api_core::websocket::wire::TokioWire;
use api_core::websocket::wire::Wire;
use http::header::{CONNECTION, CONTENT_LENGTH, SEC_WEBSOCKET_ACCEPT, UPGRADE};
use http::request::Parts;
use http::uri::Scheme;
use http::{HeaderValue, Method, Response, StatusCode, Version};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;

use super::conversations::Conversations;
use crate::bounds::{UpgradeBounds, UpgradeLimit};
use crate::stream::HyperStream;

/// Maximum size of one write to a stream of HTTP/2, which hyper queues without regard to the window.
const PIECE: usize = 16 * 1024;

/// The way in which a request asks to become a WebSocket, which determines the form of the response.
#[derive(Debug)]
pub(crate) enum UpgradeKind {
    /// The request does not ask, or does so in a way that cannot be accepted.
    None,
    /// By an HTTP/1.1 upgrade, with the `Sec-WebSocket-Accept` value of the response.
    Upgrade(HeaderValue),
    /// By an extended CONNECT of HTTP/2.
    Connect,
    /// By an extended CONNECT that a mount passed on to this server. The listener gives the response its form.
    Mounted,
}

impl UpgradeKind {
    /// Returns whether a request may ask for a WebSocket. Ordinary requests pay for this check only.
    pub(crate) fn is_likely(head: &Parts) -> bool {
        match head.version {
            // hyper has looked at the fields already, and leaves this extension for each `Upgrade` of HTTP/1.1.
            Version::HTTP_11 => head.extensions.get::<OnUpgrade>().is_some(),
            Version::HTTP_2 => head.method == Method::CONNECT,
            _ => head.headers.contains_key(UPGRADE),
        }
    }

    /// Prepares a request from a connection of this crate's listener.
    pub(crate) fn of(head: &mut Parts, conversations: &Conversations) -> Self {
        prepare(head, conversations.secure, Some(&conversations.bounds))
    }

    /// Prepares a request from another hyper server, unless it was prepared already.
    pub(crate) fn of_others(head: &mut Parts) -> Self {
        if head.extensions.get::<Upgrade>().is_some() {
            if head.method != Method::CONNECT {
                return Self::None;
            }
            head.method = Method::GET;
            head.extensions.insert(ExtendedConnect);
            return Self::Mounted;
        }
        if head.extensions.get::<OnUpgrade>().is_none() {
            return Self::None;
        }
        // Over HTTP/1.1 the request target has no scheme, so TLS is not recognised there.
        let secure = head.uri.scheme() == Some(&Scheme::HTTPS);
        prepare(head, secure, None)
    }

    /// Gives the response the form that this HTTP version requires. Returns what continues after the response was sent:
    /// the conversation, or the rest of a handler that rejected it.
    pub(crate) fn settle(self, response: &mut Response<Body>) -> Option<Conversation> {
        match self {
            Self::None => return None,
            Self::Mounted => {
                response.extensions_mut().insert(ExtendedConnect);
                return None;
            }
            Self::Upgrade(_) | Self::Connect => {}
        }
        let conversation = response.extensions_mut().remove::<Continuation>().and_then(|rest| rest.take());
        let switches = response.status() == StatusCode::SWITCHING_PROTOCOLS;
        let accepted = switches && conversation.is_some();
        if accepted {
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(CONTENT_LENGTH);
        }
        match self {
            Self::Upgrade(accept) if accepted => {
                let headers = response.headers_mut();
                headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
                headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
                headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
            }
            Self::Connect if accepted => *response.status_mut() = StatusCode::OK,
            Self::Connect if response.extensions_mut().remove::<ConnectAnswered>().is_some() && !switches => {}
            Self::Connect if switches || response.status().is_success() => {
                // Routing answered it as an ordinary GET. The client would take any 2xx for an open WebSocket (RFC 8441
                // §5).
                *response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::NOT_IMPLEMENTED;
            }
            Self::None | Self::Mounted | Self::Upgrade(_) | Self::Connect => {}
        }
        conversation
    }
}

/// Without bounds the stream belongs to another server, which limits its streams or does not.
fn prepare(head: &mut Parts, secure: bool, bounds: Option<&UpgradeBounds>) -> UpgradeKind {
    let is_extended = protocol(head).is_some();
    let (kind, refused) = match UpgradeRequest::of(head, protocol(head)) {
        UpgradeRequest::None => return UpgradeKind::None,
        UpgradeRequest::Http1 { accept } => (UpgradeKind::Upgrade(accept), None),
        UpgradeRequest::Http2 => (UpgradeKind::Connect, None),
        UpgradeRequest::Malformed(problem) if is_extended => (UpgradeKind::Connect, Some(problem)),
        UpgradeRequest::Malformed(problem) => (UpgradeKind::None, Some(problem)),
    };
    if is_extended {
        // Routing sees the GET that it would be over HTTP/1.1 (RFC 8441 §5).
        head.method = Method::GET;
        head.extensions.insert(ExtendedConnect);
    }
    // Cloned, not removed: a service mounted among the routes may perform other upgrades.
    match (refused, head.extensions.get::<OnUpgrade>().cloned()) {
        (Some(problem), _) => {
            head.extensions.insert(Upgrade::refused(problem));
        }
        (None, Some(upgraded)) => {
            let limit = bounds.and_then(UpgradeBounds::stream);
            head.extensions.insert(Upgrade::new(secure, async move { Ok(wire(upgraded.await?, limit)) }));
        }
        // The connection cannot be upgraded, so no `Upgrade` is offered to routing.
        (None, None) => {}
    }
    kind
}

/// Returns the transport of an upgraded stream.
fn wire(upgraded: Upgraded, limit: Option<UpgradeLimit>) -> Box<dyn Wire> {
    match (upgraded.downcast::<HyperStream>(), limit) {
        // The listener's own stream, without hyper's wrapper and without that which delays its end for hyper.
        (Ok(parts), _) => {
            let (mut early, mut plain) = (parts.read_buf, false);
            let stream = parts.io.into_inner().map(|rewound| {
                let (first, stream) = rewound.into_parts();
                if !first.is_empty() {
                    early = [early.as_ref(), first.as_ref()].concat().into();
                }
                plain = stream.is_plain();
                stream
            });
            let wire = TokioWire::new(stream).after(&early);
            Box::new(if plain { wire.unbuffered() } else { wire })
        }
        (Err(stream), Some(limit)) => Box::new(TokioWire::new(limit.around(TokioIo::new(stream))).in_pieces(PIECE)),
        (Err(stream), None) => Box::new(TokioWire::new(TokioIo::new(stream)).in_pieces(PIECE)),
    }
}

/// The protocol that an extended CONNECT names, which only HTTP/2 has.
#[cfg(feature = "http2")]
fn protocol(head: &Parts) -> Option<&str> {
    head.extensions.get::<hyper::ext::Protocol>().map(hyper::ext::Protocol::as_str)
}

#[cfg(not(feature = "http2"))]
fn protocol(_: &Parts) -> Option<&str> {
    None
}
