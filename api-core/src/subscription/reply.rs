//! A subscription as the response of an endpoint, encoded and decoded in the dialect that the request selected.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response};
use http_body::Body as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::call::{Reply, ReplyForm};
use crate::description::Output;
use crate::dialect::{Dialect, EncodedEvents, End, EventStream};
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::frames::Frames;
use super::published::{SourceItem, encode};
use super::stream::Subscription;

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
            return Err(Failure::new(FailureKind::Transport, "the response has no event stream"));
        }
        Ok(Self::reading(Frames::new(body, form.dialect)))
    }
}

impl<T: Model + Serialize + Send> EncodedEvents for Subscription<T> {
    fn poll_event(&mut self, task: &mut Context<'_>, dialect: Dialect) -> Poll<Result<Bytes, End>> {
        let encoded = match ready!(self.poll_step(task)) {
            Ok(SourceItem::Event(event)) => encode(&event, dialect),
            Ok(SourceItem::Shared(shared)) => shared.encoded(dialect),
            Ok(SourceItem::End(end)) => return Poll::Ready(Err(end)),
            Err(failure) => return Poll::Ready(Err(failed(&failure))),
        };
        Poll::Ready(encoded.map_err(|_| End::because(500, "internal")))
    }
}

/// Returns the end sent when the source fails. It does not reveal the cause.
fn failed(failure: &Failure) -> End {
    if failure.is_transport() || failure.is_timeout() {
        End::because(502, "the upstream event stream was lost")
    } else {
        End::because(500, "internal")
    }
}
