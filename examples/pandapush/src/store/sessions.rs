//! The operations of the store on sessions of administrators.

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};

use super::database::Statement;
use super::error::StoreError;
use super::identifier::secret;
use super::rows::now;
use super::store::Store;

/// The setting under which the secret that signs sessions is kept.
const SESSION_SECRET: &str = "session_secret";

impl Store {
    /// Returns the secret that signs the sessions of administrators on all nodes. The first call creates it.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn session_secret(&self) -> Result<SecretString, StoreError> {
        let insert = "INSERT INTO settings (name, setting) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        let new = secret();
        let insert = Statement::new(insert, [SESSION_SECRET.into(), new.expose_secret().into()]);
        let look = Statement::new("SELECT setting FROM settings WHERE name = $1", [SESSION_SECRET.into()]);
        let [_, found] = self.run([insert, look]).await?;
        let found = found.first().and_then(|row| row.text(0));
        found
            .map(SecretString::from)
            .ok_or_else(|| StoreError::Refused("the secret of sessions is not stored".to_owned()))
    }

    /// Ends a session of an administrator on all nodes. It is forgotten when it would have expired.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn end_session(&self, id: &str, expires: Timestamp) -> Result<(), StoreError> {
        let forget = Statement::new("DELETE FROM ended_sessions WHERE expires < $1", [now().into()]);
        let insert = "INSERT INTO ended_sessions (id, expires) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
        self.run([forget, Statement::new(insert, [id.into(), expires.into()])]).await.map(drop)
    }

    /// Returns whether a session was ended.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn is_session_ended(&self, id: &str) -> Result<bool, StoreError> {
        let look = Statement::new("SELECT id FROM ended_sessions WHERE id = $1", [id.into()]);
        self.rows(look).await.map(|rows| !rows.is_empty())
    }
}
