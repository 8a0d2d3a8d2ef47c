//! The form of an endpoint's server-sent events, which its contract sets: their names, and how the stream ends.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The form of an endpoint's server-sent events. The other dialects have one form for all endpoints.
///
/// ```
/// use api_core::dialect::{Decoder, Dialect, Ending, EventForm, Frame};
///
/// let form = EventForm::DEFAULT.ending(Ending::Marker("[DONE]"));
/// assert_eq!(form.bytes(Dialect::ServerSentEvents, &Frame::end()), "data: [DONE]\n\n");
///
/// let mut decoder = Decoder::new(Dialect::ServerSentEvents).in_form(form);
/// decoder.push(b"data: [DONE]\n\n");
/// assert_eq!(decoder.next().unwrap().unwrap(), Frame::end());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventForm {
    /// How the stream ends.
    pub end: Ending,
    /// The name of events that are heartbeats. `None`: heartbeats are comments.
    pub heartbeat: Option<&'static str>,
    /// Where the names of events are in their bodies. `None`: events have no names.
    pub names: Option<EventNames>,
}

/// How a stream of server-sent events ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// By an event with the name `end`, whose data has a status. A stream that closes without it was lost.
    #[default]
    Event,
    /// By an event with this text as its data. A stream that closes without it was lost.
    Marker(&'static str),
    /// By closing.
    Close,
}

/// The keys of a tagged enum, which are not in the data of an event with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventNames {
    /// The key whose value is the name of the event.
    pub tag: &'static str,
    /// The key whose value is the data of the event. `None`: the data is the whole body, with the tag.
    pub content: Option<&'static str>,
}

impl EventForm {
    /// Events without names, comments as heartbeats, and an end that is an event.
    pub const DEFAULT: Self = Self { end: Ending::Event, heartbeat: None, names: None };

    /// Sets how the stream ends.
    #[must_use]
    pub const fn ending(mut self, end: Ending) -> Self {
        self.end = end;
        self
    }

    /// Sets the name of events that are heartbeats.
    #[must_use]
    pub const fn heartbeat(mut self, name: &'static str) -> Self {
        self.heartbeat = Some(name);
        self
    }

    /// Sets where the names of events are in their bodies.
    #[must_use]
    pub const fn names(mut self, names: EventNames) -> Self {
        self.names = Some(names);
        self
    }
}

impl EventNames {
    /// Splits a body into name and data. `None` if it has no tag.
    pub(super) fn split<'b>(&self, body: &'b [u8]) -> Option<(String, &'b [u8])> {
        let mut json = serde_json::Deserializer::from_slice(body);
        let members = json.deserialize_map(Search(*self)).ok()?;
        json.end().ok()?;
        let name = serde_json::from_str(members.tag?.get()).ok()?;
        let data = match self.content {
            None => body,
            // A variant without content.
            Some(_) => members.content.map_or(&b"null"[..], |data| data.get().as_bytes()),
        };
        Some((name, data))
    }

    /// Returns the body of an event with a name and data. Data that is not JSON stays as it is, so that decoding the
    /// body
    /// fails.
    pub(super) fn join(&self, name: &str, data: String) -> Bytes {
        let Some(content) = self.content else { return data.into() };
        if serde_json::from_str::<&RawValue>(&data).is_err() {
            return data.into();
        }
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let (tag, name, content) = (text(self.tag), text(name), text(content));
        // The content is last, so that a reader knows its type.
        format!("{{{tag}:{name},{content}:{data}}}").into()
    }
}

/// The values of the two keys of a body.
#[derive(Default)]
struct Members<'b> {
    tag: Option<&'b RawValue>,
    content: Option<&'b RawValue>,
}

/// Reads the two keys. A map of all members would be compiled for this alone.
struct Search(EventNames);

