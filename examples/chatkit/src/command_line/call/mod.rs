//! `chatkit call`: a command line derived from the descriptions. No operation is named in this folder.

mod arguments;
mod help;
mod operation;
mod print;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use api_client::{Tls, TransportSettings};
use clap::Args;
use pusher_platform::PlatformEnvironment;
use pusher_platform::token::Grant;

use super::options::Credentials;
use crate::client::ChatkitClient;
use arguments::{Assignment, is_stream};
pub(super) use help::operations;

/// What to call, and where.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The operation: `create_user`, or `ChatkitV2.messages` where services share a name.
    operation: String,
    /// Its arguments; none to see which there are.
    #[arg(value_name = "key=value")]
    assignments: Vec<Assignment>,
    /// Where the instance is served.
    #[arg(long, env = "CHATKIT_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    url: String,
    /// Acts as this user, with the user's own permissions; without it as the application's server.
    #[arg(long = "as", env = "CHATKIT_USER", value_name = "USER")]
    user: Option<String>,
    /// A PEM file with a certificate authority to trust beside the machine's.
    #[arg(long, env = "CHATKIT_CA", value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Says what the operation takes, and calls nothing.
    #[arg(long)]
    describe: bool,
}

/// Calls the operation and prints what it answers; success is the API's.
pub(super) async fn run(credentials: &Credentials, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let operation = operation::find(&options.operation)?;
    let mut out = std::io::stdout().lock();
    if options.describe {
        use std::io::Write as _;
        write!(out, "{}", help::operation(operation))?;
        return Ok(ExitCode::SUCCESS);
    }
    let grant = options.user.as_ref().map_or_else(Grant::superuser, Grant::user);
    let mut environment = PlatformEnvironment::new(credentials.instance()).at(&options.url);
    if let Some(ca) = &options.ca {
        let tls = Tls::platform().with_root_pem(std::fs::read(ca)?);
        environment = environment.transport(TransportSettings::default().tls(tls));
    }
    let client = ChatkitClient::connect(&environment.signing(&credentials.key(), grant))?;
    let request = operation.request(credentials.instance().instance_id(), &options.assignments)?;
    let stream = is_stream(request.method());
    let response = client.chatkit.raw(request).await?;
    let success = print::print(response, stream, &mut out).await?;
    Ok(if success { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
