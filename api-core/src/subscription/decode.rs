//! Decoding of frames to typed events.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::codec::json;
use crate::dialect::{End, Frame};
use crate::error::{Failure, FailureKind};
use crate::model::Model;

use super::event::{Event, EventId};
use super::frames::{Frames, unreadable};
use super::published::SourceItem;
use super::stream::Subscription;

impl<T: DeserializeOwned + Send + 'static> Subscription<T> {
    /// Creates a subscription that decodes the events of frames. Heartbeats are skipped.
    pub fn reading(frames: Frames) -> Self {
        Self::from_steps(Decoding { frames, read: |body| serde_json::from_slice(body).map_err(unreadable) })
    }
}

impl<T: Model + DeserializeOwned + Send + 'static> Subscription<T> {
    /// Creates a subscription like [`Subscription::reading`], whose errors name each place that does not fit the shape.
    pub(super) fn reading_models(frames: Frames) -> Self {
        Self::from_steps(Decoding { frames, read: |body| json::from_slice(body).map_err(unreadable) })
    }
}

/// A function that decodes the body of an event.
type Read<T> = fn(&[u8]) -> Result<T, Failure>;

/// A source that decodes frames.
struct Decoding<T> {
    frames: Frames,
    read: Read<T>,
}

impl<T> Stream for Decoding<T> {
    type Item = Result<SourceItem<T>, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(self.frames.poll_next(task)) {
                Some(Ok(Frame::Heartbeat { .. })) => continue,
                Some(frame) => Some(frame.and_then(|frame| step(frame, self.read))),
                None => None,
            });
        }
    }
}

fn step<T>(frame: Frame, read: Read<T>) -> Result<SourceItem<T>, Failure> {
    match frame {
        Frame::Event { id, headers, body } => {
            let id = (!id.is_empty()).then(|| EventId::from(id));
            Ok(SourceItem::Event(Event { id, headers, body: read(&body)? }))
        }
        Frame::End { status, headers, body } => {
            let body = serde_json::from_slice(&body).map_err(unreadable)?;
            Ok(SourceItem::End(End { status, headers, body }))
        }
        Frame::Heartbeat { .. } => Err(Failure::new(FailureKind::Other, "a heartbeat is not an item of the source")),
    }
}
