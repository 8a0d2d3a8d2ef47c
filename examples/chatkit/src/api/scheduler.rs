//! Service `chatkit_scheduler`, version 1: deletions that are ordered now and looked at later.

use api_core::api;

use super::ChatkitError;
use crate::model::{Job, RoomId, UserId};

/// Deletions as jobs.
#[api(
    base = "/services/chatkit_scheduler/v1/{instance}",
    errors = ChatkitError,
    security = bearer,
    requires = "su",
    content_type = any
)]
pub trait ChatkitScheduler {
    /// Orders the deletion of a room and its messages.
    #[put("/rooms/{room}", status = 202)]
    async fn schedule_room_deletion(&self, room: RoomId) -> Result<Job, ChatkitError>;

    /// Orders the deletion of a user.
    #[put("/users/{user}", status = 202)]
    async fn schedule_user_deletion(&self, user: UserId) -> Result<Job, ChatkitError>;

    /// Tells how far a job is.
    #[get("/status/{job}")]
    async fn job(&self, job: String) -> Result<Job, ChatkitError>;
}
