//! Service `chatkit_presence`, version 2: the online state of users.

use api_core::{Subscription, api};

use super::ChatkitError;
use crate::model::{EventBody, PresenceEvent, UserId};

/// The online state of users. A user is online while at least one [`register`](ChatkitPresence::register) subscription
/// is open.
#[api(
    base = "/services/chatkit_presence/v2/{instance}",
    errors = ChatkitError,
    security = bearer,
    content_type = any,
    contract = "../../contracts/presence.contract"
)]
pub trait ChatkitPresence {
    /// Marks a user as online while the subscription is open. It sends no events.
    #[subscribe("/users/{user}/register", requires = "self")]
    async fn register(&self, user: UserId) -> Result<Subscription<EventBody<PresenceEvent>>, ChatkitError>;

    /// Subscribes to the online state of a user. The first event contains the current state.
    #[subscribe("/users/{user}", requires = "presence:subscribe")]
    async fn follow_presence(&self, user: UserId) -> Result<Subscription<EventBody<PresenceEvent>>, ChatkitError>;
}
