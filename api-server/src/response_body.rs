//! The response body given to hyper: the bytes of a response, or the messages of a subscription.

use std::pin::Pin;
use std::task::{Context, Poll};

use api_core::{Body, BoxError};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::panic::catch;
use crate::shutdown::ShutdownSignal;
use crate::subscription::Messages;

/// The body of a response that is written to a connection.
#[derive(Debug)]
pub(crate) enum ResponseBody {
    Whole(Body),
    /// Boxed to keep the common variant small.
    Messages(Box<Messages>),
}

impl ResponseBody {
    pub(crate) fn new(body: Body, shutdown: &ShutdownSignal) -> Self {
        match body.into_events() {
            Ok(events) => Self::Messages(Box::new(Messages::new(events, shutdown.clone()))),
            Err(body) => Self::Whole(body),
        }
    }
}

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut *self {
            // The stream may be a handler's code. Its panic resets one response and leaves the connection's other
            // streams alone.
            Self::Whole(body) => catch(|| Pin::new(body).poll_frame(task)).unwrap_or_else(|panicked| {
                tracing::error!(detail = panicked.0, "a response body panicked");
                Poll::Ready(Some(Err("the response broke off".into())))
            }),
            Self::Messages(messages) => {
                messages.poll_message(task).map(|message| message.map(|message| Ok(Frame::data(message))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            Self::Messages(messages) => messages.is_ended(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Messages(_) => SizeHint::default(),
        }
    }
}
