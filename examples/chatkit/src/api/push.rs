//! Services `chatkit_push_notifications` and `chatkit_beams_token_provider`, version 1: what reaches users who do not look.

use api_core::{Subscription, api};

use super::ChatkitError;
use crate::model::{BeamsToken, EventBody, PushEvent, TokenFor, UserId};

/// Notifications for an open tab.
#[api(
    base = "/services/chatkit_push_notifications/v1/{instance}",
    errors = ChatkitError,
    security = bearer,
    content_type = any
)]
pub trait ChatkitPushNotifications {
    /// Follows what a user is to be notified of: messages of others in the user's rooms.
    #[subscribe("/users/{user}", requires = "self")]
    async fn follow_notifications(&self, user: UserId) -> Result<Subscription<EventBody<PushEvent>>, ChatkitError>;
}

/// Tokens for a service that wakes devices.
#[api(
    base = "/services/chatkit_beams_token_provider/v1/{instance}",
    errors = ChatkitError,
    security = bearer,
    content_type = any
)]
pub trait ChatkitBeamsTokenProvider {
    /// Gives a user a token of its own.
    #[get("/beams-tokens", requires = "subject")]
    async fn beams_token(&self, #[query] whose: TokenFor) -> Result<BeamsToken, ChatkitError>;
}
