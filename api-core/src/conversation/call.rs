//! What endpoints over a WebSocket take beside their call, asked for once at the type that the user wrote.

use api_websocket::PendingConnection;

use crate::call::Call;
use crate::model::{Model, Shape};

use super::IsMessages;

/// The call of a `#[duplex]` method, which answers with messages. What is generic over it need not ask again.
pub trait DuplexCall: Call<Reply: IsMessages> {
    /// The messages that it takes.
    type Input: IsMessages;
}

/// The call of a `#[websocket]` method, which answers with nothing: the conversation is the answer.
pub trait HandoverCall: Call<Reply: IsNothing> {
    /// The pending connection that it takes.
    type Pending: IsPendingConnection;
}

/// The shape of a message that a duplex takes.
pub const fn input<C: DuplexCall>() -> &'static Shape {
    <<C::Input as IsMessages>::Message as Model>::SHAPE
}

/// Nothing by type: what `#[websocket]` methods must return.
#[diagnostic::on_unimplemented(
    message = "a `#[websocket]` method returns `Result<(), E>`, not `Result<{Self}, E>`",
    label = "this success type",
    note = "the conversation itself is the answer; write `Result<(), E>`, or use `#[duplex]` for typed messages"
)]
pub trait IsNothing {
    /// Nothing.
    const NOTHING: Self;
}

#[diagnostic::do_not_recommend]
impl IsNothing for () {
    const NOTHING: Self = ();
}

/// A pending connection by type: what `#[websocket]` methods must take.
#[diagnostic::on_unimplemented(
    message = "a `#[websocket]` method takes a `PendingConnection`, not `{Self}`",
    label = "this argument",
    note = "write `pending: PendingConnection`, or use `#[duplex]` for typed messages"
)]
pub trait IsPendingConnection: Sized + Send + 'static {
    /// From a pending connection.
    fn from_pending(pending: PendingConnection) -> Self;

    /// To a pending connection.
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
