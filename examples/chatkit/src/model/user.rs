//! Users, and what is sent to make and change them.

use api_core::Model;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::id::UserId;

/// Anything the application wants to keep with a user or a room: a JSON object.
pub type CustomData = Map<String, Value>;

/// A user of the instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct User {
    /// Who this is.
    pub id: UserId,
    /// The name shown to others.
    pub name: String,
    /// Where a picture of the user is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// What the application keeps with the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
    /// When the user was created.
    pub created_at: Timestamp,
    /// When the user was last changed.
    pub updated_at: Timestamp,
}

/// A user to be created.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct CreateUser {
    /// The id, not yet taken.
    pub id: UserId,
    /// The name shown to others.
    pub name: String,
    /// Where a picture of the user is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// What the application keeps with the user; at most 5 KB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}

/// Several users to be created, all of them or none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct BatchUsers {
    /// The users; at most ten.
    pub users: Vec<CreateUser>,
}

/// A change to a user; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Model)]
pub struct UpdateUser {
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new address of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// The new custom data, replacing the old as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
}
