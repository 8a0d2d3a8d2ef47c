//! The body of a resumed subscription, across all its connections: waits, sends requests and reads.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use api_core::dialect::Dialect;
use api_core::error::{Answer, Failure, FailureKind};
use api_core::subscription::check_content_type;
use api_core::{Body, BoxError, EventId, Transport};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body::{Body as HttpBody, Frame};
use http_body_util::BodyExt as _;
use tokio::time::{Instant, Sleep, sleep};

use crate::credentials::{Authorized, BoxFuture, Refused};
use crate::request_copy::copy;
use crate::retry::SingleAttempt;

use super::progress::{Progress, Then};
use super::{Reconnected, ResumePolicy};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// A body that yields whole messages, from one connection after another.
pub(super) struct ResumingBody<S> {
    state: State,
    progress: Progress,
    reopening: Reopening<S>,
}

/// Everything needed to reopen a subscription.
pub(super) struct Reopening<S> {
    pub(super) inner: S,
    pub(super) request: Request<Body>,
    pub(super) dialect: Dialect,
    pub(super) resumable: bool,
    pub(super) endpoint: &'static str,
    pub(super) policy: ResumePolicy,
    pub(super) authorized: Option<Authorized>,
}

enum State {
    Reading(Body),
    Waiting(Pin<Box<Sleep>>, Option<Answer>),
    Opening(BoxFuture<'static, Result<Opened, Failure>>, Option<EventId>),
    Failing(Failure),
    Done,
}

enum Opened {
    Stream(Box<Response<Body>>),
    Refusal(Answer),
}

impl<S: Transport> ResumingBody<S> {
    pub(super) fn new(body: Body, progress: Progress, reopening: Reopening<S>) -> Self {
        Self { state: State::Reading(body), progress, reopening }
    }

    fn go_on(&mut self, then: Then) {
        match then {
            Then::Read => {}
            Then::Finish => self.state = State::Done,
            Then::Fail(failure) => self.state = State::Failing(failure),
            Then::Reopen(pause, doubt) => {
                tracing::debug!(endpoint = self.reopening.endpoint, ?pause, "a subscription was lost");
                self.state = State::Waiting(Box::pin(sleep(pause)), doubt);
            }
        }
    }

    /// Performs the next step: reads, waits or opens. Returns bytes to pass on, which may be empty.
    fn poll_step(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        match &mut self.state {
            State::Reading(body) => {
                let now = || Instant::now().into_std();
                let (bytes, then) = match ready!(poll_data(body, task)) {
                    Some(Ok(bytes)) => self.progress.receive(&bytes, now()),
                    Some(Err(error)) => (Bytes::new(), self.progress.lost(Failure::transport(error), now())),
                    None => {
                        let broken = Failure::new(FailureKind::Transport, "the event stream stopped without an end");
                        (Bytes::new(), self.progress.lost(broken, now()))
                    }
                };
                self.go_on(then);
                Poll::Ready(Some(Ok(bytes)))
            }
            State::Waiting(timer, doubt) => {
                ready!(timer.as_mut().poll(task));
                let doubt = doubt.take();
                self.state = self.reopening.open(self.progress.last_event(), doubt);
                Poll::Ready(Some(Ok(Bytes::new())))
            }
            State::Opening(opening, from) => {
                let (opened, from) = (ready!(opening.as_mut().poll(task)), from.take());
                let (bytes, then) = match opened {
                    Ok(Opened::Stream(response)) => {
                        self.state = State::Reading(self.reopened(*response, from));
                        (Bytes::new(), Then::Read)
                    }
                    Ok(Opened::Refusal(answer)) => self.progress.answered(&answer, Instant::now().into_std()),
                    Err(failure) => (Bytes::new(), self.progress.unreachable(failure)),
                };
                self.go_on(then);
                Poll::Ready(Some(Ok(bytes)))
            }
            State::Failing(_) | State::Done => match std::mem::replace(&mut self.state, State::Done) {
                State::Failing(failure) => Poll::Ready(Some(Err(failure))),
                _ => Poll::Ready(None),
            },
        }
    }

    fn reopened(&mut self, mut response: Response<Body>, resumed_from: Option<EventId>) -> Body {
        let attempts = self.progress.reopened(Instant::now().into_std());
        self.reopening.authorized = response.extensions_mut().remove();
        let endpoint = self.reopening.endpoint;
        tracing::debug!(endpoint, attempts, ?resumed_from, "a subscription was reopened");
        self.reopening.policy.observe(&Reconnected { endpoint, resumed_from, attempts });
        response.into_body()
    }
}

impl<S: Transport> Reopening<S> {
    fn open(&self, last_event: Option<&str>, doubt: Option<Answer>) -> State {
        let Some(mut request) = copy(&self.request) else { return State::Done };
        request.extensions_mut().insert(SingleAttempt);
        match (doubt, &self.authorized) {
            (None, _) => {}
            (Some(answer), Some(Authorized(value))) => {
                drop(request.extensions_mut().insert(Refused { value: value.clone(), answer }));
            }
            // Without a layer that could renew the credentials the refusal is final.
            (Some(answer), None) => {
                return State::Opening(Box::pin(std::future::ready(Ok(Opened::Refusal(answer)))), None);
            }
        }
        if let (true, Some(id)) = (self.resumable, last_event) {
            match HeaderValue::from_bytes(id.as_bytes()) {
                Ok(id) => drop(request.headers_mut().insert(LAST_EVENT_ID, id)),
                // The id cannot be sent. The original id would repeat events, so it is removed.
                Err(_) => drop(request.headers_mut().remove(LAST_EVENT_ID)),
            }
        }
        let from = request.headers().get(LAST_EVENT_ID).filter(|_| self.resumable);
        let from = from.map(|id| EventId::from(String::from_utf8_lossy(id.as_bytes())));
        let (inner, dialect) = (self.inner.clone(), self.dialect);
        let opening = async move {
            let response = inner.send(request).await?;
            if response.status().is_success() && response.status() != StatusCode::NO_CONTENT {
                check_content_type(&response, dialect)?;
                return Ok(Opened::Stream(Box::new(response)));
            }
            let (head, body) = response.into_parts();
            let body = body.collect().await.map_err(Failure::transport)?.to_bytes();
            Ok(Opened::Refusal(Answer::new(head.status, head.headers, body)))
        };
        State::Opening(Box::pin(opening), from)
    }
}

/// Polls for the next bytes; trailers yield none.
fn poll_data(body: &mut Body, task: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
    let frame = ready!(Pin::new(body).poll_frame(task));
    Poll::Ready(frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default())))
}

impl<S: Transport> HttpBody for ResumingBody<S> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            match ready!(self.poll_step(task)) {
                Some(Ok(bytes)) if bytes.is_empty() => {}
                step => return Poll::Ready(step.map(|step| step.map(Frame::data).map_err(Into::into))),
            }
        }
    }
}

// No field is pinned in place: futures and timers are boxed.
impl<S> Unpin for ResumingBody<S> {}
