//! Decoding of frames to typed events.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::dialect::{End, Frame};
use crate::error::{Failure, FailureKind};

use super::event::{Event, EventId};
use super::frames::{Frames, unreadable};
use super::published::SourceItem;
use super::stream::Subscription;

impl<T: DeserializeOwned + Send + 'static> Subscription<T> {
    /// Creates a subscription that decodes the events of frames. Heartbeats are skipped.
    pub fn reading(frames: Frames) -> Self {
        Self::from_steps(Decoding { frames, event: PhantomData })
    }
}

/// A source that decodes frames.
struct Decoding<T> {
    frames: Frames,
    event: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Stream for Decoding<T> {
    type Item = Result<SourceItem<T>, Failure>;

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

fn step<T: DeserializeOwned>(frame: Frame) -> Result<SourceItem<T>, Failure> {
    match frame {
        Frame::Event { id, headers, body } => {
            let id = (!id.is_empty()).then(|| EventId::from(id));
            let body = serde_json::from_slice(&body).map_err(unreadable)?;
            Ok(SourceItem::Event(Event { id, headers, body }))
        }
        Frame::End { status, headers, body } => {
            let body = serde_json::from_slice(&body).map_err(unreadable)?;
            Ok(SourceItem::End(End { status, headers, body }))
        }
        Frame::Heartbeat { .. } => Err(Failure::new(FailureKind::Other, "a heartbeat is not an item of the source")),
    }
}
