//! The operations of the store, as statements that both databases understand.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};

use super::database::{Database, Rows, Statement, Value};
use super::error::StoreError;
use super::identifier::{application_id, key_id, secret};
use super::records::{Application, ApplicationDetails, CreatedKey, NewKey};
use super::rows::{application, key, key_record, now, number};
use crate::access::{Key, Usage};

/// The purpose of the keys that sign the tokens of the admin pages.
pub const WEB_CONSOLE: &str = "web console";

/// How long a key of the admin pages works: ten years.
const WEB_CONSOLE_LIFE: SignedDuration = SignedDuration::from_hours(10 * 365 * 24);

/// How long a key of the development settings works: a hundred years.
const DEVELOPMENT_LIFE: SignedDuration = SignedDuration::from_hours(100 * 365 * 24);

/// The longest text that a column holds, in characters.
const LONGEST_TEXT: usize = 255;

const APPLICATION: &str = "SELECT id, name, created_by, created_at, updated_at FROM applications WHERE id = $1";
const APPLICATIONS: &str = "SELECT id, name, created_by, created_at, updated_at FROM applications ORDER BY name, id";
const APPLICATIONS_OF: &str = "SELECT id, name, created_by, created_at, updated_at FROM applications WHERE id IN \
    (SELECT application_id FROM application_users WHERE user_id = $1) ORDER BY name, id";
const IS_ADMIN: &str =
    "SELECT application_id FROM application_users WHERE application_id = $1 AND user_id = $2 LIMIT 1";
const ADMINS: &str = "SELECT DISTINCT user_id FROM application_users \
    WHERE application_id = $1 AND user_id IS NOT NULL ORDER BY user_id";
const KEYS_OF: &str = "SELECT id, application_id, created_by, expires, purpose, created_at, updated_at, last_used, \
    use_count, revoked_at FROM keys WHERE application_id = $1 ORDER BY created_at, id";
const INSERT_APPLICATION: &str =
    "INSERT INTO applications (id, name, created_by, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)";
const INSERT_ADMIN: &str = "INSERT INTO application_users (application_id, user_id) VALUES ($1, $2)";
const DELETE_ADMINS: &str = "DELETE FROM application_users WHERE application_id = $1";
const INSERT_KEY: &str = "INSERT INTO keys \
    (id, application_id, secret, created_by, expires, purpose, created_at, updated_at, use_count) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)";
const SIGNING_KEY: &str =
    "SELECT application_id, id, secret, expires, revoked_at FROM keys WHERE application_id = $1 AND id = $2";
const CONSOLE_KEYS: &str = "SELECT application_id, id, secret, expires, revoked_at FROM keys \
    WHERE application_id = $1 AND purpose = $2 ORDER BY created_at, id";
const ALL_KEYS: &str = "SELECT application_id, id, secret, expires, revoked_at FROM keys";
const REVISION: &str = "SELECT revision FROM key_revision";
const NEXT_REVISION: &str = "UPDATE key_revision SET revision = revision + 1";
const REVOKE: &str = "UPDATE keys SET revoked_at = $3, updated_at = $3 \
    WHERE application_id = $1 AND id = $2 AND revoked_at IS NULL";
const REVOKED_AT: &str = "SELECT revoked_at FROM keys WHERE application_id = $1 AND id = $2";
const COUNT_USE: &str = "UPDATE keys SET use_count = COALESCE(use_count, 0) + $3, last_used = \
    CASE WHEN last_used IS NULL OR last_used < $4 THEN $4 ELSE last_used END WHERE application_id = $1 AND id = $2";

/// The store of applications, administrators and keys. A clone is the same store.
#[derive(Debug, Clone)]
pub struct Store {
    database: Arc<dyn Database>,
}

impl Store {
    /// Creates a store on a database whose tables are up to date.
    pub fn new(database: impl Database) -> Self {
        Self { database: Arc::new(database) }
    }

