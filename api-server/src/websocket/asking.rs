//! Requests that ask to become a WebSocket, before routing sees them, and their answers after (RFC 6455 §4.2, RFC 8441 §5).

use std::mem;

use api_core::Body;
use api_core::websocket::{Asked, Continuation, Conversation, Upgrade, Wire, asked};
use http::header::{CONNECTION, CONTENT_LENGTH, SEC_WEBSOCKET_ACCEPT, UPGRADE};
use http::request::Parts;
use http::uri::Scheme;
use http::{HeaderValue, Method, Request, Response, StatusCode, Version};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;

use super::conversations::Conversations;
use super::wire::TokioWire;
use crate::listen::Carried;

/// What is handed to a stream of HTTP/2 at once, which queues it below us.
const PIECE: usize = 16 * 1024;

/// How a request asked, which is how it must be answered.
#[derive(Debug)]
pub(crate) enum Asking {
    /// It did not, or in a way that no answer can fulfil.
    Not,
    /// By an upgrade; its answer holds this proof.
    Upgrade(HeaderValue),
    /// By an extended CONNECT.
    Connect,
}

impl Asking {
    /// Whether a request could be one that asks. Most are not, and cost no more than this.
    pub(crate) fn is_likely<B>(request: &Request<B>) -> bool {
        *request.method() == Method::CONNECT
            || (request.version() < Version::HTTP_2 && request.headers().contains_key(UPGRADE))
    }

    /// Prepares a request from a connection of ours.
    pub(crate) fn of<B>(request: &mut Request<B>, conversations: &Conversations) -> Self {
        prepare(request, conversations.secure)
    }

    /// Prepares a request from somebody else's hyper, unless that was done already.
    pub(crate) fn of_others<B>(request: &mut Request<B>) -> Self {
        let extensions = request.extensions();
        if extensions.get::<OnUpgrade>().is_none() || extensions.get::<Upgrade>().is_some() {
            return Self::Not;
        }
        // Over HTTP/1.1 nobody says it.
        let secure = request.uri().scheme() == Some(&Scheme::HTTPS);
        prepare(request, secure)
    }

    /// Makes of an answer what this version of HTTP says, and gives what goes on once it has been sent: the conversation, or what a
    /// handler still does that refused it.
    pub(crate) fn settle(self, response: &mut Response<Body>) -> Option<Conversation> {
        if matches!(self, Self::Not) {
            return None;
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
            Self::Connect if switches || response.status().is_success() => {
                // Routing took it for the GET of a page. To the client every 2xx is an open WebSocket.
                *response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::NOT_IMPLEMENTED;
            }
            Self::Not | Self::Upgrade(_) | Self::Connect => {}
        }
        conversation
    }
}

fn prepare<B>(request: &mut Request<B>, secure: bool) -> Asking {
    // The whole request is not moved for this: most that come here do not ask.
    let mut head = Request::new(()).into_parts().0;
    swap(&mut head, request);
    let asking = prepare_head(&mut head, secure);
    swap(&mut head, request);
    asking
}

fn swap<B>(head: &mut Parts, request: &mut Request<B>) {
    mem::swap(&mut head.method, request.method_mut());
    mem::swap(&mut head.uri, request.uri_mut());
    mem::swap(&mut head.version, request.version_mut());
    mem::swap(&mut head.headers, request.headers_mut());
    mem::swap(&mut head.extensions, request.extensions_mut());
}

fn prepare_head(head: &mut Parts, secure: bool) -> Asking {
    let is_extended = protocol(head).is_some();
    let (asking, refused) = match asked(head, protocol(head)) {
        Asked::Not => return Asking::Not,
        Asked::Http1 { accept } => (Asking::Upgrade(accept), None),
        Asked::Http2 => (Asking::Connect, None),
        Asked::Malformed(problem) if is_extended => (Asking::Connect, Some(problem)),
        Asked::Malformed(problem) => (Asking::Not, Some(problem)),
    };
    if is_extended {
        // To routing it is the GET that it would be over HTTP/1.1 (RFC 8441 §5).
        head.method = Method::GET;
    }
    // Cloned and not taken: a service that is mounted among the routes may do upgrades of its own.
    match (refused, head.extensions.get::<OnUpgrade>().cloned()) {
        (Some(problem), _) => {
            head.extensions.insert(Upgrade::refused(problem));
        }
        (None, Some(upgraded)) => {
            head.extensions.insert(Upgrade::new(secure, async move {
                Ok(match upgraded.await?.downcast::<Carried>() {
                    // Our own stream, without what hyper put around it.
                    Ok(parts) => Box::new(TokioWire::new(parts.io.into_inner()).after(parts.read_buf)),
                    Err(upgraded) => Box::new(TokioWire::new(TokioIo::new(upgraded)).in_pieces(PIECE)) as Box<dyn Wire>,
                })
            }));
        }
        // Nothing can be upgraded here, so routing is not told that it could.
        (None, None) => {}
    }
    asking
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
