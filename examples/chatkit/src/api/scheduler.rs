//! Service `chatkit_scheduler`, version 1: asynchronous deletion.

use api_core::api;

use super::ChatkitError;
use crate::model::{Job, RoomId, UserId};

/// Deletion jobs.
#[api(
    base = "/services/chatkit_scheduler/v1/{instance}",
    errors = ChatkitError,
    security = bearer,
    requires = "su",
    content_type = any,
    contract = "../../contracts/scheduler.contract"
)]
pub trait ChatkitScheduler {
    /// Starts the deletion of a room and its messages.
    #[put("/rooms/{room}", status = 202)]
    async fn schedule_room_deletion(&self, room: RoomId) -> Result<Job, ChatkitError>;

    /// Starts the deletion of a user.
    #[put("/users/{user}", status = 202)]
    async fn schedule_user_deletion(&self, user: UserId) -> Result<Job, ChatkitError>;

    /// Returns a job with its status.
    #[get("/status/{job}")]
    async fn job(&self, job: String) -> Result<Job, ChatkitError>;
}
