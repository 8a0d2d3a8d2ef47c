//! The implementation of the scheduler service. There is no queue: a job is completed when the request is answered.

use uuid::Uuid;

use crate::api::{ChatkitError, ChatkitScheduler};
use crate::model::{Job, RoomId, UserId};
use crate::server::Session;

impl ChatkitScheduler for Session {
    async fn schedule_room_deletion(&self, room: RoomId) -> Result<Job, ChatkitError> {
        self.change_and_end(
            |instance, _| instance.schedule_room_deletion(&room, Uuid::new_v4().to_string()),
            |topics, _| topics.end_room(&room),
        )
    }

    async fn schedule_user_deletion(&self, user: UserId) -> Result<Job, ChatkitError> {
        self.change_and_end(
            |instance, _| instance.schedule_user_deletion(&user, Uuid::new_v4().to_string()),
            |topics, _| topics.end_user(&user),
        )
    }

    async fn job(&self, job: String) -> Result<Job, ChatkitError> {
        self.read(|instance| instance.job(&job))
    }
}
