//! Events as they are stored in a log: JSON, without the id, which is the position.

use api_core::Event;
use api_core::subscription::EventHeaders;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::error::Error;

#[derive(Serialize)]
struct Written<'a, T> {
    #[serde(skip_serializing_if = "EventHeaders::is_empty")]
    headers: &'a EventHeaders,
    body: &'a T,
}

#[derive(Deserialize)]
struct Read<T> {
    #[serde(default)]
    headers: EventHeaders,
    body: T,
}

pub(crate) fn encode<T: Serialize>(event: &Event<T>) -> Result<Vec<u8>, Error> {
    let written = Written { headers: &event.headers, body: &event.body };
    serde_json::to_vec(&written).map_err(|error| Error::Encode(error.to_string()))
}

pub(crate) fn decode<T: DeserializeOwned>(entry: &Entry) -> Result<Event<T>, serde_json::Error> {
    let Read { headers, body } = serde_json::from_slice(&entry.payload)?;
    Ok(Event { headers, ..Event::with_id(entry.position.to_string(), body) })
}

#[cfg(test)]
mod tests {
    use api_core::Event;

    use super::{decode, encode};
    use crate::entry::Entry;

    #[test]
    fn an_event_is_read_as_it_was_written_with_its_position_as_id() {
        let mut event = Event::with_id("ignored", vec![1, 2]);
        for json in [r#"{"body":[1,2]}"#, r#"{"headers":{"Name":"value"},"body":[1,2]}"#] {
            let payload = encode(&event).unwrap();
            assert_eq!(String::from_utf8(payload.clone()).unwrap(), json);
            let entry = Entry { position: "5-1".parse().unwrap(), payload: payload.into() };
            let read: Event<Vec<u8>> = decode(&entry).unwrap();
            assert_eq!((read.id.unwrap().as_str(), &read.headers, &read.body), ("5-1", &event.headers, &event.body));
            event.headers.insert("Name".to_owned(), "value".to_owned());
        }
    }
}
