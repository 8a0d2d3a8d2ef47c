//! Publications from any source: clients, the REST API, the admin page.

use std::time::Duration;

use serde_json::value::RawValue;

use super::Hub;
use crate::access::Key;
use crate::broker::Frame;
use crate::channel::Address;

/// An accepted publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// To how many sessions of this node it went.
    pub receivers: usize,
}

/// Why a publication was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// The channel has no application or no known kind.
    #[error("the channel must be `/<application>/<kind>/...` with one of the four kinds")]
    InvalidChannel,
    /// The key has published more than it may.
    #[error("the key has published too much: wait {} ms", wait.as_millis())]
    TooMany {
        /// How long to wait.
        wait: Duration,
    },
}

impl Hub {
    /// Publishes an event on a channel, whose credentials and name were checked. `key` is the one that allows it.
    ///
    /// # Errors
    ///
    /// Returns an error if the key has published too much.
    #[expect(clippy::unused_async, reason = "other nodes are told before this returns")]
    pub async fn publish(&self, key: Option<&Key>, channel: &str, data: &RawValue) -> Result<Published, PublishError> {
        let address = Address::parse(channel).map_err(|_| PublishError::InvalidChannel)?;
        if let Some(key) = key {
            self.0.rates.check(key).map_err(|wait| PublishError::TooMany { wait })?;
        }
        let frame = Frame::new(channel, data);
        let receivers = self.state().publish(address.application, channel, &frame);
        self.0.metrics.published();
        Ok(Published { receivers })
    }
}
