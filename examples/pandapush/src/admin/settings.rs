//! The settings of the admin API.

use std::collections::BTreeSet;

use secrecy::SecretString;

use super::model::Environment;

/// How administrators sign in, and what they see.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How administrators sign in.
    pub sign_in: SignIn,
    /// The users who see all applications, beside the one who signs in by password.
    pub root_admins: BTreeSet<String>,
    /// Other deployments.
    pub environments: Vec<Environment>,
    /// The name of this deployment.
    pub environment: String,
    /// The version that is deployed, or an empty text.
    pub version: String,
    /// How many wrong passwords an address may send in a minute. Default: 60.
    pub wrong_passwords: u32,
}

/// How administrators sign in.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// Not at all: every request is refused.
    Closed,
    /// With one name and password, by HTTP Basic or on the sign-in page.
    Password {
        /// The name.
        username: String,
        /// The password.
        password: SecretString,
    },
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sign_in: SignIn::Closed,
            root_admins: BTreeSet::new(),
            environments: Vec::new(),
            environment: "local".to_owned(),
            version: String::new(),
            wrong_passwords: 60,
        }
    }
}

impl Settings {
    /// Returns whether a user sees all applications.
    pub(super) fn is_root(&self, user: &str) -> bool {
        let signs_in = matches!(&self.sign_in, SignIn::Password { username, .. } if username == user);
        signs_in || self.root_admins.contains(user)
    }
}
