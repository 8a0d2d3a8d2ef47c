//! The frames of a body, heartbeats included: the layer below typed subscriptions.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http_body::Body as _;

use crate::body::Body;
use crate::dialect::{Decoder, Dialect, EventForm, Frame};
use crate::error::{Failure, FailureKind};

/// The frames of a body in a dialect. For readers that need heartbeats, or that do not know the type of the events.
///
/// ```
/// use api_core::Body;
/// use api_core::dialect::{Dialect, Frame};
/// use api_core::subscription::Frames;
///
/// # async fn example() -> Result<(), api_core::Failure> {
/// let body = Body::from("[0,\"\"]\n[1,\"7\",{},{\"x\":1}]\n[255,204,{},null]\n");
/// let mut frames = Frames::new(body, Dialect::Elements);
/// assert_eq!(frames.next().await?, Frame::heartbeat());
/// assert_eq!(frames.next().await?, Frame::event("7", "{\"x\":1}"));
/// assert!(matches!(frames.next().await?, Frame::End { status: 204, .. }));
/// # Ok(()) }
/// # let mut task = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(matches!(std::pin::pin!(example()).poll(&mut task), std::task::Poll::Ready(Ok(()))));
/// ```
pub struct Frames(State);

enum State {
    Open(Box<Reading>),
    Ended,
    Broken,
    Closed,
}

/// Boxed, so that `Frames` is small and cheap to move.
struct Reading {
    body: Body,
    decoder: Decoder,
}

impl Frames {
    /// Creates a reader of a body's frames.
    pub fn new(body: Body, dialect: Dialect) -> Self {
        Self::in_form(body, dialect, EventForm::DEFAULT)
    }

    /// Creates a reader of a body's frames, whose server-sent events have the form of an endpoint.
    pub fn in_form(body: Body, dialect: Dialect, form: EventForm) -> Self {
        Self(State::Open(Box::new(Reading { body, decoder: Decoder::new(dialect).in_form(form) })))
    }

    /// Returns the next frame.
    ///
    /// # Errors
    /// Returns an error if the body stops without an end or violates the dialect. Nothing is read after it. Returns an
    /// error after the end and after [`Frames::close`].
    ///
    /// # Cancel safety
    /// Cancel safe: no frame is lost if the future is dropped.
    pub async fn next(&mut self) -> Result<Frame, Failure> {
        match poll_fn(|task| self.poll_next(task)).await {
            Some(next) => next,
            None => Err(match self.0 {
                State::Broken => Failure::new(FailureKind::Transport, "the event stream stopped without an end"),
                State::Closed => Failure::new(FailureKind::Closed, "the event stream is closed"),
                State::Ended | State::Open(_) => Failure::new(FailureKind::Closed, "the event stream has ended"),
            }),
        }
    }

    /// Closes the stream and drops the body. Over HTTP/2 the stream is reset.
    ///
    /// # Errors
    /// Returns an error if it was closed before.
    pub fn close(&mut self) -> Result<(), Failure> {
        match std::mem::replace(&mut self.0, State::Closed) {
            State::Closed => Err(Failure::new(FailureKind::Closed, "the event stream is already closed")),
            _ => Ok(()),
        }
    }

    /// Polls for the next frame. `None` after the end, and if the body stops without an end.
    pub(super) fn poll_next(&mut self, task: &mut Context<'_>) -> Poll<Option<Result<Frame, Failure>>> {
        loop {
            let State::Open(reading) = &mut self.0 else { return Poll::Ready(None) };
            let Reading { body, decoder } = &mut **reading;
            if let Some(frame) = decoder.next() {
                if decoder.is_finished() {
                    self.0 = if frame.is_ok() { State::Ended } else { State::Broken };
                }
                return Poll::Ready(Some(frame.map_err(unreadable)));
            }
            match ready!(Pin::new(body).poll_frame(task)) {
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data() {
                        decoder.push(&bytes);
                    }
                }
                Some(Err(error)) => {
                    self.0 = State::Broken;
                    return Poll::Ready(Some(Err(Failure::transport(error))));
                }
                None => {
                    let end = decoder.close();
                    self.0 = if end.is_some() { State::Ended } else { State::Broken };
                    return Poll::Ready(end.map(Ok));
                }
            }
        }
    }
}

impl fmt::Debug for Frames {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            State::Open(_) => "Frames(open)",
            State::Ended => "Frames(ended)",
            State::Broken => "Frames(broken)",
            State::Closed => "Frames(closed)",
        })
    }
}

pub(super) fn unreadable(error: impl Into<crate::body::BoxError>) -> Failure {
    Failure::new(FailureKind::Decode, "an event does not fit its declared type").caused_by(error)
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn next(frames: &mut Frames) -> Result<Frame, Failure> {
        match std::pin::pin!(frames.next()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(next) => next,
            Poll::Pending => panic!("a whole body never waits"),
        }
    }

    #[test]
    fn heartbeats_are_returned_and_nothing_follows_the_end() {
        let mut frames = Frames::new(Body::from("[0,\"\"]\n[255,204,{},null]\n[0,\"\"]\n"), Dialect::Elements);
        assert_eq!(next(&mut frames).unwrap(), Frame::heartbeat());
        assert!(matches!(next(&mut frames).unwrap(), Frame::End { status: 204, .. }));
        assert!(next(&mut frames).unwrap_err().is_closed());
    }

    #[test]
    fn a_body_that_stops_or_is_malformed_is_a_failure_for_good() {
        let mut stopped = Frames::new(Body::from("[0,\"\"]\n[1,"), Dialect::Elements);
        assert!(next(&mut stopped).is_ok());
        assert!(next(&mut stopped).unwrap_err().is_transport() && next(&mut stopped).unwrap_err().is_transport());
        let mut garbage = Frames::new(Body::from("what?\n[0,\"\"]\n"), Dialect::Elements);
        assert!(next(&mut garbage).unwrap_err().is_decode() && next(&mut garbage).unwrap_err().is_transport());
    }

    #[test]
    fn closing_twice_and_reading_after_closing_are_failures() {
        let mut frames = Frames::new(Body::from("[0,\"\"]\n"), Dialect::Elements);
        assert!(frames.close().is_ok() && frames.close().unwrap_err().is_closed());
        assert!(next(&mut frames).unwrap_err().is_closed());
    }
}
