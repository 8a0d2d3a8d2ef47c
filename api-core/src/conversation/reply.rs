//! Messages as the reply of an endpoint, and messages as the body of a subscription.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use api_websocket::{CloseCode, CloseFrame, Connection, ConnectionError, Receiver};
use bytes::Bytes;
use http::Response;
use http_body::{Body as HttpBody, Frame};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::{Body, BoxError};
use crate::call::{Reply, ReplyForm};
use crate::description::Output;
use crate::dialect::{Dialect, Frame as EventFrame};
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::Messages;

impl<T: Model + Serialize + DeserializeOwned + Send + 'static> Reply for Messages<T> {
    const OUTPUTS: &'static [Output] = &[Output::messages(T::SHAPE)];

    fn encode(self, _: &ReplyForm) -> Result<Response<Body>, Failure> {
        Err(one_sided())
    }

    async fn decode(_: Response<Body>, _: &ReplyForm) -> Result<Self, Failure> {
        Err(one_sided())
    }
}

fn one_sided() -> Failure {
    let message =
        "messages flow in both directions: serve a duplex with `routing::duplex`, and call it with `Client::duplex`";
    Failure::new(FailureKind::Other, message)
}

/// Returns the messages of a connection as a body of lines, for the reader of a subscription.
pub(crate) fn event_lines(connection: Connection) -> Body {
    let (_, receiver) = connection.split();
    Body::stream(EventLines { receiver, finished: false })
}

struct EventLines {
    receiver: Receiver,
    finished: bool,
}

impl HttpBody for EventLines {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.finished {
            return Poll::Ready(None);
        }
        let received = ready!(self.receiver.poll_data_message(task));
        Poll::Ready(match received {
            Ok(message) => Some(Ok(Frame::data(line(message.into_bytes())))),
            Err(error) => {
                self.finished = true;
                match error {
                    ConnectionError::CloseRequest(frame) => {
                        end(&frame).map(|end| Ok(Frame::data(Dialect::WebSocket.bytes(&end))))
                    }
                    error => Some(Err(error.into())),
                }
            }
        })
    }
}

/// Returns a message with a line break at its end, which other servers may leave out.
fn line(message: Bytes) -> Bytes {
    if message.ends_with(b"\n") { message } else { [&message, b"\n".as_slice()].concat().into() }
}

/// Returns the end of a subscription whose connection was closed without one.
fn end(frame: &CloseFrame) -> Option<EventFrame> {
    let status = match frame.code() {
        // The end was received before, or there is none.
        CloseCode::NORMAL | CloseCode::NO_STATUS => return None,
        CloseCode::GOING_AWAY | CloseCode::SERVICE_RESTART | CloseCode::TRY_AGAIN_LATER => 503,
        CloseCode::BAD_GATEWAY => 502,
        CloseCode::POLICY => 403,
        _ => 500,
    };
    let reason =
        if frame.reason().is_empty() { format!("closed with {}", frame.code()) } else { frame.reason().to_owned() };
    let body = serde_json::json!({ "error": reason }).to_string();
    Some(EventFrame::End { status, headers: crate::dialect::Headers::default(), body: body.into() })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::line;

    #[test]
    fn each_message_becomes_a_line() {
        for (message, expected) in [("", "\n"), ("{}", "{}\n"), ("{}\n", "{}\n")] {
            assert_eq!(line(Bytes::from_static(message.as_bytes())), expected);
        }
    }
}
