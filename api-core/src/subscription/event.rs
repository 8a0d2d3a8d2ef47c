//! Events and their ids.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{Model, Shape};

/// The header fields of an event. Names are unique, and their case is kept.
pub type EventHeaders = crate::dialect::Headers;

/// One event of a subscription.
///
/// ```
/// use api_core::Event;
///
/// let event = Event::with_id("7", "hello");
/// assert_eq!((event.id.unwrap().as_str(), event.body), ("7", "hello"));
/// assert!(Event::new("hello").id.is_none());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Event<T> {
    /// The id after which a subscription can resume. `None` if the event is not durable.
    pub id: Option<EventId>,
    /// The header fields.
    pub headers: EventHeaders,
    /// The body.
    pub body: T,
}

impl<T> Event<T> {
    /// Creates an event without an id, after which a subscription cannot resume.
    pub fn new(body: T) -> Self {
        Self { id: None, headers: EventHeaders::new(), body }
    }

    /// Creates an event with an id, after which a subscription can resume.
    pub fn with_id(id: impl Into<EventId>, body: T) -> Self {
        Self { id: Some(id.into()), headers: EventHeaders::new(), body }
    }
}

/// The id of an event: an opaque position in a stream of events.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(String);

impl EventId {
    /// Returns the id as text.
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
