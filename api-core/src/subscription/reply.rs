//! A subscription as the answer of an endpoint: encoded in the dialect that the request chose, decoded in the same.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response};
use http_body::Body as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::codec::{Reply, ReplyForm};
use crate::description::Output;
use crate::dialect::{Decoder, Frame};
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::{End, Event, EventId, EventStream, Step, Subscription};

impl<T> Reply for Subscription<T>
where
    T: Model + Serialize + DeserializeOwned + Send + 'static,
{
    const OUTPUTS: &'static [Output] =
        &[Output { status: 200, docs: "", media_type: Some("text/event-stream"), shape: Some(T::SHAPE), headers: &[] }];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let events = EventStream::new(self, form.dialect, form.keep_alive);
        let mut response = Response::new(Body::events(events));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(form.dialect.media_type()));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let decoder = Decoder::new(form.dialect);
        Ok(Self::from_steps(Decoding { body: response.into_body(), decoder, event: std::marker::PhantomData }))
    }
}

/// Bytes to typed events.
struct Decoding<T> {
    body: Body,
    decoder: Decoder,
    event: std::marker::PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Stream for Decoding<T> {
    type Item = Result<Step<T>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(frame) = self.decoder.next() {
                match frame {
                    Ok(Frame::Heartbeat { .. }) => continue,
                    Ok(frame) => return Poll::Ready(Some(step(frame))),
                    Err(error) => return Poll::Ready(Some(Err(unreadable(error)))),
                }
            }
            if self.decoder.is_finished() {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.body).poll_frame(task)) {
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data() {
                        self.decoder.push(&bytes);
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(Failure::transport(error)))),
                None => return Poll::Ready(None),
            }
        }
    }
}

fn step<T: DeserializeOwned>(frame: Frame) -> Result<Step<T>, Failure> {
    match frame {
        Frame::Event { id, headers, body } => {
            let id = (!id.is_empty()).then(|| EventId::from(id));
            let body = serde_json::from_slice(&body).map_err(unreadable)?;
            Ok(Step::Event(Event { id, headers, body }))
        }
        Frame::End { status, headers, body } => {
            let body = serde_json::from_slice(&body).map_err(unreadable)?;
            Ok(Step::End(End { status, headers, body }))
        }
        Frame::Heartbeat { .. } => Err(Failure::new(FailureKind::Other, "a keep-alive is no step")),
    }
}

fn unreadable(error: impl Into<crate::body::BoxError>) -> Failure {
    Failure::new(FailureKind::Decode, "an event is not what the API declares").caused_by(error)
}
