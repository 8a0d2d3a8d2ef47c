//! The task that closes connections which were unused for too long.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};

use super::shared::Shared;

/// Marks that the task runs. It ends with the task, also if the runtime is shut down.
pub(super) struct Reaping(pub(super) Arc<AtomicBool>);

impl Drop for Reaping {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Closes unused connections, until there are none or the pool is dropped. `time`: that after which they are closed.
pub(super) async fn reap(pool: Weak<Shared>, time: Duration, reaping: Reaping) {
    // The first one has become unused just now, and may be in use again in a moment.
    sleep(time).await;
    while let Some(next) = pool.upgrade().and_then(|pool| next(&pool)) {
        sleep_until(Instant::from_std(next)).await;
    }
    drop(reaping);
    // A connection may have become unused before the mark was removed.
    if let Some(pool) = pool.upgrade()
        && next(&pool).is_some()
    {
        pool.close_unused();
    }
}

fn next(pool: &Shared) -> Option<std::time::Instant> {
    let now = Instant::now().into_std();
    pool.all().iter().filter_map(|origin| origin.expire(now)).min()
}
