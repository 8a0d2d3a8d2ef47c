//! The vocabulary of a declarative typed API: everything that both ends of the wire must know, without input or output.
//!
//! A trait is the API: `#[api]` makes from it a constant [`Description`](description::Description), a [`Call`] for
//! each endpoint, and the two inverse functions `serve` and `connect`.
//!
//! # Untrusted input
//!
//! Nothing here panics on what a peer sends, and nothing grows without a bound: bodies stop at
//! [`RoutingSettings::body_limit`](context::RoutingSettings), captures at [`MAX_CAPTURES`](context::MAX_CAPTURES), lines of event streams
//! and violations of one answer at fixed sizes, JSON at a depth of 128, and a route's recursion at the API's own depth.

extern crate self as api_core;

mod api;
pub mod body;
pub mod call;
pub mod client;
pub mod codec;
pub mod context;
#[cfg(feature = "websocket")]
pub mod conversation;
pub mod description;
pub mod dialect;
pub mod error;
pub mod model;
pub mod prelude;
pub mod routing;
pub mod session;
pub mod subscription;

/// WebSockets, and typed conversations over them.
#[cfg(feature = "websocket")]
pub mod websocket {
    pub use api_websocket::*;

    pub use crate::client::dial;
    pub use crate::conversation::{
        DuplexCall, HandoverCall, IsMessages, IsNothing, IsPendingConnection, MessageSender, Messages,
        PendingConnectionExt, open, open_with,
    };
}

/// What generated code uses; not for people, and without promises.
#[doc(hidden)]
pub mod __private;

pub use api::{Api, Dispatch};
pub use api_macros::{ApiError, Reply, api};
pub use body::{Body, BoxError};
pub use call::{Call, CallVisitor};
pub use client::{Client, Transport};
pub use error::{ApiError, Error, Failure, Outcome, OutcomeExt};
pub use model::Model;
pub use routing::{Compose, Routes};
pub use subscription::{End, Event, EventId, Next, Subscription, Topic};
#[cfg(feature = "websocket")]
pub use {api_websocket::PendingConnection, conversation::Messages};
