//! The names that most programs need: `use api_core::prelude::*;`
//!
//! Extension traits are imported without their names. [`Error`] is the ready-made error type. An API with an error type
//! of its own derives [`ApiError`].

pub use crate::error::OutcomeExt as _;
pub use crate::routing::Compose as _;

pub use crate::body::BoxError;
pub use crate::client::Client;
pub use crate::context::Context;
#[cfg(feature = "websocket")]
pub use crate::conversation::Messages;
pub use crate::dialect::End;
pub use crate::error::{Answer, Error, Failure, Outcome};
pub use crate::routing::InProcess;
pub use crate::subscription::{Event, EventId, LagPolicy, Next, OneOrStream, Subscription, Topic};
pub use crate::{ApiError, Model, Patch, Reply, api};
#[cfg(feature = "websocket")]
pub use api_websocket::PendingConnection;
