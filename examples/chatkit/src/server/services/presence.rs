//! The implementation of the presence service.

use api_core::Subscription;

use crate::api::{ChatkitError, ChatkitPresence};
use crate::model::{EventBody, PresenceEvent, UserId};
use crate::server::Session;
use crate::server::registration::Registration;
use crate::server::table::Start;

impl ChatkitPresence for Session {
    async fn register(&self, user: UserId) -> Result<Subscription<EventBody<PresenceEvent>>, ChatkitError> {
        let registration = self.follow(
            |instance| instance.user(&user),
            |topics, _, now| topics.registrations.follow(&user, Start { who: None, first: Vec::new(), now }),
        )?;
        // The subscription owns the registration. Whichever side ends it, the registration is dropped and the user goes
        // offline.
        Ok(registration.holding(Registration::new(self.backend.clone(), user)))
    }

    async fn follow_presence(&self, user: UserId) -> Result<Subscription<EventBody<PresenceEvent>>, ChatkitError> {
        self.follow(
            |instance| instance.user(&user),
            |topics, _, now| {
                let state = topics.presence_of(&user);
                let first = vec![(topics.next_id(), PresenceEvent::PresenceState { state })];
                topics.presence.follow(&user, Start { who: self.follower(), first, now })
            },
        )
    }
}
