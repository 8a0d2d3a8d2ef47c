//! The items of a subscription's source: events, events shared with other subscribers, the end.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use serde::{Serialize, ser};

use crate::backlog::Measured;
use crate::codec::json;
use crate::dialect::{Dialect, End, EventForm, Frame};
use crate::model::Model;

use super::event::Event;

/// One item of a subscription's source.
#[derive(Debug)]
pub enum SourceItem<T> {
    /// An event for this subscriber alone.
    Event(Event<T>),
    /// An event shared by many subscribers.
    Shared(Arc<Published<T>>),
    /// The end. Nothing after it is read.
    End(End),
}

/// An event with its encodings, one per dialect, and one as server-sent event with a name, each computed at its first
/// use.
#[derive(Debug)]
pub struct Published<T> {
    event: Event<T>,
    elements: OnceLock<Bytes>,
    server_sent_events: OnceLock<Bytes>,
    named: OnceLock<Bytes>,
    ndjson: OnceLock<Bytes>,
    json_sequence: OnceLock<Bytes>,
    copy: fn(&Event<T>) -> Event<T>,
    measure: fn(&Event<T>) -> usize,
    bytes: OnceLock<usize>,
}

impl<T: Clone> Published<T> {
    pub(super) fn new(event: Event<T>, measure: fn(&Event<T>) -> usize) -> Self {
        let (elements, server_sent_events, named, ndjson, json_sequence) = Default::default();
        let (copy, bytes) = (Event::clone, OnceLock::new());
        Self { event, elements, server_sent_events, named, ndjson, json_sequence, copy, measure, bytes }
    }
}

impl<T> Measured for Arc<Published<T>> {
    fn bytes(&self) -> usize {
        let slots = [&self.ndjson, &self.elements, &self.server_sent_events, &self.named, &self.json_sequence];
        let encoded = slots.into_iter().find_map(OnceLock::get);
        *self.bytes.get_or_init(|| encoded.map_or_else(|| (self.measure)(&self.event), Bytes::len))
    }
}

impl<T> Published<T> {
    /// Returns the event.
    pub fn event(&self) -> &Event<T> {
        &self.event
    }

    /// Returns the event encoded in a dialect. The first call encodes it, later calls share the bytes.
    ///
    /// # Errors
    /// Returns an error if the body cannot be encoded as JSON, or if the id begins or ends with whitespace or has a
    /// control character: it could not be sent back to resume.
    pub fn encoded(&self, dialect: Dialect) -> Result<Bytes, serde_json::Error>
    where
        T: Model + Serialize,
    {
        self.encoded_in(dialect, &EventForm::DEFAULT)
    }

    /// As [`Published::encoded`], in the form of an endpoint. The names in a form follow from the type of the event.
    pub(super) fn encoded_in(&self, dialect: Dialect, form: &EventForm) -> Result<Bytes, serde_json::Error>
    where
        T: Model + Serialize,
    {
        let slot = match dialect {
            Dialect::Elements => &self.elements,
            Dialect::ServerSentEvents if form.names.is_some() => &self.named,
            Dialect::ServerSentEvents => &self.server_sent_events,
            Dialect::Ndjson | Dialect::WebSocket => &self.ndjson,
            Dialect::JsonSequence => &self.json_sequence,
        };
        if let Some(bytes) = slot.get() {
            return Ok(bytes.clone());
        }
        let bytes = encode(&self.event, dialect, form)?;
        Ok(slot.get_or_init(|| bytes).clone())
    }

    pub(super) fn into_event(shared: Arc<Self>) -> Event<T> {
        let copy = shared.copy;
        Arc::try_unwrap(shared).map_or_else(|shared| copy(&shared.event), |published| published.event)
    }
}

/// Returns whether `Last-Event-ID` and every dialect can hold an id. Server-sent events end an id at a line break and
/// ignore one with NUL, and a header field has no other control characters and no whitespace around its value.
fn can_resume_after(id: &str) -> bool {
    !id.bytes().any(|byte| byte.is_ascii_control()) && id.trim_matches(' ').len() == id.len()
}

/// Returns the size of an event in bytes, without the few that a dialect adds. Nothing is stored while it is encoded.
pub(super) fn measure<T: Serialize>(event: &Event<T>) -> usize {
    let id = event.id.as_ref().map_or(0, |id| id.as_str().len());
    let headers = event.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    id + headers + json::size(&event.body)
}

/// Encodes an event as one message of a dialect.
pub(super) fn encode<T: Model + Serialize>(
    event: &Event<T>,
    dialect: Dialect,
    form: &EventForm,
) -> Result<Bytes, serde_json::Error> {
    let id = event.id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default();
    if !can_resume_after(&id) {
        return Err(ser::Error::custom("an event id begins or ends with whitespace, or has a control character"));
    }
    let body = json::to_vec(&event.body)?.into();
    Ok(form.bytes(dialect, &Frame::Event { id, headers: event.headers.clone(), body }))
}
