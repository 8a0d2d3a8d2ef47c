//! The registration of a user's device, which makes the user online.

use tokio::runtime::Handle;

use super::backend::Backend;
use crate::model::UserId;

/// The registration of a device. It ends shortly after this value is dropped.
///
/// It must not be dropped while the state is locked, because dropping locks the state.
#[derive(Debug)]
pub(super) struct Registration {
    backend: Backend,
    user: UserId,
    device: u64,
}

impl Registration {
    /// Registers a device of this user.
    pub(super) fn new(backend: Backend, user: UserId) -> Self {
        let device = backend.with_topics(|topics, now| topics.register(&user, now));
        Self { backend, user, device }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        let (backend, user, device) = (self.backend.clone(), self.user.clone(), self.device);
        let leave = move || backend.with_topics(|topics, now| topics.deregister(&user, device, now));
        let linger = self.backend.settings().presence_linger;
        match Handle::try_current() {
            Ok(runtime) if !linger.is_zero() => {
                runtime.spawn(async move {
                    tokio::time::sleep(linger).await;
                    leave();
                });
            }
            _ => leave(),
        }
    }
}