impl<'b> Visitor<'b> for Search {
    type Value = Members<'b>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'b>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Members::default();
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            let value = map.next_value()?;
            if key == self.0.tag {
                members.tag = Some(value);
            } else if Some(&*key) == self.0.content {
                members.content = Some(value);
            }
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ending, EventForm, EventNames};
    use crate::dialect::{Decoder, Dialect, Frame, Headers};

    const SSE: Dialect = Dialect::ServerSentEvents;

    fn read(form: EventForm, stream: &str) -> Vec<Frame> {
        let mut decoder = Decoder::new(SSE).in_form(form);
        decoder.push(stream.as_bytes());
        let mut frames: Vec<Frame> =
            std::iter::from_fn(|| decoder.next()).map(|frame| frame.expect("a frame")).collect();
        frames.extend(decoder.close());
        frames
    }

    fn failed() -> Frame {
        Frame::End { status: 503, headers: Headers::new(), body: r#"{"message":"later"}"#.into() }
    }

    #[test]
    fn an_end_is_what_the_form_says() {
        let error = "event: error\ndata: {\"error\":{\"message\":\"later\"},\"status\":503,\"headers\":{}}\n\n";
        let table = [
            (Ending::Event, "event: end\ndata: {\"status\":204,\"headers\":{},\"body\":null}\n\n", None),
            (Ending::Marker("[DONE]"), "data: [DONE]\n\n", Some(error)),
            (Ending::Close, "", Some(error)),
        ];
        for (end, normal, error) in table {
            let form = EventForm::DEFAULT.ending(end);
            assert_eq!(form.bytes(SSE, &Frame::end()), normal, "{end:?}");
            assert_eq!(read(form, &format!("data: 1\n\n{normal}")), [Frame::event("", "1"), Frame::end()], "{end:?}");
            let sent = form.bytes(SSE, &failed());
            assert!(error.is_none_or(|error| error == sent), "{end:?}: {sent:?}");
            assert_eq!(read(form, std::str::from_utf8(&sent).expect("text")), [failed()], "{end:?}");
        }
    }

    #[test]
    fn an_end_of_another_form_is_an_event() {
        let stream = "data: [DONE]\n\nevent: end\ndata: {}\n\nevent: error\ndata: 1\n\n";
        let usual =
            [Frame::event("", "[DONE]"), Frame::End { status: 204, headers: Headers::new(), body: "null".into() }];
        assert_eq!(read(EventForm::DEFAULT, stream), usual);
        let closing = read(EventForm::DEFAULT.ending(Ending::Close), stream);
        assert_eq!(closing[..2], [Frame::event("", "[DONE]"), Frame::event("", "{}")]);
        assert!(matches!(&closing[2], Frame::End { status: 500, body, .. } if body == "1"), "{closing:?}");
    }

    #[test]
    fn an_error_of_another_server_is_an_end_with_what_it_says() {
        let form = EventForm::DEFAULT.ending(Ending::Close);
        let table = [
            (r#"{"type":"error","error":{"type":"overloaded_error"}}"#, 500, r#"{"type":"overloaded_error"}"#),
            (r#"{"error":"slow down","status":429}"#, 429, "\"slow down\""),
            (r#"{"message":"no"}"#, 500, r#"{"message":"no"}"#),
            (r#"{"error":"odd","status":7}"#, 500, "\"odd\""),
            ("plain text", 500, "\"plain text\""),
        ];
        for (data, status, body) in table {
            let expected = Frame::End { status, headers: Headers::new(), body: body.into() };
            assert_eq!(read(form, &format!("event: error\ndata: {data}\n\n")), [expected], "{data}");
        }
    }

    #[test]
    fn a_stream_that_closes_without_its_marker_has_no_end() {
        let form = EventForm::DEFAULT.ending(Ending::Marker("[DONE]"));
        assert_eq!(read(form, "data: 1\n\n"), [Frame::event("", "1")]);
        assert_eq!(read(form, "data: [DONE]\n"), [], "the event is not complete");
    }

    #[test]
    fn heartbeats_may_be_events_with_a_name() {
        let form = EventForm::DEFAULT.heartbeat("ping");
        assert_eq!(form.bytes(SSE, &Frame::Heartbeat { padding: 5 }), "event: ping\ndata: {}\n\n");
        let stream = "event: ping\ndata: {\"type\":\"ping\"}\n\n: comment\nevent: other\ndata: 1\n\n";
        let expected = [Frame::heartbeat(), Frame::Heartbeat { padding: 8 }, Frame::event("", "1")];
        assert_eq!(read(form, stream), expected);
    }

    #[test]
    fn names_are_the_tags_of_the_bodies() {
        let inside = EventNames { tag: "type", content: None };
        let beside = EventNames { tag: "event", content: Some("payload") };
        let table = [
            (inside, r#"{"type":"added","id":1}"#, "added", r#"{"type":"added","id":1}"#),
            (beside, r#"{"event":"added","payload":{"id":1}}"#, "added", r#"{"id":1}"#),
            (beside, r#"{"event":"added","payload":null}"#, "added", "null"),
        ];
        for (names, body, name, data) in table {
            let form = EventForm::DEFAULT.names(names);
            let sent = format!("id: 7\nevent: {name}\ndata: {data}\n\n");
            assert_eq!(form.bytes(SSE, &Frame::event("7", body)), sent);
            assert_eq!(read(form, &sent), [Frame::event("7", body)]);
        }
        let form = EventForm::DEFAULT.names(beside);
        let unit = form.bytes(SSE, &Frame::event("", r#"{"event":"cleared"}"#));
        assert_eq!(unit, "event: cleared\ndata: null\n\n");
        // An event without a name is a `message` (WHATWG HTML §9.2.6).
        assert_eq!(read(form, "data: 1\n\n"), [Frame::event("", r#"{"event":"message","payload":1}"#)]);
        let odd = "event: added\ndata: 1,\"event\":\"other\"\n\n";
        assert_eq!(read(form, odd), [Frame::event("", "1,\"event\":\"other\"")], "decoding it fails");
    }
}
