//! One server, as all logs on it share it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::keys::Keys;
use crate::lane::Lane;
use crate::link::Link;
use crate::options::Options;

/// One server. Its connections are closed when the last log and follower of it are dropped.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) link: Arc<Link>,
    /// Names this process in the heads of logs.
    pub(crate) writer: String,
    number: AtomicU64,
    /// Permits for the bytes that wait to be appended.
    pub(crate) pending: Arc<Semaphore>,
    lanes: Mutex<HashMap<Arc<str>, Weak<Lane>>>,
    supervisor: JoinHandle<()>,
}

impl Server {
    /// Begins to connect, in a task.
    pub(crate) fn new(address: &str, options: Options) -> Result<Self, Error> {
        let pending = options.pending_bytes.min(Semaphore::MAX_PERMITS);
        let link = Arc::new(Link::new(address, options)?);
        let supervised = link.clone();
        Ok(Self {
            link,
            writer: uuid::Uuid::new_v4().simple().to_string(),
            number: AtomicU64::new(1),
            pending: Arc::new(Semaphore::new(pending)),
            lanes: Mutex::default(),
            supervisor: tokio::spawn(async move { supervised.supervise().await }),
        })
    }

    /// Returns a number for one call, greater than those before it.
    pub(crate) fn next_number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::Relaxed)
    }

    /// Returns the lane of a log, which all handles of the log share.
    pub(crate) fn lane(&self, name: &str) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(name).and_then(Weak::upgrade) {
            return lane;
        }
        if lanes.len() == lanes.capacity() {
            // Removes logs without handles before the map grows, so that their number is bounded by the handles.
            lanes.retain(|_, lane| lane.strong_count() > 0);
        }
        let lane = Arc::new(Lane::new(Keys::new(&self.link.options.prefix, name)));
        lanes.insert(lane.keys.name.clone(), Arc::downgrade(&lane));
        lane
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.supervisor.abort();
    }
}
