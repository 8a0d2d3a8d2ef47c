//! One Bayeux message: checked, carried out, answered.

use std::time::Duration;

use super::publishing::PublishError;
use super::state::is_presence;
use super::{Hub, Unsettled, time_of_day};
use crate::access::{AccessError, Action, Grant, PresenceClaim, authorize};
use crate::bayeux::{self, Advice, BayeuxError, Connect, Message, Reply, Subscription, meta};
use crate::broker::{ClientId, Full, OutletKind, UnknownClient};

/// The bytes of lists of users after which no further subscription of one request is accepted.
const LISTED: usize = 1 << 20;

/// What became of a message.
#[derive(Debug)]
pub enum Processed {
    /// It is answered.
    Reply(Reply),
    /// It asks to wait for events. The reply is sent when the wait is over.
    Connect(Connect, Reply),
}

impl Hub {
    /// Checks and carries out a message of a client. `listed`: the bytes of the lists of users that answer the messages
    /// before it in one request.
    pub async fn process_after(&self, message: &Message<'_>, listed: &mut usize) -> Processed {
        if *listed > LISTED && message.channel == meta::SUBSCRIBE {
            let full = BayeuxError::Full(Full::Subscriptions);
            return Processed::Reply(Reply::new(message, Some(&full)).with_subscription(message));
        }
        let processed = self.process(message).await;
        if let Processed::Reply(reply) = &processed {
            *listed += reply.listed();
        }
        processed
    }

    /// Checks and carries out a message of a client.
    pub async fn process(&self, message: &Message<'_>) -> Processed {
        let reply = match message.channel.as_str() {
            meta::HANDSHAKE => self.handshake(message).await,
            meta::CONNECT => return self.connect(message),
            meta::SUBSCRIBE => {
                let subscribed = self.subscribe(message).await;
                let reply = Reply::new(message, subscribed.as_ref().err()).with_subscription(message);
                match subscribed {
                    Ok(Some(users)) => reply.with_presence(&users),
                    _ => reply,
                }
            }
            meta::UNSUBSCRIBE => {
                Reply::new(message, self.unsubscribe(message).await.as_ref().err()).with_subscription(message)
            }
            meta::DISCONNECT => match self.disconnect(message).await {
                Ok(()) => Reply::new(message, None),
                Err(error) => Reply::new(message, Some(&error)).without_client_id(),
            },
            channel if meta::is_meta(channel) => Reply::new(message, Some(&BayeuxError::Forbidden(channel.to_owned()))),
            _ => Reply::new(message, self.publish_message(message).await.as_ref().err()),
        };
        Processed::Reply(reply)
    }

    async fn handshake(&self, message: &Message<'_>) -> Reply {
        let opened = match bayeux::handshake(message) {
            Ok(()) => self.open_session(message).await,
            Err(error) => Err(error),
        };
        match opened {
            Ok(client) => Reply::new(message, None)
                .with_versions()
                .with_client_id(client.as_str())
                .with_advice(Advice::retry(None, self.0.settings.times().hold())),
            Err(error) => Reply::new(message, Some(&error)).with_versions().with_advice(Advice::HANDSHAKE),
        }
    }

    async fn open_session(&self, message: &Message<'_>) -> Result<ClientId, BayeuxError> {
        let client = ClientId::random();
        let now = self.now();
        {
            let mut state = self.state();
            state.broker.open(client.clone(), now).map_err(BayeuxError::Full)?;
            if let Some(id) = message.member("id") {
                state.broker.note_handshake(&client, id.get());
            }
        }
        if let Some(together) = &self.0.together
            && let Err(error) = together.hosts.open(&client, &together.node).await
        {
            self.drop_session(&client);
            return Err(Unsettled::from(error).reply(&client));
        }
        self.0.metrics.handshake();
        Ok(client)
    }

    /// Checks a connect. Whether its client is known shows when it is attached.
    fn connect(&self, message: &Message<'_>) -> Processed {
        match bayeux::connect(message, |_| true) {
            Ok(connect) => {
                let advice = Advice::retry(Some(connect.connection), self.0.settings.times().hold());
                Processed::Connect(connect, Reply::new(message, None).with_advice(advice))
            }
            Err(error) => Processed::Reply(Self::failed_connect(message, &error)),
        }
    }

