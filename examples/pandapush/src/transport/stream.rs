//! Server-sent events: the events of a client that sends by POST.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::vec;

use api_core::{Event, Subscription};
use futures_util::Stream;
use serde_json::value::RawValue;

use super::{PushError, PushStream};
use crate::broker::{ClientId, Frame, OutletKind};
use crate::hub::{Hub, Outlet, Released, Unsettled};

/// How long a browser waits before it reconnects.
const RECONNECT: Duration = Duration::from_secs(5);

impl PushStream for Hub {
    async fn events(&self, client: String) -> Result<Subscription<Box<RawValue>>, PushError> {
        let client = ClientId::from_text(&client);
        let outlet = self.attach(&client, OutletKind::EventStream, None).await.map_err(|error| match error {
            Unsettled::Unknown => PushError::UnknownClient,
            Unsettled::Full(_) | Unsettled::Unavailable => PushError::Unavailable,
        })?;
        let events = Events { outlet, taken: Vec::new().into_iter() };
        Ok(Subscription::new(events).reconnect_after(RECONNECT))
    }
}

/// The events of a client, taken one batch at a time. What is not read when it is dropped waits for the client's next
/// connection.
struct Events {
    outlet: Outlet,
    taken: vec::IntoIter<Frame>,
}

impl Stream for Events {
    type Item = Event<Box<RawValue>>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(event) = self.taken.find_map(|frame| event(&frame)) {
                return Poll::Ready(Some(event));
            }
            match ready!(self.outlet.poll_released(task)) {
                Released::Events(frames) => self.taken = frames.into_iter(),
                Released::Replaced | Released::Gone => return Poll::Ready(None),
            }
        }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        let unread: Vec<Frame> = self.taken.by_ref().collect();
        if !unread.is_empty() {
            self.outlet.restore(unread);
        }
    }
}

fn event(frame: &Frame) -> Option<Event<Box<RawValue>>> {
    RawValue::from_string(frame.array().as_str().to_owned()).ok().map(Event::new)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use api_core::Next;

    use super::*;
    use crate::access::Keyring;
    use crate::bayeux::messages;
    use crate::hub::{Processed, Settings};
    use crate::metrics::Metrics;

    async fn send(hub: &Hub, text: &str) -> serde_json::Value {
        match hub.process(&messages(text).unwrap()[0]).await {
            Processed::Reply(reply) | Processed::Connect(_, reply) => serde_json::to_value(&reply).unwrap(),
        }
    }

    #[tokio::test]
    async fn events_that_a_lost_stream_had_taken_and_not_read_wait_for_the_next_one() {
        let hub = Hub::new(Arc::new(Keyring::default()), Settings::default(), Metrics::new(), None);
        let types = r#"{"channel":"/meta/handshake","version":"1","supportedConnectionTypes":["eventsource"]}"#;
        let client = send(&hub, types).await["clientId"].as_str().unwrap().to_owned();
        let subscribe = r#"{"channel":"/meta/subscribe","subscription":"/a/public/x","clientId":"#;
        send(&hub, &format!("{subscribe}\"{client}\"}}")).await;
        for number in 0..3 {
            let data = RawValue::from_string(number.to_string()).unwrap();
            hub.publish(None, "/a/public/x", &data).await.unwrap();
        }
        let mut read = Vec::new();
        for count in [1, 2] {
            let mut events = hub.events(client.clone()).await.unwrap();
            for _ in 0..count {
                let Next::Event(event) = events.next().await.unwrap() else { panic!("the stream ended") };
                read.push(event.body.get().to_owned());
            }
        }
        let expected = [0, 1, 2].map(|number| format!(r#"[{{"channel":"/a/public/x","data":{number}}}]"#));
        assert_eq!(read, expected);
    }
}
