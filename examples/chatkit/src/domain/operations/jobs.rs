//! Deletion jobs. A job completes when it is created; its status can be queried later.

use crate::domain::publication::Changed;
use crate::domain::refusal::Refusal;
use crate::domain::state::instance::Instance;
use crate::domain::state::record::Key;
use crate::model::{Job, JobStatus, RoomId, UserId};

/// Maximum number of stored jobs. Beyond it, the oldest are deleted.
const MAXIMUM_JOBS: usize = 1000;

impl Instance {
    /// Deletes a room by a job. `id` must be new.
    pub fn schedule_room_deletion(&mut self, room: &RoomId, id: String) -> Result<Changed<Job>, Refusal> {
        let Changed { value: (), publications } = self.delete_room(room)?;
        Ok(Changed { value: self.done(id), publications })
    }

    /// Deletes a user by a job. `id` must be new.
    pub fn schedule_user_deletion(&mut self, user: &UserId, id: String) -> Result<Changed<Job>, Refusal> {
        let Changed { value: (), publications } = self.delete_user(user)?;
        Ok(Changed { value: self.done(id), publications })
    }

    /// Returns a job with its status.
    pub fn job(&self, id: &str) -> Result<Job, Refusal> {
        self.jobs.values().find(|job| job.id == id).cloned().ok_or_else(|| Refusal::JobNotFound(id.to_owned()))
    }

    fn done(&mut self, id: String) -> Job {
        let job = Job { id: id.clone(), status: JobStatus::Completed };
        self.counters.ordered_jobs += 1;
        self.jobs.insert(self.counters.ordered_jobs, job.clone());
        self.touch(Key::Counters);
        self.touch(Key::Job(id));
        while self.jobs.len() > MAXIMUM_JOBS {
            if let Some((_, removed)) = self.jobs.pop_first() {
                self.touch(Key::Job(removed.id));
            }
        }
        job
    }
}
