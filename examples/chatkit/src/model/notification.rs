//! Push notifications, and the tokens for them.

use api_core::Model;
use serde::{Deserialize, Serialize};

use super::id::UserId;
use super::user::CustomData;

/// The events of the notification topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum PushEvent {
    /// A message arrived.
    PushNotification {
        /// The notification to be shown.
        notification: Notification,
        /// The data of the notification: the room and the message.
        data: CustomData,
    },
}

/// A notification to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Notification {
    /// The title: the room's override, or the sender's name.
    pub title: String,
    /// The text of the message.
    pub body: String,
    /// The address of the configured icon, or of the sender's avatar, or an empty text.
    pub icon: String,
    /// The address opened by a click, or an empty text.
    pub deep_link: String,
}

/// The query of a token request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct TokenFor {
    /// The user.
    pub user_id: UserId,
}

/// A token for push notifications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct BeamsToken {
    /// The token.
    pub token: String,
}

/// A token from the test token provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct TestToken {
    /// The token.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: String,
    /// The lifetime in seconds.
    pub expires_in: u64,
    /// The user of the token.
    pub user_id: UserId,
}

/// The query of a request to the test token provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct TestTokenQuery {
    /// The user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}
