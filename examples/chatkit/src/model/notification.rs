//! Notifications for users who do not look.

use api_core::Model;
use serde::{Deserialize, Serialize};

use super::id::UserId;
use super::user::CustomData;

/// What an open tab is told while nobody looks at it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum PushEvent {
    /// A message came.
    PushNotification {
        /// What to show.
        notification: Notification,
        /// What it is about.
        data: CustomData,
    },
}

/// What to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Notification {
    /// The first line: the sender, or what the room says instead.
    pub title: String,
    /// What was said.
    pub body: String,
    /// The sender's picture.
    pub icon: String,
    /// Where a click leads; empty for nowhere in particular.
    pub deep_link: String,
}

/// Whose token is asked for.
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
    /// How many seconds it is good.
    pub expires_in: u64,
    /// Whose it is.
    pub user_id: UserId,
}

/// Whose token the test token provider is asked for, where the query says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct TestTokenQuery {
    /// The user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}
