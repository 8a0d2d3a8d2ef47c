//! One Bayeux message: checked, carried out, answered.

use std::time::Duration;

use super::publishing::PublishError;
use super::state::is_presence;
use super::{Hub, time_of_day};
use crate::access::{AccessError, Action, Grant, PresenceClaim, authorize};
use crate::bayeux::{self, Advice, BayeuxError, Connect, Message, Reply, Subscription, meta};
use crate::broker::{ClientId, OutletKind, UnknownClient};

/// What became of a message.
#[derive(Debug)]
pub enum Processed {
    /// It is answered. The session of this client has ended by it.
    Reply(Reply),
    /// It asks to wait for events. The reply is sent when the wait is over.
    Connect(Connect, Reply),
}

impl Hub {
    /// Checks and carries out a message of a client.
    pub async fn process(&self, message: &Message<'_>) -> Processed {
        let reply = match message.channel.as_str() {
            meta::HANDSHAKE => self.handshake(message),
            meta::CONNECT => return self.connect(message),
            meta::SUBSCRIBE => {
                let subscribed = self.subscribe(message);
                let reply = Reply::new(message, subscribed.as_ref().err()).with_subscription(message);
                match subscribed {
                    Ok(Some(users)) => reply.with_presence(&users),
                    _ => reply,
                }
            }
            meta::UNSUBSCRIBE => {
                Reply::new(message, self.unsubscribe(message).as_ref().err()).with_subscription(message)
            }
            meta::DISCONNECT => match self.disconnect(message) {
                Ok(()) => Reply::new(message, None),
                Err(error) => Reply::new(message, Some(&error)).without_client_id(),
            },
            channel if meta::is_meta(channel) => Reply::new(message, Some(&BayeuxError::Forbidden(channel.to_owned()))),
            _ => Reply::new(message, self.publish_message(message).await.as_ref().err()),
        };
        Processed::Reply(reply)
    }

    fn handshake(&self, message: &Message<'_>) -> Reply {
        let opened = bayeux::handshake(message).and_then(|()| {
            let client = ClientId::random();
            let now = self.now();
            self.state().broker.open(client.clone(), now).map_err(BayeuxError::Full)?;
            self.0.metrics.handshake();
            Ok(client)
        });
        match opened {
            Ok(client) => Reply::new(message, None)
                .with_versions()
                .with_client_id(client.as_str())
                .with_advice(Advice::retry(None, self.0.settings.times().hold())),
            Err(error) => Reply::new(message, Some(&error)).with_versions().with_advice(Advice::HANDSHAKE),
        }
    }

    fn connect(&self, message: &Message<'_>) -> Processed {
        match bayeux::connect(message, |client| self.is_known(client)) {
            Ok(connect) => {
                let advice = Advice::retry(Some(connect.connection), self.0.settings.times().hold());
                Processed::Connect(connect, Reply::new(message, None).with_advice(advice))
            }
            Err(error) => Processed::Reply(Self::failed_connect(message, &error)),
        }
    }

    /// Returns the reply to a connect that failed.
    pub fn failed_connect(message: &Message<'_>, error: &BayeuxError) -> Reply {
        Reply::new(message, Some(error)).without_client_id().with_advice(Advice::HANDSHAKE)
    }

    /// Returns how long a connect is held: as long as the server holds one, or shorter if the client wants.
    pub fn hold(&self, connect: &Connect) -> Duration {
        let hold = self.0.settings.times().hold();
        let hold = if self.is_closing() { 0 } else { hold };
        Duration::from_millis(connect.timeout.map_or(hold, |timeout| timeout.min(hold)))
    }

    /// Notes a connect of a client whose events come on a stream. Returns whether the stream is there.
    ///
    /// # Errors
    ///
    /// Returns an error for an unknown client.
    pub fn keep_alive(&self, connect: &Connect) -> Result<bool, UnknownClient> {
        let now = self.now();
        let mut state = self.state();
        state.broker.touch(&connect.client, now)?;
        Ok(state.broker.is_attached(&connect.client, OutletKind::EventStream))
    }

    fn subscribe(&self, message: &Message<'_>) -> Result<Option<Vec<(String, String)>>, BayeuxError> {
        // Credentials are checked before anything else. A missing subscription has none to check.
        let user = match bayeux::channels(message) {
            Some(channels) => self.authorize_subscription(message, &channels)?,
            None => None,
        };
        let Subscription { client, channels } = bayeux::subscription(message, |client| self.is_known(client))?;
        let users = self.state().subscribe(&client, &channels, user.as_ref()).map_err(BayeuxError::Full)?;
        self.0.metrics.subscribed(channels.len());
        Ok(users)
    }

    fn authorize_subscription(
        &self,
        message: &Message<'_>,
        channels: &[String],
    ) -> Result<Option<PresenceClaim>, BayeuxError> {
        let now = time_of_day();
        let mut user = None;
        for channel in channels {
            let credentials = || message.credentials();
            let Grant { presence, .. } = authorize(&self.0.keyring, Action::Subscribe, channel, credentials, now)?;
            if user.is_some() && is_presence(channel) {
                return Err(BayeuxError::SeveralPresenceChannels(channel.clone()));
            }
            user = user.or(presence);
        }
        Ok(user)
    }

    fn unsubscribe(&self, message: &Message<'_>) -> Result<(), BayeuxError> {
        let Subscription { client, channels } = bayeux::subscription(message, |client| self.is_known(client))?;
        let mut state = self.state();
        for channel in &channels {
            state.unsubscribe(&client, channel);
        }
        drop(state);
        self.0.metrics.unsubscribed(channels.len());
        Ok(())
    }

    fn disconnect(&self, message: &Message<'_>) -> Result<(), BayeuxError> {
        let client = bayeux::client(message, |client| self.is_known(client))?;
        let mut state = self.state();
        if let Some(departure) = state.broker.close(&client) {
            state.depart(&departure);
        }
        drop(state);
        self.0.metrics.disconnected(1);
        Ok(())
    }

    async fn publish_message(&self, message: &Message<'_>) -> Result<(), BayeuxError> {
        let grant =
            authorize(&self.0.keyring, Action::Publish, &message.channel, || message.credentials(), time_of_day())?;
        let data = bayeux::publication(message)?;
        match self.publish(grant.key.as_deref(), &message.channel, &data).await {
            Ok(_) => Ok(()),
            Err(PublishError::TooMany { wait }) => {
                let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                Err(BayeuxError::TooManyPublications(wait))
            }
            Err(PublishError::InvalidChannel) => Err(AccessError::InvalidChannel.into()),
        }
    }
}
