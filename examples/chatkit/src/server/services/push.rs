//! The implementation of the services for push notifications.

use api_core::Subscription;
use pusher_platform::token::Grant;

use crate::api::{ChatkitBeamsTokenProvider, ChatkitError, ChatkitPushNotifications};
use crate::domain::Refusal;
use crate::model::{BeamsToken, EventBody, PushEvent, TokenFor, UserId};
use crate::server::Session;
use crate::server::table::Start;

impl ChatkitPushNotifications for Session {
    async fn follow_notifications(&self, user: UserId) -> Result<Subscription<EventBody<PushEvent>>, ChatkitError> {
        self.follow(
            |instance| instance.user(&user),
            |topics, _, now| topics.notifications.follow(&user, Start { who: None, first: Vec::new(), now }),
        )
    }
}

impl ChatkitBeamsTokenProvider for Session {
    async fn beams_token(&self, whose: TokenFor) -> Result<BeamsToken, ChatkitError> {
        if self.identity()? != &whose.user_id {
            return Err(Refusal::InvalidTokenSubject.into());
        }
        self.read(|instance| instance.user(&whose.user_id))?;
        let issued = self.backend.issue_for_beams(&Grant::user(whose.user_id.as_str()))?;
        Ok(BeamsToken { token: issued.token.as_str().to_owned() })
    }
}
