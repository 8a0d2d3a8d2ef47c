//! The implementation of the admin API.

use std::time::Duration;

use api_core::call::Text;
use api_core::subscription::SourceItem;
use api_core::{End, Next, Subscription};
use futures_util::stream;
use jiff::Timestamp;

use super::api::Admin;
use super::error::AdminError;
use super::issue::{DEFAULT_LIFE, Grants, issue};
use super::json::Json;
use super::live::{Live, LiveClient, LiveError, LiveEvent};
use super::model::{
    ApplicationAnswer, ApplicationRow, ChangedApplication, ChangedId, CreatedApplication, CreatedKeyAnswer, Info,
    NewApplication, NewKeyRequest, Nothing, Publication, RevokedKey, TokenAnswer, TokenRequest,
};
use super::moment::Moment;
use super::session::{Session, refused};
use crate::access::Key;
use crate::bayeux::looks_like_presence;
use crate::channel::{Address, Kind, is_name};
use crate::store::{NewKey, Store, StoreError, read_time};

/// How often an open live view is checked for whether its user may still see it.
const CHECK_INTERVAL: Duration = Duration::from_secs(2);

impl<L: Live> Admin for Session<L> {
    async fn info(&self) -> Result<Info, AdminError> {
        let settings = self.shared.gate.settings();
        Ok(Info {
            username: self.caller.user.clone(),
            environments: settings.environments.clone(),
            environment: settings.environment.clone(),
            version: settings.version.clone(),
        })
    }

    async fn applications(&self) -> Result<Vec<ApplicationRow>, AdminError> {
        let found = self.store().applications(self.restriction()).await;
        let found = found.map_err(|error| refused(&error, "Error loading applications."))?;
        Ok(found.into_iter().map(ApplicationRow::from).collect())
    }

    async fn create_application(&self, new: NewApplication) -> Result<CreatedApplication, AdminError> {
        let created = self.store().create_application(new.name.as_deref(), &self.caller.user).await;
        created.map(CreatedApplication::from).map_err(|error| refused(&error, "error creating application"))
    }

    async fn application(&self, id: String) -> Result<ApplicationAnswer, AdminError> {
        let found = self.store().application(&id).await;
        let found = found.map_err(|error| refused(&error, "Error loading application"))?;
        found.map(ApplicationAnswer::from).ok_or(AdminError::NotFound)
    }

    async fn update_application(&self, id: String, change: ChangedApplication) -> Result<ChangedId, AdminError> {
        let Some(admins) = change.admins else {
            let problem = "admins is missing: send the names of all administrators as an array";
            return Err(AdminError::Invalid(problem.to_owned()));
        };
        let updated = self.store().update_application(&id, change.name.as_deref(), &admins).await;
        let updated = updated.map_err(|error| refused(&error, "error updating application"))?;
        if updated { Ok(ChangedId { id }) } else { Err(AdminError::NotFound) }
    }

    async fn delete_application(&self, id: String) -> Result<Text, AdminError> {
        let deleted = self.shared.keys.delete_application(&id).await;
        let deleted = deleted.map_err(|error| refused(&error, "error removing application"))?;
        self.shared.live.keys_changed().await;
        if deleted { Ok(Text("OK".to_owned())) } else { Err(AdminError::NotFound) }
    }

    async fn create_key(&self, id: String, new: NewKeyRequest) -> Result<CreatedKeyAnswer, AdminError> {
        let expires = new.expires.as_deref().map(read_expiry).transpose()?;
        let wanted = NewKey { created_by: self.caller.user.clone(), expires, purpose: new.purpose };
        let created = self.shared.keys.create(&id, wanted).await.map_err(failed)?.ok_or(AdminError::NotFound)?;
        self.shared.live.keys_changed().await;
        Ok(CreatedKeyAnswer::new(created, new.expires))
    }

    async fn revoke_key(&self, id: String, key: String) -> Result<RevokedKey, AdminError> {
        let revoked = self.shared.keys.revoke(&id, &key).await.map_err(failed)?.ok_or(AdminError::KeyNotFound)?;
        self.shared.live.keys_changed().await;
        Ok(RevokedKey { id: key, revoked_at: Moment(revoked) })
    }

    async fn create_token(&self, id: String, wanted: TokenRequest) -> Result<TokenAnswer, AdminError> {
        let expires = wanted.expiry()?;
        let known = self.store().console_key(&id).await.map_err(failed)?;
        let key = if let Some(key) = known {
            key
        } else {
            let made = self.shared.keys.console_key(&id, &self.caller.user).await;
            self.shared.live.keys_changed().await;
            made.map_err(failed)?.ok_or(AdminError::NotFound)?
        };
        wanted.signed_with(&key, expires)
    }

    async fn create_token_with(
        &self,
        id: String,
        key: String,
        wanted: TokenRequest,
    ) -> Result<TokenAnswer, AdminError> {
        let expires = wanted.expiry()?;
        let key = self.store().key(&id, &key).await.map_err(failed)?.ok_or(AdminError::KeyNotFound)?;
        wanted.signed_with(&key, expires)
    }

    async fn clients(&self, id: String) -> Result<Vec<LiveClient>, AdminError> {
        Ok(self.shared.live.clients(&id).await?)
    }

