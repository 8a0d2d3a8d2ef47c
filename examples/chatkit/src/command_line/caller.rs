//! The address of a served instance and the user as whom to call it.

use std::error::Error;
use std::path::PathBuf;

use api_client::{Tls, TransportSettings};
use clap::Args;
use pusher_platform::PlatformEnvironment;
use pusher_platform::token::Grant;

use super::options::Credentials;

/// The options about the address and the caller.
#[derive(Debug, Args)]
pub(super) struct Caller {
    /// The address of the served instance.
    #[arg(long, env = "CHATKIT_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    url: String,
    /// Acts as this user with the user's permissions. Default: as the application's server.
    #[arg(long = "as", env = "CHATKIT_USER", value_name = "USER")]
    user: Option<String>,
    /// A PEM file with a certificate authority to trust instead of those of the system.
    #[arg(long, env = "CHATKIT_CA", value_name = "FILE")]
    ca: Option<PathBuf>,
}

impl Caller {
    /// Returns the client environment of this caller.
    pub(super) fn environment(&self, credentials: &Credentials) -> Result<PlatformEnvironment, Box<dyn Error>> {
        let mut environment = PlatformEnvironment::new(credentials.instance())
            .at(&self.url)
            .introduced_as("chatkit", env!("CARGO_PKG_VERSION"))
            .signing(&credentials.key(), grant(self.user.as_deref()));
        if let Some(ca) = &self.ca {
            let pem = std::fs::read(ca).map_err(|error| format!("`{}` cannot be read: {error}", ca.display()))?;
            environment = environment.transport(TransportSettings::default().tls(Tls::platform().with_root_pem(pem)));
        }
        Ok(environment)
    }
}

/// Returns the grant of a user, or of the application's server.
pub(super) fn grant(user: Option<&str>) -> Grant {
    user.map_or_else(Grant::superuser, Grant::user)
}
