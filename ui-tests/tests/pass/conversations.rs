//! WebSockets beside a plain `GET` and a subscription, with the input at every place and under every kind of name.

#![deny(warnings, missing_docs, unused, unreachable_pub)]

use api_core::routing::InProcess;
use api_core::{Api, Messages, PendingConnection, Subscription, api};
use ui_tests::{Oops, Room};

/// Incoming messages by another name.
pub type Incoming = Messages<Room>;

/// Talk.
#[api(base = "/{tenant}", errors = Oops)]
pub trait Talk {
    /// A plain answer.
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Oops>;

    /// Events.
    #[subscribe("/rooms/{id}")]
    async fn follow(&self, id: u32) -> Result<Subscription<Room>, Oops>;

    /// The input comes first.
    #[duplex("/rooms/{id}")]
    async fn live(&self, input: Messages<Room>, id: u32, #[query] since: Option<u32>) -> Result<Messages<Room>, Oops>;

    /// The input stands in between, with the name of a keyword, and the types have the names of calls.
    #[duplex("/raw/{id}", subprotocol = ["v2", "v1"], encoding = binary, max_message = 65536, max_frame = 4096)]
    async fn incoming(&self, id: u32, r#type: Incoming, #[header] trace: Option<String>) -> Result<Incoming, Oops>;

    /// The call holds nothing.
    #[websocket("/echo", subprotocol = "v1")]
    async fn echo(&self, pending: PendingConnection) -> Result<(), Oops>;

    /// It is gone.
    #[cfg(any())]
    #[websocket("/gone")]
    async fn gone(&self, pending: Nothing) -> Result<(), Oops>;

    /// It is old.
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
    let call = talk_calls::Live { id: 1, since: None };
    assert_eq!(call.clone(), call);
    let endpoint = TalkApi::DESCRIPTION.endpoint("incoming").expect("it is described");
    let terms = endpoint.exchange.terms().expect("it opens a WebSocket");
    assert_eq!((terms.subprotocols, terms.max_message, terms.max_frame), (&["v2", "v1"][..], Some(65536), Some(4096)));
}
