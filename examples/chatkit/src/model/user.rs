//! Users, and the requests that create and change them.

use api_core::Model;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::id::UserId;
use super::time::Time;

/// Custom data that the application stores with a user or a room: a JSON object.
pub type CustomData = Map<String, Value>;

/// A user of the instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// The displayed name.
    pub name: String,
    /// The address of an avatar image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// Custom data of the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
    /// When the user was created.
    pub created_at: Time,
    /// When the user was last changed.
    pub updated_at: Time,
}

/// The body of a request that creates a user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct CreateUser {
    /// The id. It must be unused.
    pub id: UserId,
    /// The displayed name.
    pub name: String,
    /// The address of an avatar image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// Custom data of the application, at most 5 KB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// The body of a request that creates several users, all or none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct BatchUsers {
    /// The users, at most ten.
    pub users: Vec<CreateUser>,
}

/// A change of a user. Absent fields are unchanged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Model)]
pub struct UpdateUser {
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new address of an avatar image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// The new custom data. It replaces the old as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}
