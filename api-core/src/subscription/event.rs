//! One event.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{Model, Shape};

/// Header fields of an event; the case of names is kept.
pub type EventHeaders = crate::dialect::Headers;

/// One event of a subscription.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<T> {
    /// Where one can go on from, if the event is durable.
    pub id: Option<EventId>,
    /// Header fields.
    pub headers: EventHeaders,
    /// What happened.
    pub body: T,
}

impl<T> Event<T> {
    /// An event that one cannot go on from.
    pub fn new(body: T) -> Self {
        Self { id: None, headers: EventHeaders::new(), body }
    }

    /// A durable event.
    pub fn with_id(id: impl Into<EventId>, body: T) -> Self {
        Self { id: Some(id.into()), headers: EventHeaders::new(), body }
    }
}

/// An opaque place in a stream of events.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(String);

impl EventId {
    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<S: Into<String>> From<S> for EventId {
    fn from(text: S) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Model for EventId {
    const SHAPE: &'static Shape = <String as Model>::SHAPE;
}
