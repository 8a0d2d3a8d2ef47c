//! The locks of the APIs: what programs that use the service rely on.

use api_contract::{Locked, locked};

use crate::admin::AdminApi;
use crate::publishing::PublishingApi;
use crate::server::MetadataApi;
use crate::transport::{PushApi, PushSocketApi, PushStreamApi};

/// All locks. `pandapush contract` keeps them.
pub const LOCKS: [Locked; 6] = [
    locked!(MetadataApi, "contracts/metadata.contract"),
    locked!(AdminApi, "contracts/admin.contract"),
    locked!(PublishingApi, "contracts/publishing.contract"),
    locked!(PushApi, "contracts/push.contract"),
    locked!(PushSocketApi, "contracts/push-socket.contract"),
    locked!(PushStreamApi, "contracts/push-stream.contract"),
];

#[cfg(test)]
mod tests {
    use super::LOCKS;

    #[test]
    fn every_lock_is_that_of_the_code() {
        for locked in LOCKS {
            api_contract::assert_locked(locked.file, locked.description);
        }
    }
}
