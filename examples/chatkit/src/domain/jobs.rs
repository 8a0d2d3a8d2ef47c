//! Deletions as jobs: done with the order for them, looked at later.

use super::instance::Instance;
use super::publication::Changed;
use super::record::Key;
use super::refusal::Refusal;
use crate::model::{Job, JobStatus, RoomId, UserId};

/// How many jobs are remembered; the oldest are forgotten.
const REMEMBERED: usize = 1000;

impl Instance {
    /// Deletes a room as a job. `id` is a fresh one.
    pub fn schedule_room_deletion(&mut self, room: &RoomId, id: String) -> Result<Changed<Job>, Refusal> {
        let Changed { value: (), publications } = self.delete_room(room)?;
        Ok(Changed { value: self.done(id), publications })
    }

    /// Deletes a user as a job. `id` is a fresh one.
    pub fn schedule_user_deletion(&mut self, user: &UserId, id: String) -> Result<Changed<Job>, Refusal> {
        let Changed { value: (), publications } = self.delete_user(user)?;
        Ok(Changed { value: self.done(id), publications })
    }

    /// How far a job is.
    pub fn job(&self, id: &str) -> Result<Job, Refusal> {
        self.jobs.values().find(|job| job.id == id).cloned().ok_or_else(|| Refusal::JobNotFound(id.to_owned()))
    }

    fn done(&mut self, id: String) -> Job {
        let job = Job { id: id.clone(), status: JobStatus::Completed };
        self.counters.ordered_jobs += 1;
        self.jobs.insert(self.counters.ordered_jobs, job.clone());
        self.touch(Key::Counters);
        self.touch(Key::Job(id));
        while self.jobs.len() > REMEMBERED {
            if let Some((_, forgotten)) = self.jobs.pop_first() {
                self.touch(Key::Job(forgotten.id));
            }
        }
        job
    }
}
