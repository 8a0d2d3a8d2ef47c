//! Server-sent events: the events of a client that sends by POST.

use std::time::Duration;

use api_core::{Event, Subscription};
use futures_util::stream;
use serde_json::value::RawValue;

use super::{PushError, PushStream};
use crate::broker::{ClientId, Frame, OutletKind};
use crate::hub::{Hub, Released, Unsettled};

/// How long a browser waits before it reconnects.
const RECONNECT: Duration = Duration::from_secs(5);

impl PushStream for Hub {
    async fn events(&self, client: String) -> Result<Subscription<Box<RawValue>>, PushError> {
        let client = ClientId::from_text(&client);
        let outlet = self.attach(&client, OutletKind::EventStream, None).await.map_err(|error| match error {
            Unsettled::Unknown => PushError::UnknownClient,
            Unsettled::Full(_) | Unsettled::Unavailable => PushError::Unavailable,
        })?;
        // Waiting events are taken one batch at a time, and dropped with the stream if the connection is lost.
        let events = stream::unfold((outlet, Vec::<Frame>::new().into_iter()), async |(outlet, mut waiting)| {
            loop {
                if let Some(frame) = waiting.next() {
                    return Some((event(&frame)?, (outlet, waiting)));
                }
                match outlet.released().await {
                    Released::Events(frames) => waiting = frames.into_iter(),
                    Released::Replaced | Released::Gone => return None,
                }
            }
        });
        Ok(Subscription::new(events).reconnect_after(RECONNECT))
    }
}

fn event(frame: &Frame) -> Option<Event<Box<RawValue>>> {
    RawValue::from_string(frame.array().as_str().to_owned()).ok().map(Event::new)
}
