//! Services `chatkit_push_notifications` and `chatkit_beams_token_provider`, version 1: push notifications.

use api_core::{Subscription, api};

use super::ChatkitError;
use crate::model::{BeamsToken, EventBody, PushEvent, TokenFor, UserId};

/// Notifications for an open browser tab.
#[api(
    base = "/services/chatkit_push_notifications/v1/{instance}",
    errors = ChatkitError,
    security = bearer,
    content_type = any,
    contract = "../../contracts/push-notifications.contract"
)]
pub trait ChatkitPushNotifications {
    /// Subscribes to a user's notifications: messages of other users in the user's rooms.
    #[subscribe("/users/{user}", requires = "self")]
    async fn follow_notifications(&self, user: UserId) -> Result<Subscription<EventBody<PushEvent>>, ChatkitError>;
}

/// Tokens for a push service that reaches devices.
#[api(
    base = "/services/chatkit_beams_token_provider/v1/{instance}",
    errors = ChatkitError,
    security = bearer,
    content_type = any,
    contract = "../../contracts/beams-token-provider.contract"
)]
pub trait ChatkitBeamsTokenProvider {
    /// Issues a token to the user of the access token.
    #[get("/beams-tokens", requires = "subject")]
    async fn beams_token(&self, #[query] whose: TokenFor) -> Result<BeamsToken, ChatkitError>;
}
