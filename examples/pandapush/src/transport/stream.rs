//! Server-sent events: the events of a client that sends by POST.

use std::future::ready;
use std::time::Duration;

use api_core::{Event, Subscription};
use futures_util::{StreamExt as _, stream};
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
        // What is not taken from the session waits for the next connection if this one is lost.
        let events = stream::unfold(outlet, async |outlet| match outlet.released().await {
            Released::Events(frames) => Some((stream::iter(frames).filter_map(|frame| ready(event(&frame))), outlet)),
            Released::Replaced | Released::Gone => None,
        });
        Ok(Subscription::new(events.flatten()).reconnect_after(RECONNECT))
    }
}

fn event(frame: &Frame) -> Option<Event<Box<RawValue>>> {
    RawValue::from_string(frame.array().as_str().to_owned()).ok().map(Event::new)
}
