//! POST and JSONP: a request is answered when all its messages are, and a connect when there are events.

use bytes::Bytes;
use tokio::time::{Instant, timeout_at};

use super::{Push, PushError, Replies, Script};
use crate::bayeux::{Callback, Connect, ConnectionType, Reply, array, messages};
use crate::broker::{Frame, OutletKind};
use crate::hub::{Hub, Outlet, Processed, Released, Unsettled};

impl Push for Hub {
    async fn exchange(
        &self,
        content_type: Option<String>,
        origin: Option<String>,
        body: Bytes,
    ) -> Result<Replies, PushError> {
        let body = std::str::from_utf8(&body).map_err(|_| PushError::BadRequest)?;
        let media_type = content_type.as_deref().and_then(|field| field.split(';').next()).unwrap_or_default();
        let is_json = media_type.trim().eq_ignore_ascii_case("application/json");
        let form = if is_json { None } else { Some(field(body, "message").ok_or(PushError::BadRequest)?) };
        let array = exchange(self, form.as_deref().unwrap_or(body)).await?;
        Ok(Replies { array, origin })
    }

    async fn callback(
        &self,
        origin: Option<String>,
        message: Option<String>,
        jsonp: Option<String>,
    ) -> Result<Script, PushError> {
        let callback = Callback::new(jsonp.as_deref()).map_err(|_| PushError::BadRequest)?;
        let array = exchange(self, &message.ok_or(PushError::BadRequest)?).await?;
        Ok(Script { call: callback.call(&array), origin })
    }
}

/// A connect that waits for events, and its reply.
struct Waiting {
    reply: Reply,
    /// `None` if events come another way: on the client's stream.
    outlet: Option<Outlet>,
    /// `None` if the connect is not held.
    due: Option<Instant>,
}

/// Processes the messages of a request. Returns the array of replies and events.
async fn exchange(hub: &Hub, text: &str) -> Result<String, PushError> {
    let messages = messages(text).map_err(|_| PushError::BadRequest)?;
    let (mut replies, mut waiting) = (Vec::with_capacity(messages.len()), Vec::new());
    let mut listed = 0;
    for message in &messages {
        match hub.process_after(message, &mut listed).await {
            Processed::Reply(reply) => replies.push(reply),
            Processed::Connect(connect, reply) => match begin(hub, &connect, reply).await {
                Ok(connect) => waiting.push(connect),
                Err(error) => replies.push(Hub::failed_connect(message, &error.reply(&connect.client))),
            },
        }
    }
    let mut events = Vec::new();
    for connect in waiting {
        events.extend(finish(hub, connect.outlet.as_ref(), connect.due).await);
        replies.push(connect.reply);
    }
    Ok(array(&replies, &events))
}

async fn begin(hub: &Hub, connect: &Connect, reply: Reply) -> Result<Waiting, Unsettled> {
    let is_beside_stream = connect.connection == ConnectionType::EventSource;
    if is_beside_stream && hub.keep_alive(connect).await? {
        return Ok(Waiting { reply, outlet: None, due: None });
    }
    let outlet = hub.attach(&connect.client, OutletKind::Poll, connect.id.as_deref()).await?;
    // Connects of one request are held at the same time, not one after the other.
    let due = Some(hub.hold(connect)).filter(|hold| !is_beside_stream && !hold.is_zero());
    Ok(Waiting { reply, outlet: Some(outlet), due: due.map(|hold| Instant::now() + hold) })
}

/// Waits until there are events, until another connection takes the place, or until the time is over.
async fn finish(hub: &Hub, outlet: Option<&Outlet>, due: Option<Instant>) -> Vec<Frame> {
    let Some(outlet) = outlet else { return Vec::new() };
    let released = if let Some(due) = due {
        let released = timeout_at(due, async {
            tokio::select! {
                released = outlet.released() => Some(released),
                () = hub.closed() => None,
            }
        });
        // What came in the last moment is taken too.
        released.await.unwrap_or_else(|_| outlet.take())
    } else {
        outlet.take()
    };
    match released {
        Some(Released::Events(events)) => outlet.record(events).await,
        _ => Vec::new(),
    }
}

/// Returns a field of a form.
fn field(form: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(form.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