    /// Brings the tables up to date, and returns the names of the steps that were applied.
    ///
    /// # Errors
    /// Returns the errors of [`Database::migrate`].
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        self.database.migrate().await
    }

    /// Lists all applications by name, or those that a user administers.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn applications(&self, administered_by: Option<&str>) -> Result<Vec<Application>, StoreError> {
        let statement = match administered_by {
            None => Statement::new(APPLICATIONS, []),
            Some(user) => Statement::new(APPLICATIONS_OF, [user.into()]),
        };
        Ok(self.rows(statement).await?.iter().map(application).collect())
    }

    /// Returns an application with its keys and administrators.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn application(&self, id: &str) -> Result<Option<ApplicationDetails>, StoreError> {
        let statements = [APPLICATION, KEYS_OF, ADMINS].map(|sql| Statement::new(sql, [id.into()]));
        let [found, keys, admins] = self.run(statements).await?;
        Ok(found.first().map(|row| ApplicationDetails {
            application: application(row),
            keys: keys.iter().map(key_record).collect(),
            admins: admins.iter().filter_map(|row| row.text(0)).collect(),
        }))
    }

    /// Returns whether an application exists, and is administered by the user if one is given.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn is_visible(&self, id: &str, administered_by: Option<&str>) -> Result<bool, StoreError> {
        let statement = match administered_by {
            None => Statement::new(APPLICATION, [id.into()]),
            Some(user) => Statement::new(IS_ADMIN, [id.into(), user.into()]),
        };
        Ok(!self.rows(statement).await?.is_empty())
    }

    /// Creates an application. Its creator becomes its administrator.
    ///
    /// # Errors
    /// Returns an error if the name is too long, or if the database is not available.
    pub async fn create_application(&self, name: Option<&str>, created_by: &str) -> Result<Application, StoreError> {
        name.map_or(Ok(()), |name| check("the name", name))?;
        let (id, now) = (application_id(), now());
        self.run([
            Statement::new(INSERT_APPLICATION, [(&*id).into(), name.into(), created_by.into(), now.into()]),
            Statement::new(INSERT_ADMIN, [(&*id).into(), created_by.into()]),
        ])
        .await?;
        let (name, created_by) = (name.map(str::to_owned), Some(created_by.to_owned()));
        Ok(Application { id, name, created_by, created_at: Some(now), updated_at: Some(now) })
    }

    /// Replaces the name of an application and the list of its administrators. Returns `false` if there is no such
    /// application.
    ///
    /// # Errors
    /// Returns an error if a text is too long, or if the database is not available. Nothing is changed then.
    pub async fn update_application(
        &self,
        id: &str,
        name: Option<&str>,
        admins: &[String],
    ) -> Result<bool, StoreError> {
        name.map_or(Ok(()), |name| check("the name", name))?;
        admins.iter().try_for_each(|admin| check("the name of an administrator", admin))?;
        if !self.is_visible(id, None).await? {
            return Ok(false);
        }
        let update = "UPDATE applications SET name = $2, updated_at = $3 WHERE id = $1";
        let mut statements = vec![
            Statement::new(update, [id.into(), name.into(), now().into()]),
            Statement::new(DELETE_ADMINS, [id.into()]),
        ];
        let admins: BTreeSet<&str> = admins.iter().map(String::as_str).collect();
        statements.extend(admins.iter().map(|admin| Statement::new(INSERT_ADMIN, [id.into(), (*admin).into()])));
        self.database.run(statements).await?;
        Ok(true)
    }

    /// Adds an administrator to an application. Returns `false` if there is no such application.
    ///
    /// # Errors
    /// Returns an error if the name is too long, or if the database is not available.
    pub async fn add_admin(&self, id: &str, user: &str) -> Result<bool, StoreError> {
        check("the name of an administrator", user)?;
        if self.is_visible(id, Some(user)).await? {
            return Ok(true);
        }
        if !self.is_visible(id, None).await? {
            return Ok(false);
        }
        self.run([Statement::new(INSERT_ADMIN, [id.into(), user.into()])]).await?;
        Ok(true)
    }

    /// Deletes an application with its administrators and keys. Returns `false` if there is no such application.
    ///
    /// # Errors
    /// Returns an error if the database is not available. Nothing is changed then.
    pub async fn delete_application(&self, id: &str) -> Result<bool, StoreError> {
        let statements = [
            "DELETE FROM application_users WHERE application_id = $1",
            "DELETE FROM keys WHERE application_id = $1",
            "DELETE FROM applications WHERE id = $1 RETURNING id",
        ];
        let [first, second, third] = statements.map(|sql| Statement::new(sql, [id.into()]));
        let [_, _, _, deleted] = self.run([next_revision(), first, second, third]).await?;
        Ok(!deleted.is_empty())
    }

    /// Creates a key. Returns `None` if there is no such application.
    ///
    /// # Errors
    /// Returns an error if the purpose is too long, or if the database is not available.
    pub async fn create_key(&self, application: &str, new: NewKey) -> Result<Option<CreatedKey>, StoreError> {
        new.purpose.as_deref().map_or(Ok(()), |purpose| check("the purpose", purpose))?;
        if !self.is_visible(application, None).await? {
            return Ok(None);
        }
        let key = Key {
            application: application.to_owned(),
            id: key_id(),
            secret: secret(),
            expires: new.expires,
            revoked_at: None,
        };
        let created_at = now();
        let insert = insert_key(&key, &new.created_by, new.purpose.as_deref(), created_at);
        self.run([next_revision(), insert]).await?;
        Ok(Some(CreatedKey { key, created_by: new.created_by, purpose: new.purpose, created_at }))
    }

    /// Returns a key with its secret, if the application has it.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn key(&self, application: &str, id: &str) -> Result<Option<Key>, StoreError> {
        let rows = self.rows(Statement::new(SIGNING_KEY, [application.into(), id.into()])).await?;
        Ok(rows.first().and_then(key))
    }

    /// Returns the first key for the admin pages that works, if there is one.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn console_key(&self, application: &str) -> Result<Option<Key>, StoreError> {
        let rows = self.rows(Statement::new(CONSOLE_KEYS, [application.into(), WEB_CONSOLE.into()])).await?;
        let now = Timestamp::now();
        Ok(rows.iter().filter_map(key).find(|key| !key.is_expired(now) && !key.is_revoked()))
    }

    /// Revokes a key and returns when it was revoked: now, or before. Returns `None` if the application has no such
    /// key.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn revoke_key(&self, application: &str, id: &str) -> Result<Option<Timestamp>, StoreError> {
        let revoke = Statement::new(REVOKE, [application.into(), id.into(), now().into()]);
        let look = Statement::new(REVOKED_AT, [application.into(), id.into()]);
        let [_, _, found] = self.run([next_revision(), revoke, look]).await?;
        Ok(found.first().and_then(|row| row.time(0)))
    }

    /// Returns all keys, and the revision that they have at least.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn all_keys(&self) -> Result<(i64, Vec<Key>), StoreError> {
        // The revision first: if keys change in between, they are newer than it says, and are read once more.
        let [revision, keys] = self.run([Statement::new(REVISION, []), Statement::new(ALL_KEYS, [])]).await?;
        Ok((number(&revision), keys.iter().filter_map(key).collect()))
    }

    /// Returns the revision, a number that grows with each change of keys.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn revision(&self) -> Result<i64, StoreError> {
        self.rows(Statement::new(REVISION, [])).await.map(|rows| number(&rows))
    }

    /// Adds uses to the counters of keys. Keys that no longer exist are skipped.
    ///
    /// # Errors
    /// Returns an error if the database is not available. Nothing is counted then.
    pub async fn count_uses(&self, uses: &[Usage]) -> Result<(), StoreError> {
        // In the order of the ids, so that two nodes do not wait for each other's rows.
        let mut uses: Vec<&Usage> = uses.iter().collect();
        uses.sort_by(|one, other| (&one.application, &one.key).cmp(&(&other.application, &other.key)));
        let count = |usage: &&Usage| {
            let count = i64::try_from(usage.count).unwrap_or(i64::MAX);
            let parameters: [Value; 4] =
                [(&*usage.application).into(), (&*usage.key).into(), count.into(), usage.last_used.into()];
            Statement::new(COUNT_USE, parameters)
        };
        self.database.run(uses.iter().map(count).collect()).await.map(drop)
    }

    /// Creates the application and the key of the development settings, if they do not exist. The key works for a
    /// hundred years.
    ///
    /// # Errors
    /// Returns an error if a text is too long, if the key exists in another application or with another secret, or if
    /// the database is not available.
    pub async fn ensure_development_key(
        &self,
        application: &str,
        id: &str,
        secret: &SecretString,
    ) -> Result<(), StoreError> {
        for (name, text) in [("DEV_APPLICATION_ID", application), ("DEV_KEY_ID", id)] {
            check(name, text)?;
        }
        let created_at = now();
        let expires = created_at.checked_add(DEVELOPMENT_LIFE).ok();
        let wanted = Key {
            application: application.to_owned(),
            id: id.to_owned(),
            secret: secret.clone(),
            expires,
            revoked_at: None,
        };
        // Two nodes may start at the same time.
        let insert_application = "INSERT INTO applications (id, name, created_by, created_at, updated_at) \
            VALUES ($1, $2, $3, $4, $4) ON CONFLICT (id) DO NOTHING";
        let insert_key = "INSERT INTO keys \
            (id, application_id, secret, created_by, expires, purpose, created_at, updated_at, use_count) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING id";
        let [_, created] = self
            .run([
                Statement::new(
                    insert_application,
                    [application.into(), application.into(), DEVELOPMENT.into(), created_at.into()],
                ),
                Statement::new(insert_key, parameters(&wanted, DEVELOPMENT, Some(DEVELOPMENT), created_at)),
            ])
            .await?;
        if !created.is_empty() {
            return self.run([next_revision()]).await.map(drop);
        }
        match self.key(application, id).await? {
            Some(found) if found.has_secret(secret.expose_secret()) => Ok(()),
            Some(_) => Err(StoreError::Invalid(format!(
                "the key {id} exists with another secret than DEV_KEY_SECRET; choose another DEV_KEY_ID"
            ))),
            None => Err(StoreError::Invalid(format!(
                "the key {id} exists in another application than {application}; choose another DEV_KEY_ID"
            ))),
        }
    }

    pub(super) async fn rows(&self, statement: Statement) -> Result<Rows, StoreError> {
        self.run([statement]).await.map(|[rows]| rows)
    }

    pub(super) async fn run<const N: usize>(&self, statements: [Statement; N]) -> Result<[Rows; N], StoreError> {
        let rows = self.database.run(statements.into()).await?;
        <[Rows; N]>::try_from(rows)
            .map_err(|rows| StoreError::Refused(format!("{} of {N} statements were answered", rows.len())))
    }
}

