//! The types of the admin API. The order of their fields is the order on the wire.

use api_core::Model;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::json::Json;
use super::moment::Moment;
use crate::store::{Application, ApplicationDetails, CreatedKey, KeyRecord};

/// Who is signed in where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Info {
    /// The name of the user.
    pub username: String,
    /// Other deployments, for a selector.
    pub environments: Vec<Environment>,
    /// The name of this deployment.
    pub environment: String,
    /// The version that is deployed, or an empty text.
    pub version: String,
}

/// Another deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// An application in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct ApplicationRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The user who created it.
    pub created_by: Option<String>,
    /// When it was created.
    pub created_at: Option<Moment>,
    /// When it was changed.
    pub updated_at: Option<Moment>,
}

/// An application with its keys and administrators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct ApplicationAnswer {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The user who created it.
    pub created_by: Option<String>,
    /// When it was created.
    pub created_at: Option<Moment>,
    /// When it was changed.
    pub updated_at: Option<Moment>,
    /// Its keys, without their secrets.
    pub keys: Vec<KeyRow>,
    /// The names of its administrators.
    pub admins: Vec<String>,
}

/// A key in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct KeyRow {
    /// Its id.
    pub id: String,
    /// Its application.
    pub application_id: String,
    /// The user who created it.
    pub created_by: Option<String>,
    /// When it stops working.
    pub expires: Option<Moment>,
    /// What it is used for.
    pub purpose: Option<String>,
    /// When it was created.
    pub created_at: Option<Moment>,
    /// When it was changed.
    pub updated_at: Option<Moment>,
    /// When it was last used.
    pub last_used: Option<Moment>,
    /// How often it was used.
    pub use_count: u64,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
}

/// A request for an application.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Model)]
pub struct NewApplication {
    /// Its name.
    #[serde(default)]
    #[model(max_length = 255)]
    pub name: Option<String>,
}

/// An application that was created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct CreatedApplication {
    /// Its name.
    pub name: Option<String>,
    /// The user who created it.
    pub created_by: Option<String>,
    /// When it was created.
    pub created_at: Option<Moment>,
    /// Its id.
    pub id: String,
}

/// A change of an application. It replaces the name and the whole list of administrators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct ChangedApplication {
    /// The new name.
    #[serde(default)]
    #[model(max_length = 255)]
    pub name: Option<String>,
    /// The names of all administrators. Required.
    #[serde(default)]
    #[model(max_length = 1000)]
    pub admins: Option<Vec<String>>,
}

/// The id of what was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct ChangedId {
    /// The id.
    pub id: String,
}

/// A request for a key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Model)]
pub struct NewKeyRequest {
    /// When it stops working: a date and time of ISO 8601. Absent: never.
    #[serde(default)]
    #[model(max_length = 64)]
    pub expires: Option<String>,
    /// What it is used for.
    #[serde(default)]
    #[model(max_length = 255)]
    pub purpose: Option<String>,
}

/// A key that was created, with its secret. It is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct CreatedKeyAnswer {
    /// Its application.
    pub application_id: String,
    /// The user who created it.
    pub created_by: String,
    /// When it stops working, as it was given.
    pub expires: Option<String>,
    /// What it is used for.
    pub purpose: Option<String>,
    /// When it was created.
    pub created_at: Moment,
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

/// A key that was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct RevokedKey {
    /// Its id.
    pub id: String,
    /// When it was revoked.
    pub revoked_at: Moment,
}

/// A request for a token. Claims that are absent are not in the token.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Model)]
pub struct TokenRequest {
    /// The channel, or the pattern of channels.
    #[serde(default)]
    pub channel: Option<String>,
    /// Whether it allows publishing.
    #[serde(default, rename = "pub")]
    pub publish: Option<bool>,
    /// Whether it allows subscribing.
    #[serde(default, rename = "sub")]
    pub subscribe: Option<bool>,
    /// The user, with an `id`.
    #[serde(default)]
    pub presence: Option<Map<String, Value>>,
    /// When it stops working: a date and time of ISO 8601. Absent: in one hour.
    #[serde(default)]
    #[model(max_length = 64)]
    pub expires: Option<String>,
}

/// A token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct TokenAnswer {
    /// The token.
    pub token: String,
}

/// A publication by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Publication {
    /// The channel.
    pub channel: String,
    /// The data.
    pub data: Json,
}

/// An empty object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Nothing {}

impl From<Application> for ApplicationRow {
    fn from(application: Application) -> Self {
        let Application { id, name, created_by, created_at, updated_at } = application;
        Self { id, name, created_by, created_at: created_at.map(Moment), updated_at: updated_at.map(Moment) }
    }
}

impl From<Application> for CreatedApplication {
    fn from(application: Application) -> Self {
        let Application { id, name, created_by, created_at, .. } = application;
        Self { name, created_by, created_at: created_at.map(Moment), id }
    }
}

impl From<ApplicationDetails> for ApplicationAnswer {
    fn from(details: ApplicationDetails) -> Self {
        let ApplicationRow { id, name, created_by, created_at, updated_at } = details.application.into();
        let keys = details.keys.into_iter().map(KeyRow::from).collect();
        Self { id, name, created_by, created_at, updated_at, keys, admins: details.admins }
    }
}

impl From<KeyRecord> for KeyRow {
    fn from(key: KeyRecord) -> Self {
        Self {
            id: key.id,
            application_id: key.application_id,
            created_by: key.created_by,
            expires: key.expires.map(Moment),
            purpose: key.purpose,
            created_at: key.created_at.map(Moment),
            updated_at: key.updated_at.map(Moment),
            last_used: key.last_used.map(Moment),
            use_count: key.use_count,
            revoked_at: key.revoked_at.map(Moment),
        }
    }
}

impl CreatedKeyAnswer {
    /// Returns the answer to a request for a key, with the expiry as it was given.
    pub(super) fn new(created: CreatedKey, expires: Option<String>) -> Self {
        let CreatedKey { key, created_by, purpose, created_at } = created;
        let secret = secrecy::ExposeSecret::expose_secret(&key.secret).to_owned();
        let (application_id, id, created_at) = (key.application, key.id, Moment(created_at));
        Self { application_id, created_by, expires, purpose, created_at, id, secret }
    }
}

impl std::fmt::Debug for CreatedKeyAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CreatedKeyAnswer").field("id", &self.id).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("TokenAnswer").finish_non_exhaustive()
    }
}
