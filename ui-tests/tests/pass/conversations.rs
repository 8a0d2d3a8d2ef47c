//! WebSocket endpoints beside a `GET` and a subscription, with the input in every place and with unusual names.

#![deny(warnings, missing_docs, unused, unreachable_pub)]

use api_core::routing::InProcess;
use api_core::{Messages, PendingConnection, Subscription, api};
use ui_tests::{Oops, Room};

/// An alias of the type of incoming messages.
pub type Incoming = Messages<Room>;

/// An API with WebSockets.
#[api(base = "/{tenant}", errors = Oops)]
pub trait Talk {
    /// A `GET`.
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Oops>;

    /// A subscription.
    #[subscribe("/rooms/{id}")]
    async fn follow(&self, id: u32) -> Result<Subscription<Room>, Oops>;

    /// The input comes first.
    #[duplex("/rooms/{id}")]
    async fn live(&self, input: Messages<Room>, id: u32, #[query] since: Option<u32>) -> Result<Messages<Room>, Oops>;

    /// The input is in the middle and has a keyword as its name; the alias has the name of a call.
    #[duplex("/raw/{id}", subprotocol = ["v2", "v1"], encoding = binary, max_message = 65536, max_frame = 4096)]
    async fn incoming(&self, id: u32, r#type: Incoming, #[header] trace: Option<String>) -> Result<Incoming, Oops>;

    /// The call has no fields.
    #[websocket("/echo", subprotocol = "v1")]
    async fn echo(&self, pending: PendingConnection) -> Result<(), Oops>;

    /// An endpoint that is configured out.
    #[cfg(any())]
    #[websocket("/gone")]
    async fn gone(&self, pending: Nothing) -> Result<(), Oops>;

    /// A deprecated endpoint.
    #[deprecated]
    #[websocket("/old/{*rest}", max_frame = 4096)]
    async fn old(&self, rest: String, __call: PendingConnection) -> Result<(), Oops>;
}

struct Memory;

impl Talk for Memory {
    async fn room(&self, _: u32) -> Result<Room, Oops> {
        unimplemented!()
    }

    async fn follow(&self, _: u32) -> Result<Subscription<Room>, Oops> {
        unimplemented!()
    }

    async fn live(&self, input: Messages<Room>, _: u32, _: Option<u32>) -> Result<Messages<Room>, Oops> {
        Ok(input)
    }

    async fn incoming(&self, _: u32, input: Incoming, _: Option<String>) -> Result<Incoming, Oops> {
        Ok(input)
    }

    async fn echo(&self, _: PendingConnection) -> Result<(), Oops> {
        Ok(())
    }

    async fn old(&self, _: String, _: PendingConnection) -> Result<(), Oops> {
        Ok(())
    }
}

fn main() {
    let _client = TalkApi::connect(InProcess::new(TalkApi::serve(Memory))).bind("tenant", "a");
    let call = TalkLiveCall { id: 1, since: None };
    assert_eq!(call.clone(), call);
    let endpoint = TalkApi::DESCRIPTION.endpoint("incoming").expect("an endpoint of the description");
    let terms = endpoint.exchange.terms().expect("an endpoint that opens a WebSocket");
    assert_eq!((terms.subprotocols, terms.max_message, terms.max_frame), (&["v2", "v1"][..], Some(65536), Some(4096)));
}