/// The creator and the purpose of what the development settings create.
const DEVELOPMENT: &str = "development";

/// Returns how long a key for the admin pages works, and what it is for.
pub(super) fn new_console_key(created_by: &str) -> NewKey {
    let expires = now().checked_add(WEB_CONSOLE_LIFE).ok();
    NewKey { created_by: created_by.to_owned(), expires, purpose: Some(WEB_CONSOLE.to_owned()) }
}

fn next_revision() -> Statement {
    Statement::new(NEXT_REVISION, [])
}

fn insert_key(key: &Key, created_by: &str, purpose: Option<&str>, created_at: Timestamp) -> Statement {
    Statement::new(INSERT_KEY, parameters(key, created_by, purpose, created_at))
}

fn parameters(key: &Key, created_by: &str, purpose: Option<&str>, created_at: Timestamp) -> [Value; 8] {
    [
        (&*key.id).into(),
        (&*key.application).into(),
        key.secret.expose_secret().into(),
        created_by.into(),
        key.expires.into(),
        purpose.into(),
        created_at.into(),
        0.into(),
    ]
}

/// Checks that a column can hold a text. PostgreSQL refuses U+0000, and what is longer.
fn check(what: &str, text: &str) -> Result<(), StoreError> {
    if text.chars().count() > LONGEST_TEXT {
        return Err(StoreError::Invalid(format!("{what} must have at most {LONGEST_TEXT} characters")));
    }
    if text.contains('\0') {
        return Err(StoreError::Invalid(format!("{what} must not contain the character U+0000")));
    }
    Ok(())
}
