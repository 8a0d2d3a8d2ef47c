//! `pandapush health`: asks a node how it is, for containers and scripts without an HTTP client.

use std::error::Error;
use std::time::Duration;

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
}

/// Prints the health of a node as JSON. It is an error if the node is not well.
pub(super) async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let url = &options.url;
    let node = api_client::connect::<MetadataApi>(url.as_str()).map_err(|error| format!("{url}: {error}"))?;
    let answer = timeout(PATIENCE, node.health()).await;
    let answer = answer.map_err(|_| format!("{url}: there is no answer within {} s", PATIENCE.as_secs()))?;
    match answer {
        Ok(health) => print(&health),
        Err(MetadataError::Degraded(health)) => {
            print(&health.0)?;
            Err(format!("the node is {}", health.0.status).into())
        }
        Err(error) => Err(format!("{url}: {error}").into()),
    }
}

fn print(health: &Health) -> Result<(), Box<dyn Error>> {
    println!("{}", serde_json::to_string(health)?);
    Ok(())
}
