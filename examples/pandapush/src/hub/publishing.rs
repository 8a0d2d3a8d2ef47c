//! Publications from any source: clients, the REST API, the admin page.

use std::time::Duration;

use serde_json::value::RawValue;

use super::Hub;
use crate::access::Key;
use crate::broker::Frame;
use crate::channel::Address;
use crate::cluster::Entry;

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
    /// Redis is not there. The event may have been published all the same.
    #[error("the service is not available")]
    Unavailable,
}

impl Hub {
    /// Publishes an event on a channel, whose credentials and name were checked. `key` is the one that allows it.
    ///
    /// # Errors
    ///
    /// Returns an error if the key has published too much, or if Redis is not there.
    pub async fn publish(&self, key: Option<&Key>, channel: &str, data: &RawValue) -> Result<(), PublishError> {
        let address = Address::parse(channel).map_err(|_| PublishError::InvalidChannel)?;
        if let Some(key) = key {
            self.0.rates.check(key).map_err(|wait| PublishError::TooMany { wait })?;
        }
        let frame = Frame::new(channel, data);
        self.state().broker.count_publication(address.application, channel);
        self.0.metrics.published();
        self.send(address.application, channel, frame).await
    }

    /// Sends an event to all subscribers, on all nodes.
    pub(super) async fn send(&self, application: &str, channel: &str, frame: Frame) -> Result<(), PublishError> {
        let Some(together) = &self.0.together else {
            let receivers = self.state().broker.publish(channel, &frame, None);
            self.show(application, channel, &frame, receivers);
            return Ok(());
        };
        let entry = Entry { channel: channel.to_owned(), except: None, frame };
        match together.hosts.events(application).append(entry.encode()).await {
            Ok(_) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "an event was not published");
                Err(PublishError::Unavailable)
            }
        }
    }
}
