//! `chatkit token`: prints an access token for other programs.

use std::error::Error;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use pusher_platform::token::{Lifetime, TokenSigner};

use super::caller::grant;
use super::options::Credentials;

/// The options of `chatkit token`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The user of the token. Default: the application's server, with every permission.
    #[arg(long = "as", env = "CHATKIT_USER", value_name = "USER")]
    user: Option<String>,
    /// The lifetime in seconds. Default and maximum: 86400.
    #[arg(long, value_name = "SECONDS")]
    lifetime: Option<u64>,
}

/// Prints the token.
pub(super) fn run(credentials: &Credentials, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let lifetime = options.lifetime.map_or(Ok(Lifetime::MAX), Lifetime::from_seconds)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let signer = TokenSigner::new(&credentials.instance(), &credentials.key());
    let issued = signer.sign(&grant(options.user.as_deref()).lifetime(lifetime), now)?;
    println!("{}", issued.token.as_str());
    Ok(ExitCode::SUCCESS)
}
