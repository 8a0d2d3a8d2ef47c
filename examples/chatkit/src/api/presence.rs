//! Service `chatkit_presence`, version 2: who is there.

use api_core::{Subscription, api};

use super::ChatkitError;
use crate::model::{EventBody, PresenceEvent, UserId};

/// Presence: a user is there while one of its devices follows [`register`](ChatkitPresence::register).
#[api(base = "/services/chatkit_presence/v2/{instance}", errors = ChatkitError, security = bearer, content_type = any)]
pub trait ChatkitPresence {
    /// Makes a user present for as long as this is followed. Nothing is ever told.
    #[subscribe("/users/{user}/register", requires = "self")]
    async fn register(&self, user: UserId) -> Result<Subscription<EventBody<PresenceEvent>>, ChatkitError>;

    /// Follows whether a user is there. The first event says how it is.
    #[subscribe("/users/{user}", requires = "presence:subscribe")]
    async fn follow_presence(&self, user: UserId) -> Result<Subscription<EventBody<PresenceEvent>>, ChatkitError>;
}
