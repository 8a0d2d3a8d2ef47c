//! The traits of the mount. They are served at the mount and at every path below it.

use api_core::{PendingConnection, Subscription, api};
use bytes::Bytes;
use serde_json::value::RawValue;

use super::{PushError, Replies, Script};

/// Messages in a request, replies in its response.
#[api(errors = PushError, content_type = any, contract = "../../contracts/push.contract")]
pub trait Push {
    /// Processes messages. A body of the type `application/json` is the messages. Any other is a form with the field
    /// `message`.
    #[post("/")]
    async fn exchange(
        &self,
        #[header("content-type")] content_type: Option<String>,
        #[header("origin")] origin: Option<String>,
        #[body(bytes)] body: Bytes,
    ) -> Result<Replies, PushError>;

    /// Processes messages for a script element of a page (JSONP).
    #[get("/")]
    async fn callback(
        &self,
        #[header("origin")] origin: Option<String>,
        #[query] message: Option<String>,
        #[query] jsonp: Option<String>,
    ) -> Result<Script, PushError>;
}

/// Messages in both directions.
#[api(errors = PushError, contract = "../../contracts/push-socket.contract")]
pub trait PushSocket {
    /// Opens a WebSocket. Each text frame is messages, or replies, or one event.
    #[websocket("/")]
    async fn socket(&self, pending: PendingConnection) -> Result<(), PushError>;
}

/// Events for a client that sends by POST.
#[api(errors = PushError, contract = "../../contracts/push-stream.contract")]
pub trait PushStream {
    /// Follows the events of a client. Each is an array of one message.
    #[subscribe("/{client}")]
    async fn events(&self, client: String) -> Result<Subscription<Box<RawValue>>, PushError>;
}
