//! Keeping unused connections, and the task that closes them after their time.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, sleep_until};

use super::connection::Connection;
use super::origin::Origin;

/// Keeps a connection that became free, or gives it to a call that waits. Outside of a runtime, where no task could
/// close it, it is not kept.
pub(super) fn keep(origin: &Arc<Origin>, connection: Connection) {
    let is_kept = ensure(origin);
    origin.put(connection, is_kept);
}

/// Starts the task that closes unused connections to an origin, unless it runs. Returns `false` outside of a runtime.
pub(super) fn ensure(origin: &Arc<Origin>) -> bool {
    if origin.reaping.load(Ordering::Acquire) || origin.reaping.swap(true, Ordering::AcqRel) {
        return true;
    }
    let reaping = Reaping(Arc::downgrade(origin));
    let Ok(runtime) = Handle::try_current() else { return false };
    runtime.spawn(reap(reaping, origin.state.limits.time));
    true
}

/// Marks that the task runs. It ends with the task, also if the runtime is shut down.
struct Reaping(Weak<Origin>);

impl Drop for Reaping {
    fn drop(&mut self) {
        if let Some(origin) = self.0.upgrade() {
            origin.reaping.store(false, Ordering::Release);
        }
    }
}

/// Closes unused connections, until there are none or the pool is dropped. `time`: that after which they are closed.
async fn reap(reaping: Reaping, time: Duration) {
    // The first one has become unused just now, and may be in use again in a moment.
    sleep(time).await;
    let origin = reaping.0.clone();
    while let Some(next) = origin.upgrade().and_then(|origin| expire(&origin)) {
        sleep_until(Instant::from_std(next)).await;
    }
    drop(reaping);
    // A connection may have become unused before the mark was removed.
    if let Some(origin) = origin.upgrade()
        && expire(&origin).is_some()
    {
        ensure(&origin);
    }
}

fn expire(origin: &Origin) -> Option<std::time::Instant> {
    origin.expire(Instant::now().into_std())
}
