//! A subscription as the response of an endpoint, encoded and decoded in the dialect that the request selected.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body::Body as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::call::{Reply, ReplyForm};
use crate::description::Output;
use crate::dialect::{Dialect, EncodedEvents, End, EventForm, EventStream};
use crate::error::{Failure, FailureKind};
use crate::model::{Model, excerpt};

use super::frames::Frames;
use super::published::{SourceItem, encode};
use super::stream::Subscription;

/// Maximum size of a content type in a message, in bytes.
const LARGEST_TYPE: usize = 120;

impl<T> Reply for Subscription<T>
where
    T: Model + Serialize + DeserializeOwned + Send + 'static,
{
    const OUTPUTS: &'static [Output] = &[Output::new(200, "text/event-stream", Some(T::SHAPE))];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        if self.is_none() && Dialect::BY_ACCEPT.contains(&form.dialect) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            return Ok(response);
        }
        let delay = self.reconnect_delay();
        let source = InForm { events: self, form: form.endpoint.exchange.event_form() };
        let events = EventStream::new(source, form.dialect, form.keep_alive).reconnect_after(delay);
        let link = events.link();
        let mut response = Response::new(Body::events(events));
        // A layer may wrap the body. The server still finds the stream by its link.
        response.extensions_mut().insert(link);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(form.dialect.media_type()));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform"));
        // nginx would hold back the head and the events of the stream.
        headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        if response.status() == StatusCode::NO_CONTENT {
            return Ok(Self::none());
        }
        check_content_type(&response, form.dialect)?;
        let (body, events) = (response.into_body(), form.endpoint.exchange.event_form());
        if body.is_end_stream() && !events.ends_by_closing(form.dialect) {
            return Err(Failure::new(FailureKind::Transport, "the response has no event stream"));
        }
        Ok(Self::reading_models(Frames::in_form(body, form.dialect, *events)))
    }
}

/// A subscription whose server-sent events have the form of its endpoint.
struct InForm<T> {
    events: Subscription<T>,
    form: &'static EventForm,
}

impl<T: Model + Serialize + Send> EncodedEvents for InForm<T> {
    fn form(&self) -> &'static EventForm {
        self.form
    }

    fn poll_event(&mut self, task: &mut Context<'_>, dialect: Dialect) -> Poll<Result<Bytes, End>> {
        poll_encoded(&mut self.events, task, dialect, self.form)
    }

    fn is_waiting(&self) -> bool {
        self.events.is_waiting()
    }
}

impl<T: Model + Serialize + Send> EncodedEvents for Subscription<T> {
    fn poll_event(&mut self, task: &mut Context<'_>, dialect: Dialect) -> Poll<Result<Bytes, End>> {
        poll_encoded(self, task, dialect, &EventForm::DEFAULT)
    }

    fn is_waiting(&self) -> bool {
        self.is_waiting()
    }
}

fn poll_encoded<T: Model + Serialize>(
    events: &mut Subscription<T>,
    task: &mut Context<'_>,
    dialect: Dialect,
    form: &EventForm,
) -> Poll<Result<Bytes, End>> {
    let encoded = match ready!(events.poll_step(task)) {
        Ok(SourceItem::Event(event)) => encode(&event, dialect, form),
        Ok(SourceItem::Shared(shared)) => shared.encoded_in(dialect, form),
        Ok(SourceItem::End(end)) => return Poll::Ready(Err(end)),
        Err(failure) => return Poll::Ready(Err(failed(&failure))),
    };
    Poll::Ready(encoded.map_err(|_| End::failed()))
}

/// Checks that a response is an event stream of a dialect by its content type. A response without one is accepted.
///
/// # Errors
/// Returns a failure that names the content type. Reconnecting does not help then (WHATWG HTML §9.2.3).
pub fn check_content_type<B>(response: &Response<B>, dialect: Dialect) -> Result<(), Failure> {
    let Some(found) = response.headers().get(CONTENT_TYPE) else { return Ok(()) };
    let found = String::from_utf8_lossy(found.as_bytes());
    if dialect.is_named_by(&found) {
        return Ok(());
    }
    let (found, expected) = (excerpt(&found, LARGEST_TYPE), dialect.media_type());
    let message = format!("the response has the content type `{found}`, and an event stream has `{expected}`");
    Err(Failure::new(FailureKind::Decode, message))
}

/// Returns the end sent when the source fails. It does not reveal the cause.
fn failed(failure: &Failure) -> End {
    if failure.is_transport() || failure.is_timeout() { End::upstream_lost() } else { End::failed() }
}
