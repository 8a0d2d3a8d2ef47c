//! What the database holds, as values.

use jiff::Timestamp;

use crate::access::Key;

/// An application: a tenant with channels of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id, which is the first segment of its channels.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The name of the user who created it.
    pub created_by: Option<String>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// When its name or its administrators were changed.
    pub updated_at: Option<Timestamp>,
}

/// A key as lists show it: without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// Its id.
    pub id: String,
    /// The application that it belongs to.
    pub application_id: String,
    /// The name of the user who created it.
    pub created_by: Option<String>,
    /// When it stops working, or `None` for never.
    pub expires: Option<Timestamp>,
    /// What it is used for.
    pub purpose: Option<String>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// When it was changed.
    pub updated_at: Option<Timestamp>,
    /// When it was last used.
    pub last_used: Option<Timestamp>,
    /// How often it was used.
    pub use_count: u64,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// An application with its keys and its administrators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationDetails {
    /// The application.
    pub application: Application,
    /// Its keys, oldest first.
    pub keys: Vec<KeyRecord>,
    /// The names of its administrators, sorted.
    pub admins: Vec<String>,
}

/// What a new key is created with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewKey {
    /// The name of the user who creates it.
    pub created_by: String,
    /// When it stops working, or `None` for never.
    pub expires: Option<Timestamp>,
    /// What it will be used for.
    pub purpose: Option<String>,
}

/// A key that was just created. This is the only time that its secret is shown.
#[derive(Debug, Clone)]
pub struct CreatedKey {
    /// The key with its secret.
    pub key: Key,
    /// The name of the user who created it.
    pub created_by: String,
    /// What it is used for.
    pub purpose: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
}
