//! The options about administrators, of `pandapush serve`.

use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};

use crate::admin::{Environment, Settings, SignIn};
use crate::store::{Store, StoreError};

/// The options about administrators.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Administrators")]
pub struct AdminOptions {
    /// How administrators sign in: `basic` with one name and password, or `none`.
    #[arg(long, env = "AUTH_METHOD", default_value = "none", value_name = "METHOD")]
    pub auth_method: String,
    /// The name of the administrator, who sees all applications.
    #[arg(long, env = "ADMIN_USERNAME", value_name = "USER")]
    pub admin_username: Option<String>,
    /// The password of the administrator. As an option it is visible to other users of the machine.
    #[arg(long, env = "ADMIN_PASSWORD", hide_env_values = true, value_name = "PASSWORD")]
    pub admin_password: Option<SecretString>,
    /// Other users who see all applications, separated by commas.
    #[arg(long, env = "ROOT_ADMINS", value_delimiter = ',', value_name = "USERS")]
    pub root_admins: Vec<String>,
    /// The secret that signs sessions, the same on all nodes. Default: one that is kept in the database.
    #[arg(long, env = "SESSION_PRIVATE_KEY", hide_env_values = true, value_name = "SECRET")]
    pub session_private_key: Option<SecretString>,
    /// Other deployments, for a selector: `name,url;name,url`.
    #[arg(long, env = "ENVIRONMENTS", default_value = "", hide_default_value = true, value_name = "LIST")]
    pub environments: String,
    /// The name of this deployment. Default: `local`.
    #[arg(long, env = "CG_ENVIRONMENT", value_name = "NAME")]
    pub environment: Option<String>,
    /// The version that is deployed, as the admin pages show it.
    #[arg(long, env = "CG_GIT_COMMIT_ID", value_name = "ID")]
    pub commit_id: Option<String>,
}

/// The error of options about administrators.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct AdminOptionsError(String);

impl AdminOptions {
    /// Returns the settings of the admin API.
    ///
    /// Without a name or a password nobody can sign in, as with the method `none`.
    ///
    /// # Errors
    /// Returns an error if the method is not supported, or if the list of deployments is malformed.
    pub fn settings(&self) -> Result<Settings, AdminOptionsError> {
        let sign_in = match &*self.auth_method {
            "" | "none" => SignIn::Closed,
            "basic" => self.password(),
            "okta" => {
                let problem = "AUTH_METHOD is `okta`, which this server does not support: write `basic`, or put a \
                               proxy that signs users in in front of /admin";
                return Err(AdminOptionsError(problem.to_owned()));
            }
            other => {
                return Err(AdminOptionsError(format!("AUTH_METHOD is `{other}`: write `basic` or `none`")));
            }
        };
        let root_admins = self.root_admins.iter().map(|name| name.trim().to_owned());
        Ok(Settings {
            sign_in,
            root_admins: root_admins.filter(|name| !name.is_empty()).collect(),
            environments: environments(&self.environments)?,
            environment: self.environment.clone().unwrap_or_else(|| "local".to_owned()),
            version: self.commit_id.clone().unwrap_or_default(),
            ..Settings::default()
        })
    }

    /// Returns the secret that signs sessions: the given one, or that of the database.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn session_secret(&self, store: &Store) -> Result<SecretString, StoreError> {
        match &self.session_private_key {
            Some(secret) if !secret.expose_secret().is_empty() => Ok(secret.clone()),
            _ => store.session_secret().await,
        }
    }

    fn password(&self) -> SignIn {
        let username = self.admin_username.clone().filter(|name| !name.is_empty());
        let password = self.admin_password.clone().filter(|password| !password.expose_secret().is_empty());
        let Some((username, password)) = username.zip(password) else {
            tracing::warn!(
                "AUTH_METHOD is `basic`, but ADMIN_USERNAME or ADMIN_PASSWORD is missing: nobody can sign in"
            );
            return SignIn::Closed;
        };
        SignIn::Password { username, password }
    }
}

/// Reads `name,url;name,url`.
fn environments(list: &str) -> Result<Vec<Environment>, AdminOptionsError> {
    let entries = list.split(';').map(str::trim).filter(|entry| !entry.is_empty());
    let read = |entry: &str| match entry.split_once(',') {
        Some((name, url)) => Ok(Environment { name: name.trim().to_owned(), url: url.trim().to_owned() }),
        None => Err(AdminOptionsError(format!("ENVIRONMENTS has the entry `{entry}`: write `name,url;name,url`"))),
    };
    entries.map(read).collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        options: AdminOptions,
    }

    fn settings(arguments: &[&str]) -> Result<Settings, AdminOptionsError> {
        Line::try_parse_from([&["pandapush"], arguments].concat()).unwrap().options.settings()
    }

    #[test]
    fn only_basic_with_a_name_and_a_password_lets_anybody_in() {
        let both = ["--admin-username", "ada", "--admin-password", "very-secret"];
        for (arguments, open) in [
            (&[][..], false),
            (&both, false),
            (&["--auth-method", "none"], false),
            (&["--auth-method", "basic"], false),
            (&["--auth-method", "basic", "--admin-username", "ada"], false),
            (&["--auth-method", "basic", "--admin-password", "very-secret"], false),
            (&["--auth-method", "basic", "--admin-username", "", "--admin-password", "very-secret"], false),
            (&["--auth-method", "basic", "--admin-username", "ada", "--admin-password", ""], false),
            (&[&both[..], &["--auth-method", "basic"]].concat(), true),
        ] {
            let settings = settings(arguments).unwrap();
            assert_eq!(matches!(settings.sign_in, SignIn::Password { .. }), open, "{arguments:?}");
            assert!(!format!("{settings:?}").contains("very-secret"));
        }
    }

    #[test]
    fn other_methods_and_malformed_lists_are_refused_with_words() {
        for (arguments, expected) in [
            (["--auth-method", "okta"], "AUTH_METHOD is `okta`, which this server does not support: write `basic`"),
            (["--auth-method", "Basic"], "AUTH_METHOD is `Basic`: write `basic` or `none`"),
            (["--environments", "prod"], "ENVIRONMENTS has the entry `prod`: write `name,url;name,url`"),
        ] {
            let error = settings(&arguments).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn lists_are_read_as_the_original_writes_them() {
        let settings =
            settings(&["--root-admins", "ada, bob,", "--environments", "a,https://a/;b,https://b/;"]).unwrap();
        assert_eq!(settings.root_admins.into_iter().collect::<Vec<_>>(), ["ada", "bob"]);
        let urls: Vec<&str> = settings.environments.iter().map(|environment| &*environment.url).collect();
        assert_eq!(urls, ["https://a/", "https://b/"]);
        assert_eq!((&*settings.environment, &*settings.version), ("local", ""));
    }
}
