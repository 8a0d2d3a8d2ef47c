//! What endpoints over a WebSocket take beside their call, asked for once at the type that the user wrote.

use crate::call::Call;
use crate::model::{Model, Shape};
use crate::websocket::{IsMessages, IsPendingConnection};

/// The call of a `#[duplex]` method.
pub trait DuplexCall: Call {
    /// The messages that it takes.
    type Input: IsMessages;
}

/// The call of a `#[websocket]` method.
pub trait HandoverCall: Call {
    /// The pending connection that it takes.
    type Pending: IsPendingConnection;
}

/// The shape of a message that a duplex takes.
pub const fn input<C: DuplexCall>() -> &'static Shape {
    <<C::Input as IsMessages>::Message as Model>::SHAPE
}

/// `T` is a stream of messages.
pub const fn is_messages<T: IsMessages>() {}

/// `T` is nothing: the conversation is the answer.
#[diagnostic::on_unimplemented(
    message = "a `#[websocket]` method returns `Result<(), E>`, not `Result<{Self}, E>`",
    label = "this success type",
    note = "the conversation itself is the answer; write `Result<(), E>`, or use `#[duplex]` for typed messages"
)]
pub trait IsUnit {}

impl IsUnit for () {}

/// `T` is nothing.
pub const fn is_unit<T: IsUnit>() {}
