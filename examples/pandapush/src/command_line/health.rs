//! `pandapush health`: asks a node how it is, for containers and scripts without an HTTP client.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use api_client::{ClientBuilder, Tls, TransportSettings};
use clap::Args;
use tokio::time::timeout;

use crate::server::{Health, Metadata as _, MetadataApi, MetadataError};

/// How long the answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The options of `pandapush health`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The address of the node, as it prints it.
    #[arg(default_value = "http://127.0.0.1:3000", value_name = "URL")]
    url: String,
    /// A PEM file with a certificate authority to trust instead of those of the system, for HTTPS.
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
}

/// Prints the health of a node as JSON. It is an error if the node is not well.
pub(super) async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let url = &options.url;
    let mut node = ClientBuilder::at(url);
    if let Some(ca) = &options.ca {
        let pem = std::fs::read(ca).map_err(|error| format!("--ca {}: {error}", ca.display()))?;
        node = node.transport(TransportSettings::default().tls(Tls::platform().with_root_pem(pem)));
    }
    let node = api_client::connect::<MetadataApi>(node).map_err(|error| format!("{url}: {error}"))?;
    let answer = timeout(PATIENCE, node.health()).await;
    let answer = answer.map_err(|_| format!("{url}: there is no answer within {} s", PATIENCE.as_secs()))?;
    match answer {
        Ok(health) => print(&health),
        Err(MetadataError::Degraded(health)) => {
            print(&health.0)?;
            Err(format!("the node is {}", health.0.status).into())
        }
        Err(error) => Err(format!("{url}: {}", with_causes(&error)).into()),
    }
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

fn print(health: &Health) -> Result<(), Box<dyn Error>> {
    println!("{}", serde_json::to_string(health)?);
    Ok(())
}