    async fn presence(&self, id: String, channel: Option<String>) -> Result<Json, AdminError> {
        if let Some(channel) = &channel
            && address_in(&id, channel)?.kind != Kind::Presence
        {
            return Err(AdminError::Invalid(format!("the channel must begin with /{id}/presence/")));
        }
        let mut lists = self.shared.live.presence(&id, channel.as_deref()).await?;
        let answer = match channel {
            Some(channel) => Json::of(&lists.remove(&channel).unwrap_or_default()),
            None => Json::of(&lists),
        };
        answer.ok_or_else(|| AdminError::StoreFailed("error".to_owned()))
    }

    async fn publish(&self, id: String, publication: Publication) -> Result<Nothing, AdminError> {
        let Publication { channel, data } = publication;
        match address_in(&id, &channel)?.kind {
            Kind::Meta => {
                let problem = "a meta channel is published on by the server only";
                return Err(AdminError::Invalid(problem.to_owned()));
            }
            // Subscribers could not tell it from a user who comes or goes.
            Kind::Presence if looks_like_presence(&data.0) => {
                let problem = "data on a presence channel must have neither `subscribe` nor `unsubscribe`";
                return Err(AdminError::Invalid(problem.to_owned()));
            }
            _ => {}
        }
        self.shared.live.publish(&channel, &data.0).await?;
        Ok(Nothing {})
    }

    async fn live(&self, id: String) -> Result<Subscription<LiveEvent>, AdminError> {
        let events = self.shared.live.follow(&id)?;
        let permission = Permission {
            session: Session { shared: self.shared.clone(), caller: self.caller.clone() },
            application: id,
        };
        Ok(while_permitted(events, permission))
    }
}

impl<L: Live> Session<L> {
    fn store(&self) -> &Store {
        self.shared.keys.store()
    }
}

impl TokenRequest {
    fn expiry(&self) -> Result<Timestamp, AdminError> {
        self.expires.as_deref().map_or_else(|| Ok(Timestamp::now() + DEFAULT_LIFE), read_expiry)
    }

    fn signed_with(self, key: &Key, expires: Timestamp) -> Result<TokenAnswer, AdminError> {
        let Self { channel, publish, subscribe, presence, expires: _ } = self;
        let token = issue(key, &Grants { channel, publish, subscribe, presence }, expires);
        token.map(|token| TokenAnswer { token }).map_err(|error| AdminError::Invalid(error.to_string()))
    }
}

/// What an open live view depends on.
struct Permission<L> {
    session: Session<L>,
    application: String,
}

impl<L: Live> Permission<L> {
    /// Returns why the view has to end, once it has to.
    async fn ended(&self) -> End {
        loop {
            tokio::time::sleep(CHECK_INTERVAL).await;
            let Session { shared, caller } = &self.session;
            if let Some(ticket) = &caller.ticket
                && !shared.gate.is_open(ticket).await
            {
                return End::because(401, "the session has ended");
            }
            // While the database does not answer, the view goes on.
            if !self.session.sees(&self.application).await.unwrap_or(true) {
                return End::because(404, "Not found");
            }
        }
    }
}

/// Ends a live view when its user has signed out or may no longer see the application.
fn while_permitted<L: Live>(events: Subscription<LiveEvent>, permission: Permission<L>) -> Subscription<LiveEvent> {
    let ended = Box::pin(async move { permission.ended().await });
    Subscription::from_steps(stream::unfold(Some((events, ended)), async |state| {
        let (mut events, mut ended) = state?;
        // The end first: a view that always has events would never see it.
        let step = tokio::select! {
            biased;
            end = &mut ended => return Some((Ok(SourceItem::End(end)), None)),
            step = events.next() => step,
        };
        Some(match step {
            Ok(Next::Event(event)) => (Ok(SourceItem::Event(event)), Some((events, ended))),
            Ok(Next::End(end)) => (Ok(SourceItem::End(end)), None),
            Err(failure) => (Err(failure), None),
        })
    }))
}

/// Reads the application and the kind of a channel, which must be a name of the application.
fn address_in<'c>(application: &str, channel: &'c str) -> Result<Address<'c>, AdminError> {
    let invalid = || AdminError::Invalid("Invalid channel name".to_owned());
    let address = Address::parse(channel).map_err(|_| invalid())?;
    if !is_name(channel) {
        return Err(invalid());
    }
    if address.application != application {
        return Err(AdminError::Invalid(format!("the channel must begin with /{application}/")));
    }
    Ok(address)
}

fn read_expiry(text: &str) -> Result<Timestamp, AdminError> {
    let problem = || {
        AdminError::Invalid("expires is not a date and time of ISO 8601, for example 2030-01-02T03:04:05Z".to_owned())
    };
    read_time(text).ok_or_else(problem)
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn failed(error: StoreError) -> AdminError {
    refused(&error, "error")
}

impl From<LiveError> for AdminError {
    fn from(error: LiveError) -> Self {
        match error {
            LiveError::Refused(problem) => Self::Invalid(problem),
            LiveError::Unavailable(problem) => {
                tracing::error!(problem, "the live view is not available");
                Self::Unavailable
            }
        }
    }
}
