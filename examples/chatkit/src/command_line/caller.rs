//! The address of a served instance and the user as whom to call it.

use std::error::Error;

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
    #[cfg(feature = "tls")]
    #[arg(long, env = "CHATKIT_CA", value_name = "FILE")]
    ca: Option<std::path::PathBuf>,
}

impl Caller {
    /// Returns the client environment of this caller.
    pub(super) fn environment(&self, credentials: &Credentials) -> Result<PlatformEnvironment, Box<dyn Error>> {
        let environment = PlatformEnvironment::new(credentials.instance())
            .at(&self.url)
            .sdk_information("chatkit", env!("CARGO_PKG_VERSION"))
            .signing(&credentials.key(), grant(self.user.as_deref()));
        self.trusting(environment)
    }

    #[cfg(feature = "tls")]
    fn trusting(&self, environment: PlatformEnvironment) -> Result<PlatformEnvironment, Box<dyn Error>> {
        use api_client::{Tls, TransportSettings};

        let Some(ca) = &self.ca else { return Ok(environment) };
        let pem = std::fs::read(ca).map_err(|error| format!("`{}` cannot be read: {error}", ca.display()))?;
        Ok(environment.transport(TransportSettings::default().tls(Tls::platform().with_root_pem(pem))))
    }

    #[cfg(not(feature = "tls"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "with TLS there is a file to read")]
    fn trusting(&self, environment: PlatformEnvironment) -> Result<PlatformEnvironment, Box<dyn Error>> {
        Ok(environment)
    }
}

/// Returns the grant of a user, or of the application's server.
pub(super) fn grant(user: Option<&str>) -> Grant {
    user.map_or_else(Grant::superuser, Grant::user)
}