    /// Returns the reply to a connect that failed.
    pub fn failed_connect(message: &Message<'_>, error: &BayeuxError) -> Reply {
        // A session outlives a time without Redis.
        let advice = if *error == BayeuxError::Unavailable { Advice::LATER } else { Advice::HANDSHAKE };
        Reply::new(message, Some(error)).without_client_id().with_advice(advice)
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
    /// Returns an error for an unknown client, or if Redis is not there.
    pub async fn keep_alive(&self, connect: &Connect) -> Result<bool, Unsettled> {
        if let Some(together) = &self.0.together
            && !self.is_known(&connect.client)
        {
            // The stream is on another node, and the session stays there.
            let is_known = together.hosts.keep_alive(&connect.client, self.0.settings.times()).await?;
            return if is_known { Ok(true) } else { Err(Unsettled::Unknown) };
        }
        if self.0.together.is_some() {
            self.settle(&connect.client, connect.id.as_deref()).await?;
        }
        let now = self.now();
        let mut state = self.state();
        state.broker.touch(&connect.client, now).map_err(|UnknownClient| Unsettled::Unknown)?;
        Ok(state.broker.is_attached(&connect.client, OutletKind::EventStream))
    }

    async fn subscribe(&self, message: &Message<'_>) -> Result<Option<Vec<(String, String)>>, BayeuxError> {
        // Credentials are checked before anything else. A missing subscription has none to check.
        let user = match bayeux::channels(message) {
            // The credentials are checked for each channel.
            Some(channels) if channels.len() > self.0.settings.limits.subscriptions => {
                return Err(BayeuxError::Full(Full::Subscriptions));
            }
            Some(channels) => self.authorize_subscription(message, &channels)?,
            None => None,
        };
        let is_known = self.knows(message).await?;
        let Subscription { client, channels } = bayeux::subscription(message, |_| is_known)?;
        let users = if self.is_shared() {
            let subscribed = self.subscribe_together(&client, &channels, user).await;
            subscribed.map_err(|error| error.reply(&client))?
        } else {
            self.subscribe_alone(&client, &channels, user.as_ref())?
        };
        self.0.metrics.subscribed(channels.len());
        Ok(users)
    }

    /// Subscribes a client of the only node.
    pub(super) fn subscribe_alone(
        &self,
        client: &ClientId,
        channels: &[String],
        user: Option<&PresenceClaim>,
    ) -> Result<Option<Vec<(String, String)>>, BayeuxError> {
        let now = self.now();
        let mut state = self.state();
        // It may have ended since it was looked up, and a user without a session would stay for ever.
        if !state.broker.is_known(client, now) {
            return Err(Unsettled::Unknown.reply(client));
        }
        state.subscribe(client, channels, user).map_err(BayeuxError::Full)
    }

    /// Returns whether the client of a message has a session, here or on another node.
    async fn knows(&self, message: &Message<'_>) -> Result<bool, BayeuxError> {
        let Some(client) = message.text("clientId").map(|client| ClientId::from_text(&client)) else {
            return Ok(false);
        };
        match &self.0.together {
            Some(together) if !self.is_known(&client) => {
                let is_known = together.hosts.is_known(&client, self.0.settings.times()).await;
                is_known.map_err(|error| Unsettled::from(error).reply(&client))
            }
            _ => Ok(self.is_known(&client)),
        }
    }

    fn authorize_subscription(
        &self,
        message: &Message<'_>,
        channels: &[String],
    ) -> Result<Option<PresenceClaim>, BayeuxError> {
        let now = time_of_day();
        let mut user = None;
        let presented = message.credentials();
        for channel in channels {
            let credentials = || presented.clone();
            let Grant { presence, .. } = authorize(&self.0.keyring, Action::Subscribe, channel, credentials, now)?;
            if user.is_some() && is_presence(channel) {
                return Err(BayeuxError::SeveralPresenceChannels(channel.clone()));
            }
            user = user.or(presence);
        }
        Ok(user)
    }

    async fn unsubscribe(&self, message: &Message<'_>) -> Result<(), BayeuxError> {
        let most = self.0.settings.limits.subscriptions;
        if bayeux::channels(message).is_some_and(|channels| channels.len() > most) {
            return Err(BayeuxError::Full(Full::Subscriptions));
        }
        let is_known = self.knows(message).await?;
        let Subscription { client, channels } = bayeux::subscription(message, |_| is_known)?;
        if self.is_shared() {
            let unsubscribed = self.unsubscribe_together(&client, &channels).await;
            unsubscribed.map_err(|error| error.reply(&client))?;
        } else {
            let mut state = self.state();
            for channel in &channels {
                state.unsubscribe(&client, channel);
            }
        }
        self.0.metrics.unsubscribed(channels.len());
        Ok(())
    }

    async fn disconnect(&self, message: &Message<'_>) -> Result<(), BayeuxError> {
        let is_known = self.knows(message).await?;
        let client = bayeux::client(message, |_| is_known)?;
        if self.is_shared() {
            self.end_together(&client).await.map_err(|error| error.reply(&client))?;
        } else {
            let mut state = self.state();
            if let Some(departure) = state.broker.close(&client) {
                state.depart(&departure);
            }
        }
        self.0.metrics.disconnected(1);
        Ok(())
    }

    async fn publish_message(&self, message: &Message<'_>) -> Result<(), BayeuxError> {
        let grant =
            authorize(&self.0.keyring, Action::Publish, &message.channel, || message.credentials(), time_of_day())?;
        let data = bayeux::publication(message)?;
        match self.publish(grant.key.as_deref(), &message.channel, &data).await {
            Ok(()) => Ok(()),
            Err(PublishError::TooMany { wait }) => {
                let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                Err(BayeuxError::TooManyPublications(wait))
            }
            Err(PublishError::Unavailable) => Err(BayeuxError::Unavailable),
            Err(PublishError::InvalidChannel) => Err(AccessError::InvalidChannel.into()),
        }
    }
}
