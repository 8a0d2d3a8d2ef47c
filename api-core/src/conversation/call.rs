//! Calls of endpoints over a WebSocket, and the types that their methods take and return.

use api_websocket::PendingConnection;

use crate::call::Call;
use crate::model::{Model, Shape};

use super::IsMessages;

/// The call of a `#[duplex]` method, which takes and returns messages.
pub trait DuplexCall: Call<Reply: IsMessages> {
    /// The messages that the method takes.
    type Input: IsMessages;
}

/// The call of a `#[websocket]` method, which takes a pending connection and returns nothing.
pub trait HandoverCall: Call<Reply: IsNothing> {
    /// The pending connection that the method takes.
    type Pending: IsPendingConnection;
}

/// Returns the shape of the messages that a duplex takes.
pub const fn input<C: DuplexCall>() -> &'static Shape {
    <<C::Input as IsMessages>::Message as Model>::SHAPE
}

/// The success type of a `#[websocket]` method: `()`.
#[diagnostic::on_unimplemented(
    message = "a `#[websocket]` method returns `Result<(), E>`, not `Result<{Self}, E>`",
    label = "this success type",
    note = "the conversation itself is the answer; write `Result<(), E>`, or use `#[duplex]` for typed messages"
)]
pub trait IsNothing {
    /// The only value.
    const NOTHING: Self;
}

#[diagnostic::do_not_recommend]
impl IsNothing for () {
    const NOTHING: Self = ();
}

/// The argument of a `#[websocket]` method: [`PendingConnection`].
#[diagnostic::on_unimplemented(
    message = "a `#[websocket]` method takes a `PendingConnection`, not `{Self}`",
    label = "this argument",
    note = "write `pending: PendingConnection`, or use `#[duplex]` for typed messages"
)]
pub trait IsPendingConnection: Sized + Send + 'static {
    /// Converts from a pending connection.
    fn from_pending(pending: PendingConnection) -> Self;

    /// Converts to a pending connection.
    fn into_pending(self) -> PendingConnection;
}

#[diagnostic::do_not_recommend]
impl IsPendingConnection for PendingConnection {
    fn from_pending(pending: PendingConnection) -> Self {
        pending
    }

    fn into_pending(self) -> PendingConnection {
        self
    }
}
