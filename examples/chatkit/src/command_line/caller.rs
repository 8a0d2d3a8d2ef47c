//! Who calls a served instance, and where it is.

use std::error::Error;
use std::path::PathBuf;

use api_client::{Tls, TransportSettings};
use clap::Args;
use pusher_platform::PlatformEnvironment;
use pusher_platform::token::Grant;

use super::options::Credentials;

/// Where the instance is, and as whom to call it.
#[derive(Debug, Args)]
pub(super) struct Caller {
    /// Where the instance is served.
    #[arg(long, env = "CHATKIT_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    url: String,
    /// Acts as this user, with the user's own permissions; without it as the application's server.
    #[arg(long = "as", env = "CHATKIT_USER", value_name = "USER")]
    user: Option<String>,
    /// A PEM file with a certificate authority to trust instead of the machine's.
    #[arg(long, env = "CHATKIT_CA", value_name = "FILE")]
    ca: Option<PathBuf>,
}

impl Caller {
    /// The instance as this caller sees it.
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

/// What a caller may do: all that its user may, or everything.
pub(super) fn grant(user: Option<&str>) -> Grant {
    user.map_or_else(Grant::superuser, Grant::user)
}
