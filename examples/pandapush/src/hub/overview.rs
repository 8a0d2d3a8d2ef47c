//! Which clients are connected to an application, on this node and on the others.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::together::Together;
use super::{Hub, Unsettled, time_of_day};
use crate::broker::{ClientId, OutletKind};
use crate::cluster::Notice;

/// The most clients that one node lists.
const LISTED: usize = 500;

/// A client with subscriptions in an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientOverview {
    /// A digest of its id, which is a credential itself.
    pub client: String,
    /// The node that its session is at home on.
    pub node: String,
    /// Its connection type, or that of its last connection.
    pub transport: String,
    /// When its session began here.
    pub since: Timestamp,
    /// Its channels and patterns in the application.
    pub subscriptions: Vec<String>,
}

impl Hub {
    /// Lists clients of an application on all nodes, at most 500 of each. A node that does not answer is left out.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn overview(&self, application: &str) -> Result<Vec<ClientOverview>, Unsettled> {
        let mut clients = self.own_overview(application);
        if let Some(together) = &self.0.together {
            for node in together.mail.nodes().await? {
                if node != together.node {
                    clients.extend(asked(together, &node, application).await?);
                }
            }
        }
        Ok(clients)
    }

    /// Lists the users of a presence channel with their data as JSON text.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn users(&self, application: &str, channel: &str) -> Result<Vec<(String, String)>, Unsettled> {
        match &self.0.together {
            None => Ok(self.state().presence.list(channel)),
            Some(together) => Ok(together.hosts.users(application, channel).await?),
        }
    }

    /// Lists the presence channels of an application that have members.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis is not there.
    pub async fn presence_channels(&self, application: &str) -> Result<Vec<String>, Unsettled> {
        match &self.0.together {
            None => Ok(self.state().presence.channels(application)),
            Some(together) => Ok(together.hosts.presence_channels(application).await?),
        }
    }

    pub(super) fn own_overview(&self, application: &str) -> Vec<ClientOverview> {
        let (now, time) = (self.now(), time_of_day());
        let overviews = self.state().broker.overview(application, LISTED);
        let shown = overviews.into_iter().map(|overview| ClientOverview {
            client: digest(&overview.client),
            node: self.0.settings.node.clone(),
            transport: transport(overview.connection).to_owned(),
            since: time - Duration::from_millis(now.saturating_sub(overview.since)),
            subscriptions: overview.patterns.iter().map(ToString::to_string).collect(),
        });
        shown.collect()
    }
}

async fn asked(together: &Together, node: &str, application: &str) -> Result<Vec<ClientOverview>, Unsettled> {
    let application = application.to_owned();
    let question = |from, question| Notice::Overview { application, from, question };
    let answer = together.mail.ask(node, question).await?;
    Ok(answer.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn transport(connection: Option<OutletKind>) -> &'static str {
    match connection {
        Some(OutletKind::Socket) => "websocket",
        Some(OutletKind::EventStream) => "eventsource",
        Some(OutletKind::Poll) => "long-polling",
        None => "not connected yet",
    }
}

/// Returns a short name of a client that reveals nothing of its id.
fn digest(client: &ClientId) -> String {
    let digest = Sha256::digest(client.as_str());
    digest.iter().take(6).fold(String::new(), |name, byte| format!("{name}{byte:02x}"))
}
