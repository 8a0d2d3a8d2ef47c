//! `pandapush serve`: serves the applications of a database.

use std::error::Error;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use api_core::routing::NotFound;
use api_server::{Limits, Listener, serve};
use clap::Args;
use redis_topic::Options as LogOptions;

use super::interrupt::interrupted;
use crate::access::{Key, Keyring};
use crate::cluster::Hosts;
use crate::hub::{Hub, Settings};
use crate::metrics::Metrics;
use crate::server::server;

/// How many events of an application are kept for clients that move to another node.
const LOG_LENGTH: usize = 10_000;

/// The largest event in bytes, with its channel.
const LARGEST_ENTRY: usize = (1 << 20) + 4096;

/// The options of `pandapush serve`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The address to listen on. Port 0 selects a free port.
    #[arg(long, env = "PANDAPUSH_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDRESS")]
    listen: String,
    /// How long a connect is held, in seconds. It must be shorter than the time-outs of the proxies in front.
    #[arg(long, env = "PANDAPUSH_HOLD", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    hold: u64,
    /// How many publications a key may make in a second. Default: no limit.
    #[arg(long, env = "PANDAPUSH_KEY_RATE", value_name = "NUMBER")]
    key_rate: Option<NonZeroU32>,
    /// How many messages a connection may send in a second. More wait until they are due.
    #[arg(long, env = "PANDAPUSH_CONNECTION_RATE", default_value = "1000", value_name = "NUMBER")]
    connection_rate: NonZeroU32,
    /// The servers of Redis that all nodes share, as `host:port` or `redis://:password@host:port`. Default: none, and the
    /// node is alone.
    #[arg(long, env = "REDIS_HOSTS", value_delimiter = ',', hide_env_values = true, value_name = "HOSTS")]
    redis_hosts: Vec<String>,
    /// The application that exists at the start, in development.
    #[arg(long, env = "DEV_APPLICATION_ID", requires = "dev_key_id", value_name = "ID")]
    dev_application_id: Option<String>,
    /// The id of its key.
    #[arg(long, env = "DEV_KEY_ID", requires = "dev_key_secret", value_name = "ID")]
    dev_key_id: Option<String>,
    /// The secret of its key.
    #[arg(
        long,
        env = "DEV_KEY_SECRET",
        hide_env_values = true,
        requires = "dev_application_id",
        value_name = "SECRET"
    )]
    dev_key_secret: Option<String>,
}

/// Serves until the program is interrupted.
pub(super) async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let bound = Listener::bind(&options.listen).await;
    let listener = bound.map_err(|error| format!("--listen {}: {error}", options.listen))?;
    let keyring = Arc::new(Keyring::default());
    if let Some(key) = options.development_key() {
        keyring.insert(key);
    }
    let hub = Hub::new(keyring, options.settings(), Metrics::new(), options.hosts()?);
    let upkeep = tokio::spawn({
        let hub = hub.clone();
        async move { hub.run().await }
    });
    let server = server(&hub, NotFound);
    let listening = serve(listener, server).limits(Limits::default());
    println!("listening on http://{}", listening.local_addr());
    listening
        .with_shutdown(async {
            interrupted().await;
            hub.close();
        })
        .await?;
    upkeep.await?;
    Ok(())
}

impl Options {
    /// Returns the servers of Redis that nodes share, or `None` if this one is alone.
    fn hosts(&self) -> Result<Option<Hosts>, Box<dyn Error>> {
        if self.redis_hosts.is_empty() {
            return Ok(None);
        }
        let address = |host: &String| if host.contains("://") { host.clone() } else { format!("redis://{host}") };
        let addresses: Vec<String> = self.redis_hosts.iter().map(address).collect();
        Ok(Some(Hosts::new(&addresses, &LogOptions::default().log_length(LOG_LENGTH).max_entry_bytes(LARGEST_ENTRY))?))
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        // No node may have the name of another, nor that of one before it.
        settings.node = format!("{:08x}", rand::random::<u32>());
        settings.hold = Duration::from_secs(self.hold);
        settings.key_rate = self.key_rate;
        settings.connection_rate = self.connection_rate;
        settings
    }

    fn development_key(&self) -> Option<Key> {
        Some(Key {
            application: self.dev_application_id.clone()?,
            id: self.dev_key_id.clone()?,
            secret: self.dev_key_secret.clone()?.into(),
            expires: None,
            revoked_at: None,
        })
    }
}
