//! A subscription as the answer of an endpoint: encoded in the dialect that the request chose, decoded in the same.

use std::marker::PhantomData;
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
use crate::dialect::Frame;
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::frames::unreadable;
use super::{End, Event, EventId, EventStream, Frames, Step, Subscription};

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
        let body = response.into_body();
        if body.is_end_stream() {
            return Err(Failure::new(FailureKind::Transport, "the stream of events ended with its headers"));
        }
        Ok(Self::reading(Frames::new(body, form.dialect)))
    }
}

impl<T: DeserializeOwned + Send + 'static> Subscription<T> {
    /// The events of a stream of messages, by type. Keep-alives are passed over.
    pub fn reading(frames: Frames) -> Self {
        Self::from_steps(Decoding { frames, event: PhantomData })
    }
}

/// Messages to typed events.
struct Decoding<T> {
    frames: Frames,
    event: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Stream for Decoding<T> {
    type Item = Result<Step<T>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(self.frames.poll_next(task)) {
                Some(Ok(Frame::Heartbeat { .. })) => continue,
                Some(frame) => Some(frame.and_then(step)),
                None => None,
            });
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
